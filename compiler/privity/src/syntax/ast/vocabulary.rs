//! The vocabulary: kinds, trees of nodes, groups and aliases.

use super::{Citation, Date, Name, Path, Set, Text, Unresolved};
use crate::source::Span;

/// A kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What is done.
    Action,
    /// What it is done with.
    Data,
    /// What for.
    Purpose,
    /// Who.
    Party,
    /// Where.
    Place,
    /// About whom.
    Subject,
    /// What a person may demand.
    Right,
    /// What may happen.
    Event,
    /// What must be done then.
    Duty,
    /// By which way.
    Channel,
    /// What sort of guard.
    Guard,
}

impl Kind {
    /// Every kind, in the order of the language reference.
    pub const ALL: &'static [Self] = &[
        Self::Action,
        Self::Data,
        Self::Purpose,
        Self::Party,
        Self::Place,
        Self::Subject,
        Self::Right,
        Self::Event,
        Self::Duty,
        Self::Channel,
        Self::Guard,
    ];

    /// The keyword of the kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Data => "data",
            Self::Purpose => "purpose",
            Self::Party => "party",
            Self::Place => "place",
            Self::Subject => "subject",
            Self::Right => "right",
            Self::Event => "event",
            Self::Duty => "duty",
            Self::Channel => "channel",
            Self::Guard => "guard",
        }
    }

    /// The kind with this keyword.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// A taxonomy, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// Of which kind.
    pub kind: Kind,
    /// The nodes at the top.
    pub nodes: Vec<Node>,
}

/// A node of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The `///` lines above it.
    pub docs: Vec<String>,
    /// Its name.
    pub name: Name,
    /// The types of a duty's parameters.
    pub parameters: Vec<Parameter>,
    /// Whether its children are examples only.
    pub open: bool,
    /// Further parents.
    pub under: Vec<Path>,
    /// The inputs of derived data.
    pub derived_from: Vec<Path>,
    /// The roles of a party.
    pub roles: Vec<Name>,
    /// The places a party sits in.
    pub sits_in: Vec<Path>,
    /// Whether a place is wherever the data subject is at home.
    pub as_home: bool,
    /// Duties that cannot be kept together with this one.
    pub excludes: Vec<Path>,
    /// The flag that says the duty is kept.
    pub shown_by: Option<Path>,
    /// The node that stands in its place.
    pub replaced_by: Option<Path>,
    /// What it means, in words.
    pub meaning: Option<Text>,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// The nodes below.
    pub children: Vec<Node>,
    /// The node, without its documentation.
    pub span: Span,
}

/// The type of a duty's parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// A node or set of a kind; joined by union.
    Kind(Kind, Span),
    /// `one of a, b`: different values are different duties.
    OneOf(Vec<Name>),
    /// `ordered a, b`, weakest first; joined to the strongest.
    Ordered(Vec<Name>),
    /// `duration at least`; joined to the longest.
    AtLeast(Span),
    /// `duration at most`; joined to the shortest.
    AtMost(Span),
}

/// A named set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Name,
    /// `as one area`: no border inside.
    pub one_area: bool,
    /// The undated part.
    pub set: Option<Set>,
    /// The dated members.
    pub members: Vec<Member>,
    /// `unresolved`: the text refers to what it does not say.
    pub unresolved: Option<Unresolved>,
    /// `cite …`
    pub citations: Vec<Citation>,
}

/// A member of a group for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Which node or group.
    pub path: Path,
    /// The first day; since ever without.
    pub since: Option<Date>,
    /// The last day; for ever without.
    pub until: Option<Date>,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// The whole.
    pub span: Span,
}

/// Another word for a node or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The word.
    pub name: Name,
    /// What it stands for.
    pub target: Path,
    /// `unresolved`: the text refers to what it does not say.
    pub unresolved: Option<Unresolved>,
    /// `cite …`
    pub citations: Vec<Citation>,
}
