//! One thing that people may demand, owed by different ways and in different times, or by none that is said.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::ways_differ;
use super::scope::Scope;
use crate::check::duty::Obligation;
use crate::check::policy::{ClassAxis, Effect, Kind, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// One finding for each duty that answers to people owe in more than one way.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let first = policy.taxonomies.atom_count(Kind::Action);
    let last = first + policy.taxonomies.atom_count(Kind::Right) - 1;
    let rights = ValueSet::range(first, last);
    let mut owed: BTreeMap<String, Vec<(&Rule, String)>> = BTreeMap::new();
    for rule in policy.rules.iter() {
        let answers = Scope::of(policy, rule)
            .on(ClassAxis::Action)
            .is_some_and(|actions| actions.is_subset(&rights));
        if rule.effect != Effect::Oblige || !answers {
            continue;
        }
        for &id in &rule.obligations {
            let obligation = policy.obligations.at(id);
            let way = (rule, way(obligation));
            owed.entry(obligation.short()).or_default().push(way);
        }
    }
    owed.into_iter()
        .filter(|(_, ways)| {
            let different: BTreeSet<&String> = ways.iter().map(|(_, way)| way).collect();
            different.len() > 1
        })
        .map(|(duty, ways)| ways_differ(&duty, &ways))
        .collect()
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
