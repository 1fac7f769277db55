//! Sets of atoms that change in time, as a list of epochs.

use std::ops::RangeInclusive;

use smallvec::{SmallVec, smallvec};

use crate::check::dates::{FIRST_DAY, LAST_DAY};
use crate::check::values::ValueSet;

/// A set of atoms for every day of the `date` axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedSet {
    /// The first day of each epoch with the set that holds from then on; ascending, the first begins the axis, neighbours differ.
    epochs: Epochs,
}

/// Most sets never change.
type Epochs = SmallVec<[(i64, ValueSet); 1]>;

impl DatedSet {
    /// The same set on all days.
    #[must_use]
    pub fn constant(set: ValueSet) -> Self {
        Self {
            epochs: smallvec![(FIRST_DAY, set)],
        }
    }

    /// The set from the first to the last day, nothing before and after.
    #[must_use]
    pub fn during(set: ValueSet, days: RangeInclusive<i64>) -> Self {
        let first = (*days.start()).max(FIRST_DAY);
        let last = (*days.end()).min(LAST_DAY);
        if first > last {
            return Self::constant(ValueSet::empty());
        }
        let mut epochs: Epochs = smallvec![(FIRST_DAY, ValueSet::empty()), (first, set)];
        if last < LAST_DAY {
            epochs.push((last + 1, ValueSet::empty()));
        }
        Self::tidy(epochs)
    }

    /// From parts that may overlap, as [`crate::check::taxonomy::NamedSet`] keeps them.
    pub fn from_parts<'a>(
        parts: impl IntoIterator<Item = &'a (ValueSet, RangeInclusive<i64>)>,
    ) -> Self {
        parts
            .into_iter()
            .fold(Self::constant(ValueSet::empty()), |all, (set, days)| {
                all.union(&Self::during(set.clone(), days.clone()))
            })
    }

    /// The days of each epoch with its set, where the set is not empty.
    #[must_use]
    pub fn parts(&self) -> Vec<(ValueSet, RangeInclusive<i64>)> {
        let ends = self.epochs.iter().skip(1).map(|(first, _)| first - 1);
        self.epochs
            .iter()
            .zip(ends.chain([LAST_DAY]))
            .filter(|((_, set), _)| !set.is_empty())
            .map(|((first, set), last)| (set.clone(), *first..=last))
            .collect()
    }

    /// The set, if it never changes.
    #[must_use]
    pub fn as_constant(&self) -> Option<&ValueSet> {
        match self.epochs.as_slice() {
            [(_, set)] => Some(set),
            _ => None,
        }
    }

    /// All that is ever in it.
    #[must_use]
    pub fn ever(&self) -> ValueSet {
        self.epochs
            .iter()
            .fold(ValueSet::empty(), |all, (_, set)| all.union(set))
    }

    /// The set on a day.
    #[must_use]
    pub fn on(&self, day: i64) -> ValueSet {
        let at = self.epochs.partition_point(|(first, _)| *first <= day);
        self.epochs
            .get(at.saturating_sub(1))
            .map(|(_, set)| set.clone())
            .unwrap_or_default()
    }

    /// What is in either, day by day.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, ValueSet::union)
    }

    /// What is in this but not in the other, day by day; `domain` holds all there is.
    #[must_use]
    pub fn minus(&self, other: &Self, domain: &RangeInclusive<i64>) -> Self {
        self.combine(other, |left, right| {
            left.intersection(&right.complement(domain))
        })
    }

    fn combine(&self, other: &Self, join: impl Fn(&ValueSet, &ValueSet) -> ValueSet) -> Self {
        if let (Some(left), Some(right)) = (self.as_constant(), other.as_constant()) {
            return Self::constant(join(left, right));
        }
        let mut days: Vec<i64> = self
            .epochs
            .iter()
            .chain(&other.epochs)
            .map(|(first, _)| *first)
            .collect();
        days.sort_unstable();
        days.dedup();
        Self::tidy(
            days.into_iter()
                .map(|day| (day, join(&self.on(day), &other.on(day))))
                .collect(),
        )
    }

    fn tidy(epochs: Epochs) -> Self {
        let mut tidy = Epochs::with_capacity(epochs.len());
        for (day, set) in epochs {
            // Two epochs that begin on one day leave the later one.
            if tidy.last().is_some_and(|(first, _)| *first == day) {
                tidy.pop();
            }
            if tidy.last().is_none_or(|(_, before)| *before != set) {
                tidy.push((day, set));
            }
        }
        Self { epochs: tidy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_leaves_is_in_on_its_last_day_and_out_on_the_next() {
        let stays = DatedSet::constant(ValueSet::single(1));
        let leaves = DatedSet::during(ValueSet::single(2), FIRST_DAY..=100);
        let both = stays.union(&leaves);
        assert_eq!(both.on(100), ValueSet::range(1, 2));
        assert_eq!(both.on(101), ValueSet::single(1));
        assert_eq!(both.ever(), ValueSet::range(1, 2));
        assert_eq!(DatedSet::from_parts(&both.parts()), both);
        assert_eq!(
            both.minus(&stays, &(0..=9)),
            DatedSet::during(ValueSet::single(2), FIRST_DAY..=100)
        );
    }

    #[test]
    fn a_span_that_ends_before_it_begins_holds_nothing() {
        let (first, last) = (10, 9);
        assert!(
            DatedSet::during(ValueSet::single(1), first..=last)
                .ever()
                .is_empty()
        );
    }
}
