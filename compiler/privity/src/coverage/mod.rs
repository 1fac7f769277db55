//! A policy against the text it was made from: which citations still hold, and what nobody cites.
//!
//! ```text
//! text ─lines→ ─headings→ ─sentences→ outline ─┐
//!                                  anchors ────┴─survey→ findings · report · anchors to add
//! ```
//!
//! How a text is split is part of the language: an anchor means the same place for everybody. `docs/coverage.md` has the rules.

mod anchors;
mod diagnostics;
mod digest;
mod findings;
mod headings;
mod lines;
mod outline;
mod report;
mod sentences;
mod survey;

use std::collections::BTreeSet;

pub use anchors::{Grain, Names, missing, source_item};
pub use diagnostics::{no_such_source, unusable};
pub use digest::{digest, folded};
pub use findings::findings;
pub use outline::{Heading, Outline, Paragraph, Sentence};
pub use report::{Covered, Report};
pub use survey::{Cover, Finding, Place, State, Survey, survey};

use crate::check::policy::CitedText;

/// A source compared with a text.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// What the policy says about the text.
    pub source: &'a CitedText,
    /// The text.
    pub text: &'a str,
    /// Its parts.
    pub outline: Outline,
    /// What was found.
    pub survey: Survey,
}

/// Compares a source with the text that somebody holds against it.
#[must_use]
pub fn compare<'a>(source: &'a CitedText, text: &'a str) -> Comparison<'a> {
    let declared: BTreeSet<String> = source
        .anchors
        .iter()
        .map(|placed| folded(&placed.anchor.heading))
        .collect();
    let outline = Outline::of(text, &declared);
    let survey = survey(source, &outline, text);
    Comparison {
        source,
        text,
        outline,
        survey,
    }
}
