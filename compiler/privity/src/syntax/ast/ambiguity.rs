//! What a text leaves open, and the ways to read it.

use super::{Citation, Name, Path, Text};
use crate::source::Span;

/// A place of the text that can be read in several ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// Its name.
    pub name: Name,
    /// What is open, as a question.
    pub question: Option<Text>,
    /// The ways to read it, in order.
    pub readings: Vec<Reading>,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// `note "…"`
    pub notes: Vec<Text>,
}

/// A way to read an ambiguity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub name: Name,
    /// Whether it holds where a request names no other.
    pub is_default: bool,
    /// What the text says when it is read like this.
    pub text: Option<Text>,
    /// The whole.
    pub span: Span,
}

/// A reference of the text to something that it does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The words of the text.
    pub words: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// `under NAME.READING`, taken apart.
#[must_use]
pub fn ambiguity_and_reading(path: &Path) -> Option<(Path, &Name)> {
    let (reading, ambiguity) = path.segments.split_last()?;
    let (first, last) = (ambiguity.first()?, ambiguity.last()?);
    let ambiguity = Path {
        segments: ambiguity.iter().cloned().collect(),
        span: first.span.to(last.span),
    };
    Some((ambiguity, reading))
}
