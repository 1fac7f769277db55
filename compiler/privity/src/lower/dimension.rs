//! An axis as the graph sees it: its values sorted into classes that no test can tell apart.

use crate::arena::Id;
use crate::check::policy::AxisId;
use crate::check::values::ValueSet;

/// The number of a dimension, which is also its place in the order of tests.
pub type DimensionId = Id<Dimension>;

/// An axis that some test reads, cut into classes.
///
/// Classes are numbered from 0 by their smallest value. A class need not be one stretch of values: all that every rule treats alike share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// The axis of the policy.
    pub axis: AxisId,
    /// The classes of the values, ascending. The steps together cover the domain of the axis: each reaches from behind the one before it up to `last`.
    pub steps: Vec<Step>,
    /// The smallest value of the domain.
    pub first: i64,
    /// How many classes there are, at least one.
    pub class_count: u32,
}

/// A stretch of values of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its largest value.
    pub last: i64,
    /// Its class.
    pub class: u32,
}

impl Dimension {
    /// The class of a value; a value outside the domain counts as the nearest one inside.
    #[must_use]
    pub fn class_of(&self, value: i64) -> u32 {
        let at = self.steps.partition_point(|step| step.last < value);
        self.steps
            .get(at)
            .or(self.steps.last())
            .map_or(0, |step| step.class)
    }

    /// The values of a class.
    #[must_use]
    pub fn values_of(&self, class: u32) -> ValueSet {
        ValueSet::from_intervals(
            self.stretches()
                .filter(|&(_, _, of)| of == class)
                .map(|(low, high, _)| (low, high)),
        )
    }

    /// The classes that have a value in the set, as a set of class numbers.
    #[must_use]
    pub fn classes_of(&self, values: &ValueSet) -> ValueSet {
        let mut met = Vec::new();
        let mut intervals = values.intervals().iter().peekable();
        for (low, high, class) in self.stretches() {
            while intervals.peek().is_some_and(|&&(_, end)| end < low) {
                intervals.next();
            }
            if intervals.peek().is_some_and(|&&(start, _)| start <= high) {
                met.push((i64::from(class), i64::from(class)));
            }
        }
        ValueSet::from_intervals(met)
    }

    /// Whether the set, as far as it lies in the domain, is a union of classes.
    #[must_use]
    pub fn can_tell(&self, values: &ValueSet) -> bool {
        let mut inside = vec![None; self.class_count as usize];
        self.stretches().all(|(low, high, class)| {
            let part = values.intersection(&ValueSet::range(low, high));
            let whole = part == ValueSet::range(low, high);
            let seen = inside.get_mut(class as usize);
            (whole || part.is_empty())
                && seen.is_some_and(|seen| *seen.get_or_insert(whole) == whole)
        })
    }

    /// The classes that have a value in the set, each with the smallest such value, in the order of these values. Never empty: if the
    /// set holds no value of the domain, its first one counts as the nearest inside.
    #[must_use]
    pub fn classes_met(&self, values: &ValueSet) -> Vec<(u32, i64)> {
        let mut classes: Vec<(u32, i64)> = Vec::new();
        let mut seen = vec![false; self.class_count as usize];
        let mut intervals = values.intervals().iter().peekable();
        for (low, high, class) in self.stretches() {
            while intervals.next_if(|&&(_, end)| end < low).is_some() {}
            if let Some(&&(start, _)) = intervals.peek()
                && start <= high
                && let Some(seen) = seen.get_mut(class as usize)
                && !std::mem::replace(seen, true)
            {
                classes.push((class, start.max(low)));
            }
        }
        if classes.is_empty() {
            let value = values.first().unwrap_or_default();
            classes.push((self.class_of(value), value));
        }
        classes
    }

    /// The steps with both ends: smallest value, largest value, class.
    pub fn stretches(&self) -> impl Iterator<Item = (i64, i64, u32)> + '_ {
        let starts = std::iter::once(self.first)
            .chain(self.steps.iter().map(|step| step.last.saturating_add(1)));
        starts
            .zip(&self.steps)
            .map(|(low, step)| (low, step.last, step.class))
    }
}
