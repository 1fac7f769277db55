//! What a condition tests, and which comparisons fit it.

use super::Known;
use super::sentence::Sentence;
use crate::check::policy::ClassAxis;
use crate::resolve::names::{Space, What};
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{Fact, FactType, Kind, Name, Path, Unit};

/// The subject of a test.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tested<'a> {
    Axis(ClassAxis),
    Fact(&'a Fact),
    /// A named condition.
    Condition,
}

impl<'a> Tested<'a> {
    /// What a word means in front of a comparison.
    pub(super) fn of(known: Known<'a>, module: ModuleIndex, word: &str) -> Option<Self> {
        let mut axes = ClassAxis::ALL.into_iter();
        if let Some(axis) = axes.find(|axis| axis.name() == word) {
            return Some(Self::Axis(axis));
        }
        let world = known.world;
        let found = world.names.find(Space::Condition, &path(word), module)?;
        match found.declared.what {
            What::Fact(at) => world.facts.get(at).map(|fact| Self::Fact(&fact.item)),
            What::Define(_) => Some(Self::Condition),
            _ => None,
        }
    }

    /// The comparisons that fit, the likeliest first.
    pub(super) fn comparisons(self, sentence: &Sentence<'_>) -> &'static [&'static str] {
        let is_given = sentence.slot() == "given";
        let is_deemed = sentence.slot() == "deem";
        match self {
            Self::Condition => &[],
            Self::Axis(axis) if axis.kind() == Some(Kind::Place) => match is_given {
                true => &["is"],
                false => &["in", "outside", "is", "is not"],
            },
            Self::Axis(ClassAxis::Date) if !is_given => {
                &["at least", "at most", "below", "above", "is", "is not"]
            }
            Self::Fact(fact) => match &fact.ty {
                FactType::Flag if is_deemed => &["is"],
                FactType::Ordered(_) if is_deemed => &["at least"],
                _ if is_deemed => &[],
                FactType::SetOf(_) | FactType::SetOfKind(_) if is_given => {
                    &["has", "is", "has any", "has all"]
                }
                _ if is_given => &["is"],
                FactType::Flag | FactType::OneOf(_) => &["is", "is not"],
                FactType::SetOf(_) | FactType::SetOfKind(_) => {
                    &["has", "has any", "has all", "is", "is not"]
                }
                FactType::Ordered(_) => &["at least", "is", "is not", "below", "at most", "above"],
                FactType::Number(_) | FactType::Duration | FactType::Date => {
                    &["below", "above", "at least", "at most", "is", "is not"]
                }
            },
            Self::Axis(_) if is_given => &["is"],
            Self::Axis(_) => &["is", "is not"],
        }
    }

    /// Whether it is a test without a comparison.
    pub(super) fn is_whole(self) -> bool {
        match self {
            Self::Axis(_) => false,
            Self::Fact(fact) => fact.ty == FactType::Flag,
            Self::Condition => true,
        }
    }

    /// Whether `any` may be its value.
    pub(super) fn may_be_any(self) -> bool {
        match self {
            Self::Axis(axis) => axis != ClassAxis::Date,
            Self::Fact(fact) => matches!(fact.ty, FactType::SetOf(_) | FactType::SetOfKind(_)),
            Self::Condition => false,
        }
    }

    /// The units that a number has behind it, its own first.
    pub(super) fn units(self) -> &'static [&'static str] {
        match self {
            Self::Fact(fact) => match fact.ty {
                FactType::Number(Some(unit)) => match unit {
                    Unit::Hour => &["hours", "days", "weeks"],
                    Unit::Day => &["days", "hours", "weeks"],
                    Unit::Week => &["weeks", "days", "hours"],
                    Unit::Month => &["months", "years"],
                    Unit::Year => &["years", "months"],
                },
                FactType::Duration => &["days", "hours", "weeks", "months", "years"],
                _ => &[],
            },
            Self::Axis(_) | Self::Condition => &[],
        }
    }
}

/// A dotted word as a path that stands nowhere.
pub(super) fn path(word: &str) -> Path {
    Path {
        segments: word
            .split('.')
            .map(|text| Name {
                text: text.to_owned(),
                span: Default::default(),
            })
            .collect(),
        span: Default::default(),
    }
}
