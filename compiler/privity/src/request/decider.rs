//! What decides requests: the decision graph, or the index where a graph would be too large. Both say what the rules say.

use crate::arena::Arena;
use crate::check::policy::{AxisId, Policy};
use crate::check::values::ValueSet;
use crate::graph::{DecisionGraph, query};
use crate::index::{self, Index, TooCoarse};
use crate::lower::Dimension;
use crate::request::work::Work;
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
    /// The answer; where that is too much work, deny, or *needs* with everything that may matter.
    #[must_use]
    pub fn decide(self, policy: &Policy, request: &Request, work: &mut Work) -> Outcome {
        match self {
            Self::Graph(graph) => query::decide_within(graph, policy, request, work)
                .unwrap_or_else(|| TooCoarse::default().outcome()),
            Self::Index(index) => index::decide_within(index, policy, request, work)
                .unwrap_or_else(TooCoarse::outcome),
        }
    }

    /// The answer, if it can be told exactly.
    #[must_use]
    pub fn decide_exactly(
        self,
        policy: &Policy,
        request: &Request,
        work: &mut Work,
    ) -> Option<Outcome> {
        match self {
            Self::Graph(graph) => query::decide_within(graph, policy, request, work),
            Self::Index(index) => index::decide_within(index, policy, request, work).ok(),
        }
    }

    /// The first atom of a request that has the verdict of its outcome, in the order of the dimensions.
    #[must_use]
    pub fn deciding_atom(
        self,
        policy: &Policy,
        request: &Request,
        outcome: &Outcome,
        work: &mut Work,
    ) -> Option<Vec<i64>> {
        let Outcome::Definite { class, .. } = outcome else {
            return None;
        };
        match self {
            Self::Graph(graph) => query::first_atom(graph, policy, request, *class, work),
            Self::Index(index) => index::first_atom(index, policy, request, *class, work),
        }
    }

    /// The smallest changes of circumstances that would permit a denied request; each is a list of axes with the values that help.
    #[must_use]
    pub fn would_permit(
        self,
        policy: &Policy,
        request: &Request,
        work: &mut Work,
    ) -> Vec<Vec<(AxisId, ValueSet)>> {
        match self {
            Self::Graph(graph) => query::would_permit(graph, policy, request, work),
            Self::Index(index) => index::would_permit(index, policy, request, work),
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
