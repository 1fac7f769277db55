//! What stands beside the rules: switches, promises and the ranks of documents.

use super::{Clause, Name, Path, Target, Text, Timing};
use crate::source::Span;

/// A switch that a person may turn off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `stops ACTIONS DATA`: what is forbidden while it is off.
    pub stops: Option<Target>,
    /// `through CHANNEL or …`: how it is turned.
    pub through: Vec<Path>,
    /// `at once`, `within LENGTH`: when it takes effect.
    pub timing: Option<Timing>,
    /// Its scope, guard kind, citations and notes.
    pub clauses: Vec<Clause>,
}

/// A duty that stands always, whatever anybody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its name.
    pub name: Name,
    /// In our words.
    pub title: Option<Text>,
    /// Its duties, by whom, citations and notes.
    pub clauses: Vec<Clause>,
}

/// `ranks above DOCUMENT`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// How this document stands to the other.
    pub order: Order,
    /// The other document, or the policy itself.
    pub path: Path,
    /// The whole.
    pub span: Span,
}

/// How one document stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Its permits prevail.
    Above,
    /// The permits of the other prevail.
    Below,
    /// Both apply.
    Beside,
}
