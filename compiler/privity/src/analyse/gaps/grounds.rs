//! Data that may be collected without any ground that the law knows, in a policy that speaks of grounds.

use super::concepts::{actions, below_consent, fact, rule_tests};
use super::diagnostics::without_ground;
use super::requests::{Requests, test};
use crate::analyse::Found;
use crate::check::policy::{AxisRole, ClassAxis, Condition, FactType, Policy};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;

/// Facts, by the names of the standard library, that are a ground of their own when they hold, or name one.
const GROUNDS: [&str; 5] = [
    "basis",
    "necessary",
    "law_requires",
    "law_explicitly_allows",
    "compatible",
];

/// At most one finding: what may be collected when nobody has agreed and none of the other grounds is there.
///
/// A policy that says it complies with a law is compared with what that law asks for.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    if !speaks_of_grounds(policy) {
        return Ok(Vec::new());
    }
    let groundless = requests.space.condition(&groundless(policy))?;
    let collected = requests.acts(&actions(policy, &["collect"]))?;
    let open = requests.space.and(collected, groundless)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let data = requests.names(open, ClassAxis::Data)?;
    let permits = requests.permits(|_| true);
    let rules = requests.holding(&permits, open)?;
    let finding = without_ground(&data, &rules);
    Ok(vec![requests.told(open, finding)])
}

/// Whether some rule rests on consent or on a ground by name, and no law does the comparison.
fn speaks_of_grounds(policy: &Policy) -> bool {
    let tested = |name: &str| {
        fact(policy, name).is_some_and(|fact| {
            policy
                .rules
                .iter()
                .any(|rule| rule_tests(policy, rule, fact))
        })
    };
    policy.laws.complies.is_empty() && (tested("consent") || tested("basis"))
}

/// Without consent, and without any other ground.
fn groundless(policy: &Policy) -> Condition {
    let mut parts: Vec<Condition> = below_consent(policy, "general").into_iter().collect();
    let facts = GROUNDS.iter().filter_map(|name| fact(policy, name));
    for id in facts {
        let fact = policy.facts.at(id);
        for &axis in &fact.axes {
            let is_flag = matches!(fact.ty, FactType::Flag)
                || matches!(policy.axes.at(axis).role, AxisRole::Element(..));
            if is_flag {
                parts.push(Condition::Test(axis, ValueSet::single(0)));
            }
        }
    }
    Condition::All(parts)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    if !speaks_of_grounds(policy) {
        return Vec::new();
    }
    vec![
        test(ClassAxis::Action, &actions(policy, &["collect"])),
        groundless(policy),
    ]
}
