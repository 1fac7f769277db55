//! Rules about what the policy leaves out of itself: whatever they say is never heard.

use super::diagnostics::out_of_scope;
use super::requests::{Requests, SET, test};
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, NamedScope, Policy, Rule, RuleId};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// The axes on which a part of a list is looked at alone.
const LISTS: [ClassAxis; 4] = [
    ClassAxis::Actor,
    ClassAxis::Recipient,
    ClassAxis::Source,
    ClassAxis::Data,
];

/// One finding for each rule that excludes swallow, as a whole or for one of the parties or data it lists.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        let mine = |effect: &dyn Fn(Effect) -> bool| -> Vec<RuleId> {
            let rules = policy.rules.entries();
            rules
                .filter(|(_, rule)| rule.layer == layer && effect(rule.effect))
                .map(|(id, _)| id)
                .collect()
        };
        let excludes = mine(&|effect| effect == Effect::Exclude);
        let outside = requests.texts_of(&excludes)?;
        if outside.is_empty() {
            continue;
        }
        for id in mine(&|effect| effect != Effect::Exclude) {
            let text = requests.space.scope(SET, id)?;
            let Some((part, swallowed)) = swallowed(requests, policy.rules.at(id), text, outside)?
            else {
                continue;
            };
            // Those that swallow it alone, if there are any; else all that do so together.
            let mut by = Vec::new();
            for &exclude in &excludes {
                let its = requests.space.rule(SET, exclude);
                if requests.space.implies(swallowed, its)? {
                    by.push(policy.rules.at(exclude));
                }
            }
            if by.is_empty() {
                by = requests.holding(&excludes, swallowed)?;
            }
            let finding = out_of_scope(policy.rules.at(id), &by, part);
            found.push(requests.told(swallowed, finding));
        }
    }
    Ok(found)
}

/// What of a rule lies wholly outside, with the part by name if it is not all.
fn swallowed<'r>(
    requests: &mut Requests<'_, '_>,
    rule: &'r Rule,
    text: Region,
    outside: Region,
) -> Result<Option<(Option<&'r str>, Region)>, TooLarge> {
    if text.is_empty() {
        return Ok(None);
    }
    if requests.space.implies(text, outside)? {
        return Ok(Some((None, text)));
    }
    for (name, axis, values) in parts(rule) {
        let part = requests.within(text, axis, values)?;
        if !part.is_empty() && requests.space.implies(part, outside)? {
            return Ok(Some((Some(name), part)));
        }
    }
    Ok(None)
}

/// The tests that [`find`] makes.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let parts = policy.rules.iter().flat_map(parts);
    parts.map(|(_, axis, values)| test(axis, values)).collect()
}

/// Each party or sort of data that a rule lists beside others.
fn parts(rule: &Rule) -> impl Iterator<Item = (&str, ClassAxis, &ValueSet)> {
    let listed = |named: &&NamedScope| LISTS.contains(&named.axis) && named.listed.len() > 1;
    rule.named.iter().filter(listed).flat_map(|named| {
        let listed = named.listed.iter();
        listed.map(move |(name, values)| (name.as_str(), named.axis, values))
    })
}
