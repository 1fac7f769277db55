//! The order in which dimensions are tested: who may do what with which data first, circumstances later.

use crate::check::policy::{AxisId, AxisRole, ClassAxis, Policy};

/// Scope first and conditions last keeps the graph small. The recipient stands before the destination, because a destination left out depends on it.
const SCOPE: [ClassAxis; 11] = [
    ClassAxis::Action,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Actor,
    ClassAxis::Recipient,
    ClassAxis::Source,
    ClassAxis::Subject,
    ClassAxis::Home,
    ClassAxis::Destination,
    ClassAxis::Origin,
    ClassAxis::Date,
];

/// The axes in order: the class axes, then facts in the order of their first use, then whether duties are kept.
pub(super) fn order(policy: &Policy, first_use: &[AxisId]) -> Vec<AxisId> {
    let late = |kept: bool| {
        first_use.iter().copied().filter(move |&axis| {
            policy.axes.get(axis).is_some_and(|axis| match axis.role {
                AxisRole::Class(_) => false,
                AxisRole::Fact(_) | AxisRole::Element(..) => !kept,
                AxisRole::Kept(_) => kept,
            })
        })
    };
    SCOPE
        .iter()
        .map(|axis| axis.id())
        .chain(late(false))
        .chain(late(true))
        .collect()
}
