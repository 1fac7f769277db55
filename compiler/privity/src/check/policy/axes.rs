//! What rules speak about: the class axes, the facts, and their values.

use std::ops::RangeInclusive;

use super::{Ambiguity, AxisId, FactId, Kind};
use crate::arena::Id;
use crate::check::duty::ObligationId;
use crate::source::Span;

/// The class axes, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassAxis {
    /// Who acts.
    Actor,
    /// What is done: action atoms, then right atoms (a person demands it), then event atoms (it happened).
    Action,
    /// What it is done with: data atoms, then one value for *no data*.
    Data,
    /// What for: purpose atoms, then one value for *no purpose*.
    Purpose,
    /// Who receives: party atoms, then one value for *nobody*.
    Recipient,
    /// From whom data come: party atoms, then one value for *nobody*.
    Source,
    /// About whom.
    Subject,
    /// Where the data subject is at home.
    Home,
    /// Where the data come from.
    Origin,
    /// Where the data end up, or the act happens.
    Destination,
    /// On which day.
    Date,
}

impl ClassAxis {
    /// All of them, in order.
    pub const ALL: [ClassAxis; 11] = [
        Self::Actor,
        Self::Action,
        Self::Data,
        Self::Purpose,
        Self::Recipient,
        Self::Source,
        Self::Subject,
        Self::Home,
        Self::Origin,
        Self::Destination,
        Self::Date,
    ];

    /// Its number.
    #[must_use]
    pub const fn id(self) -> AxisId {
        Id::new(self as u32)
    }

    /// Its name in conditions and requests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Action => "action",
            Self::Data => "data",
            Self::Purpose => "purpose",
            Self::Recipient => "recipient",
            Self::Source => "source",
            Self::Subject => "subject",
            Self::Home => "home",
            Self::Origin => "origin",
            Self::Destination => "destination",
            Self::Date => "date",
        }
    }

    /// The kind of its nodes; `None` for the date. Actions also hold rights and events.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Actor | Self::Recipient | Self::Source => Kind::Party,
            Self::Action => Kind::Action,
            Self::Data => Kind::Data,
            Self::Purpose => Kind::Purpose,
            Self::Subject => Kind::Subject,
            Self::Home | Self::Origin | Self::Destination => Kind::Place,
            Self::Date => return None,
        })
    }

    /// Whether the axis has one more value, behind its atoms, that means *none*.
    #[must_use]
    pub const fn has_none(self) -> bool {
        matches!(
            self,
            Self::Data | Self::Purpose | Self::Recipient | Self::Source
        )
    }
}

/// A dimension of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Its name: of the class axis, of the fact, `fact.element`, or `kept DUTY`, with channels and times.
    pub name: String,
    /// What it stands for.
    pub role: AxisRole,
    /// Its values.
    pub domain: RangeInclusive<i64>,
    /// Whether an unknown value counts as the worst one instead of being asked for.
    pub closed: bool,
}

/// What an axis stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AxisRole {
    /// A class axis.
    Class(ClassAxis),
    /// A fact: 0 and 1 for a flag, the position for words, the number, or the day number. The value that means *none* is [`Fact::none_value`].
    Fact(FactId),
    /// Whether an element is in a set-valued fact: 0 or 1. The element is a position in [`FactType::Set`], or `None` for all that no rule names.
    Element(FactId, Option<u32>),
    /// Whether a duty is kept: 1 kept (or pledged), 0 known to be broken.
    Kept(ObligationId),
}

/// An attribute of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: FactType,
    /// Its axes: one, or one per element and one for the rest.
    pub axes: Vec<AxisId>,
    /// The number on the axis that means *there is none*, and its word.
    pub none_value: Option<(i64, String)>,
    /// Whether somebody vouches for it.
    pub asserted: bool,
    /// Whether the law of a place says it.
    pub from_law: bool,
    /// What the text leaves open, if the values of this fact are ways to read it.
    pub ambiguity: Option<Ambiguity>,
    /// Whether the comparison of two versions says it (`privity diff`).
    pub from_diff: bool,
    /// What it means.
    pub docs: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// The words that a set `from diff` may have: what the comparison of two versions can find in the newer one.
pub const NEW_ELEMENTS: [&str; 9] = [
    "new_data",
    "new_purpose",
    "new_recipient",
    "new_place",
    "new_action",
    "more_permitted",
    "less_permitted",
    "fewer_duties",
    "more_duties",
];

/// The type of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    /// Yes (1) or no (0).
    Flag,
    /// Words; in an ordered one weakest first.
    Words {
        /// The words.
        words: Vec<String>,
        /// Whether their order means something.
        ordered: bool,
    },
    /// Any number of elements: words, or the names of atoms of a kind.
    Set {
        /// The elements that have an axis of their own.
        elements: Vec<String>,
        /// The kind of the elements; `None` for words.
        kind: Option<Kind>,
    },
    /// A whole number of a unit; durations count hours.
    Number(Option<crate::syntax::ast::Unit>),
    /// A length of time, in hours.
    Duration,
    /// A day number.
    Date,
}
