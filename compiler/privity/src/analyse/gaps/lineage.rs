//! Limits on data that do not reach what is computed from them: nobody hands on the Wi-Fi name, but a value made of it goes everywhere.

use std::collections::BTreeSet;

use super::concepts::nodes_of;
use super::diagnostics::limit_does_not_reach;
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Effect, Kind, Policy, Rule};
use crate::check::taxonomy::TaxonomyNode;
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// One finding for each derived node and each input whose limits it escapes.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let nodes = nodes_of(policy, Kind::Data);
    let mut found = Vec::new();
    for derived in nodes.iter().filter(|node| !node.derived_from.is_empty()) {
        for input in inputs(nodes, derived) {
            let guards: Vec<&Rule> = limits(policy)
                .filter(|(_, data)| {
                    !data.intersection(&input.atoms).is_empty()
                        && data.intersection(&derived.atoms).is_empty()
                })
                .map(|(guard, _)| guard)
                .filter(|guard| !is_carried_over(policy, guard, derived, input))
                .collect();
            let escapes: Vec<(&Rule, &Rule)> = guards
                .into_iter()
                .filter_map(|guard| Some((guard, permit_beyond(policy, guard, derived)?)))
                .collect();
            if let Some((_, permit)) = escapes.first() {
                let guards: Vec<&Rule> = escapes.iter().map(|(guard, _)| *guard).collect();
                found.push(limit_does_not_reach(derived, input, &guards, permit));
            }
        }
    }
    found
}

/// What a node is computed from, at any distance, in the order of the declarations.
fn inputs<'n>(nodes: &'n [TaxonomyNode], derived: &'n TaxonomyNode) -> Vec<&'n TaxonomyNode> {
    let mut reached = BTreeSet::new();
    let mut waiting = derived.derived_from.clone();
    while let Some(position) = waiting.pop() {
        if reached.insert(position)
            && let Some(node) = nodes.get(position as usize)
        {
            waiting.extend(&node.derived_from);
        }
    }
    let all = reached.into_iter().filter_map(|at| nodes.get(at as usize));
    all.collect()
}

/// The guards that name data, with the data.
fn limits(policy: &Policy) -> impl Iterator<Item = (&Rule, ValueSet)> {
    policy
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, Effect::Forbid | Effect::Require))
        .filter_map(|rule| {
            let data = Scope::of(policy, rule).on(ClassAxis::Data)?.clone();
            Some((rule, data))
        })
}

/// Whether another guard on the same sort of act speaks of the derived data: by name, or as what comes from this input.
fn is_carried_over(
    policy: &Policy,
    guard: &Rule,
    derived: &TaxonomyNode,
    input: &TaxonomyNode,
) -> bool {
    let scope = Scope::of(policy, guard).without(ClassAxis::Data);
    let from_input = |name: &str| {
        name.strip_prefix("derived from ")
            .and_then(|from| policy.node(Kind::Data, from))
            .is_some_and(|from| !from.atoms.intersection(&input.atoms).is_empty())
    };
    limits(policy).any(|(other, data)| {
        let speaks_of_it = other
            .named
            .iter()
            .filter(|named| named.axis == ClassAxis::Data)
            .flat_map(|named| &named.listed)
            .any(|(name, atoms)| from_input(name) || *atoms == derived.atoms);
        speaks_of_it
            && other.layer == guard.layer
            && derived.atoms.is_subset(&data)
            && Scope::of(policy, other)
                .without(ClassAxis::Data)
                .meets(&scope)
    })
}

/// A permit for the derived data that the guard would stop if it reached them.
fn permit_beyond<'p>(policy: &'p Policy, guard: &Rule, derived: &TaxonomyNode) -> Option<&'p Rule> {
    let mut reach = Scope::of(policy, guard).without(ClassAxis::Data);
    reach.narrow(ClassAxis::Data, &derived.atoms);
    let fits = |rule: &&Rule| {
        rule.effect == Effect::Permit
            && rule.layer == guard.layer
            && Scope::of(policy, rule).meets(&reach)
    };
    // The permit that names the data says most.
    let names = |rule: &&Rule| {
        rule.named
            .iter()
            .filter(|named| named.axis == ClassAxis::Data)
            .flat_map(|named| &named.listed)
            .any(|(_, atoms)| *atoms == derived.atoms)
    };
    let mut fitting = policy.rules.iter().filter(fits);
    fitting.clone().find(names).or_else(|| fitting.next())
}
