//! The published form of a compiled policy: a JSON document from which a page of code in any language answers requests.
//!
//! These types *are* the format. Its schema is generated from them, and `docs/schema/graph.v2.json` is a copy that a test keeps true.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph_document::Graph;
use super::standing_document::{Promise, RankedDocument, Switch};
use crate::check::dates::{FIRST_DAY, LAST_DAY};
use crate::check::values::ValueSet;

/// The number that changes when a reader of the old format would misread the new one.
pub const SCHEMA_VERSION: u32 = 2;
/// Where the schema is published; every document names it as `$schema`.
pub const SCHEMA_ID: &str =
    "https://raw.githubusercontent.com/privity-lang/privity/main/docs/schema/graph.v2.json";
/// What nobody should take the document for.
pub const NOTICE: &str = "A machine reading of a privacy policy, made from the text of its authors. It is not legal advice.";

/// Sorted, disjoint intervals of whole numbers; both ends are included.
pub type Intervals = Vec<(i64, i64)>;

/// A compiled privacy policy.
///
/// A request says for every axis which values it asks about: *all* of them (the worst verdict counts: deny, then not applicable, then permit)
/// or *one* of them, unknown which. Start at `graph.root` and follow, at each node, the arms of the asked values.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Document {
    /// The address of this schema.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of the format. Fields may be added within a version; readers ignore those they do not know.
    pub schema_version: u32,
    /// What the document is not.
    pub notice: String,
    /// Who wrote it.
    pub generator: Generator,
    /// `sha256:` and the digest of the names and texts of all sources, in the order of the names.
    pub input_digest: String,
    /// What the policy is called and when it applies.
    pub policy: PolicyHeader,
    /// The dimensions of a request, by number.
    pub axes: Vec<Axis>,
    /// The attributes a request may state.
    pub facts: Vec<Fact>,
    /// The nodes of every kind.
    pub taxonomies: Vec<Taxonomy>,
    /// What a request means that leaves out its destination.
    pub implied_destination: ImpliedDestination,
    /// The duties that leaves refer to, by number.
    pub duties: Vec<Duty>,
    /// The rules that leaves refer to, by number.
    pub rules: Vec<Rule>,
    /// Recorded text that decides nothing.
    pub informative: Vec<Informative>,
    /// The switches a person may turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<Switch>,
    /// Duties that stand whatever is asked, and come with no answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
    /// The documents beside the policy itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<RankedDocument>,
    /// The decision graph.
    pub graph: Graph,
}

/// The program that wrote the document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What the policy is called and when it applies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyHeader {
    /// Its name.
    pub name: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its version, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The first and the last day on which it applies, as numbers of days since 1970-01-01.
    pub effective: (i64, i64),
}

/// A dimension of a request.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Axis {
    /// Its name.
    pub name: String,
    /// What its values stand for.
    pub role: AxisRole,
    /// The first and the last value.
    pub domain: (i64, i64),
    /// What it is when a request leaves it out: all of these on a class axis, one of these on another. Without it, one of the domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Intervals>,
    /// Whether an unknown value counts as the worst one: then *one of* some values is asked as *all of* them.
    pub closed: bool,
}

/// What the values of an axis stand for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum AxisRole {
    /// Atoms: those of the first kind from 0, then those of the next. The date has no kinds; its values are days since 1970-01-01.
    Class {
        /// The kinds, in order.
        kinds: Vec<String>,
        /// The value that means that there is none: no data, no purpose, nobody.
        #[serde(skip_serializing_if = "Option::is_none")]
        none: Option<i64>,
    },
    /// The value of a fact.
    Fact {
        /// The number of the fact.
        fact: u32,
    },
    /// Whether an element is in a set: 0 or 1.
    Element {
        /// The number of the fact.
        fact: u32,
        /// The element; left out for all that have no axis of their own.
        #[serde(skip_serializing_if = "Option::is_none")]
        element: Option<String>,
    },
    /// Whether a duty is kept: 1 kept or pledged, 0 known to be broken.
    Kept {
        /// The number of the duty.
        duty: u32,
    },
}

/// An attribute a request may state.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: FactType,
    /// Its axes, by number: one, or one for each element of a set and one for the rest.
    pub axes: Vec<u32>,
    /// The one word that is not a number, and its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none: Option<NoneWord>,
    /// Whether somebody vouches for it.
    pub asserted: bool,
    /// Whether the law of a place says it.
    pub from_law: bool,
    /// What the text leaves open, if the words are ways to read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ambiguity: Option<Ambiguity>,
    /// What it means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}

/// A place of the text that can be read in several ways. A request that chooses none gets the default of the axis; one that leaves
/// the axis open needs it wherever the readings differ.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ambiguity {
    /// What is open, as a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The readings, in the order of the words.
    pub readings: Vec<Reading>,
    /// Where the text is.
    pub citations: Vec<Citation>,
}

