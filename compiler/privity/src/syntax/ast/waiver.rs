//! Findings that the authors of a policy know of and do not want to hear again.

use super::{Date, Name, Text};
use crate::source::Span;

/// `waive CODES until DATE because "…"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The codes as written.
    pub codes: Vec<Name>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// Why.
    pub reason: Option<Text>,
    /// Where the findings lie that it is about.
    pub covers: Covers,
    /// Whether a part of it could not be read, which is reported.
    pub damaged: bool,
    /// The whole.
    pub span: Span,
}

/// Where a waiver counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// In the item, the node or the anchor below it.
    Part(Span),
    /// In its file.
    File,
    /// In the whole policy: it stands above the header.
    Policy,
}
