//! An axis as the graph sees it: its values sorted into classes that no test can tell apart.

use rustc_hash::FxHashMap;

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
    /// For every class of how many steps it is.
    widths: Vec<u32>,
    /// For every class its smallest value.
    firsts: Vec<i64>,
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
    /// The dimension of an axis whose domain begins with `first`, cut into so many classes.
    #[must_use]
    pub fn new(axis: AxisId, first: i64, steps: Vec<Step>, class_count: u32) -> Self {
        let mut widths = vec![0; class_count as usize];
        let mut firsts = vec![first; class_count as usize];
        let mut start = first;
        for step in &steps {
            let at = step.class as usize;
            if let (Some(width), Some(first)) = (widths.get_mut(at), firsts.get_mut(at)) {
                if *width == 0 {
                    *first = start;
                }
                *width += 1;
            }
            start = step.last.saturating_add(1);
        }
        Self {
            axis,
            steps,
            first,
            class_count,
            widths,
            firsts,
        }
    }

    /// The smallest value of a class; `None` when there is no such class.
    #[must_use]
    pub fn first_of(&self, class: u32) -> Option<i64> {
        self.firsts.get(class as usize).copied()
    }

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
        let met = self.stretches_met(values);
        ValueSet::from_intervals(met.map(|(_, _, class)| (i64::from(class), i64::from(class))))
    }

    /// Whether the set, as far as it lies in the domain, is a union of classes.
    #[must_use]
    pub fn can_tell(&self, values: &ValueSet) -> bool {
        let mut met: FxHashMap<u32, u32> = FxHashMap::default();
        for (low, high, class) in self.stretches_met(values) {
            if values.interval_of(low).is_none_or(|(_, end)| end < high) {
                return false;
            }
            *met.entry(class).or_default() += 1;
        }
        let whole = |(&class, count): (&u32, &u32)| self.widths.get(class as usize) == Some(count);
        met.iter().all(whole)
    }

    /// The stretches that have a value in the set, in order; one for each interval of the set that meets it.
    fn stretches_met<'s>(
        &'s self,
        values: &'s ValueSet,
    ) -> impl Iterator<Item = (i64, i64, u32)> + 's {
        values.intervals().iter().flat_map(move |&(low, high)| {
            let from = self.steps.partition_point(|step| step.last < low);
            let before = from.checked_sub(1).and_then(|at| self.steps.get(at));
            let mut start = before.map_or(self.first, |step| step.last.saturating_add(1));
            let steps = self.steps.get(from..).unwrap_or_default();
            steps
                .iter()
                .map(move |step| {
                    let stretch = (start, step.last, step.class);
                    start = step.last.saturating_add(1);
                    stretch
                })
                .take_while(move |&(start, _, _)| start <= high)
        })
    }

    /// The classes that have a value in the set, in the order of the values; one for each interval of the set that meets a stretch of it.
    pub(crate) fn classes_in<'s>(&'s self, values: &'s ValueSet) -> impl Iterator<Item = u32> + 's {
        self.stretches_met(values).map(|(_, _, class)| class)
    }

    /// The classes that have a value in the set, each with the smallest such value, in the order of these values. Never empty: if the
    /// set holds no value of the domain, its first one counts as the nearest inside.
    #[must_use]
    pub fn classes_met(&self, values: &ValueSet) -> Vec<(u32, i64)> {
        if let Some(value) = values.as_single() {
            return vec![(self.class_of(value), value)];
        }
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
