//! Conditions and the values they compare with.

use super::{Date, Duration, Kind, Number, Path};
use crate::source::Span;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>, Span),
    /// At least one holds.
    Any(Vec<Condition>, Span),
    /// It does not hold.
    Not(Box<Condition>, Span),
    /// A single test.
    Test(TestOf),
}

impl Condition {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::All(_, span) | Self::Any(_, span) | Self::Not(_, span) => *span,
            Self::Test(test) => test.span,
        }
    }
}

/// A fact, a class axis or a named condition, perhaps compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestOf {
    /// What is tested.
    pub subject: Path,
    /// With what.
    pub comparison: Option<(Comparison, Value)>,
    /// The whole.
    pub span: Span,
}

/// How a test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `below`
    Below,
    /// `above`
    Above,
    /// `in`
    In,
    /// `outside`
    Outside,
    /// `has`, `has all`
    HasAll,
    /// `has any`
    HasAny,
}

/// A value in a condition or a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `any`
    Any(Span),
    /// `(a, b)`
    List(Vec<Value>, Span),
    /// `this KIND`
    This(Kind, Span),
    /// A day.
    Date(Date),
    /// A length of time.
    Duration(Duration),
    /// A number.
    Number(Number),
    /// A word: a node, group, enum value, `yes`, `no`, `none`, `unknown`.
    Path(Path),
}
