//! A finding with the request that it shows.

use crate::diagnostic::Diagnostic;

/// A finding that was decided over all requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is said.
    pub finding: Diagnostic,
    /// The request that its words tell: one value per axis. `None` where there is none to show.
    pub witness: Option<Vec<i64>>,
}

impl From<Diagnostic> for Found {
    fn from(finding: Diagnostic) -> Self {
        Self {
            finding,
            witness: None,
        }
    }
}
