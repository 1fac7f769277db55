//! What decides requests: the decision graph, or the index where a graph would be too large. Both say what the rules say.

use crate::arena::Arena;
use crate::check::policy::{AxisId, Policy};
use crate::check::values::ValueSet;
use crate::graph::{DecisionGraph, query};
use crate::index::{self, Index};
use crate::lower::Dimension;
use crate::request::{Outcome, Request};

/// What decides.
#[derive(Debug, Clone, Copy)]
pub enum Decider<'a> {
    /// The decision graph.
    Graph(&'a DecisionGraph),
    /// The rules as bit sets: exact for what is fully known, and within a budget for the rest; see [`index`].
    Index(&'a Index),
}

impl<'a> From<&'a DecisionGraph> for Decider<'a> {
    fn from(graph: &'a DecisionGraph) -> Self {
        Self::Graph(graph)
    }
}

impl<'a> From<&'a Index> for Decider<'a> {
    fn from(index: &'a Index) -> Self {
        Self::Index(index)
    }
}

impl<'a> Decider<'a> {
    /// The answer; deny when the request is too intricate to be answered exactly, or *needs* with everything that may matter.
    #[must_use]
    pub fn decide(self, policy: &Policy, request: &Request) -> Outcome {
        match self {
            Self::Graph(graph) => query::decide(graph, policy, request),
            Self::Index(index) => index::decide(index, policy, request),
        }
    }

    /// The first atom of a request that has the deciding verdict, in the order of the dimensions.
    #[must_use]
    pub fn deciding_atom(self, policy: &Policy, request: &Request) -> Option<Vec<i64>> {
        match self {
            Self::Graph(graph) => query::deciding_atom(graph, policy, request),
            Self::Index(index) => index::deciding_atom(index, policy, request),
        }
    }

    /// The smallest changes of circumstances that would permit a denied request; each is a list of axes with the values that help.
    #[must_use]
    pub fn would_permit(self, policy: &Policy, request: &Request) -> Vec<Vec<(AxisId, ValueSet)>> {
        match self {
            Self::Graph(graph) => query::would_permit(graph, policy, request),
            Self::Index(index) => index::would_permit(index, policy, request),
        }
    }

    /// The dimensions that are told apart.
    #[must_use]
    pub fn dimensions(self) -> &'a Arena<Dimension> {
        match self {
            Self::Graph(graph) => &graph.dimensions,
            Self::Index(index) => &index.dimensions,
        }
    }
}
