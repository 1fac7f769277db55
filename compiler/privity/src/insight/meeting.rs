//! Whether two rules can be about the same act.

use crate::check::policy::{NamedScope, Rule};
use crate::check::values::ValueSet;

/// Whether no axis keeps two rules apart by what they name on it. What their conditions say is not looked at.
#[must_use]
pub fn may_meet(one: &Rule, other: &Rule) -> bool {
    one.named.iter().all(|scope| {
        let others = other.named.iter().filter(|other| other.axis == scope.axis);
        let (Some(own), others) = (listed(scope), others.filter_map(listed)) else {
            return true;
        };
        others.into_iter().all(|other| own.meets(&other))
    })
}

/// What a scope lists; `None` for one that only leaves something out.
fn listed(scope: &NamedScope) -> Option<ValueSet> {
    let values = scope.listed.iter().map(|(_, values)| values.clone());
    values.reduce(|all, values| all.union(&values))
}
