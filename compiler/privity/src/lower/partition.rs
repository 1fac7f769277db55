//! Sorting the values of an axis into classes that no set of a given list can tell apart.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rustc_hash::FxHashMap;

use super::dimension::{Dimension, Step};
use crate::check::policy::AxisId;
use crate::check::values::ValueSet;

/// The coarsest dimension in which every one of the sets is a union of classes.
///
/// An empty domain counts as one nameless value, so that every dimension has a class.
pub(super) fn partition(
    axis: AxisId,
    domain: &RangeInclusive<i64>,
    sets: &BTreeSet<ValueSet>,
) -> Dimension {
    let (first, last) = (*domain.start(), (*domain.end()).max(*domain.start()));
    let mut starts = BTreeSet::from([first]);
    for &(low, high) in sets.iter().flat_map(ValueSet::intervals) {
        starts.insert(low);
        starts.extend(high.checked_add(1));
    }
    let starts: Vec<i64> = starts.range(first..=last).copied().collect();
    let parts = refine(&starts, sets);
    let ends = starts
        .iter()
        .skip(1)
        .map(|&start| start - 1)
        .chain(std::iter::once(last));
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    let mut steps: Vec<Step> = Vec::new();
    for (last, part) in ends.zip(parts) {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let class = *numbers.entry(part).or_insert(next);
        match steps.last_mut() {
            Some(step) if step.class == class => step.last = last,
            _ => steps.push(Step { last, class }),
        }
    }
    let class_count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    Dimension::new(axis, first, steps, class_count)
}

/// For every stretch, given by its start, the number of its part: two stretches are in one part when they are in the same sets.
fn refine(starts: &[i64], sets: &BTreeSet<ValueSet>) -> Vec<u32> {
    let mut parts = vec![0_u32; starts.len()];
    let mut sizes = vec![starts.len()];
    for set in sets {
        if sizes.len() == starts.len() {
            break;
        }
        let mut inside: FxHashMap<u32, (usize, u32)> = FxHashMap::default();
        let stretches = || {
            set.intervals().iter().flat_map(|&(low, high)| {
                let from = starts.partition_point(|&start| start < low);
                let to = starts.partition_point(|&start| start <= high);
                from..to
            })
        };
        for at in stretches() {
            if let Some(part) = parts.get(at) {
                inside.entry(*part).or_insert((0, *part)).0 += 1;
            }
        }
        // A part that lies inside the set wholly keeps its number, so nothing is split in vain.
        for at in stretches() {
            let Some(part) = parts.get_mut(at) else {
                continue;
            };
            let Some((count, new)) = inside.get_mut(part) else {
                continue;
            };
            if *new == *part {
                let Some(size) = sizes.get_mut(*part as usize) else {
                    continue;
                };
                if *count == *size {
                    continue;
                }
                *size -= *count;
                *new = u32::try_from(sizes.len()).unwrap_or(u32::MAX);
                sizes.push(*count);
            }
            *part = *new;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Id;

    fn dimension(sets: &[ValueSet]) -> Dimension {
        partition(Id::new(0), &(0..=9), &sets.iter().cloned().collect())
    }

    #[test]
    fn values_that_no_set_separates_share_a_class_even_when_apart() {
        let found = dimension(&[
            ValueSet::from_intervals([(2, 3), (7, 7)]),
            ValueSet::range(3, 3),
        ]);
        let classes: Vec<u32> = (0..=9).map(|value| found.class_of(value)).collect();
        assert_eq!(classes, [0, 0, 1, 2, 0, 0, 0, 1, 0, 0]);
        assert_eq!(found.class_count, 3);
        assert_eq!(
            found.values_of(1),
            ValueSet::from_intervals([(2, 2), (7, 7)])
        );
        assert_eq!(
            found.classes_of(&ValueSet::range(3, 5)),
            ValueSet::from_intervals([(0, 0), (2, 2)])
        );
    }

    #[test]
    fn a_set_beyond_the_domain_is_cut_to_it() {
        let found = dimension(&[ValueSet::range(-5, 20), ValueSet::range(9, 100)]);
        assert_eq!(found.class_count, 2);
        assert_eq!(found.class_of(100), found.class_of(9));
    }

    #[test]
    fn a_dimension_without_sets_has_one_class() {
        assert_eq!(dimension(&[]).class_count, 1);
        let (first, last) = (0, -1);
        let empty = partition(Id::new(0), &(first..=last), &BTreeSet::new());
        assert_eq!(empty.class_count, 1);
    }

    #[test]
    fn every_set_is_a_union_of_classes() {
        let sets = [
            ValueSet::from_intervals([(0, 4), (8, 8)]),
            ValueSet::from_intervals([(3, 6)]),
            ValueSet::from_intervals([(1, 1), (5, 9)]),
        ];
        let found = dimension(&sets);
        for set in &sets {
            for class in 0..found.class_count {
                let values = found.values_of(class);
                assert!(values.is_subset(set) || values.intersection(set).is_empty());
            }
        }
    }
}
