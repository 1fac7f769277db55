//! Which dimensions go together into a layer: as few layers as possible while the tables stay small.

/// The most numbers that a layer of several dimensions may tell apart.
const WIDEST: usize = 1 << 12;

/// What a walk reaches, level by level; a level is a dimension that it tests, and leaves are one more.
#[derive(Debug)]
pub(super) struct Census {
    /// How many coarse classes each level has.
    widths: Vec<usize>,
    /// How many targets of each level (second) are first reached from each level (first, one higher; 0 is the root).
    reached: Vec<Vec<usize>>,
}

impl Census {
    pub(super) fn new(widths: Vec<usize>) -> Self {
        let levels = widths.len() + 1;
        Self {
            widths,
            reached: vec![vec![0; levels]; levels],
        }
    }

    /// Counts a target of a level that is first reached from another, `None` for the root.
    pub(super) fn add(&mut self, from: Option<usize>, level: usize) {
        let row = self.reached.get_mut(from.map_or(0, |from| from + 1));
        if let Some(count) = row.and_then(|row| row.get_mut(level)) {
            *count += 1;
        }
    }

    /// The entries of a direct table for the levels from `first` to `last`; `None` if it would be too wide.
    fn size(&self, first: usize, last: usize) -> Option<usize> {
        let levels = self.widths.get(first..=last)?;
        let width = levels
            .iter()
            .try_fold(1usize, |width, &level| width.checked_mul(level))?;
        if first != last && width > WIDEST {
            return None;
        }
        let count = |levels: std::ops::RangeInclusive<usize>| {
            let above = self.reached.iter().take(first + 1);
            above
                .flat_map(|row| row.get(levels.clone()).unwrap_or_default())
                .sum::<usize>()
        };
        let rows = count(first..=last);
        let single = count(last + 1..=self.widths.len());
        Some(width.saturating_mul(rows).saturating_add(single))
    }

    /// The last level of each layer. Tables may have `small` entries in any case.
    pub(super) fn layers(&self, small: usize) -> Vec<usize> {
        let levels = self.widths.len();
        // For every level, by the number of layers from there on: the smallest size, and where the first of these layers ends.
        let mut best: Vec<Vec<Option<(usize, usize)>>> = vec![vec![None; levels + 1]; levels + 1];
        if let Some(slot) = best.last_mut().and_then(|row| row.first_mut()) {
            *slot = Some((0, levels));
        }
        for first in (0..levels).rev() {
            for last in first..levels {
                let Some(size) = self.size(first, last) else {
                    break;
                };
                let below = best.get(last + 1).cloned().unwrap_or_default();
                let Some(row) = best.get_mut(first) else {
                    continue;
                };
                for (slot, below) in row.iter_mut().skip(1).zip(below) {
                    let Some((rest, _)) = below else { continue };
                    let total = size.saturating_add(rest);
                    if slot.is_none_or(|(known, _)| total < known) {
                        *slot = Some((total, last));
                    }
                }
            }
        }
        let options = best.first().map(Vec::as_slice).unwrap_or_default();
        let least = options.iter().flatten().map(|option| option.0).min();
        let enough = least.unwrap_or_default();
        let enough = small.max(enough.saturating_add(enough / 4));
        let count = options
            .iter()
            .position(|option| option.is_some_and(|(size, _)| size <= enough));
        let mut ends = Vec::new();
        let mut first = 0;
        for left in (1..=count.unwrap_or_default()).rev() {
            let found = best.get(first).and_then(|row| row.get(left).copied());
            let Some(Some((_, last))) = found else { break };
            ends.push(last);
            first = last + 1;
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_small_dimensions_are_one_layer() {
        let mut census = Census::new(vec![2, 3, 4]);
        census.add(None, 0);
        census.add(Some(0), 1);
        census.add(Some(1), 2);
        census.add(Some(2), 3);
        assert_eq!(census.layers(1 << 14), [2]);
    }

    #[test]
    fn dimensions_with_many_values_stay_apart() {
        let mut census = Census::new(vec![3_000, 2, 2, 3_000]);
        census.add(None, 0);
        for _ in 0..4 {
            census.add(Some(0), 1);
            census.add(Some(1), 2);
            census.add(Some(2), 3);
        }
        assert_eq!(census.layers(1 << 14), [0, 2, 3]);
    }

    #[test]
    fn a_walk_that_tests_nothing_has_no_layers() {
        assert_eq!(Census::new(Vec::new()).layers(1 << 14), [0usize; 0]);
    }
}
