//! What can be wrong with a graph. It is always the compiler's fault, never the policy's.

use super::definition::Answer;

/// A graph that is not the graph of its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discrepancy {
    /// It is not in normal form, for this reason.
    Malformed(String),
    /// It answers an atom differently.
    Wrong {
        /// The atom: one value per axis, by number.
        atom: Vec<i64>,
        /// What the graph answers.
        graph: Answer,
        /// What the policy answers.
        policy: Answer,
    },
}

impl std::fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "the graph is malformed: {why}"),
            Self::Wrong {
                atom,
                graph,
                policy,
            } => write!(
                f,
                "at {atom:?} the graph says {graph:?}, the policy {policy:?}"
            ),
        }
    }
}

impl std::error::Error for Discrepancy {}