/// A way to read an ambiguity.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// What the text says then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The word for *there is none*.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NoneWord {
    /// The word.
    pub word: String,
    /// Its value on the axis.
    pub value: i64,
}

/// The type of a fact, which says how a value becomes a number.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FactType {
    /// No is 0, yes is 1.
    Flag,
    /// A word stands for its position.
    Words {
        /// The words.
        words: Vec<String>,
        /// Whether they stand in an order, weakest first.
        ordered: bool,
    },
    /// Each element has an axis of its own.
    Set {
        /// The elements with an axis, in the order of the axes.
        elements: Vec<String>,
        /// The kind of the elements; left out for words.
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
    },
    /// A whole number.
    Number {
        /// `hour`, `day`, `week`, `month` or `year`.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// A length of time in hours.
    Duration,
    /// A day, as the number of days since 1970-01-01.
    Date,
}

/// The nodes of a kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Taxonomy {
    /// The kind.
    pub kind: String,
    /// The names of the atoms, by number. `n.other` is what an open node `n` holds besides its children.
    pub atoms: Vec<String>,
    /// The nodes; a parent stands before its children.
    pub nodes: Vec<Node>,
    /// Named sets.
    pub groups: Vec<Group>,
    /// Other words for nodes and groups.
    pub aliases: Vec<Alias>,
}

/// A node of a taxonomy.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The atoms at or below it.
    pub atoms: Intervals,
    /// The names of the nodes right above it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
    /// Whether its children are examples only.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
    /// The names of the nodes it is computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<String>,
    /// The roles of a party.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}

/// A named set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its members and when they are in it.
    pub parts: Vec<GroupPart>,
}

/// Members of a named set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GroupPart {
    /// The atoms.
    pub atoms: Intervals,
    /// The first and the last day.
    pub days: (i64, i64),
}

/// Another word.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Alias {
    /// The word.
    pub name: String,
    /// The node or group it stands for.
    pub target: String,
}

/// What a request means that leaves out its destination: each recipient is asked with *all* the places it sits in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImpliedDestination {
    /// The number of the recipient axis.
    pub recipient: u32,
    /// The number of the destination axis.
    pub destination: u32,
    /// For every party atom the places it sits in; null when nothing is said, then the destination is asked as for any axis left out.
    pub sits_in: Vec<Option<Intervals>>,
    /// The places that are wherever the person is at home.
    pub as_home: Intervals,
}

/// A duty that comes with a permission.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Duty {
    /// How it is written in a policy.
    pub text: String,
    /// One of these must be done.
    pub alternatives: Vec<DutyForm>,
    /// The channels of which one must be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<Vec<String>>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Deadline>,
    /// The fact that says that it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown_by: Option<String>,
}

/// A duty with its arguments.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DutyForm {
    /// Its name.
    pub name: String,
    /// Its arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Argument>,
}

/// An argument of a duty.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// Nodes, as written.
    Nodes(Vec<String>),
    /// A word.
    Word(String),
    /// A word of an order: this one or a stronger one.
    Level(String),
    /// At least so long.
    AtLeast(Length),
    /// At most so long.
    AtMost(Length),
}

/// By when, or how often.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// Within a length of time.
    Within(Length),
    /// Within a named period.
    Period(String),
    /// Before an event or act.
    Before(String),
}

/// A length of time. Months and years differ in length, so it is an interval of hours.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Length {
    /// How many.
    pub number: i64,
    /// `hour`, `day`, `week`, `month` or `year`.
    pub unit: String,
    /// At least and at most so many hours.
    pub hours: (i64, i64),
}

/// A rule, for reasons.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// `permit`, `forbid`, `require`, `oblige` or `exclude`.
    pub effect: String,
    /// `base`, or `transfer` for acts that cross a border.
    pub layer: String,
    /// Whether only its own name lifts it.
    #[serde(rename = "final", skip_serializing_if = "is_false")]
    pub is_final: bool,
    /// What sort of guard it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The sections it stands in, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// The numbers of the duties it attaches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<u32>,
    /// The numbers of the rules it lifts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lifts: Vec<u32>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What it says, in the words of its authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}

/// A place in a cited text, or words for it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Citation {
    /// The name of the place, or the words.
    pub label: String,
    /// The name of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The paragraph below the heading, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// The first and the last sentence, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<(u32, u32)>,
    /// `sha256:` and the first 16 hexadecimal digits of the digest of the cited text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A place in a source file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Position {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// Recorded text that decides nothing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Informative {
    /// Its name.
    pub name: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
}

impl Group {
    /// Its atoms, if they are in it on every day.
    pub(super) fn timeless(&self) -> Option<Intervals> {
        let always = |part: &GroupPart| part.days.0 <= FIRST_DAY && part.days.1 >= LAST_DAY;
        let parts = self.parts.iter();
        let atoms = parts.clone().flat_map(|part| part.atoms.iter().copied());
        let set = ValueSet::from_intervals(atoms);
        parts.clone().all(always).then(|| set.intervals().to_vec())
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}
