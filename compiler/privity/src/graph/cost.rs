//! Which rules make a graph large: those that reach far and depend on many circumstances.

use std::collections::BTreeSet;

use super::budget::MOST_COSTLY;
use crate::arena::Id;
use crate::check::policy::{AxisRole, Policy, RuleId};
use crate::lower::{Formula, Lowered};

/// The rules that cost most, the worst first.
///
/// A rule that leaves a scope dimension open meets every other rule there, and each circumstance it tests then splits all of them.
pub(super) fn costly(policy: &Policy, lowered: &Lowered) -> Vec<RuleId> {
    let is_scope = |dimension: u32| {
        lowered
            .dimensions
            .get(Id::new(dimension))
            .and_then(|dimension| policy.axes.get(dimension.axis))
            .is_some_and(|axis| matches!(axis.role, AxisRole::Class(_)))
    };
    let scopes = (0..u32::try_from(lowered.dimensions.len()).unwrap_or(u32::MAX))
        .filter(|&dimension| is_scope(dimension))
        .count();
    let mut ranked: Vec<(usize, RuleId)> = policy
        .rules
        .ids()
        .zip(&lowered.rules)
        .map(|(id, rule)| {
            let mut tested = BTreeSet::new();
            collect(&rule.region, &mut tested);
            let scoped = tested.iter().filter(|&&at| is_scope(at)).count();
            ((tested.len() - scoped) * (scopes - scoped + 1), id)
        })
        .collect();
    ranked.sort_by_key(|&(cost, id)| (std::cmp::Reverse(cost), id));
    ranked
        .into_iter()
        .take(MOST_COSTLY)
        .map(|(_, id)| id)
        .collect()
}

fn collect(formula: &Formula, tested: &mut BTreeSet<u32>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            parts.iter().for_each(|part| collect(part, tested));
        }
        Formula::Not(inner) => collect(inner, tested),
        Formula::Test(dimension, _) => {
            tested.insert(dimension.raw());
        }
    }
}
