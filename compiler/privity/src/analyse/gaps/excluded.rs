//! Rules about what the policy leaves out of itself: whatever they say is never heard.

use super::diagnostics::out_of_scope;
use super::implication::implies;
use crate::check::policy::{ClassAxis, Condition, Effect, Policy, Rule};
use crate::diagnostic::Diagnostic;

/// One finding for each rule that an `exclude` swallows, as a whole or for one of the parties or data it lists.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let excludes: Vec<&Rule> = policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Exclude)
        .collect();
    let mut found = Vec::new();
    for rule in policy.rules.iter() {
        if rule.effect == Effect::Exclude {
            continue;
        }
        let swallowing: Vec<(&Rule, Option<&str>)> = excludes
            .iter()
            .filter(|exclude| exclude.layer == rule.layer)
            .filter_map(|exclude| Some((*exclude, swallowed_part(rule, exclude)?)))
            .collect();
        if let Some((_, part)) = swallowing.iter().min_by_key(|(_, part)| part.is_some()) {
            let by: Vec<&Rule> = swallowing.iter().map(|(exclude, _)| *exclude).collect();
            found.push(out_of_scope(rule, &by, *part));
        }
    }
    found
}

/// The part of a rule that an `exclude` takes out of the policy; `Some(None)` for all of it.
#[expect(
    clippy::option_option,
    reason = "nothing swallowed is not the same as no part by name"
)]
fn swallowed_part<'r>(rule: &'r Rule, exclude: &Rule) -> Option<Option<&'r str>> {
    if implies(&rule.region, &exclude.region) {
        return Some(None);
    }
    listed_parts(rule)
        .find(|(_, region)| implies(region, &exclude.region))
        .map(|(name, _)| Some(name))
}

/// The region of a rule for each party or sort of data that it lists beside others.
fn listed_parts(rule: &Rule) -> impl Iterator<Item = (&str, Condition)> {
    const AXES: [ClassAxis; 4] = [
        ClassAxis::Actor,
        ClassAxis::Recipient,
        ClassAxis::Source,
        ClassAxis::Data,
    ];
    rule.named
        .iter()
        .filter(|named| AXES.contains(&named.axis) && named.listed.len() > 1)
        .flat_map(move |named| {
            named.listed.iter().map(move |(name, values)| {
                let mut parts = match &rule.region {
                    Condition::All(parts) => parts.clone(),
                    part => vec![part.clone()],
                };
                parts.push(Condition::Test(named.axis.id(), values.clone()));
                (name.as_str(), Condition::All(parts))
            })
        })
}
