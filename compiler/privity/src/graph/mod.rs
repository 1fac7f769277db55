//! The decision graph: one reduced, shared, ordered diagram that answers every request, with its construction, its proof and its queries.

mod apply;
mod budget;
mod build;
mod combine;
mod cost;
mod crossing;
mod decide;
mod decision_graph;
mod element;
mod finish;
pub mod flat;
mod meet;
pub mod query;
mod rule_regions;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod sample_random;
pub mod space;
mod statement;
mod stop_sign;
mod store;
#[cfg(test)]
mod tests;
pub mod verify;

pub use crate::lower::{Dimension, DimensionId, Step};
pub use budget::{Budget, Limit, TooLarge};
pub use build::{build, build_joint};
pub use decision_graph::{
    Arm, Cause, Decision, DecisionGraph, DutySetId, Leaf, LeafId, Node, NodeId, Target,
};
pub use flat::{FlatGraph, Resolved};
pub use stop_sign::StopSign;
