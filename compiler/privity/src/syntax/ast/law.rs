//! What a law pack says beside its rules, and what a policy says about laws.

use super::{Citation, Clause, Condition, Date, Item, Must, Name, Path, Set, Text, Value};
use crate::source::Span;

/// A law. Its rules stand in its block, or else are those of its module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The law's name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `version "…"`
    pub version: Option<Text>,
    /// `since DATE`: the day of commencement.
    pub since: Option<Date>,
    /// `until DATE`: the last day in force.
    pub until: Option<Date>,
    /// `in PLACES`: its territory, for whose people it says all that it says for any.
    pub territory: Option<Set>,
    /// `default permit` or `default deny`: what it makes of an act that none of its rules permits. Deny without.
    pub permits_unless_ruled: Option<bool>,
    /// `cite …`
    pub citations: Vec<Citation>,
    /// What stands in its block, if it has one.
    pub items: Option<Vec<Item>>,
}

/// The value of a fact or a period that a law sets for some places and days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// The fact or the period.
    pub subject: Path,
    /// What it is.
    pub value: Value,
    /// Where and when, and where it comes from.
    pub clauses: Vec<Clause>,
}

/// Something that is taken as true when a policy is compared with a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assume {
    /// What is assumed.
    pub what: Assumed,
    /// Where and when; why.
    pub clauses: Vec<Clause>,
    /// What is assumed, in the words of the text.
    pub words: Span,
}

/// What may be assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumed {
    /// `assume CONDITION`
    Condition(Condition),
    /// `assume must DUTY counts as DUTY`: whoever keeps the first keeps the second.
    Duty(Box<Must>, Box<Must>),
}
