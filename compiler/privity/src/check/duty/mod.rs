//! Duties: what must be done along with a permitted act, by when and by which way, and how two of them join.

mod conflict;
mod join;
mod kept;
mod length;
mod strictness;
#[cfg(test)]
mod tests;
mod text;

use super::values::ValueSet;
use crate::arena::Id;
use crate::syntax::ast::{Kind, Unit};

pub use conflict::{conflict, conflicting};
pub use join::join;
pub use kept::keep;

/// The number of an obligation.
pub type ObligationId = Id<Obligation>;

/// A declared duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyKind {
    /// Its name.
    pub name: String,
    /// The types of its parameters.
    pub parameters: Vec<ParameterType>,
    /// Duties that cannot be kept together with this one, by name; symmetric.
    pub excludes: Vec<String>,
}

/// The type of a parameter, which says how two values join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterType {
    /// Nodes of a kind; joined by union.
    Nodes(Kind),
    /// A word; different words are different duties.
    Word(Vec<String>),
    /// A word of an order, weakest first; joined to the strongest.
    Level(Vec<String>),
    /// At least so long; joined to the longest.
    AtLeast,
    /// At most so long; joined to the shortest.
    AtMost,
}

/// A duty that some rule asks for. One of the alternatives must be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Obligation {
    /// The alternatives, at least one, in the order written.
    pub alternatives: Vec<Duty>,
    /// The channels of which one must be used; `None` when any will do.
    pub through: Option<Channels>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// How often.
    pub every: Option<Deadline>,
    /// The flag that says it is kept, if its duty declares one.
    pub shown_by: Option<String>,
}

/// Channels of which one must be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Channels {
    /// Their names as written.
    pub names: Vec<String>,
    /// Their atoms.
    pub atoms: ValueSet,
}

/// A duty with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duty {
    /// Its name.
    pub name: String,
    /// Its arguments, one per parameter that is given.
    pub arguments: Vec<Argument>,
}

/// An argument of a duty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Argument {
    /// Nodes: their names as written, and their atoms.
    Nodes(Vec<String>, ValueSet),
    /// A word that names a duty of its own.
    Word(String),
    /// A word of an order, with its position.
    Level(u32, String),
    /// At least so long.
    AtLeast(Length),
    /// At most so long.
    AtMost(Length),
}

/// By when a duty must be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadline {
    /// Within a length of time; `at once` is 0 hours.
    Within(Length),
    /// Within a named period: compares with itself only.
    Period(String),
    /// Before an event or act, by name.
    Before(String),
}

/// A length of time, in hours: a month has 28 to 31 days, so it is an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    /// At least this many hours.
    pub min: i64,
    /// At most this many hours.
    pub max: i64,
    /// How many, as written.
    pub number: i64,
    /// Of what.
    pub unit: Unit,
}
