//! What is measured, and how it is told.

pub(crate) mod compilation;
pub(crate) mod decisions;
pub(crate) mod job;
pub(crate) mod memory;
pub(crate) mod passes;
pub(crate) mod series;
pub(crate) mod table;

use std::time::Duration;

use crate::generate::Shape;

/// How much to measure.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The shape of the sets.
    pub(crate) shape: Shape,
    /// Their sizes, ascending.
    pub(crate) sizes: Vec<usize>,
    /// The seed of sets and requests.
    pub(crate) seed: u64,
    /// How many rounds at each size; of large sets fewer may be compiled.
    pub(crate) rounds: usize,
    /// What one job may take, or one engine for one form in one round.
    pub(crate) limit: Duration,
}
