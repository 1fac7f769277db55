//! Deciding by bit sets instead of a graph: for policies whose rules cut across each other so much that no graph fits the budget.
//!
//! The index is as large as the rules are long, whatever they say. For every dimension and class it holds the set of rules that this
//! class leaves possible; the rules that apply to a single, fully known request are the intersection of one such set a dimension,
//! and lifts are masks on the result. So atoms are decided exactly.
//!
//! A request that stands for many atoms is a **cell**: a set of classes on every dimension. A cell has the verdict that all its atoms
//! have if the rules that surely apply and those that perhaps apply leave only one; otherwise it is split where some rule that is
//! still open makes a difference, and so on, within a budget of cells. That is exact as long as the budget lasts. When it does not,
//! a request without unknowns is denied as too coarse, and one with unknowns asks for all of them that may matter: never a permit
//! that the rules do not give.

mod asked;
mod border;
mod bounds;
mod build;
mod cell;
mod decide;
mod duties;
mod remedy;
#[cfg(test)]
mod tests;
mod truth;
mod witness;

use fixedbitset::FixedBitSet;

use self::border::Border;
use crate::arena::Arena;
use crate::check::duty::ObligationId;
use crate::lower::{Dimension, DimensionId, Formula};

pub use build::build;
pub use decide::{TooCoarse, decide, decide_within};
pub use remedy::would_permit;
pub use witness::first_atom;

/// A policy as bit sets of its rules. Rules go by their numbers, one bit each.
#[derive(Debug, Clone)]
pub struct Index {
    /// The dimensions that the rules test.
    pub dimensions: Arena<Dimension>,
    /// For every dimension and class, the rules that this class does not rule out.
    rows: Vec<Vec<FixedBitSet>>,
    rules: Vec<IndexedRule>,
    /// What each permit lifts; empty for the others.
    lifts: Vec<FixedBitSet>,
    base: Layer,
    transfer: Layer,
    /// The days on which the policy applies.
    alive: Formula,
    /// The actions that are allowed by default.
    responses: Formula,
    border: Border,
}

/// The rules of a layer by what they do.
#[derive(Debug, Clone)]
struct Layer {
    permits: FixedBitSet,
    /// Forbids and requires.
    guards: FixedBitSet,
    obliges: FixedBitSet,
    exclusions: FixedBitSet,
}

/// What is known of a rule besides the rows.
#[derive(Debug, Clone)]
struct IndexedRule {
    /// What must hold besides the tests in the rows.
    rest: Vec<Formula>,
    /// Where one of its duties is broken.
    broken: Formula,
    duties: Vec<ObligationId>,
    /// The dimensions that any part of it tests, ascending.
    tested: Vec<DimensionId>,
}
