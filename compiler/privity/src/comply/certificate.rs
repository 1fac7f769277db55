//! What a comparison that found nothing shows, and under which assumptions.

use std::collections::BTreeSet;

use super::Comparison;
use crate::check::dates::day_name;
use crate::check::law::Law;
use crate::check::policy::{AxisId, AxisRole, Condition, Policy, Rule};
use crate::source::Span;

/// What is shown when a policy complies with a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The law's name, and its title if it has one.
    pub law: String,
    /// Its version, as written.
    pub version: Option<String>,
    /// The days, as stretches with both ends included.
    pub days: Vec<(String, String)>,
    /// The places of the conditions that were taken as true, in order.
    pub assumptions: Vec<Span>,
    /// Facts of the law that no rule of the policy tests and no assumption speaks of: the policy complies whatever they are.
    pub free_facts: Vec<String>,
    /// The facts, in use on either side, that somebody vouches for.
    pub asserted: Vec<String>,
}

/// What a comparison shows, if it found nothing.
#[must_use]
pub fn certificate(policy: &Policy, law: &Law, comparison: &Comparison) -> Option<Certificate> {
    if !comparison.shortfalls.is_empty() || comparison.is_empty {
        return None;
    }
    let mine = facts_of(policy.rules.iter());
    let theirs = facts_of(law.rules.iter());
    let mut assumed = BTreeSet::new();
    for condition in policy.laws.assumed_conditions() {
        collect(condition, &mut assumed);
    }
    let names = |axes: Vec<AxisId>| {
        let mut names: Vec<String> = axes
            .into_iter()
            .filter_map(|axis| fact_name(policy, axis))
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let free = theirs
        .iter()
        .filter(|axis| !mine.contains(axis) && !assumed.contains(axis));
    let asserted = mine.union(&theirs).filter(|axis| {
        let (AxisRole::Fact(fact) | AxisRole::Element(fact, _)) = policy.axes.at(**axis).role
        else {
            return false;
        };
        policy.facts.at(fact).asserted
    });
    let title = law.header.title.as_ref();
    Some(Certificate {
        law: title.map_or_else(
            || law.header.name.clone(),
            |title| format!("{} ({title})", law.header.name),
        ),
        version: law.header.version.clone(),
        days: comparison
            .days
            .intervals()
            .iter()
            .map(|&(first, last)| (day_name(first), day_name(last)))
            .collect(),
        assumptions: policy.laws.assumptions.iter().map(|one| one.span).collect(),
        free_facts: names(free.copied().collect()),
        asserted: names(asserted.copied().collect()),
    })
}

/// The axes of facts that rules test.
fn facts_of<'r>(rules: impl Iterator<Item = &'r Rule>) -> BTreeSet<AxisId> {
    let mut axes = BTreeSet::new();
    for rule in rules {
        collect(&rule.region, &mut axes);
        collect(&rule.requirement, &mut axes);
    }
    axes
}

fn collect(condition: &Condition, axes: &mut BTreeSet<AxisId>) {
    condition.for_each_test(&mut |axis, _| {
        axes.insert(axis);
    });
}

fn fact_name(policy: &Policy, axis: AxisId) -> Option<String> {
    match policy.axes.at(axis).role {
        AxisRole::Fact(fact) | AxisRole::Element(fact, _) => {
            Some(policy.facts.at(fact).name.clone())
        }
        _ => None,
    }
}
