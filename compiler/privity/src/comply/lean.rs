//! A policy with nothing left in it that the comparison does not look at: fewer dimensions, and far smaller graphs.

use std::collections::BTreeMap;

use crate::arena::Id;
use crate::check::policy::{AxisId, AxisRole, Condition, Policy};
use crate::check::values::ValueSet;

/// The policy for values within `allowed`. Duties count as kept.
pub(super) fn lean(policy: &Policy, allowed: &BTreeMap<AxisId, ValueSet>) -> Policy {
    let mut lean = policy.clone();
    for id in policy.rules.ids() {
        let rule = lean.rules.at_mut(id);
        rule.region = restrict(&rule.region, allowed);
        rule.requirement = restrict(&rule.requirement, allowed);
    }
    for id in policy.obligations.ids() {
        lean.obligations.at_mut(id).shown_by = None;
    }
    for id in policy.axes.ids() {
        let axis = lean.axes.at_mut(id);
        if matches!(axis.role, AxisRole::Kept(_)) {
            // An axis that speaks of no duty breaks none.
            axis.role = AxisRole::Kept(Id::new(u32::MAX));
        }
    }
    lean
}

/// The condition where every axis has one of its allowed values.
fn restrict(condition: &Condition, allowed: &BTreeMap<AxisId, ValueSet>) -> Condition {
    match condition {
        Condition::All(parts) => {
            let mut kept = Vec::new();
            for part in parts {
                match restrict(part, allowed) {
                    part if part == Condition::TRUE => {}
                    part if part == Condition::FALSE => return Condition::FALSE,
                    part => kept.push(part),
                }
            }
            Condition::All(kept)
        }
        Condition::Any(parts) => {
            let mut kept = Vec::new();
            for part in parts {
                match restrict(part, allowed) {
                    part if part == Condition::FALSE => {}
                    part if part == Condition::TRUE => return Condition::TRUE,
                    part => kept.push(part),
                }
            }
            Condition::Any(kept)
        }
        Condition::Not(inner) => match restrict(inner, allowed) {
            inner if inner == Condition::TRUE => Condition::FALSE,
            inner if inner == Condition::FALSE => Condition::TRUE,
            inner => Condition::Not(Box::new(inner)),
        },
        Condition::Test(axis, set) => match allowed.get(axis) {
            Some(values) if values.is_subset(set) => Condition::TRUE,
            Some(values) if values.intersection(set).is_empty() => Condition::FALSE,
            _ => condition.clone(),
        },
    }
}
