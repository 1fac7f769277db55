//! Deciding atoms.

use super::decision_graph::{Decision, DecisionGraph, LeafId, Target};
use crate::request::Class;

impl DecisionGraph {
    /// The answer to an atom: one value per axis of the policy, by number. Allocates nothing.
    ///
    /// A value outside its axis counts as the nearest one inside; an atom too short is denied ([`DecisionGraph::CLOSED`]).
    #[must_use]
    pub fn decide_atom(&self, atom: &[i64]) -> Decision {
        let base = self.leaves.at(self.leaf_from(self.root, atom));
        if base.class != Class::Permit {
            return self.together(base, base);
        }
        let transfer = self.leaves.at(self.leaf_from(self.transfer, atom));
        self.together(base, transfer)
    }

    /// The leaf that an atom reaches from one of the roots.
    pub(super) fn leaf_from(&self, root: Target, atom: &[i64]) -> LeafId {
        let mut at = root;
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
