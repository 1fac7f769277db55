//! What no rule settles: words that somebody must vouch for, times without a number, laws that are not named, lists that go on.
//! Most policies have some of these, so they are notes, and each sort is summed up once.

use std::collections::{BTreeMap, BTreeSet};

use super::concepts::{nodes_of, rule_tests};
use super::vague_diagnostics::{left_to_judgement, open_lists, time_without_number, unnamed_law};
use crate::check::policy::{Effect, Fact, Kind, Policy, Rule};
use crate::diagnostic::Diagnostic;
use crate::resolve::World;
use crate::source::Span;

/// At most one note of each sort.
pub(super) fn find(world: &World, policy: &Policy) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let asserted = tested(policy, |fact| fact.asserted);
    if !asserted.is_empty() {
        found.push(left_to_judgement(&asserted));
    }
    let supplied = |name: &str| {
        world.supplies.iter().any(|supply| {
            let words = &supply.item.subject.segments;
            words.last().is_some_and(|word| word.text == name)
        })
    };
    let law = tested(policy, |fact| fact.from_law && !supplied(&fact.name));
    if !law.is_empty() {
        found.push(unnamed_law(&law));
    }
    let unstated: Vec<(&str, Span)> = world
        .periods
        .iter()
        .filter(|period| period.item.length.is_none() && !world.names.is_standard(period.module))
        .map(|period| (period.item.name.text.as_str(), period.item.name.span))
        .collect();
    if !unstated.is_empty() {
        found.push(time_without_number(&unstated));
    }
    let lists = open_nodes_in_permits(policy);
    if !lists.is_empty() {
        found.push(open_lists(&lists));
    }
    found
}

/// The facts of a sort that rules depend on, each with the first such rule.
fn tested(policy: &Policy, sort: impl Fn(&Fact) -> bool) -> Vec<(&str, &Rule)> {
    policy
        .facts
        .entries()
        .filter(|(_, fact)| sort(fact))
        .filter_map(|(id, fact)| {
            let rule = policy
                .rules
                .iter()
                .find(|rule| rule_tests(policy, rule, id))?;
            Some((fact.name.as_str(), rule))
        })
        .collect()
}

/// The open headings that permits name, each with the first such permit.
fn open_nodes_in_permits(policy: &Policy) -> Vec<(&str, &Rule)> {
    let mut found: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut open: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for rule in policy.rules.iter() {
        if rule.effect != Effect::Permit {
            continue;
        }
        for named in &rule.named {
            let Some(kind) = named.axis.kind() else {
                continue;
            };
            let open = open.entry(kind).or_insert_with(|| {
                let nodes = nodes_of(policy, kind).iter();
                let open = nodes.filter(|node| node.open && node.atoms.len() > 1);
                open.map(|node| node.name.as_str()).collect()
            });
            for (name, _) in &named.listed {
                if open.contains(name.as_str()) {
                    found.entry(name).or_insert(rule);
                }
            }
        }
    }
    found.into_iter().collect()
}
