//! Facts, and what is said about them: lengths of time, named conditions, what counts as so, defaults.

use super::{Citation, Clause, Condition, Duration, Kind, Name, Set, TestOf, Text, Unit, Value};

/// An attribute of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// Whether somebody vouches for it.
    pub asserted: bool,
    /// Its type.
    pub ty: FactType,
    /// `between LOW and HIGH`
    pub between: Option<(Value, Value)>,
    /// `or NAME`: one more value that means "there is none".
    pub or_none: Option<Name>,
    /// `from law`
    pub from_law: bool,
    /// `from diff`
    pub from_diff: bool,
    /// `default VALUE`
    pub default: Option<Value>,
    /// `closed`
    pub closed: bool,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// `note "…"`
    pub notes: Vec<Text>,
}

/// The type of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    /// Yes or no.
    Flag,
    /// Words, weakest first.
    Ordered(Vec<Name>),
    /// Words.
    OneOf(Vec<Name>),
    /// Any number of the words.
    SetOf(Vec<Name>),
    /// Any number of the nodes of a kind.
    SetOfKind(Kind),
    /// A whole number, perhaps of a unit.
    Number(Option<Unit>),
    /// A length of time.
    Duration,
    /// A day.
    Date,
}

/// A named length of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its name.
    pub name: Name,
    /// The length; `None` when the text leaves it open (`unstated`) or to the law.
    pub length: Option<Duration>,
    /// `from law`
    pub from_law: bool,
    /// `default DURATION`
    pub default: Option<Duration>,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// `note "…"`
    pub notes: Vec<Text>,
}

/// A named condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub condition: Condition,
    /// `cite …`
    pub citations: Vec<Citation>,
}

/// A fact that follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deem {
    /// `FACT at least VALUE` or `FACT is yes`.
    pub test: TestOf,
    /// Where and when.
    pub clauses: Vec<Clause>,
}

/// What a class axis is when a request leaves it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Default {
    /// Which axis.
    pub axis: Name,
    /// What it is then.
    pub set: Set,
}
