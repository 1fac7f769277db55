//! What a rule says: its effect, its layer, where it holds.

use super::{AxisId, Citation, ClassAxis, RuleId};
use crate::check::duty::ObligationId;
use crate::check::values::ValueSet;
use crate::source::Span;

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
    pub fn for_each_test<'c>(&'c self, visit: &mut impl FnMut(AxisId, &'c ValueSet)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.for_each_test(visit))
            }
            Self::Not(inner) => inner.for_each_test(visit),
            Self::Test(axis, set) => visit(*axis, set),
        }
    }
}
