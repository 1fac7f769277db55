//! Special categories of data that general permits let through, with no rule that speaks of them.

use super::concepts::{data, processing};
use super::diagnostics::special_unguarded;
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Effect, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// At most one finding, with all such permits.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let special = data(policy, "special_categories");
    if special.is_empty() {
        return Vec::new();
    }
    let processing = processing(policy);
    let guards: Vec<Scope> = policy
        .rules
        .iter()
        .filter(|rule| {
            matches!(rule.effect, Effect::Forbid | Effect::Require) && speaks_of(rule, &special)
        })
        .map(|rule| Scope::of(policy, rule))
        .collect();
    let open: Vec<&Rule> = policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Permit && rule.layer == Layer::Base)
        .filter(|rule| {
            let scope = Scope::of(policy, rule);
            let reached = scope
                .on(ClassAxis::Data)
                .is_some_and(|data| !data.intersection(&special).is_empty());
            let acts = scope
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(&processing).is_empty());
            reached
                && acts
                && !names_any(rule)
                && !speaks_of(rule, &special)
                && !guards.iter().any(|guard| guard.meets(&scope))
        })
        .collect();
    match open.split_first() {
        Some((first, rest)) => vec![special_unguarded(first, rest)],
        None => Vec::new(),
    }
}

/// Whether a rule names special categories, or one of them, and not only something wider.
fn speaks_of(rule: &Rule, special: &ValueSet) -> bool {
    data_names(rule).any(|(_, atoms)| !atoms.is_empty() && atoms.is_subset(special))
}

/// A permit for whatever data rests on its conditions.
fn names_any(rule: &Rule) -> bool {
    data_names(rule).any(|(name, _)| name == "any")
}

fn data_names(rule: &Rule) -> impl Iterator<Item = &(String, ValueSet)> {
    rule.named
        .iter()
        .filter(|named| named.axis == ClassAxis::Data)
        .flat_map(|named| &named.listed)
}
