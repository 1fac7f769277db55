//! The syntax tree: what was written, with places, nothing looked up.
//!
//! A tree exists for *any* text. What could not be read is left out (and reported); a rule that lost a part is marked
//! [`Rule::damaged`], so that later passes set it aside instead of giving it another meaning.

mod ambiguity;
mod finding;
mod law;
mod lost;
mod standing;
mod waiver;

use crate::source::{FileId, Span};

pub use ambiguity::{Ambiguity, Reading, Unresolved, ambiguity_and_reading};
pub use finding::Finding;
pub use law::{Assume, Assumed, Law, Supply};
pub use lost::{Lost, LostSort};
pub use standing::{Order, Promise, Rank, Switch};
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

/// Words joined by dots; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The words.
    pub segments: Vec<Name>,
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
    /// A rule of any effect
    Rule(Rule),
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

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `rule NAME`
    pub name: Option<Name>,
    /// `final`
    pub is_final: bool,
    /// What it does.
    pub effect: Effect,
    /// The keyword of the effect, for messages.
    pub effect_span: Span,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
    /// Whether a part could not be read. Such a rule is set aside.
    pub damaged: bool,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// `permit TARGET`
    Permit(Target),
    /// `forbid TARGET`
    Forbid(Target),
    /// `require CONDITION before TARGET`
    Require(Condition, Target),
    /// `oblige DUTIES whenever TARGET`
    Oblige(Vec<Must>, Target),
    /// `exclude TARGET`
    Exclude(Target),
    /// `grant RIGHTS`
    Grant(Set),
    /// `on EVENTS`
    On(Set),
}

/// Actions, and the data they are done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The actions; `None` for `any`.
    pub actions: Option<Vec<Path>>,
    /// The data; `None` when left out.
    pub data: Option<Set>,
    /// The whole.
    pub span: Span,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What it is.
    pub kind: ClauseKind,
    /// The whole, keyword included.
    pub span: Span,
}

/// What a clause is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClauseKind {
    /// `to`: recipients.
    To(Set),
    /// `from`: origin or source.
    From(Set),
    /// `in`: destination.
    In(Set),
    /// `outside`: destination.
    Outside(Set),
    /// `for`: purposes.
    For(Set),
    /// `about`: data subjects.
    About(Set),
    /// `by`: actors.
    By(Set),
    /// `since`: first day.
    Since(Date),
    /// `until`: last day.
    Until(Date),
    /// `when`
    When(Condition),
    /// `unless`
    Unless(Condition),
    /// `must`
    Must(Must),
    /// `kind`
    GuardKind(Path),
    /// `under NAME.READING`
    Under(Path),
    /// `without`
    Without(Vec<Path>),
    /// `overrides`
    Overrides(Vec<Path>),
    /// `cite`
    Cite(Vec<Citation>),
    /// `note`
    Note(Text),
}

/// What a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Citation {
    /// An anchor of a source.
    Anchor(Path),
    /// Words, for instance `"Art. 46(2)"`.
    Words(Text),
}

/// A set of nodes of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What is in; at least one.
    pub members: Vec<SetMember>,
    /// What is taken out.
    pub except: Vec<Path>,
    /// The whole.
    pub span: Span,
}

/// A part of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetMember {
    /// Everything.
    Any(Span),
    /// All computed from a node.
    DerivedFrom(Path),
    /// All parties of a role.
    Role(Name),
    /// A node with all below it, a group or an alias.
    Path(Path),
    /// `X and derived`: a node with all below it, and all computed from it.
    WithDerived(Path),
}

/// Duties of which one must be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Must {
    /// The alternatives; at least one.
    pub alternatives: Vec<DutyTerm>,
    /// `through CHANNEL or …`
    pub through: Vec<Path>,
    /// By when.
    pub timing: Option<Timing>,
    /// `every LENGTH`
    pub every: Option<Length>,
    /// The whole.
    pub span: Span,
}

/// A duty with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyTerm {
    /// Which duty.
    pub path: Path,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The whole.
    pub span: Span,
}

/// An argument of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A node, or a word of the parameter's list.
    Path(Path),
    /// A length of time.
    Duration(Duration),
}

/// By when a duty must be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// `at once`
    AtOnce(Span),
    /// `within LENGTH`
    Within(Length),
    /// `before EVENT`
    Before(Path),
}

/// A length of time, written out or named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Length {
    /// Written out.
    Duration(Duration),
    /// A period.
    Period(Path),
}

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
