//! Recipients of whom nobody says where they sit, in a policy that looks at borders.

use super::concepts::{actions, names};
use super::diagnostics::nowhere;
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Effect, Kind, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;

/// At most one finding, with all such parties.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let looks_at_borders = policy
        .rules
        .iter()
        .any(|rule| rule.layer == Layer::Transfer)
        || policy.sits_in.iter().any(Option::is_some);
    if !looks_at_borders {
        return Vec::new();
    }
    let share = actions(policy, &["share", "sell"]);
    let unplaced = policy
        .sits_in
        .iter()
        .enumerate()
        .filter(|(_, places)| places.is_none())
        .filter_map(|(party, _)| i64::try_from(party).ok())
        .map(|party| (party, party));
    let unplaced = ValueSet::from_intervals(unplaced);
    let mut nowhere_at_all = ValueSet::empty();
    let mut rules: Vec<&Rule> = Vec::new();
    for rule in policy.rules.iter() {
        let scope = Scope::of(policy, rule);
        let shares = rule.effect == Effect::Permit
            && rule.layer == Layer::Base
            && scope.on(ClassAxis::Destination).is_none()
            && scope
                .on(ClassAxis::Action)
                .is_some_and(|actions| !actions.intersection(&share).is_empty());
        let parties = scope
            .on(ClassAxis::Recipient)
            .map(|parties| parties.intersection(&unplaced))
            .filter(|parties| shares && !parties.is_empty());
        let person = policy
            .node(Kind::Party, "data_subject")
            .map_or_else(ValueSet::empty, |node| node.atoms.clone());
        if let Some(parties) = parties.filter(|parties| !parties.is_subset(&person)) {
            nowhere_at_all = nowhere_at_all.union(&super::scope::minus(&parties, &person));
            rules.push(rule);
        }
    }
    if rules.is_empty() {
        return Vec::new();
    }
    let names = names(policy, ClassAxis::Recipient, &nowhere_at_all);
    vec![nowhere(&names, &rules)]
}
