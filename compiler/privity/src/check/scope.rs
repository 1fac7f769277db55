//! Where a rule applies: its sets of nodes as tests on the class axes.

use super::checker::Checker;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::empty_set;
use super::policy::{ClassAxis, Condition, NamedScope};
use super::values::ValueSet;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::sets::NodeSet;
use crate::source::Span;

impl Checker<'_, '_> {
    /// The test that a class axis lies in a set, with what the text names for messages.
    pub(super) fn scope(
        &mut self,
        axis: ClassAxis,
        set: &NodeSet,
        span: Span,
    ) -> (Condition, NamedScope) {
        let atoms = axis.kind().map_or(0, |kind| self.atom_count(kind));
        let mut listed = set.listed_values(atoms);
        let except = set.except_values();
        let domain = 0..=atoms.max(1) - 1;
        let none = set.none && axis.has_none();
        if listed.minus(&except, &domain).ever().is_empty() && !none {
            self.report.push(empty_set(span));
        }
        if none {
            listed = listed.union(&DatedSet::constant(ValueSet::single(atoms)));
        }
        let mut names: Vec<(String, ValueSet)> = set
            .listed
            .iter()
            .map(|(name, part)| (name.clone(), part.ever()))
            .collect();
        if set.any {
            names.push(("any".to_owned(), ValueSet::range(0, atoms - 1)));
        }
        if none {
            names.push(("none".to_owned(), ValueSet::single(atoms)));
        }
        let everything = set.any && !axis.has_none();
        let condition = if follows_home(axis) {
            let listed = if everything {
                Condition::TRUE
            } else {
                self.inside(axis, &listed)
            };
            match except.as_constant() {
                Some(nothing) if nothing.is_empty() => listed,
                _ => all_of([listed, not(self.inside(axis, &except))]),
            }
        } else if everything && set.except.is_empty() {
            Condition::TRUE
        } else {
            let last = *self.axes.at(axis.id()).domain.end();
            on_days(axis, &listed.minus(&except, &(0..=last)))
        };
        let named = NamedScope {
            axis,
            listed: names,
            except: except.ever(),
            condition: condition.clone(),
        };
        (condition, named)
    }

    /// The test that a class axis lies in a set. A place that is wherever the data subject is at home lies in a set of places
    /// if the home does.
    pub(super) fn inside(&self, axis: ClassAxis, set: &DatedSet) -> Condition {
        let direct = on_days(axis, set);
        if !follows_home(axis) || self.as_home.is_empty() {
            return direct;
        }
        let at_home = all_of([
            Condition::Test(axis.id(), self.as_home.clone()),
            on_days(ClassAxis::Home, set),
        ]);
        any_of([direct, at_home])
    }
}

/// Whether an axis can have the value *wherever the data subject is at home*.
fn follows_home(axis: ClassAxis) -> bool {
    matches!(axis, ClassAxis::Origin | ClassAxis::Destination)
}

/// The test that an axis lies in a set that may change from day to day.
fn on_days(axis: ClassAxis, set: &DatedSet) -> Condition {
    if let Some(set) = set.as_constant() {
        return Condition::Test(axis.id(), set.clone());
    }
    any_of(set.parts().into_iter().map(|(set, days)| {
        all_of([
            during(*days.start(), *days.end()),
            Condition::Test(axis.id(), set),
        ])
    }))
}

/// The test that the date lies between two days, both included.
pub(super) fn during(first: i64, last: i64) -> Condition {
    if first <= FIRST_DAY && last >= LAST_DAY {
        return Condition::TRUE;
    }
    Condition::Test(ClassAxis::Date.id(), ValueSet::range(first, last))
}

/// All of them; lists inside are flattened, and a repeated part stands once.
pub(super) fn all_of(parts: impl IntoIterator<Item = Condition>) -> Condition {
    let mut flat: Vec<Condition> = Vec::new();
    for part in parts {
        match part {
            Condition::All(inner) => {
                for part in inner {
                    push_new(&mut flat, part);
                }
            }
            part => push_new(&mut flat, part),
        }
    }
    if flat.contains(&Condition::FALSE) {
        return Condition::FALSE;
    }
    match <[Condition; 1]>::try_from(flat) {
        Ok([only]) => only,
        Err(flat) => Condition::All(flat),
    }
}

/// At least one of them; lists inside are flattened, and a repeated part stands once.
pub(super) fn any_of(parts: impl IntoIterator<Item = Condition>) -> Condition {
    let mut flat: Vec<Condition> = Vec::new();
    for part in parts {
        match part {
            Condition::Any(inner) => {
                for part in inner {
                    push_new(&mut flat, part);
                }
            }
            part => push_new(&mut flat, part),
        }
    }
    if flat.contains(&Condition::TRUE) {
        return Condition::TRUE;
    }
    match <[Condition; 1]>::try_from(flat) {
        Ok([only]) => only,
        Err(flat) => Condition::Any(flat),
    }
}

/// The opposite; a double negation goes away.
pub(super) fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        Condition::All(parts) if parts.is_empty() => Condition::FALSE,
        Condition::Any(parts) if parts.is_empty() => Condition::TRUE,
        other => Condition::Not(Box::new(other)),
    }
}

fn push_new(parts: &mut Vec<Condition>, part: Condition) {
    // Looking through long lists would cost the square of their length, and only short ones are written by hand.
    if parts.len() > 64 || !parts.contains(&part) {
        parts.push(part);
    }
}
