//! The engines: everything that can answer a request, so that their answers can be compared.

use privity::check::policy::Policy;
use privity::evaluate::Oracle;
use privity::graph::{Budget, DecisionGraph, TooLarge, query};
use privity::index::{self, Index};
use privity::lower;
use privity::request::work::Work;
use privity::request::{Outcome, Request};

/// Something that answers requests to one policy.
pub trait Engine {
    /// What it is called in reports.
    fn name(&self) -> &str;

    /// Its answer; `None` when the request is beyond what it can look at.
    fn decide(&mut self, request: &Request) -> Option<Outcome>;
}

/// The oracle, by enumeration.
pub struct OracleEngine<'p> {
    oracle: Oracle<'p>,
    limit: u64,
}

impl<'p> OracleEngine<'p> {
    /// An oracle that looks at no more than `limit` atoms a request.
    #[must_use]
    pub fn new(policy: &'p Policy, limit: u64) -> Self {
        Self {
            oracle: Oracle::new(policy),
            limit,
        }
    }
}

impl Engine for OracleEngine<'_> {
    fn name(&self) -> &str {
        "oracle"
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        self.oracle.decide(request, self.limit).ok()
    }
}

/// The index that stands in for graphs that would be too large.
pub struct IndexEngine<'p> {
    policy: &'p Policy,
    index: Index,
}

impl<'p> IndexEngine<'p> {
    /// The index of a policy.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        let index = index::build(policy, &lower::lower(policy));
        Self { policy, index }
    }

    /// The index itself.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

impl Engine for IndexEngine<'_> {
    fn name(&self) -> &str {
        "index"
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        index::decide_within(&self.index, self.policy, request, &mut Work::default()).ok()
    }
}

/// The decision graph.
pub struct GraphEngine<'p> {
    policy: &'p Policy,
    graph: DecisionGraph,
}

impl<'p> GraphEngine<'p> {
    /// The graph of a policy.
    ///
    /// # Errors
    /// When it is beyond the ordinary budget.
    pub fn new(policy: &'p Policy) -> Result<Self, TooLarge> {
        let lowered = lower::lower(policy);
        let graph = privity::graph::build(policy, &lowered, Budget::default())?;
        Ok(Self { policy, graph })
    }

    /// The graph itself.
    #[must_use]
    pub fn graph(&self) -> &DecisionGraph {
        &self.graph
    }
}

impl Engine for GraphEngine<'_> {
    fn name(&self) -> &str {
        "graph"
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        query::decide_within(&self.graph, self.policy, request, &mut Work::default())
    }
}
