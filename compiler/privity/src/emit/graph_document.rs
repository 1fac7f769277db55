//! The decision graph as it is published: dimensions, nodes and leaves as plain lists.

use schemars::JsonSchema;
use serde::Serialize;

/// The decision graph: an ordered, reduced, acyclic graph whose leaves are answers.
///
/// A *target* is the number of a node, or `-1 - n` for leaf `n`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Graph {
    /// The levels of the graph, from the top. A path tests a dimension at most once, and in this order.
    pub dimensions: Vec<Dimension>,
    /// The target to start from. A leaf below it that is no permission is the answer.
    pub root: i64,
    /// The target to go on from when the answer from `root` is a permission. A leaf below it that is no permission is the answer; a permission
    /// leaves the first answer as it is and adds its duties.
    pub transfer: i64,
    /// The pairs of a permission below `root` and one below `transfer`, by leaf, whose duties cannot be kept together: then the answer is a denial.
    /// Ascending.
    pub conflicts: Vec<(u32, u32)>,
    /// The nodes, by number. Targets of a node are greater than its own number, or leaves.
    pub nodes: Vec<GraphNode>,
    /// The leaves, by number.
    pub leaves: Vec<Leaf>,
}

/// An axis that some node tests, with its values cut into classes that no rule tells apart.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Dimension {
    /// The number of the axis.
    pub axis: u32,
    /// Pairs of a last value and a class, values ascending: a value has the class of the first pair whose value is not below it.
    pub classes: Vec<(i64, u32)>,
}

/// A node.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GraphNode {
    /// The number of its dimension in `dimensions`.
    pub dimension: u32,
    /// Pairs of a last class and a target, classes ascending: a class leads to the target of the first pair whose class is not below it.
    pub arms: Vec<(u32, i64)>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Leaf {
    /// The verdict.
    pub class: Verdict,
    /// The numbers of the duties that come with a permission.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<u32>,
    /// What decided.
    pub cause: Cause,
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Cause {
    /// A rule; where several do, the first: a live guard for deny, a permit for permit, an exclusion for not applicable.
    Rule {
        /// Its number.
        rule: u32,
    },
    /// Nothing permits the act.
    NoPermit,
    /// The act crosses a border, and nothing permits that.
    NoTransferPermit,
    /// The answer to a demand or event, which needs no permit.
    ResponseByDefault,
    /// It would be permitted, but its duties cannot be kept together.
    DutyConflict,
    /// The day lies outside the life of the policy.
    OutsideLife,
    /// No border is crossed, or the transfer is permitted. Only below `transfer`.
    Unopposed,
}

/// A verdict, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Not allowed.
    Deny,
    /// Outside the policy, which does not allow either.
    NotApplicable,
    /// Allowed, with duties.
    Permit,
}
