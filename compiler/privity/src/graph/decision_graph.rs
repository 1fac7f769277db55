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
/// It has two roots, because what crosses a border needs two permissions that have little to do with each other, and their product would
/// be many times their sum. To decide an atom, begin at `root`. At a node, take the atom's value on the node's axis, look up its class
/// ([`Dimension::class_of`]) and follow the first arm whose `last` is not below that class. A leaf that is no permission is the answer.
/// A permission holds if the walk from `transfer` ends in a permission as well, whose duties come to those of the first; otherwise that
/// second leaf is the answer ([`DecisionGraph::together`]).
///
/// The graph is in normal form, so one policy has one graph:
/// - along every path the dimensions rise, so a path is no longer than the list of dimensions;
/// - no two nodes are equal, no node has one arm only, and no two neighbouring arms lead to the same target;
/// - every class of every dimension is separated from the others by some node, and every dimension is tested by some node;
/// - nodes are numbered by dimension and then by first visit, from `root` before `transfer`, so every arm leads to a higher number;
/// - leaf 0 is "denied, nothing permits it" ([`DecisionGraph::CLOSED`]) and leaf 1 "nothing of the transfer layer stands against it"
///   ([`DecisionGraph::UNOPPOSED`]), whether or not an arm leads there; duty set 0 is the empty one; the others are numbered by first visit,
///   from `root` before `transfer`.
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
    /// Where every decision begins: the base layer, and where the policy applies.
    pub root: Target,
    /// Where a permission is taken further: whether the act crosses a border, and what the transfer layer says of it.
    pub transfer: Target,
    /// The pairs of a duty set below `root` and one below `transfer` that cannot be kept together, ascending. Neither is empty.
    pub conflicts: Vec<(DutySetId, DutySetId)>,
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
    /// The duties of all permits that hold and of all live obliges of its layer; empty unless the verdict is permit.
    pub duties: DutySetId,
    /// What decided.
    pub cause: Cause,
}

/// What a graph answers to an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decision {
    /// The verdict.
    pub class: Class,
    /// What decided.
    pub cause: Cause,
    /// The duties of the base layer; empty unless the verdict is permit.
    pub duties: DutySetId,
    /// The duties of the transfer layer; empty unless the verdict is permit.
    pub transfer_duties: DutySetId,
}

impl Decision {
    /// The answer of a leaf that is taken no further.
    fn of(leaf: &Leaf) -> Self {
        Self {
            class: leaf.class,
            cause: leaf.cause,
            duties: leaf.duties,
            transfer_duties: DecisionGraph::NO_DUTIES,
        }
    }
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
    /// Nothing of the transfer layer stands against it: no border is crossed, or the transfer is permitted.
    Unopposed,
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
    /// The leaf "nothing of the transfer layer stands against it".
    pub const UNOPPOSED: LeafId = Id::new(1);
    /// The empty set of duties.
    pub const NO_DUTIES: DutySetId = Id::new(0);

    /// The duties of a leaf, ascending.
    #[must_use]
    pub fn duties(&self, leaf: &Leaf) -> &[ObligationId] {
        self.duty_sets.at(leaf.duties)
    }

    /// The duties of a decision: those of the base layer, ascending, then those that the transfer layer adds.
    pub fn duties_of(&self, decision: &Decision) -> impl Iterator<Item = ObligationId> + '_ {
        let base = self.duty_sets.at(decision.duties);
        let transfer = self.duty_sets.at(decision.transfer_duties).iter();
        let added = transfer.filter(move |duty| base.binary_search(duty).is_err());
        base.iter().chain(added).copied()
    }

    /// What a leaf below `root` and one below `transfer` answer together.
    #[must_use]
    pub fn together(&self, base: &Leaf, transfer: &Leaf) -> Decision {
        if base.class != Class::Permit {
            return Decision::of(base);
        }
        if transfer.class != Class::Permit {
            return Decision::of(transfer);
        }
        if self
            .conflicts
            .binary_search(&(base.duties, transfer.duties))
            .is_ok()
        {
            return Decision {
                class: Class::Deny,
                cause: Cause::DutyConflict,
                duties: Self::NO_DUTIES,
                transfer_duties: Self::NO_DUTIES,
            };
        }
        Decision {
            transfer_duties: transfer.duties,
            ..Decision::of(base)
        }
    }

    /// The axes that the graph tests, in the order of tests.
    pub fn axes(&self) -> impl Iterator<Item = AxisId> + '_ {
        self.dimensions.iter().map(|dimension| dimension.axis)
    }
}
