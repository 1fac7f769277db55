//! What a rule's effect makes of its conditions, before anything is known of other rules.

use crate::check::duty::ObligationId;
use crate::check::policy::{AxisRole, Condition, Effect, Policy, Rule};
use crate::check::values::ValueSet;

/// The conditions of one rule that matter to the graph.
pub(super) struct RuleConditions {
    /// Where it applies.
    pub(super) region: Condition,
    /// Where one of its duties is known to be broken.
    pub(super) broken: Condition,
}

impl RuleConditions {
    /// The conditions of a rule.
    pub(super) fn of(policy: &Policy, rule: &Rule) -> Self {
        let broken = Condition::Any(
            rule.obligations
                .iter()
                .flat_map(|&duty| broken(policy, duty))
                .collect(),
        );
        let without = |unwanted: Condition| {
            Condition::All(vec![
                rule.region.clone(),
                Condition::Not(Box::new(unwanted)),
            ])
        };
        let region = match rule.effect {
            Effect::Permit => without(broken.clone()),
            Effect::Require => without(rule.requirement.clone()),
            Effect::Forbid | Effect::Oblige | Effect::Exclude => rule.region.clone(),
        };
        Self { region, broken }
    }
}

/// The tests that show a duty to be broken: its own axis, or the flag that it is shown by.
fn broken(policy: &Policy, duty: ObligationId) -> Vec<Condition> {
    let shown_by = policy
        .obligations
        .get(duty)
        .and_then(|duty| duty.shown_by.as_deref());
    policy
        .axes
        .entries()
        .filter(|(_, axis)| match &axis.role {
            AxisRole::Kept(of) => *of == duty,
            AxisRole::Fact(fact) => {
                shown_by.is_some_and(|name| policy.facts.at(*fact).name == name)
            }
            AxisRole::Class(_) | AxisRole::Element(..) => false,
        })
        .map(|(axis, _)| Condition::Test(axis, ValueSet::single(0)))
        .collect()
}
