//! Whether something holds at all atoms of a cell, at none, or perhaps at some.

use super::cell::Cell;
use crate::check::values::ValueSet;
use crate::lower::{DimensionId, Formula};

/// What is known. `Maybe` may turn out to be the same at all atoms after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    No,
    Maybe,
    Yes,
}

impl Truth {
    /// `Yes` if it surely holds, `No` if it cannot.
    pub(super) fn between(surely: bool, perhaps: bool) -> Self {
        match (surely, perhaps) {
            (true, _) => Self::Yes,
            (false, true) => Self::Maybe,
            (false, false) => Self::No,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        self.min(other)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.max(other)
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

/// Whether a formula holds in a cell.
pub(super) fn truth(formula: &Formula, cell: &Cell) -> Truth {
    match formula {
        Formula::All(parts) => {
            let mut worst = Truth::Yes;
            for part in parts {
                worst = worst.and(truth(part, cell));
                if worst == Truth::No {
                    break;
                }
            }
            worst
        }
        Formula::Any(parts) => {
            let mut best = Truth::No;
            for part in parts {
                best = best.or(truth(part, cell));
                if best == Truth::Yes {
                    break;
                }
            }
            best
        }
        Formula::Not(inner) => truth(inner, cell).not(),
        Formula::Test(dimension, set) => test(*dimension, set, cell),
    }
}

fn test(dimension: DimensionId, set: &ValueSet, cell: &Cell) -> Truth {
    let classes = cell.classes(dimension);
    let holds = |class: &u32| set.contains(i64::from(*class));
    match (classes.iter().any(holds), classes.iter().all(holds)) {
        (false, _) => Truth::No,
        (true, false) => Truth::Maybe,
        (true, true) => Truth::Yes,
    }
}
