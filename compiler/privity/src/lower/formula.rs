//! Conditions over the classes of dimensions.

use super::dimension::{Dimension, DimensionId};
use crate::arena::Arena;
use crate::check::policy::{Condition, Policy};
use crate::check::values::ValueSet;

/// A Boolean combination of tests on dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// All hold; the empty list is true.
    All(Vec<Formula>),
    /// At least one holds; the empty list is false.
    Any(Vec<Formula>),
    /// It does not hold.
    Not(Box<Formula>),
    /// The class on the dimension is one of these class numbers.
    Test(DimensionId, ValueSet),
}

impl Formula {
    /// Always.
    pub const TRUE: Formula = Formula::All(Vec::new());
    /// Never.
    pub const FALSE: Formula = Formula::Any(Vec::new());
}

impl Default for Formula {
    fn default() -> Self {
        Self::FALSE
    }
}

/// How axes became dimensions.
pub(super) struct Translation<'a> {
    pub(super) policy: &'a Policy,
    pub(super) dimensions: &'a Arena<Dimension>,
    pub(super) dimension_of: &'a [Option<DimensionId>],
}

impl Translation<'_> {
    /// The same condition over dimensions. Its sets must have been among those that made the dimensions.
    pub(super) fn formula(&self, condition: &Condition) -> Formula {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.formula(part)).collect();
        match condition {
            Condition::All(parts) => Formula::All(all(parts)),
            Condition::Any(parts) => Formula::Any(all(parts)),
            Condition::Not(inner) => Formula::Not(Box::new(self.formula(inner))),
            Condition::Test(axis, set) => {
                match self.dimension_of.get(axis.index()).copied().flatten() {
                    Some(dimension) => {
                        Formula::Test(dimension, self.dimensions.at(dimension).classes_of(set))
                    }
                    // No set separates the values of this axis, so this one holds all of them or none.
                    None => {
                        let holds = self
                            .policy
                            .axes
                            .get(*axis)
                            .is_some_and(|axis| set.contains(*axis.domain.start()));
                        if holds { Formula::TRUE } else { Formula::FALSE }
                    }
                }
            }
        }
    }
}
