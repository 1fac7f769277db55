//! Data collected for some purposes and used for more.

use super::concepts::{actions, names};
use super::diagnostics::purposes_widened;
use super::scope::{Scope, minus};
use crate::check::policy::{ClassAxis, Effect, Kind, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// One finding for the policy: the purposes of use for which no rule on the same data lets them be collected.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    // Where the law allows whatever it may be for, nothing is said on the purposes of collection.
    let mut collects = permits(policy, &["collect"]);
    collects.retain(|(rule, _)| !names_any(rule));
    let uses = permits(
        policy,
        &[
            "use",
            "share",
            "sell",
            "combine",
            "profile",
            "decide_automatically",
        ],
    );
    let real = ValueSet::range(0, policy.taxonomies.atom_count(Kind::Purpose) - 1);
    let mut wider = ValueSet::empty();
    let mut rules: Vec<&Rule> = Vec::new();
    let mut sources: Vec<&Rule> = Vec::new();
    for (rule, scope) in &uses {
        // A permit for any purpose rests on its conditions, not on a purpose.
        let (Some(purposes), false) = (scope.on(ClassAxis::Purpose), names_any(rule)) else {
            continue;
        };
        let meeting: Vec<&(&Rule, Scope)> = collects
            .iter()
            .filter(|(_, collected)| same_data(collected, scope))
            .collect();
        let collected_for = meeting
            .iter()
            .try_fold(ValueSet::empty(), |all, (_, scope)| {
                Some(all.union(scope.on(ClassAxis::Purpose)?))
            });
        let Some(collected_for) = collected_for.filter(|_| !meeting.is_empty()) else {
            continue;
        };
        let more = minus(&purposes.intersection(&real), &collected_for);
        if !more.is_empty() {
            wider = wider.union(&more);
            rules.push(rule);
            for (source, _) in meeting {
                if !sources.iter().any(|known| known.span == source.span) {
                    sources.push(source);
                }
            }
        }
    }
    if rules.is_empty() {
        return Vec::new();
    }
    let purposes = names(policy, ClassAxis::Purpose, &wider);
    vec![purposes_widened(&purposes, &rules, &sources)]
}

/// The permits of acts of these kinds, apart from those that permit whatever is done.
fn permits<'p>(policy: &'p Policy, words: &[&str]) -> Vec<(&'p Rule, Scope)> {
    let wanted = actions(policy, words);
    policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Permit && rule.layer == Layer::Base)
        .map(|rule| (rule, Scope::of(policy, rule)))
        .filter(|(_, scope)| {
            scope
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(&wanted).is_empty())
        })
        .collect()
}

fn names_any(rule: &Rule) -> bool {
    rule.named
        .iter()
        .filter(|named| named.axis == ClassAxis::Purpose)
        .flat_map(|named| &named.listed)
        .any(|(name, _)| name == "any")
}

fn same_data(one: &Scope, other: &Scope) -> bool {
    match (one.on(ClassAxis::Data), other.on(ClassAxis::Data)) {
        (Some(one), Some(other)) => !one.intersection(other).is_empty(),
        _ => true,
    }
}
