//! The decision graph: one reduced, shared, ordered diagram that answers every request, with its construction, its proof and its queries.

mod decision_graph;

pub use crate::lower::{Dimension, DimensionId, Step};
pub use decision_graph::{
    Arm, Cause, DecisionGraph, DutySetId, Leaf, LeafId, Node, NodeId, Target,
};
