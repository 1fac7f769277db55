//! Sets of whole numbers as sorted intervals: what a test accepts on an axis.

use std::ops::RangeInclusive;

use smallvec::{SmallVec, smallvec};

/// A set of values of one axis: sorted, disjoint, not touching, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ValueSet {
    intervals: Intervals,
}

/// Most sets are one interval, which takes no memory of its own.
type Intervals = SmallVec<[(i64, i64); 1]>;

impl ValueSet {
    /// The empty set.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            intervals: SmallVec::new_const(),
        }
    }

    /// One value.
    #[must_use]
    pub fn single(value: i64) -> Self {
        Self {
            intervals: smallvec![(value, value)],
        }
    }

    /// All values from `low` to `high`, both included; empty when `low > high`.
    #[must_use]
    pub fn range(low: i64, high: i64) -> Self {
        if low > high {
            return Self::empty();
        }
        Self {
            intervals: smallvec![(low, high)],
        }
    }

    /// The union of intervals in any order.
    pub fn from_intervals(intervals: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut intervals: Intervals = intervals
            .into_iter()
            .filter(|(low, high)| low <= high)
            .collect();
        intervals.sort_unstable();
        intervals.dedup_by(|next, last| {
            let touches = next.0 <= last.1.saturating_add(1);
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        Self { intervals }
    }

    /// The intervals, ascending.
    #[must_use]
    pub fn intervals(&self) -> &[(i64, i64)] {
        &self.intervals
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// Whether the value is in it.
    #[must_use]
    pub fn contains(&self, value: i64) -> bool {
        self.interval_of(value).is_some()
    }

    /// The interval that holds a value.
    #[must_use]
    pub fn interval_of(&self, value: i64) -> Option<(i64, i64)> {
        let at = self.intervals.partition_point(|&(_, high)| high < value);
        let interval = self.intervals.get(at).copied();
        interval.filter(|&(low, _)| low <= value)
    }

    /// Whether they have a value in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let (few, many) = if self.intervals.len() <= other.intervals.len() {
            (self, other)
        } else {
            (other, self)
        };
        few.intervals.iter().any(|&(low, high)| {
            let at = many.intervals.partition_point(|&(_, end)| end < low);
            many.intervals
                .get(at)
                .is_some_and(|&(start, _)| start <= high)
        })
    }

    /// The smallest value.
    #[must_use]
    pub fn first(&self) -> Option<i64> {
        self.intervals.first().map(|&(low, _)| low)
    }

    /// The only value, if there is exactly one.
    #[must_use]
    pub fn as_single(&self) -> Option<i64> {
        match self.intervals.as_slice() {
            [(low, high)] if low == high => Some(*low),
            _ => None,
        }
    }

    /// How many values are in it.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.intervals.iter().fold(0, |sum, &(low, high)| {
            sum.saturating_add(high.abs_diff(low)).saturating_add(1)
        })
    }

    /// All values, ascending. Meant for small sets.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.intervals.iter().flat_map(|&(low, high)| low..=high)
    }

    /// All values moved by so many.
    #[must_use]
    pub fn shifted(&self, by: i64) -> Self {
        let moved = |&(low, high): &(i64, i64)| (low.saturating_add(by), high.saturating_add(by));
        Self {
            intervals: self.intervals.iter().map(moved).collect(),
        }
    }

    /// The values in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_intervals(self.intervals.iter().chain(&other.intervals).copied())
    }

    /// The values in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut result = Intervals::new();
        let (mut a, mut b) = (
            self.intervals.iter().peekable(),
            other.intervals.iter().peekable(),
        );
        while let (Some(&&(a_low, a_high)), Some(&&(b_low, b_high))) = (a.peek(), b.peek()) {
            let (low, high) = (a_low.max(b_low), a_high.min(b_high));
            if low <= high {
                result.push((low, high));
            }
            if a_high <= b_high {
                a.next();
            } else {
                b.next();
            }
        }
        Self { intervals: result }
    }

    /// The values of `domain` that are not in this set.
    #[must_use]
    pub fn complement(&self, domain: &RangeInclusive<i64>) -> Self {
        let mut result = Intervals::new();
        let mut next = *domain.start();
        for &(low, high) in &self.intervals {
            if low > next {
                result.push((next, (low - 1).min(*domain.end())));
            }
            next = next.max(high.saturating_add(1));
        }
        result.push((next, *domain.end()));
        Self::from_intervals(result)
    }

    /// Whether all values of this set are in the other.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.intersection(other) == *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_intervals_become_one() {
        assert_eq!(
            ValueSet::from_intervals([(3, 4), (1, 2), (7, 7)]).intervals(),
            [(1, 4), (7, 7)]
        );
    }

    #[test]
    fn a_set_and_its_complement_share_nothing_and_fill_the_domain() {
        let set = ValueSet::from_intervals([(1, 2), (5, 6)]);
        let rest = set.complement(&(0..=6));
        assert_eq!(rest.intervals(), [(0, 0), (3, 4)]);
        assert!(set.intersection(&rest).is_empty());
        assert_eq!(set.union(&rest), ValueSet::range(0, 6));
    }
}
