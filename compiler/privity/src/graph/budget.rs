//! How much work a graph may cost, and what is said when it would cost more.

use super::stop_sign::StopSign;
use crate::check::policy::{AxisId, RuleId};

/// The limits of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The most nodes at any moment of the construction.
    pub nodes: usize,
    /// The most steps of the construction, a step being the meeting of two nodes.
    pub steps: usize,
    /// The most dimensions. Every walk is as deep as there are dimensions, so this bounds the stack.
    pub dimensions: usize,
    /// Ends the budget at once: what is made of it says then that it was too much, and is to be thrown away.
    pub stop: StopSign,
}

/// Nodes and steps that each rule brings along: at least twice what 100,000 rules need that are each about their own data.
const NODES_PER_RULE: usize = 40;
const STEPS_PER_RULE: usize = 1_000;

impl Budget {
    /// The usual budget of a policy with so many rules: the default, or more if its rules need more though each is about something of its own.
    #[must_use]
    pub fn for_rules(rules: usize) -> Self {
        let usual = Self::default();
        Self {
            nodes: usual.nodes.max(rules.saturating_mul(NODES_PER_RULE)),
            steps: usual.steps.max(rules.saturating_mul(STEPS_PER_RULE)),
            ..usual
        }
    }
}

impl Default for Budget {
    /// Enough for thirty thousand rules that are each about their own data, and [`Budget::for_rules`] makes more of it for more; some seconds and a few hundred
    /// megabytes at most.
    fn default() -> Self {
        Self {
            nodes: 1_000_000,
            steps: 50_000_000,
            dimensions: 1_000,
            stop: StopSign::default(),
        }
    }
}

/// The graph would be larger than the budget allows. Nothing is wrong with the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLarge {
    /// Which limit was met.
    pub limit: Limit,
    /// The rules that cost most, the worst first: those that reach far and depend on many circumstances. At most ten.
    pub costly: Vec<RuleId>,
}

/// A limit of a [`Budget`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// More nodes or more steps than allowed.
    Work,
    /// More dimensions than allowed: how many.
    Dimensions(usize),
    /// A [`Space`](super::space::Space) was asked about values of an axis that it was not made to tell apart. A mistake in the compiler, not in the policy.
    Unforeseen(AxisId),
}

/// The inner form of [`Limit::Work`], before anybody looked for the rules to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OverBudget;

/// How many rules a [`TooLarge`] names.
pub(super) const MOST_COSTLY: usize = 10;
