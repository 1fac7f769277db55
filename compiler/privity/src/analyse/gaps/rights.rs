//! A right that one rule gives to everybody and another to some: the limit limits nothing.

use super::diagnostics::right_for_some;
use super::requests::{Requests, SET};
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Effect, Policy, Rule, RuleId};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// One finding for each narrower rule whose duties a wider one brings, at least as strictly, wherever it holds for the rights that both
/// speak of, and elsewhere too.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let responses = policy.responses();
    let mut grants: Vec<(RuleId, ValueSet)> = Vec::new();
    for (id, rule) in policy.rules.entries() {
        let text = if rule.effect == Effect::Oblige && !rule.obligations.is_empty() {
            requests.space.scope(SET, id)?
        } else {
            Region::NOTHING
        };
        let answered = requests.values(text, ClassAxis::Action)?;
        if !answered.is_empty() && answered.is_subset(&responses) {
            grants.push((id, answered));
        }
    }
    let mut found = Vec::new();
    for (narrow, answered) in &grants {
        for (wide, also) in &grants {
            let (one, other) = (policy.rules.at(*narrow), policy.rules.at(*wide));
            let shared = answered.intersection(also);
            if one.span == other.span
                || shared.is_empty()
                || one.layer != other.layer
                || !brings_all(policy, other, one)
            {
                continue;
            }
            let some = requests.space.scope(SET, *narrow)?;
            let some = requests.within(some, ClassAxis::Action, &shared)?;
            let more = requests.space.scope(SET, *wide)?;
            let more = requests.within(more, ClassAxis::Action, &shared)?;
            if some != more && requests.space.implies(some, more)? {
                let names = names_of_responses(policy, &shared);
                let others = requests.space.without(more, some)?;
                found.push(requests.told(others, right_for_some(one, other, &names)));
                break;
            }
        }
    }
    Ok(found)
}

/// Whether each duty of one rule is among those of another, at least as strict. A rule without duties only says that the right exists.
fn brings_all(policy: &Policy, wide: &Rule, narrow: &Rule) -> bool {
    narrow.obligations.iter().all(|&asked| {
        wide.obligations.iter().any(|&given| {
            let given = policy.obligations.at(given);
            given.is_at_least_as_strict_as(policy.obligations.at(asked))
        })
    })
}

fn names_of_responses(policy: &Policy, rights: &ValueSet) -> Vec<String> {
    let names = rights.iter();
    let names = names.map(|right| policy.value_name(ClassAxis::Action.id(), right));
    names.collect()
}
