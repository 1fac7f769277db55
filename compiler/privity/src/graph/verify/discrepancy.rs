//! What can be wrong with a graph. It is always the compiler's fault, never the policy's.

use super::definition::Answer;
use crate::check::policy::Layer;

/// A graph that is not the graph of its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discrepancy {
    /// It is not in normal form, for this reason.
    Malformed(String),
    /// It answers an atom differently.
    Wrong {
        /// The layer that answers; `None` for both together.
        layer: Option<Layer>,
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
                layer,
                atom,
                graph,
                policy,
            } => {
                let of = match layer {
                    Some(Layer::Base) => " of the base layer",
                    Some(Layer::Transfer) => " of the transfer layer",
                    None => "",
                };
                write!(
                    f,
                    "at {atom:?} the graph{of} says {graph:?}, the policy {policy:?}"
                )
            }
        }
    }
}

impl std::error::Error for Discrepancy {}
