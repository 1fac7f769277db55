//! The syntax tree: what was written, with places, nothing looked up.
//!
//! A tree exists for *any* text. What could not be read is left out (and reported); a rule that lost a part is marked
//! [`Rule::damaged`], so that later passes set it aside instead of giving it another meaning.

mod ambiguity;
mod claim;
mod condition;
mod fact;
mod finding;
mod law;
mod lost;
mod rule;
pub(super) mod shift;
mod standing;
mod vocabulary;
mod waiver;

use std::sync::Arc;

use smallvec::SmallVec;

use crate::source::{FileId, Span};

pub use ambiguity::{Ambiguity, Reading, Unresolved, ambiguity_and_reading};
pub use claim::{Assertion, Claim, Expect, ExpectedVerdict, Question, Test, TestGiven};
pub use condition::{Comparison, Condition, TestOf, Value};
pub use fact::{Deem, Default, Define, Fact, FactType, Period};
pub use finding::Finding;
pub use law::{Assume, Assumed, Law, Supply};
pub use lost::{Lost, LostSort};
pub use rule::{
    Argument, Citation, Clause, ClauseKind, DutyTerm, Effect, Length, Must, Rule, Set, SetMember,
    Target, Timing,
};
pub use standing::{Order, Promise, Rank, Switch};
pub use vocabulary::{Alias, Group, Kind, Member, Node, Parameter, Vocabulary};
pub use waiver::{Covers, Waiver};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Which file.
    pub file: FileId,
    /// Its items, in order.
    pub items: Vec<Item>,
    /// The findings that are not wanted, in the order of their places.
    pub waivers: Vec<Waiver>,
    /// What was declared in words that could not be read. That is reported already: a use of it is no second error.
    pub lost: Lost,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The words of a path; most have one.
pub type Segments = SmallVec<[Name; 1]>;

/// Words joined by dots; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The words.
    pub segments: Segments,
    /// The whole.
    pub span: Span,
}

/// A quoted string, without its quotes and with its escapes resolved (`\"`, `\\`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters.
    pub value: String,
    /// The whole, with quotes.
    pub span: Span,
}

/// A calendar day as written; not yet known to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: i16,
    /// The month, as written.
    pub month: u8,
    /// The day of the month, as written.
    pub day: u8,
    /// Where it stands.
    pub span: Span,
}

/// A whole number; `None` when it is too large for 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The value.
    pub value: Option<i64>,
    /// Where it stands.
    pub span: Span,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// 60 minutes.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month, 28 to 31 days.
    Month,
    /// A calendar year, 365 or 366 days.
    Year,
}

/// A number of units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub number: Number,
    /// Of what.
    pub unit: Unit,
    /// The whole.
    pub span: Span,
}

/// An item with the documentation above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The `///` lines, without the slashes and one blank.
    pub docs: Vec<String>,
    /// What it is.
    pub kind: ItemKind,
    /// The item, without its documentation.
    pub span: Span,
    /// Whether a part of it could not be read, so that it says less than was meant. Never set on what holds other items or nodes.
    pub damaged: bool,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// `policy …`
    Header(Header),
    /// `law …`
    Law(Law),
    /// `import …`
    Import(Path),
    /// `source … { … }`
    Source(Source),
    /// `data { … }` and its like
    Vocabulary(Vocabulary),
    /// `group …`
    Group(Group),
    /// `alias … is …`
    Alias(Alias),
    /// `fact …`
    Fact(Fact),
    /// `ambiguity …`
    Ambiguity(Ambiguity),
    /// `period …`
    Period(Period),
    /// `define … is …`
    Define(Define),
    /// `deem …`
    Deem(Deem),
    /// `default AXIS is …`
    Default(Default),
    /// `supply … is …`
    Supply(Supply),
    /// `assume …`
    Assume(Assume),
    /// `switch …`
    Switch(Switch),
    /// `promise …`
    Promise(Promise),
    /// `section … { … }`, `document …`
    Section(Section),
    /// A rule of any effect; there are many, and passes keep them
    Rule(Arc<Rule>),
    /// `inform …`
    Inform(Inform),
    /// `finding …`
    Finding(Finding),
    /// `assert …`
    Assertion(Assertion),
    /// `test …`
    Test(Test),
}

/// The header of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The policy's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `version "…"`
    pub version: Option<Text>,
    /// `updated DATE`
    pub updated: Option<Date>,
    /// `replaces NAME "VERSION"`
    pub replaces: Option<(Name, Option<Text>)>,
    /// `since DATE`
    pub since: Option<Date>,
    /// `until DATE`
    pub until: Option<Date>,
    /// `by PARTY`
    pub controller: Option<Path>,
    /// `complies LAWS`
    pub complies: Vec<Path>,
    /// `cite …`
    pub citations: Vec<Citation>,
}

/// A cited text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// The places in it.
    pub anchors: Vec<Anchor>,
}

/// A place in a cited text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: Name,
    /// The heading it stands under.
    pub heading: Text,
    /// The paragraph below that heading, from 1.
    pub paragraph: Number,
    /// First and last sentence, from 1; `None` for the whole paragraph.
    pub sentences: Option<(Number, Number)>,
    /// `sha256:` and 16 hexadecimal digits.
    pub digest: Text,
}

/// Rules that share clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// The ranks of a document; `None` for a section that is no document.
    pub ranks: Option<Vec<Rank>>,
    /// The shared clauses.
    pub clauses: Vec<Clause>,
    /// The items inside.
    pub items: Vec<Item>,
}

/// Recorded text that decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inform {
    /// Its name.
    pub name: Name,
    /// In our words.
    pub text: Option<Text>,
    /// Citations, notes, perhaps a scope.
    pub clauses: Vec<Clause>,
}
