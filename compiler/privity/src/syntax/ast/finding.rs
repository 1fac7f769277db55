//! What the authors of a policy found in the text.

use super::{Citation, Name, Path, Text};

/// A recorded finding on the text: something that no analysis can compute, or how the policy settled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its identifier.
    pub name: Name,
    /// What was found.
    pub what: Option<Text>,
    /// `settled by …`: what the policy says about it, of any sort.
    pub settled: Vec<Path>,
    /// `note "…"`
    pub notes: Vec<Text>,
    /// `cite …`
    pub citations: Vec<Citation>,
}
