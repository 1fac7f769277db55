//! Data that count as personal under one heading and as anonymous under another, and anonymous data that are led back to people.

use super::concepts::{actions, data, names, nodes_of};
use super::diagnostics::{leads_back, personal_and_anonymous};
use super::scope::Scope;
use crate::check::policy::{ClassAxis, Effect, Kind, Layer, Policy};
use crate::diagnostic::Diagnostic;

/// The data below `personal_data` and `anonymous_data` at once.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let both = data(policy, "personal_data").intersection(&data(policy, "anonymous_data"));
    let names = names(policy, ClassAxis::Data, &both);
    let nodes = nodes_of(policy, Kind::Data);
    let Some(node) = nodes.iter().find(|node| names.contains(&node.name)) else {
        return Vec::new();
    };
    let parents: Vec<_> = node
        .parents
        .iter()
        .filter_map(|&at| nodes.get(at as usize))
        .collect();
    vec![personal_and_anonymous(node, &names, &parents)]
}

/// Permits to find out whom anonymous data are about.
pub(super) fn find_reidentification(policy: &Policy) -> Vec<Diagnostic> {
    let leading_back = actions(policy, &["reidentify"]);
    let anonymous = data(policy, "anonymous_data");
    policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Permit && rule.layer == Layer::Base)
        .filter(|rule| {
            let scope = Scope::of(policy, rule);
            let meets = |axis, set: &crate::check::values::ValueSet| {
                scope
                    .on(axis)
                    .is_some_and(|own| !own.intersection(set).is_empty())
            };
            meets(ClassAxis::Action, &leading_back)
                && scope
                    .on(ClassAxis::Data)
                    .is_none_or(|own| !own.intersection(&anonymous).is_empty())
                && !anonymous.is_empty()
        })
        .map(leads_back)
        .collect()
}
