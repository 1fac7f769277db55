//! Rules: effects, clauses, sets and duties.

use super::{Condition, Date, Duration, Name, Path, Text};
use crate::source::Span;

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
