//! How large a region is, and the region as a few readable boxes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Member, Region, Space};
use crate::check::policy::{AxisId, Policy};
use crate::check::values::ValueSet;
use crate::graph::store::Diagram;
use crate::lower::Dimension;
use crate::request::words;

/// A box: all atoms whose values lie in these sets. An axis that is not named may have any value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cube {
    /// The values, by axis.
    pub sides: BTreeMap<AxisId, ValueSet>,
}

impl Cube {
    /// The box in words, with nodes and groups in place of long lists of what is below them.
    #[must_use]
    pub fn words(&self, policy: &Policy) -> String {
        words::sides(policy, &self.sides)
    }
}

impl Space<'_> {
    /// How many atoms a region has, counting on the axes that `on` picks only, of which it must not depend on others.
    /// The number is rounded when it is enormous, as it is when all facts and days are counted.
    #[must_use]
    pub fn count(&self, region: Region, on: impl Fn(AxisId) -> bool) -> f64 {
        let Some(member) = self.members.first() else {
            return 0.0;
        };
        let free: f64 = member
            .policy
            .axes
            .entries()
            .filter(|(axis, _)| on(*axis))
            .filter(|(axis, _)| member.lowered.dimension_of.get(axis.index()) == Some(&None))
            .map(|(_, axis)| size(ValueSet::range(*axis.domain.start(), *axis.domain.end()).len()))
            .product();
        let sizes: Vec<Vec<f64>> = member
            .lowered
            .dimensions
            .iter()
            .map(|dimension| {
                if on(dimension.axis) {
                    sizes(dimension)
                } else {
                    let share = 1.0 / f64::from(dimension.class_count);
                    vec![share; dimension.class_count as usize]
                }
            })
            .collect();
        free * self.weight(region.0, 0, &sizes, &mut FxHashMap::default())
    }

    /// The axes that a region depends on.
    #[must_use]
    pub fn support(&self, region: Region) -> std::collections::BTreeSet<AxisId> {
        let mut axes = std::collections::BTreeSet::new();
        let Some(member) = self.members.first() else {
            return axes;
        };
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open = vec![region.0];
        while let Some(at) = open.pop() {
            if at.as_terminal().is_some() || !seen.insert(at) {
                continue;
            }
            axes.extend(self.dimension(member, at).map(|dimension| dimension.axis));
            open.extend(self.workshop.store.edges(at).iter().map(|edge| edge.child));
        }
        axes
    }

    /// The weight of a diagram, on the dimensions from `from` on.
    fn weight(
        &self,
        at: Diagram,
        from: usize,
        sizes: &[Vec<f64>],
        known: &mut FxHashMap<Diagram, f64>,
    ) -> f64 {
        let here = match at.as_terminal() {
            Some(_) => sizes.len(),
            None => self.workshop.store.dimension(at) as usize,
        };
        let skipped: f64 = sizes
            .get(from..here)
            .unwrap_or_default()
            .iter()
            .map(|classes| classes.iter().sum::<f64>())
            .product();
        if let Some(number) = at.as_terminal() {
            return if number == 0 { 0.0 } else { skipped };
        }
        if let Some(&known) = known.get(&at) {
            return skipped * known;
        }
        let mut sum = 0.0;
        let mut first = 0_usize;
        for edge in self.workshop.store.edges(at) {
            let classes = sizes
                .get(here)
                .and_then(|sizes| sizes.get(first..=edge.last as usize));
            let many: f64 = classes.unwrap_or_default().iter().sum();
            sum += many * self.weight(edge.child, here + 1, sizes, known);
            first = edge.last as usize + 1;
        }
        known.insert(at, sum);
        skipped * sum
    }

    /// The region as disjoint boxes, the first ones in the order of the dimensions; with whether these are all, as there may be more than the limit.
    #[must_use]
    pub fn cubes(&self, region: Region, limit: usize) -> (Vec<Cube>, bool) {
        let mut found = Vec::new();
        let Some(member) = self.members.first() else {
            return (found, true);
        };
        let mut sides = BTreeMap::new();
        let all = self.collect(member, region.0, limit, &mut sides, &mut found);
        (found, all)
    }

    fn collect(
        &self,
        member: &Member<'_>,
        at: Diagram,
        limit: usize,
        sides: &mut BTreeMap<AxisId, ValueSet>,
        found: &mut Vec<Cube>,
    ) -> bool {
        if at == Diagram::FALSE {
            return true;
        }
        if at.as_terminal().is_some() {
            if found.len() >= limit {
                return false;
            }
            found.push(Cube {
                sides: sides.clone(),
            });
            return true;
        }
        let Some(dimension) = self.dimension(member, at) else {
            return true;
        };
        // Arms that lead to the same place are one side, wherever they lie.
        let mut arms: Vec<(Diagram, Vec<(u32, u32)>)> = Vec::new();
        let mut first = 0;
        for edge in self.workshop.store.edges(at) {
            let classes = (first, edge.last);
            first = edge.last + 1;
            match arms.iter_mut().find(|(child, _)| *child == edge.child) {
                Some((_, all)) => all.push(classes),
                None => arms.push((edge.child, vec![classes])),
            }
        }
        arms.into_iter().all(|(child, classes)| {
            if child == Diagram::FALSE {
                return true;
            }
            sides.insert(dimension.axis, values(dimension, &classes));
            let all = self.collect(member, child, limit, sides, found);
            sides.remove(&dimension.axis);
            all
        })
    }
}

fn values(dimension: &Dimension, classes: &[(u32, u32)]) -> ValueSet {
    let inside = |class: u32| {
        let mut classes = classes.iter();
        classes.any(|&(low, high)| (low..=high).contains(&class))
    };
    ValueSet::from_intervals(
        dimension
            .stretches()
            .filter(|&(_, _, class)| inside(class))
            .map(|(low, high, _)| (low, high)),
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are for reading, and beyond 2^53 nobody reads them digit by digit"
)]
fn size(values: u64) -> f64 {
    values as f64
}

/// How many values every class of a dimension has.
fn sizes(dimension: &Dimension) -> Vec<f64> {
    let mut counts = vec![0_u64; dimension.class_count as usize];
    let mut low = dimension.first;
    for step in &dimension.steps {
        if let Some(count) = counts.get_mut(step.class as usize) {
            *count = count
                .saturating_add(step.last.abs_diff(low))
                .saturating_add(1);
        }
        low = step.last.saturating_add(1);
    }
    counts.into_iter().map(size).collect()
}
