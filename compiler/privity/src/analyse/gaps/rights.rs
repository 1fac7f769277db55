//! A right that one rule gives to everybody and another to some: the limit limits nothing.

use super::diagnostics::right_for_some;
use super::implication::implies;
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Condition, Effect, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// One finding for each narrower rule whose duties a wider one brings to everybody.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let responses = policy.responses();
    let grants: Vec<(&Rule, ValueSet)> = policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Oblige)
        .filter_map(|rule| {
            let answered = Scope::of(policy, rule).on(ClassAxis::Action)?.clone();
            answered.is_subset(&responses).then_some((rule, answered))
        })
        .collect();
    let mut found = Vec::new();
    for (narrow, answered) in &grants {
        let wider = grants.iter().find_map(|(wide, also)| {
            let shared = answered.intersection(also);
            let is_wider = narrow.span != wide.span
                && !shared.is_empty()
                && narrow.layer == wide.layer
                && brings_all(policy, wide, narrow)
                && is_narrower(narrow, wide, &shared);
            is_wider.then_some((*wide, shared))
        });
        if let Some((wide, shared)) = wider {
            let rights = names_of_responses(policy, &shared);
            found.push(right_for_some(narrow, wide, &rights));
        }
    }
    found
}

/// Whether the duties of one rule, by kind, are among those of another. A rule without duties only says that the right exists.
fn brings_all(policy: &Policy, wide: &Rule, narrow: &Rule) -> bool {
    let kinds = |rule: &Rule| {
        let obligations = rule.obligations.iter();
        let duties = obligations.flat_map(|&id| &policy.obligations.at(id).alternatives);
        duties
            .map(|duty| duty.name.clone())
            .collect::<std::collections::BTreeSet<String>>()
    };
    let (wide, narrow) = (kinds(wide), kinds(narrow));
    !narrow.is_empty() && narrow.is_subset(&wide)
}

/// Whether, for the rights that both speak of, one applies wherever the other does, and not the other way round.
fn is_narrower(narrow: &Rule, wide: &Rule, rights: &ValueSet) -> bool {
    let on_rights = |rule: &Rule| {
        let mut parts = vec![Condition::Test(ClassAxis::Action.id(), rights.clone())];
        match &rule.region {
            Condition::All(inner) => parts.extend(inner.iter().cloned()),
            part => parts.push(part.clone()),
        }
        Condition::All(parts)
    };
    let (narrow, wide) = (on_rights(narrow), on_rights(wide));
    implies(&narrow, &wide) && !implies(&wide, &narrow)
}

fn names_of_responses(policy: &Policy, rights: &ValueSet) -> Vec<String> {
    let names = rights.iter();
    let names = names.map(|right| policy.value_name(ClassAxis::Action.id(), right));
    names.collect()
}
