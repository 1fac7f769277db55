//! A policy whose names, kinds and units are known to be right: what every later pass works on.
//!
//! All rules speak about **axes**: the class axes (who does what with which data …), one axis per fact, one per element of a
//! set-valued fact, and one per duty that may be broken. A value on an axis is a whole number; [`Axis::domain`] says which.
//! An **atom** is one value on every axis.

mod asserted;
mod axes;
mod borders;
mod cited;
mod rule;

pub use asserted::{
    AssertedPart, Assertion, Expectation, ExpectedVerdict, RecordedFinding, Settled, SettledBy,
    Test,
};
pub use axes::{Axis, AxisRole, ClassAxis, Fact, FactType, NEW_ELEMENTS};
pub use borders::{Area, Borders};
pub use cited::{Anchor, Citation, CitedText, Informative, PlacedAnchor};
pub use rule::{Condition, Effect, Layer, NamedScope, Rule};

use std::ops::RangeInclusive;

use super::duty::{DutyKind, Obligation};
pub use super::listed::{Ambiguity, Document, Promise, Switch};
use super::taxonomy::{Taxonomies, TaxonomyNode};
use super::values::ValueSet;
use crate::arena::{Arena, Id};
use crate::source::Span;
pub use crate::syntax::ast::{Claim, Kind};

/// The number of an axis.
pub type AxisId = Id<Axis>;
/// The number of a fact.
pub type FactId = Id<Fact>;
/// The number of a rule.
pub type RuleId = Id<Rule>;

/// A checked policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Name, title, version.
    pub header: Header,
    /// First and last day on which the policy applies, as day numbers (see [`super::dates`]).
    pub effective: RangeInclusive<i64>,
    /// All nodes of all kinds, with their atoms.
    pub taxonomies: Taxonomies,
    /// The axes. The first [`ClassAxis::ALL`]`.len()` are the class axes, in that order.
    pub axes: Arena<Axis>,
    /// The facts a request may state.
    pub facts: Arena<Fact>,
    /// The duties that rules may ask for, by kind.
    pub duty_kinds: Vec<DutyKind>,
    /// Every duty some rule asks for, once.
    pub obligations: Arena<Obligation>,
    /// The sound rules. Rules with a mistake in them are in `poisoned`.
    pub rules: Arena<Rule>,
    /// Rules that were set aside because of a reported error: name and place. While there are any, nothing is emitted or decided.
    pub poisoned: Vec<(String, Span)>,
    /// Where borders are.
    pub borders: Borders,
    /// What an axis is when a request leaves it out: class axes by `default`, facts by their default. `None`: unknown.
    pub defaults: Vec<Option<ValueSet>>,
    /// For every party atom, the place atoms it sits in; `None`: nothing is said.
    pub sits_in: Vec<Option<ValueSet>>,
    /// Recorded text that decides nothing.
    pub informative: Vec<Informative>,
    /// What the authors found in the text.
    pub recorded: Vec<RecordedFinding>,
    /// What must hold of all requests.
    pub assertions: Vec<Assertion>,
    /// The texts that the policy cites, in the order of their declarations.
    pub texts: Vec<CitedText>,
    /// The switches a person may turn; what they mean is in the rules.
    pub switches: Vec<Switch>,
    /// Standing duties, which come with no answer.
    pub promises: Vec<Promise>,
    /// The documents beside the policy itself, and how they rank.
    pub documents: Vec<Document>,
    /// Examples.
    pub tests: Vec<Test>,
    /// The laws it is linked with, each a rule set of its own.
    pub laws: super::law::Laws,
}

/// What a policy is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its version, as written.
    pub version: Option<String>,
    /// The day on which its text was last changed, as a day number.
    pub updated: Option<i64>,
    /// The policy that it replaces: its name, and its version if that is said.
    pub replaces: Option<(String, Option<String>)>,
}

impl Policy {
    /// The axis of a class axis.
    #[must_use]
    pub fn class_axis(&self, axis: ClassAxis) -> &Axis {
        self.axes.at(axis.id())
    }

    /// The numbers of the action axis that are responses: rights and events, which are allowed by default.
    #[must_use]
    pub fn responses(&self) -> ValueSet {
        let count = |kind| self.taxonomies.atom_count(kind);
        let first = count(Kind::Action);
        let last = first + count(Kind::Right) + count(Kind::Event) - 1;
        ValueSet::range(first, last)
    }

    /// Whether an axis is a circumstance that may change: neither what is asked about, nor how the text is read.
    #[must_use]
    pub fn is_circumstance(&self, axis: AxisId) -> bool {
        self.axes.get(axis).is_some_and(|axis| match axis.role {
            AxisRole::Class(_) => false,
            AxisRole::Fact(fact) => self
                .facts
                .get(fact)
                .is_none_or(|fact| fact.ambiguity.is_none()),
            AxisRole::Element(..) | AxisRole::Kept(_) => true,
        })
    }

    /// How a value of an axis is called in requests and messages.
    #[must_use]
    pub fn value_name(&self, axis: AxisId, value: i64) -> String {
        crate::check::naming::value_name(self, axis, value)
    }

    /// The node of a kind with this name.
    #[must_use]
    pub fn node(&self, kind: Kind, name: &str) -> Option<&TaxonomyNode> {
        self.taxonomies.node(kind, name)
    }
}
