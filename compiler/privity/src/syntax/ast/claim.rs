//! Claims about requests: assertions and tests.

use super::{Citation, Clause, DutyTerm, Name, Path, Set, Target, TestOf, Text};
use crate::source::Span;

/// What must hold of all requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its name, if it has one.
    pub name: Option<Name>,
    /// What is claimed.
    pub claim: Claim,
    /// The word of the claim, for messages.
    pub claim_span: Span,
    /// Of which acts, answers or events.
    pub question: Question,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
    /// Whether a part could not be read. Such an assertion is set aside.
    pub damaged: bool,
}

/// What an assertion claims of its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Claim {
    /// None is permitted.
    Never,
    /// All are permitted.
    Always,
    /// One is permitted.
    Some,
    /// Those that are permitted have these duties.
    Whenever,
}

impl Claim {
    /// The word of the claim.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Always => "always",
            Self::Some => "some",
            Self::Whenever => "whenever",
        }
    }
}

/// An example with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The law that is asked; `None` for the law of the module, or the policy.
    pub law: Option<Path>,
    /// What it shows.
    pub title: Text,
    /// What is asked.
    pub question: Option<Question>,
    /// The rest of the request: scope clauses only.
    pub clauses: Vec<Clause>,
    /// The facts.
    pub given: Vec<TestGiven>,
    /// The answer.
    pub expect: Option<Expect>,
    /// `cite …`: the statements that it shows.
    pub citations: Vec<Citation>,
    /// Whether a part could not be read. Such a test is set aside.
    pub damaged: bool,
}

/// What a test asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// `ask ACTIONS DATA`
    Act(Target),
    /// `ask grant RIGHTS`
    Grant(Set),
    /// `ask on EVENTS`
    On(Set),
}

/// A fact of a test's request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestGiven {
    /// Whether it stands behind `not`.
    pub negated: bool,
    /// The fact and its value.
    pub test: TestOf,
}

/// The answer a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// The verdict.
    pub verdict: ExpectedVerdict,
    /// `by RULES`
    pub by: Vec<Path>,
    /// `must DUTY or DUTY, …`: exactly these, each with its alternatives; `Some` and empty for `must nothing`.
    pub duties: Option<Vec<Vec<DutyTerm>>>,
    /// The whole.
    pub span: Span,
}

/// The verdict a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedVerdict {
    /// `permit`
    Permit,
    /// `deny`
    Deny,
    /// `not applicable`
    NotApplicable,
    /// `needs FACTS`
    Needs(Vec<Path>),
}
