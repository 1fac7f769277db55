//! What a policy keeps beside its rules and facts: ambiguities, switches, promises and documents.

use super::duty::Obligation;
use super::policy::{Citation, Condition, NamedScope};
use crate::source::Span;
use crate::syntax::ast::Order;

/// A place of the text that can be read in several ways. The words of its fact are the readings, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// What is open, as a question.
    pub question: Option<String>,
    /// What the text says under each reading, in their order.
    pub texts: Vec<Option<String>>,
    /// The position of the reading that holds where a request names no other.
    pub default: usize,
    /// Where the text is.
    pub citations: Vec<Citation>,
}

/// A switch that a person may turn off. The fact, the guard and the right of its name say what it does; the duty is `stop_NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The channels through which it is turned, one of several; empty when nothing is said.
    pub through: Vec<String>,
    /// Whether it takes effect at once; else while it is `stopping` it is not yet obeyed.
    pub at_once: bool,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// The documentation above it.
    pub docs: Vec<String>,
}

/// Duties that stand always, whatever is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its name.
    pub name: String,
    /// In our words.
    pub title: Option<String>,
    /// What is promised.
    pub duties: Vec<Obligation>,
    /// Who promises, as written; the controller where nothing is said.
    pub by: Vec<String>,
    /// The nodes it names, axis by axis.
    pub named: Vec<NamedScope>,
    /// Where, when and under which reading it holds.
    pub holds: Condition,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// The documentation above it.
    pub docs: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A document beside the policy itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name; the rules of the document name it among their sections.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// How it stands to others, by name.
    pub ranks: Vec<(Order, String)>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// The documentation above it.
    pub docs: Vec<String>,
}
