//! Parties that stand in several roles which meet different rules: which rule holds for them nobody said.

use std::collections::{BTreeMap, BTreeSet};

use super::concepts::nodes_of;
use super::diagnostics::{in_several_roles, processor_and_controller};
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Effect, Kind, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;
use crate::resolve::World;

/// One finding for all parties that are in the same roles.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let mut together: BTreeMap<Vec<String>, (Vec<i64>, Vec<&Rule>)> = BTreeMap::new();
    for party in parties_with_crossing_roles(policy).iter() {
        for axis in [ClassAxis::Recipient, ClassAxis::Actor, ClassAxis::Source] {
            let rules = rules_on_roles(policy, axis, party);
            if rules.len() > 1 {
                let names: Vec<String> = rules.keys().map(|name| (*name).to_owned()).collect();
                let rules = rules.into_values().collect();
                let entry = together.entry(names).or_insert((Vec::new(), rules));
                if !entry.0.contains(&party) {
                    entry.0.push(party);
                }
            }
        }
    }
    let nodes = nodes_of(policy, Kind::Party);
    together
        .into_iter()
        .filter_map(|(roles, (parties, rules))| {
            let names: Vec<String> = parties
                .iter()
                .map(|&party| policy.value_name(ClassAxis::Recipient.id(), party))
                .collect();
            let node = nodes.iter().find(|node| names.contains(&node.name))?;
            Some(in_several_roles(node, &names, &roles, &rules))
        })
        .collect()
}

/// The parties below two nodes neither of which lies in the other.
fn parties_with_crossing_roles(policy: &Policy) -> ValueSet {
    let nodes = nodes_of(policy, Kind::Party);
    let mut found = ValueSet::empty();
    for (at, node) in nodes.iter().enumerate() {
        for other in nodes.iter().skip(at + 1) {
            if cross(&node.atoms, &other.atoms) {
                found = found.union(&node.atoms.intersection(&other.atoms));
            }
        }
    }
    found
}

fn cross(one: &ValueSet, other: &ValueSet) -> bool {
    !one.intersection(other).is_empty() && !one.is_subset(other) && !other.is_subset(one)
}

/// For each role that holds a party, the first rule that treats it otherwise than a rule on a crossing role does.
fn rules_on_roles(policy: &Policy, axis: ClassAxis, party: i64) -> BTreeMap<&str, &Rule> {
    let mut naming: Vec<(&str, &ValueSet, &Rule, Scope)> = Vec::new();
    for rule in policy.rules.iter() {
        for named in rule.named.iter().filter(|named| named.axis == axis) {
            for (name, parties) in &named.listed {
                let is_role = name != "any" && name != "none" && parties.len() > 1;
                if is_role && parties.contains(party) && !named.except.contains(party) {
                    let scope = Scope::of(policy, rule).without(axis);
                    naming.push((name, parties, rule, scope));
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    for (at, (name, parties, rule, scope)) in naming.iter().enumerate() {
        let rest = naming.iter().skip(at + 1);
        for (other_name, other_parties, other, other_scope) in rest {
            let differ = rule.layer == other.layer
                && sort(rule.effect) != sort(other.effect)
                && cross(parties, other_parties)
                && scope.meets(other_scope);
            if differ {
                found.entry(*name).or_insert(*rule);
                found.entry(*other_name).or_insert(*other);
            }
        }
    }
    found
}

/// Whether an effect allows, limits, attaches duties, or takes out of the policy.
fn sort(effect: Effect) -> u8 {
    match effect {
        Effect::Permit => 0,
        Effect::Forbid | Effect::Require => 1,
        Effect::Oblige => 2,
        Effect::Exclude => 3,
    }
}

/// Parties declared to be processor and controller at once, if a rule speaks of them.
pub(super) fn find_undecided(world: &World, policy: &Policy) -> Vec<Diagnostic> {
    let mut spoken_of: BTreeMap<&str, &Rule> = BTreeMap::new();
    for rule in policy.rules.iter() {
        for named in &rule.named {
            if named.axis.kind() == Some(Kind::Party) {
                for (name, _) in &named.listed {
                    spoken_of.entry(name).or_insert(rule);
                }
            }
        }
    }
    world
        .nodes
        .iter()
        .filter(|entry| entry.kind == Kind::Party && !world.names.is_standard(entry.module))
        .filter_map(|entry| {
            let roles: BTreeSet<&str> = entry
                .node
                .roles
                .iter()
                .map(|role| role.text.as_str())
                .collect();
            let undecided = roles.contains("processor") && roles.contains("controller");
            let rule = spoken_of.get(entry.node.name.text.as_str())?;
            undecided.then(|| processor_and_controller(&entry.node.name, rule))
        })
        .collect()
}
