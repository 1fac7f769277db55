//! Which class axes a rule limits, and to what: the part of its region that its words show.

use std::collections::BTreeMap;

use crate::check::policy::{AxisRole, ClassAxis, Condition, Policy, Rule};
use crate::check::values::ValueSet;

/// The sets that a rule names, axis by axis; an axis it does not name is free.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Scope(BTreeMap<ClassAxis, ValueSet>);

impl Scope {
    /// The scope of a rule: its clauses, and what its conditions ask of class axes without an alternative.
    pub(super) fn of(policy: &Policy, rule: &Rule) -> Self {
        let mut scope = Self::default();
        for named in &rule.named {
            let listed = named
                .listed
                .iter()
                .fold(ValueSet::empty(), |all, (_, part)| all.union(part));
            scope.narrow(named.axis, &minus(&listed, &named.except));
        }
        let parts = match &rule.region {
            Condition::All(parts) => parts.as_slice(),
            part => std::slice::from_ref(part),
        };
        for part in parts {
            if let Condition::Test(axis, set) = part
                && let AxisRole::Class(class) = policy.axes.at(*axis).role
            {
                scope.narrow(class, set);
            }
        }
        scope
    }

    /// Limits an axis further.
    pub(super) fn narrow(&mut self, axis: ClassAxis, set: &ValueSet) {
        let narrowed = match self.0.get(&axis) {
            Some(before) => before.intersection(set),
            None => set.clone(),
        };
        self.0.insert(axis, narrowed);
    }

    /// What an axis is limited to, if it is.
    pub(super) fn on(&self, axis: ClassAxis) -> Option<&ValueSet> {
        self.0.get(&axis)
    }

    /// The same without a limit on an axis.
    pub(super) fn without(mut self, axis: ClassAxis) -> Self {
        self.0.remove(&axis);
        self
    }

    /// Whether some act may be in both: no axis keeps them apart.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().all(|(axis, set)| {
            other
                .0
                .get(axis)
                .is_none_or(|there| !set.intersection(there).is_empty())
        })
    }
}

/// The values of one set that are not in the other.
pub(super) fn minus(from: &ValueSet, taken: &ValueSet) -> ValueSet {
    match (from.first(), from.intervals().last()) {
        (Some(first), Some(&(_, last))) => from.intersection(&taken.complement(&(first..=last))),
        _ => ValueSet::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, minus};
    use crate::check::policy::ClassAxis;
    use crate::check::values::ValueSet;

    #[test]
    fn an_axis_that_is_not_named_keeps_nothing_apart() {
        let mut narrow = Scope::default();
        narrow.narrow(ClassAxis::Data, &ValueSet::range(2, 4));
        let mut wide = Scope::default();
        wide.narrow(ClassAxis::Data, &ValueSet::range(0, 9));
        assert!(narrow.meets(&wide) && narrow.meets(&Scope::default()));
        let mut other = Scope::default();
        other.narrow(ClassAxis::Data, &ValueSet::single(7));
        assert!(!narrow.meets(&other) && wide.meets(&other));
    }

    #[test]
    fn taking_away_from_nothing_leaves_nothing() {
        assert!(minus(&ValueSet::empty(), &ValueSet::range(0, 3)).is_empty());
        let left = minus(&ValueSet::range(0, 5), &ValueSet::range(2, 3));
        assert_eq!(left, ValueSet::from_intervals([(0, 1), (4, 5)]));
    }
}
