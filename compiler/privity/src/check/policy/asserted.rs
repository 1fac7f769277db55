//! What authors state about their policy: assertions, what they found, and examples.

use super::{Citation, Claim, Condition, Kind};
use crate::check::duty::Obligation;
use crate::source::Span;

/// A claim about all requests of some region, whatever is true otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Given, or made from its content.
    pub name: String,
    /// What is claimed.
    pub claim: Claim,
    /// The requests it speaks of: those in at least one of these parts.
    pub parts: Vec<AssertedPart>,
    /// For [`Claim::Whenever`] the duties that must come with whatever is permitted, or stricter ones.
    pub duties: Vec<Obligation>,
    /// The documentation above it.
    pub docs: Vec<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

/// Requests of which an assertion speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssertedPart {
    /// Where they lie.
    pub region: Condition,
    /// Whether only those that cross a border are meant (the action word `transfer`).
    pub crossing: bool,
}

/// A finding on the text that the authors of the policy recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFinding {
    /// Its identifier.
    pub id: String,
    /// What was found, in their words.
    pub what: Option<String>,
    /// What the policy says about it.
    pub settled: Vec<Settled>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The places of the text.
    pub citations: Vec<Citation>,
}

/// A declaration that settles a recorded finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Its name.
    pub name: String,
    /// What it is.
    pub by: SettledBy,
}

/// What sort of declaration settles a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettledBy {
    /// A rule.
    Rule,
    /// All rules of a section, or of the policy.
    Section,
    /// A fact, an ambiguity or a named condition.
    Condition,
    /// A named length of time.
    Period,
    /// A recorded text or an assertion.
    Text,
    /// A node, a group or another word for one.
    Word(Kind),
}

/// An example: a request and the answer it must get.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// The request.
    pub request: crate::request::Request,
    /// The answer.
    pub expect: Expectation,
    /// The statements that it shows.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

/// The answer a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The verdict; for `needs`, the names of the facts and axes, sorted.
    pub verdict: ExpectedVerdict,
    /// Rules that must be among the deciding ones, by name.
    pub by: Vec<String>,
    /// The duties, as [`Obligation`] prints them without deadline and channel; exactly these.
    pub duties: Option<Vec<String>>,
}

/// The verdict a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedVerdict {
    /// Allowed.
    Permit,
    /// Not allowed.
    Deny,
    /// Outside the policy.
    NotApplicable,
    /// More must be known: exactly these facts and axes.
    Needs(Vec<String>),
}
