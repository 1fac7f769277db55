//! Data that come from nowhere, lead nowhere, come for no purpose, or stay for ever. Each is summed up once.

use super::concepts::{actions, names, nodes_of, processing};
use super::diagnostics::{collected_for_anything, kept_for_ever, never_collected, never_used};
use super::scope::{Scope, minus};
use crate::check::policy::{ClassAxis, Effect, Kind, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// The gaps between collecting, using and keeping, of a policy that says what it collects.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let collect = actions(policy, &["collect"]);
    let collects = permits(policy, &collect);
    let (Some((first, _)), false) = (collects.first(), collect.is_empty()) else {
        return Vec::new();
    };
    let ends = actions(
        policy,
        &["erase", "deidentify", "retain", "store", "collect"],
    );
    let uses = permits(policy, &minus(&processing(policy), &ends));
    let holds = permits(policy, &actions(policy, &["store", "retain", "use"]));
    let collected = with_derived(policy, &data_of(&collects));
    let mut found = Vec::new();
    let from_nowhere = minus(&data_of(&uses), &collected);
    if let Some((rule, _)) = uses.iter().find(|(_, scope)| touches(scope, &from_nowhere)) {
        let names = names(policy, ClassAxis::Data, &from_nowhere);
        found.push(never_collected(&names, rule, first));
    }
    // Some rule for whatever data uses everything.
    let uses_any = uses
        .iter()
        .chain(&holds)
        .any(|(_, scope)| scope.on(ClassAxis::Data).is_none());
    let for_nothing = minus(&data_of(&collects), &data_of(&uses).union(&data_of(&holds)));
    if let Some((rule, _)) = collects
        .iter()
        .find(|(_, scope)| touches(scope, &for_nothing))
        && !uses_any
        && !(uses.is_empty() && holds.is_empty())
    {
        let names = names(policy, ClassAxis::Data, &for_nothing);
        found.push(never_used(&names, rule));
    }
    let open: Vec<&Rule> = collects
        .iter()
        .filter(|(_, scope)| scope.on(ClassAxis::Purpose).is_none())
        .map(|(rule, _)| *rule)
        .collect();
    if !open.is_empty() {
        found.push(collected_for_anything(&open));
    }
    if !says_how_long(policy) {
        found.push(kept_for_ever(first));
    }
    found
}

/// The permits of some of these acts, with what they name.
fn permits<'p>(policy: &'p Policy, wanted: &ValueSet) -> Vec<(&'p Rule, Scope)> {
    policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Permit && rule.layer == Layer::Base)
        .map(|rule| (rule, Scope::of(policy, rule)))
        .filter(|(_, scope)| {
            scope
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(wanted).is_empty())
        })
        .collect()
}

/// The data that the permits name.
fn data_of(permits: &[(&Rule, Scope)]) -> ValueSet {
    permits
        .iter()
        .filter_map(|(_, scope)| scope.on(ClassAxis::Data))
        .fold(ValueSet::empty(), |all, data| all.union(data))
}

fn touches(scope: &Scope, data: &ValueSet) -> bool {
    scope
        .on(ClassAxis::Data)
        .is_some_and(|own| !own.intersection(data).is_empty())
}

/// The data and what is computed from them, and the value *no data*.
fn with_derived(policy: &Policy, data: &ValueSet) -> ValueSet {
    let nodes = nodes_of(policy, Kind::Data);
    let none = ValueSet::single(policy.taxonomies.atom_count(Kind::Data));
    let mut all = data.union(&none);
    // Each round reaches one step further along the lineage.
    for _ in 0..nodes.len() {
        let more = nodes
            .iter()
            .filter(|node| {
                node.derived_from.iter().any(|&at| {
                    nodes
                        .get(at as usize)
                        .is_some_and(|input| !input.atoms.intersection(&all).is_empty())
                })
            })
            .fold(all.clone(), |all, node| all.union(&node.atoms));
        if more == all {
            break;
        }
        all = more;
    }
    all
}

/// Whether some rule speaks of keeping, of erasing, or of the end of a purpose.
fn says_how_long(policy: &Policy) -> bool {
    let words = actions(policy, &["retain", "erase", "deidentify"]);
    let by_rule = policy.rules.iter().any(|rule| {
        let names_all = rule
            .named
            .iter()
            .filter(|named| named.axis == ClassAxis::Action)
            .flat_map(|named| &named.listed)
            .any(|(name, _)| name == "any");
        !names_all
            && Scope::of(policy, rule)
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(&words).is_empty())
    });
    let by_duty = policy.obligations.iter().any(|obligation| {
        obligation.alternatives.iter().any(|duty| {
            [
                "delete",
                "delete_after",
                "erase",
                "erase_all",
                "keep",
                "deidentify_data",
            ]
            .contains(&duty.name.as_str())
        })
    });
    by_rule || by_duty
}
