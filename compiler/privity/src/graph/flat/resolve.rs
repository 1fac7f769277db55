//! Requests as the tables want them: the numbers that their layers take.

use super::{FlatGraph, Part};
use crate::check::policy::AxisId;
use crate::check::values::ValueSet;
use crate::graph::decision_graph::Decision;

/// A plain request, resolved for one [`FlatGraph`]: it can be decided again and again, and one axis changed at little cost.
#[derive(Debug, PartialEq, Eq, Hash, Default)]
pub struct Resolved {
    pub(super) numbers: Vec<u32>,
}

impl Clone for Resolved {
    fn clone(&self) -> Self {
        Self {
            numbers: self.numbers.clone(),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        // The room that there is is used again, which a derived `clone_from` would not do.
        self.numbers.clone_from(&source.numbers);
    }
}

/// What values of one axis add to a request: to at most one number for each of the two walks. Positions and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shares([(u32, u32); 2]);

impl Shares {
    /// The shares without those of another value of the axis, or without none.
    pub(crate) fn less(self, other: Self) -> Self {
        let mut shares = self;
        for (share, (_, less)) in shares.0.iter_mut().zip(other.0) {
            share.1 = share.1.wrapping_sub(less);
        }
        shares
    }
}

impl Resolved {
    /// The numbers that the layers take, in turn.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// Sets all numbers to 0.
    pub(crate) fn clear(&mut self) {
        self.numbers.fill(0);
    }

    #[inline]
    pub(crate) fn add(&mut self, shares: Shares) {
        for (at, share) in shares.0 {
            if let Some(number) = self.numbers.get_mut(at as usize) {
                *number = number.wrapping_add(share);
            }
        }
    }

    /// Takes away what was added.
    #[inline]
    pub(crate) fn take(&mut self, shares: Shares) {
        for (at, share) in shares.0 {
            if let Some(number) = self.numbers.get_mut(at as usize) {
                *number = number.wrapping_sub(share);
            }
        }
    }
}

impl FlatGraph {
    /// Resolves an atom: one value per axis of the policy, by number. A value outside its axis counts as the nearest one inside, one that is
    /// left out at the end as the smallest.
    #[must_use]
    pub fn resolve(&self, atom: &[i64]) -> Resolved {
        let mut resolved = Resolved::default();
        self.resolve_into(atom, &mut resolved);
        resolved
    }

    /// As [`FlatGraph::resolve`], into a request that is used again. Allocates nothing if that was resolved for this graph before.
    pub fn resolve_into(&self, atom: &[i64], resolved: &mut Resolved) {
        resolved.numbers.clear();
        resolved.numbers.resize(self.number_count(), 0);
        for part in self.parts() {
            let dimension = self.graph().dimensions.at(part.dimension);
            let value = atom.get(dimension.axis.index()).copied();
            let class = dimension.class_of(value.unwrap_or(dimension.first));
            if let Some(number) = resolved.numbers.get_mut(part.number) {
                *number += part.share(class);
            }
        }
    }

    /// Changes the value of one axis. Allocates nothing.
    pub fn change(&self, resolved: &mut Resolved, axis: AxisId, value: i64) {
        for part in self.parts_of(axis) {
            let class = self.graph().dimensions.at(part.dimension).class_of(value);
            if let Some(number) = resolved.numbers.get_mut(part.number) {
                *number = *number - part.share_in(*number) + part.share(class);
            }
        }
    }

    /// Decides an atom, as [`crate::graph::DecisionGraph::decide_atom`] does.
    #[must_use]
    pub fn decide_atom(&self, atom: &[i64]) -> Decision {
        self.decide(&self.resolve(atom))
    }

    /// What values of an axis add to a request; `None` if the graph tells them apart.
    pub(crate) fn shares(&self, axis: AxisId, values: &ValueSet) -> Option<Shares> {
        let mut shares = Shares::default();
        for (own, part) in shares.0.iter_mut().zip(self.parts_of(axis)) {
            let classes = self.graph().dimensions.at(part.dimension);
            let mut found = classes.classes_met(values).into_iter();
            let share = part.share(found.next()?.0);
            if found.any(|(class, _)| part.share(class) != share) {
                return None;
            }
            *own = (u32::try_from(part.number).ok()?, share);
        }
        Some(shares)
    }

    /// Adds the shares of a value to a request that has none of its axis.
    #[inline]
    pub(crate) fn add_value(&self, resolved: &mut Resolved, axis: AxisId, value: i64) {
        let parts = self.parts_of(axis);
        let Some(first) = parts.first() else { return };
        let class = self.graph.dimensions.at(first.dimension).class_of(value);
        for part in parts {
            if let Some(number) = resolved.numbers.get_mut(part.number) {
                *number = number.wrapping_add(part.share(class));
            }
        }
    }

    /// The parts of the layers that an axis has, if the graph tests it: one for each walk that does.
    #[inline]
    pub(crate) fn parts_of(&self, axis: AxisId) -> &[Part] {
        let range = self.of_axis.get(axis.index()).cloned();
        self.parts
            .get(range.unwrap_or_default())
            .unwrap_or_default()
    }
}
