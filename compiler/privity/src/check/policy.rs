//! A policy whose names, kinds and units are known to be right: what every later pass works on.
//!
//! All rules speak about **axes**: the class axes (who does what with which data …), one axis per fact, one per element of a
//! set-valued fact, and one per duty that may be broken. A value on an axis is a whole number; [`Axis::domain`] says which.
//! An **atom** is one value on every axis.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::duty::{DutyKind, Obligation, ObligationId};
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

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Given, or made from its content.
    pub name: String,
    /// Whether the name was given, so that other rules can use it.
    pub is_named: bool,
    /// What it does.
    pub effect: Effect,
    /// Which layer it belongs to. A rule that names `transfer` beside other actions is two rules of one name.
    pub layer: Layer,
    /// Where it applies: for a permit, forbid, oblige or exclude its region without the broken duties; for a require the *scope*.
    pub region: Condition,
    /// What a `require` demands; [`Condition::TRUE`] otherwise.
    pub requirement: Condition,
    /// What it attaches. A permit whose duty is known to be broken does not hold; an oblige whose duty is broken denies.
    pub obligations: Vec<ObligationId>,
    /// The guards and obliges of the same layer that it lifts (permits only).
    pub lifts: Vec<RuleId>,
    /// Whether only its own name lifts it.
    pub is_final: bool,
    /// What sort of guard it is.
    pub guard_kind: Option<String>,
    /// The sections it stands in, outermost first.
    pub sections: Vec<String>,
    /// The nodes it names, axis by axis, for messages and for comparing rules.
    pub named: Vec<NamedScope>,
    /// Its conditions one by one as they were written, each with its place: of `when` what must hold, of `unless` what must not, turned round.
    /// Last, of a `require`, what it demands.
    pub conditions: Vec<(Condition, Span)>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// The documentation above it.
    pub docs: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Allows.
    Permit,
    /// A guard on its region.
    Forbid,
    /// A guard on its region without its requirement.
    Require,
    /// Attaches duties to what is permitted.
    Oblige,
    /// Outside the policy.
    Exclude,
}

/// Which layer a rule belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Every act.
    Base,
    /// Acts that cross a border.
    Transfer,
}

/// What a rule's text names on one class axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedScope {
    /// The axis.
    pub axis: ClassAxis,
    /// The listed nodes, groups or roles, each with its values, as written.
    pub listed: Vec<(String, ValueSet)>,
    /// The values taken out by `except` or `outside`.
    pub except: ValueSet,
    /// The test that the clause makes, with its days.
    pub condition: Condition,
}

/// A Boolean combination of tests on axes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// All hold; the empty list is true.
    All(Vec<Condition>),
    /// At least one holds; the empty list is false.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The value on the axis is in the set.
    Test(AxisId, ValueSet),
}

impl Condition {
    /// Always.
    pub const TRUE: Condition = Condition::All(Vec::new());
    /// Never.
    pub const FALSE: Condition = Condition::Any(Vec::new());

    /// Whether it holds at an atom: one value per axis, by number.
    ///
    /// An axis that the atom lacks fails its test.
    #[must_use]
    pub fn holds(&self, atom: &[i64]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(atom)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(atom)),
            Self::Not(inner) => !inner.holds(atom),
            Self::Test(axis, set) => atom
                .get(axis.index())
                .is_some_and(|&value| set.contains(value)),
        }
    }

    /// Calls `visit` on every test.
    pub fn for_each_test(&self, visit: &mut impl FnMut(AxisId, &ValueSet)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.for_each_test(visit))
            }
            Self::Not(inner) => inner.for_each_test(visit),
            Self::Test(axis, set) => visit(*axis, set),
        }
    }
}

/// Where borders are, for the transfer layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Borders {
    /// For every place atom its country: the number of its topmost ancestor.
    pub country: Vec<u32>,
    /// The place atoms that are wherever the data subject is at home.
    pub as_home: ValueSet,
    /// Groups without borders inside: which place atoms are in, from which day to which.
    pub areas: Vec<Area>,
}

/// A group of places without borders inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its members and the days (both ends included) on which they are in.
    pub members: Vec<(ValueSet, RangeInclusive<i64>)>,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The anchor's name, or the words.
    pub label: String,
    /// The place in the cited text.
    pub anchor: Option<Anchor>,
}

/// A place in a cited text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The name of the source.
    pub source: String,
    /// The heading.
    pub heading: String,
    /// The paragraph below the heading, from 1.
    pub paragraph: u32,
    /// First and last sentence, from 1.
    pub sentences: Option<(u32, u32)>,
    /// `sha256:` and 16 hexadecimal digits.
    pub digest: String,
}

/// A text that a policy cites: the places in it that have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedText {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// The places.
    pub anchors: Vec<PlacedAnchor>,
    /// Where it is declared: its name.
    pub span: Span,
}

/// A named place in a cited text, and where the policy speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedAnchor {
    /// Its name.
    pub name: String,
    /// What it says.
    pub anchor: Anchor,
    /// Where it stands, from the name to the digest.
    pub span: Span,
    /// Where its heading, paragraph and sentences stand.
    pub place: Span,
    /// Where its digest stands, with the quotes.
    pub digest: Span,
    /// Where it is cited.
    pub cited_at: BTreeSet<Span>,
}

impl std::fmt::Display for Citation {
    /// `MH_059 (Accessing devices, paragraph 2, sentence 7)`, or the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)?;
        let Some(anchor) = &self.anchor else {
            return Ok(());
        };
        write!(f, " ({}, paragraph {}", anchor.heading, anchor.paragraph)?;
        match anchor.sentences {
            Some((first, last)) if first == last => write!(f, ", sentence {first})"),
            Some((first, last)) => write!(f, ", sentences {first} to {last})"),
            None => f.write_str(")"),
        }
    }
}

/// Recorded text that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Informative {
    /// Its name.
    pub name: String,
    /// In our words.
    pub text: Option<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
}

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
        super::naming::value_name(self, axis, value)
    }

    /// The node of a kind with this name.
    #[must_use]
    pub fn node(&self, kind: Kind, name: &str) -> Option<&TaxonomyNode> {
        self.taxonomies.node(kind, name)
    }
}
