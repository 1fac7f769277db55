//! Whether a graph is well formed and says what its policy says, by a route that shares nothing with its construction.

mod definition;
mod random;

pub use definition::{Answer, answer};
pub(in crate::graph) use random::Random;
