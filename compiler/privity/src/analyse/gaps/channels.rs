//! One thing that people may demand, owed by different ways and in different times, or by none that is said.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::ways_differ;
use super::requests::{Requests, SET, test};
use crate::analyse::Found;
use crate::check::duty::Obligation;
use crate::check::policy::{ClassAxis, Condition, Effect, Kind, Policy, Rule};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// A rule that owes a duty in answer to people.
struct Owed<'p> {
    rule: &'p Rule,
    obligation: &'p Obligation,
    /// Where the rule speaks.
    text: Region,
    /// The same, whatever is demanded.
    whoever: Region,
}

/// One finding for each duty that is owed in different ways in the same case: to the same demand, or through other channels to another
/// demand of the same people under the same circumstances.
///
/// Times may differ between demands; which channel to choose, nobody can know who wants one thing to stop.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let rights = rights(policy);
    let mut owed: BTreeMap<String, Vec<Owed<'_>>> = BTreeMap::new();
    for (id, rule) in policy.rules.entries() {
        if rule.effect != Effect::Oblige || rule.obligations.is_empty() {
            continue;
        }
        let text = requests.space.scope(SET, id)?;
        let text = requests.within(text, ClassAxis::Action, &rights)?;
        if text.is_empty() {
            continue;
        }
        let whoever = requests.whatever(text, ClassAxis::Action)?;
        for &id in &rule.obligations {
            let obligation = policy.obligations.at(id);
            let owed = owed.entry(obligation.short()).or_default();
            owed.push(Owed {
                rule,
                obligation,
                text,
                whoever,
            });
        }
    }
    let mut found = Vec::new();
    for (duty, rules) in owed {
        let mut together: BTreeSet<usize> = BTreeSet::new();
        for (at, one) in rules.iter().enumerate() {
            for (after, other) in rules.iter().enumerate().skip(at + 1) {
                if way(one.obligation) == way(other.obligation) {
                    continue;
                }
                let meet = requests.space.meet(one.text, other.text)?
                    || differ_in_channels(one.obligation, other.obligation)
                        && requests.space.meet(one.whoever, other.whoever)?;
                if meet {
                    together.extend([at, after]);
                }
            }
        }
        // Of those that leave the channel open people are not told which it is.
        let mut silent = Vec::new();
        for (at, one) in rules.iter().enumerate() {
            let beside = together.iter().filter_map(|&at| rules.get(at));
            for other in beside {
                if !together.contains(&at)
                    && one.obligation.through.is_none()
                    && way(one.obligation) != way(other.obligation)
                    && requests.space.meet(one.whoever, other.whoever)?
                {
                    silent.push(at);
                    break;
                }
            }
        }
        together.extend(silent);
        let ways: Vec<(&Rule, String)> = together
            .iter()
            .filter_map(|&at| rules.get(at))
            .map(|owed| (owed.rule, way(owed.obligation)))
            .collect();
        if !ways.is_empty() {
            found.push(Found::from(ways_differ(&duty, &ways)));
        }
    }
    Ok(found)
}

fn differ_in_channels(one: &Obligation, other: &Obligation) -> bool {
    match (&one.through, &other.through) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// The answers to people.
fn rights(policy: &Policy) -> ValueSet {
    let first = policy.taxonomies.atom_count(Kind::Action);
    let last = first + policy.taxonomies.atom_count(Kind::Right) - 1;
    ValueSet::range(first, last)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    vec![test(ClassAxis::Action, &rights(policy))]
}

/// `through email or letter, within 72 hours`; `no way and no time` where nothing is said.
fn way(obligation: &Obligation) -> String {
    let through = obligation
        .through
        .as_ref()
        .map(|channels| format!("through {channels}"));
    let deadline = obligation.deadline.as_ref().map(ToString::to_string);
    let said: Vec<String> = through.into_iter().chain(deadline).collect();
    if said.is_empty() {
        "no way and no time".to_owned()
    } else {
        said.join(", ")
    }
}
