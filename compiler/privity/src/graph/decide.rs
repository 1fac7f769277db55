//! Deciding atoms.

use super::decision_graph::{DecisionGraph, LeafId, Target};

impl DecisionGraph {
    /// The leaf of an atom: one value per axis of the policy, by number. Allocates nothing.
    ///
    /// A value outside its axis counts as the nearest one inside; an atom too short is denied ([`DecisionGraph::CLOSED`]).
    #[must_use]
    pub fn decide_atom(&self, atom: &[i64]) -> LeafId {
        let mut at = self.root;
        loop {
            let node = match at {
                Target::Leaf(leaf) => return leaf,
                Target::Node(node) => self.nodes.at(node),
            };
            let dimension = self.dimensions.at(node.dimension);
            let Some(&value) = atom.get(dimension.axis.index()) else {
                return Self::CLOSED;
            };
            let class = dimension.class_of(value);
            let arm = node.arms.partition_point(|arm| arm.last < class);
            let Some(arm) = node.arms.get(arm) else {
                return Self::CLOSED;
            };
            at = arm.target;
        }
    }
}
