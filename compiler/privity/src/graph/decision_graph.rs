//! The finished graph: what emitters write out and queries walk.

use crate::arena::{Arena, Id};
use crate::check::duty::ObligationId;
use crate::check::policy::{AxisId, Layer, RuleId};
use crate::lower::{Dimension, DimensionId};
use crate::request::Class;

/// The number of an inner node.
pub type NodeId = Id<Node>;
/// The number of a leaf.
pub type LeafId = Id<Leaf>;
/// The number of a set of duties.
pub type DutySetId = Id<Vec<ObligationId>>;

/// A policy as a graph that decides atoms.
///
/// To decide an atom, begin at `root`. At a node, take the atom's value on the node's axis, look up its class
/// ([`Dimension::class_of`]) and follow the first arm whose `last` is not below that class. At a leaf, read the answer.
///
/// The graph is in normal form, so one policy has one graph:
/// - along every path the dimensions rise, so a path is no longer than the list of dimensions;
/// - no two nodes are equal, no node has one arm only, and no two neighbouring arms lead to the same target;
/// - every class of every dimension is separated from the others by some node, and every dimension is tested by some node;
/// - nodes are numbered from the root (node 0, if there is a node) by dimension and then by first visit, so every arm leads to a higher number;
/// - leaf 0 is "denied, nothing permits it" ([`DecisionGraph::CLOSED`]), whether or not an arm leads there; duty set 0 is the empty one;
///   the others are numbered by first visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionGraph {
    /// The dimensions that nodes test, in the order of tests.
    pub dimensions: Arena<Dimension>,
    /// The inner nodes.
    pub nodes: Arena<Node>,
    /// The answers.
    pub leaves: Arena<Leaf>,
    /// Every set of duties that a leaf has: ascending, each once.
    pub duty_sets: Arena<Vec<ObligationId>>,
    /// Where every decision begins.
    pub root: Target,
}

/// A test of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node {
    /// What is tested.
    pub dimension: DimensionId,
    /// Where to go, ascending by `last`; at least two. The last arm's `last` is the dimension's last class.
    pub arms: Vec<Arm>,
}

/// Where some neighbouring classes lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Arm {
    /// The highest class that takes this arm; the lowest is one above the arm before.
    pub last: u32,
    /// Where it leads.
    pub target: Target,
}

/// Where an arm leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// To another test.
    Node(NodeId),
    /// To an answer.
    Leaf(LeafId),
}

/// The answer to an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf {
    /// The verdict.
    pub class: Class,
    /// The duties of all permits that hold and of all live obliges, of both layers; empty unless the verdict is permit.
    pub duties: DutySetId,
    /// What decided.
    pub cause: Cause,
}

/// What decided an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// For deny the first live guard or broken oblige, for permit the first permit that holds, for not applicable the first exclusion:
    /// the lowest number, and the base layer before the transfer layer.
    Rule(RuleId),
    /// Nothing permits it, in this layer.
    NoPermit(Layer),
    /// A response, which needs no permit.
    ResponseByDefault,
    /// It would be permitted, but its duties cannot be kept together.
    DutyConflict,
    /// The day lies outside the policy's life.
    OutsideLife,
}

impl Leaf {
    /// The rule that decided, if one did.
    #[must_use]
    pub fn rule(&self) -> Option<RuleId> {
        match self.cause {
            Cause::Rule(rule) => Some(rule),
            _ => None,
        }
    }
}

impl DecisionGraph {
    /// The leaf "denied, nothing permits it".
    pub const CLOSED: LeafId = Id::new(0);

    /// The duties of a leaf, ascending.
    #[must_use]
    pub fn duties(&self, leaf: &Leaf) -> &[ObligationId] {
        self.duty_sets.at(leaf.duties)
    }

    /// The axes that the graph tests, in the order of tests.
    pub fn axes(&self) -> impl Iterator<Item = AxisId> + '_ {
        self.dimensions.iter().map(|dimension| dimension.axis)
    }
}
