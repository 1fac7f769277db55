//! Repairs: changes of the text that mend a problem and change nothing else.

use serde::Serialize;

use crate::source::Span;

/// Whether a repair may be made without asking.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It is what the writer plainly meant, and what was sound keeps its meaning.
    Safe,
    /// It may change what the policy means, so somebody has to look at it.
    Unsafe,
}

/// A stretch of text that gives way to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// One way to mend a problem: all its edits belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, beginning with a verb.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// At least one; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A repair of one edit.
    pub fn new(
        applicability: Applicability,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            applicability,
            edits: vec![Edit {
                span,
                replacement: replacement.into(),
            }],
        }
    }

    /// Puts a repair beside others; edits of the same title are one repair.
    pub(super) fn join(self, fixes: &mut Vec<Self>) {
        let same =
            |fix: &&mut Self| fix.title == self.title && fix.applicability == self.applicability;
        match fixes.iter_mut().find(same) {
            Some(fix) => fix.edits.extend(self.edits),
            None => fixes.push(self),
        }
    }
}
