//! Data that count as personal under one heading and as anonymous under another, and anonymous data that are led back to people.

use super::concepts::{actions, data, names, nodes_of};
use super::diagnostics::{leads_back, personal_and_anonymous};
use super::requests::{Requests, SET, test};
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Kind, Policy};
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;

/// The acts that lead data back to people.
const REIDENTIFYING: &[&str] = &["reidentify"];

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

/// Permits by which it may be found out whom anonymous data are about.
pub(super) fn find_reidentification(
    requests: &mut Requests<'_, '_>,
) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let back = requests.acts(&actions(policy, REIDENTIFYING))?;
    let back = requests.within(back, ClassAxis::Data, &data(policy, "anonymous_data"))?;
    let permits = requests.permits(|_| true);
    let mut found = Vec::new();
    for id in permits {
        let mine = requests.space.rule(SET, id);
        let mine = requests.space.and(mine, back)?;
        if !mine.is_empty() {
            found.push(requests.told(mine, leads_back(policy.rules.at(id))));
        }
    }
    Ok(found)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    vec![
        test(ClassAxis::Action, &actions(policy, REIDENTIFYING)),
        test(ClassAxis::Data, &data(policy, "anonymous_data")),
    ]
}
