//! Requests as the tables want them: one number a layer.

use super::{FlatGraph, Part};
use crate::check::policy::AxisId;
use crate::graph::decision_graph::Decision;

/// A plain request, resolved for one [`FlatGraph`]: it can be decided again and again, and one axis changed at little cost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Resolved {
    pub(super) numbers: Vec<u32>,
}

impl Resolved {
    /// One number for each layer.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
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
        resolved.numbers.resize(self.layer_count(), 0);
        for part in self.parts() {
            let dimension = self.graph().dimensions.at(part.dimension);
            let value = atom.get(dimension.axis.index()).copied();
            let class = dimension.class_of(value.unwrap_or(dimension.first));
            if let Some(number) = resolved.numbers.get_mut(part.layer) {
                *number += part.share(class);
            }
        }
    }

    /// Changes the value of one axis. Allocates nothing.
    pub fn change(&self, resolved: &mut Resolved, axis: AxisId, value: i64) {
        for part in self.parts_of(axis) {
            let class = self.graph().dimensions.at(part.dimension).class_of(value);
            if let Some(number) = resolved.numbers.get_mut(part.layer) {
                *number = *number - part.share_in(*number) + part.share(class);
            }
        }
    }

    /// Decides an atom, as [`crate::graph::DecisionGraph::decide_atom`] does.
    #[must_use]
    pub fn decide_atom(&self, atom: &[i64]) -> Decision {
        self.decide(&self.resolve(atom))
    }

    /// The parts of the layers that an axis has, if the graph tests it.
    pub(super) fn parts_of(&self, axis: AxisId) -> impl Iterator<Item = &Part> {
        self.parts()
            .iter()
            .filter(move |part| self.graph().dimensions.at(part.dimension).axis == axis)
    }
}
