//! Consent without a way back, and a way back that leaves the data where they are.

use super::concepts::{actions, fact, is_guard, names, rule_tests, tests};
use super::diagnostics::{kept_after_withdrawal, no_way_back};
use super::scope::{Scope, minus};
use crate::check::policy::{ClassAxis, Effect, Kind, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// At most one finding: of either sort.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let withdrawn = fact(policy, "withdrawn");
    let stops: Vec<&Rule> = policy
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, Effect::Forbid | Effect::Require))
        .filter(|rule| {
            is_guard(rule, "withdrawal")
                || withdrawn.is_some_and(|fact| rule_tests(policy, rule, fact))
        })
        .filter(|rule| rule.layer == Layer::Base)
        .collect();
    let found = if stops.is_empty() {
        without_way_back(policy)
    } else {
        left_behind(policy, &stops)
    };
    found.into_iter().collect()
}

/// Holding data that a withdrawal does not stop.
fn left_behind(policy: &Policy, stops: &[&Rule]) -> Option<Diagnostic> {
    let stopped = stops
        .iter()
        .map(|rule| Scope::of(policy, rule))
        .filter_map(|scope| scope.on(ClassAxis::Action).cloned())
        .fold(ValueSet::empty(), |all, actions| all.union(&actions));
    let holding = minus(&actions(policy, &["store", "retain"]), &stopped);
    let uses = actions(policy, &["use"]);
    if stopped.intersection(&uses).is_empty() {
        return None;
    }
    let permits: Vec<&Rule> = policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Permit && rule.layer == Layer::Base)
        .filter(|rule| {
            Scope::of(policy, rule)
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(&holding).is_empty())
        })
        .collect();
    let (first, _) = stops.split_first()?;
    let names = names(policy, ClassAxis::Action, &holding);
    (!permits.is_empty()).then(|| kept_after_withdrawal(first, &names, &permits))
}

/// A policy that asks for consent and has no right, switch or guard that takes it back.
fn without_way_back(policy: &Policy) -> Option<Diagnostic> {
    let consent = fact(policy, "consent");
    let asks = policy.rules.iter().find(|rule| {
        rule.effect == Effect::Require
            && (is_guard(rule, "consent")
                || consent.is_some_and(|consent| tests(policy, &rule.requirement, consent)))
    })?;
    let answered = policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Oblige)
        .filter_map(|rule| Scope::of(policy, rule).on(ClassAxis::Action).cloned())
        .fold(ValueSet::empty(), |all, actions| all.union(&actions));
    let offset = policy.taxonomies.atom_count(Kind::Action);
    let back = ["withdraw_consent", "opt_out_of_marketing", "objection"]
        .iter()
        .filter_map(|name| policy.node(Kind::Right, name))
        .flat_map(|right| right.atoms.iter())
        .any(|right| answered.contains(right + offset));
    let switched = policy
        .rules
        .iter()
        .any(|rule| is_guard(rule, "switch") || is_guard(rule, "opt_out"));
    (!back && !switched).then(|| no_way_back(asks))
}
