//! The texts that a policy cites, and what of them decides nothing.

use std::collections::BTreeSet;

use crate::source::Span;

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The anchor's name, or the words.
    pub label: String,
    /// The place in the cited text.
    pub anchor: Option<Anchor>,
}

impl std::fmt::Display for Citation {
    /// `MH_059 (Accessing devices, paragraph 2, sentence 7)`, or the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)?;
        let Some(anchor) = &self.anchor else {
            return Ok(());
        };
        write!(f, " ({}, paragraph {}", anchor.heading, anchor.paragraph)?;
        match anchor.sentences {
            Some((first, last)) if first == last => write!(f, ", sentence {first})"),
            Some((first, last)) => write!(f, ", sentences {first} to {last})"),
            None => f.write_str(")"),
        }
    }
}

/// A place in a cited text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The name of the source.
    pub source: String,
    /// The heading.
    pub heading: String,
    /// The paragraph below the heading, from 1.
    pub paragraph: u32,
    /// First and last sentence, from 1.
    pub sentences: Option<(u32, u32)>,
    /// `sha256:` and 16 hexadecimal digits.
    pub digest: String,
}

/// A text that a policy cites: the places in it that have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedText {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The places.
    pub anchors: Vec<PlacedAnchor>,
    /// Where it is declared: its name.
    pub span: Span,
}

/// A named place in a cited text, and where the policy speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedAnchor {
    /// Its name.
    pub name: String,
    /// What it says.
    pub anchor: Anchor,
    /// Where it stands, from the name to the digest.
    pub span: Span,
    /// Where its heading, paragraph and sentences stand.
    pub place: Span,
    /// Where its digest stands, with the quotes.
    pub digest: Span,
    /// Where it is cited.
    pub cited_at: BTreeSet<Span>,
}

/// Recorded text that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Informative {
    /// Its name.
    pub name: String,
    /// In our words.
    pub text: Option<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
}
