//! Findings that were made and are not shown as such: somebody knows of them and says why.

use std::fmt;

use super::Diagnostic;
use crate::source::Span;

/// A finding that is kept from the reader, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Diagnostic,
    /// Who says that it need not be told.
    pub by: Suppression,
}

/// Who says that a finding need not be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppression {
    /// A waiver in the policy.
    Waiver {
        /// Where it stands.
        at: Span,
        /// Why the finding is not wanted.
        reason: String,
        /// The last day on which the waiver counts, as `2027-01-31`.
        until: Option<String>,
    },
    /// A baseline: the finding was there when the compiler was first asked.
    Baseline {
        /// The name of its file.
        file: String,
    },
}

impl fmt::Display for Suppression {
    /// Who says so, and why: `waived: the printed text names them`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiver { reason, .. } => write!(f, "waived: {reason}"),
            Self::Baseline { file } => write!(f, "in the baseline `{file}`"),
        }
    }
}
