//! Tests on the axes that every request has: `home in EEA`, `action is share`, `date at least 2021-01-01`.

use super::checker::Checker;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{wrong_comparison, wrong_value};
use super::fact_values::{single_word, value_span};
use super::policy::{ClassAxis, Condition};
use super::scope::{any_of, during, not};
use super::values::ValueSet;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::day;
use crate::resolve::names::Space;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Kind, Path, Set, SetMember, Value};

impl Checker<'_, '_> {
    /// A test on a class axis.
    pub(super) fn class_test(
        &mut self,
        axis: ClassAxis,
        comparison: Comparison,
        value: &Value,
        span: Span,
        module: ModuleIndex,
    ) -> Option<Condition> {
        if axis == ClassAxis::Date {
            return self.date_test(comparison, value, span);
        }
        let place = axis.kind() == Some(Kind::Place);
        let negated = match comparison {
            Comparison::Is => false,
            Comparison::IsNot => true,
            Comparison::In if place => false,
            Comparison::Outside if place => true,
            _ => {
                let can = if place {
                    "`is`, `is not`, `in` and `outside`"
                } else {
                    "`is` and `is not`"
                };
                return self.fail(wrong_comparison(axis.name(), comparison, can, span));
            }
        };
        let condition = self.class_values(axis, value, module)?;
        Some(if negated { not(condition) } else { condition })
    }

    fn class_values(
        &mut self,
        axis: ClassAxis,
        value: &Value,
        module: ModuleIndex,
    ) -> Option<Condition> {
        match value {
            Value::List(values, _) => {
                let parts: Vec<Option<Condition>> = values
                    .iter()
                    .map(|value| self.class_values(axis, value, module))
                    .collect();
                parts.into_iter().collect::<Option<Vec<_>>>().map(any_of)
            }
            Value::Path(path) if axis == ClassAxis::Action => {
                let values = self.action_values(path, module)?;
                Some(self.inside(axis, &values))
            }
            Value::Path(path) => {
                let set = set_of(SetMember::Path(path.clone()), path.span);
                let set = self.set(&set, axis.kind()?, module)?;
                Some(self.scope(axis, &set, path.span).0)
            }
            Value::Any(span) => {
                let set = set_of(SetMember::Any(*span), *span);
                let set = self.set(&set, axis.kind()?, module)?;
                Some(self.scope(axis, &set, *span).0)
            }
            other => self.fail(wrong_value(
                axis.name(),
                axis.kind().map_or("a day", |kind| Space::Kind(kind).noun()),
                value_span(other),
            )),
        }
    }

    /// The values of the action axis that a name stands for: an action, a right, an event, or all rights or events.
    pub(super) fn action_values(&mut self, path: &Path, module: ModuleIndex) -> Option<DatedSet> {
        let (rights, events) = (self.right_offset(), self.event_offset());
        let constant = |first: i64, count: i64| {
            Some(DatedSet::constant(ValueSet::range(
                first,
                first + count - 1,
            )))
        };
        match single_word(path) {
            Some("answer") => return constant(rights, self.atom_count(Kind::Right)),
            Some("handle") => return constant(events, self.atom_count(Kind::Event)),
            _ => {}
        }
        let kinds = [
            (Kind::Action, 0),
            (Kind::Right, rights),
            (Kind::Event, events),
        ];
        let spaces = kinds.map(|(kind, _)| Space::Kind(kind));
        let (space, _) = self
            .lookups
            .find(&self.world.names, &spaces, path, module)?;
        let (kind, offset) = kinds
            .into_iter()
            .find(|(kind, _)| Space::Kind(*kind) == space)?;
        let (_, atoms) = self.nodes(kind, path, module)?;
        Some(shifted(&atoms, offset))
    }

    /// The number of the first right on the action axis.
    pub(super) fn right_offset(&self) -> i64 {
        self.atom_count(Kind::Action)
    }

    /// The number of the first event on the action axis.
    pub(super) fn event_offset(&self) -> i64 {
        self.right_offset() + self.atom_count(Kind::Right)
    }

    fn date_test(
        &mut self,
        comparison: Comparison,
        value: &Value,
        span: Span,
    ) -> Option<Condition> {
        if let (Value::List(values, _), Comparison::Is | Comparison::IsNot) = (value, comparison) {
            let parts: Vec<Option<Condition>> = values
                .iter()
                .map(|value| self.date_test(Comparison::Is, value, span))
                .collect();
            let any = any_of(parts.into_iter().collect::<Option<Vec<_>>>()?);
            return Some(if comparison == Comparison::IsNot {
                not(any)
            } else {
                any
            });
        }
        let Value::Date(date) = value else {
            return self.fail(wrong_value("date", "a day", value_span(value)));
        };
        let day = day(*date, self.report)?;
        Some(match comparison {
            Comparison::Is => during(day, day),
            Comparison::IsNot => not(during(day, day)),
            Comparison::AtLeast => during(day, LAST_DAY),
            Comparison::AtMost => during(FIRST_DAY, day),
            Comparison::Below => not(during(day, LAST_DAY)),
            Comparison::Above => not(during(FIRST_DAY, day)),
            _ => {
                let can = "`is`, `is not`, `at least`, `at most`, `below` and `above`";
                return self.fail(wrong_comparison("date", comparison, can, span));
            }
        })
    }
}

fn set_of(member: SetMember, span: Span) -> Set {
    Set {
        members: vec![member],
        except: Vec::new(),
        span,
    }
}

/// The same set with every value so much higher.
pub(super) fn shifted(set: &DatedSet, offset: i64) -> DatedSet {
    let shift = |values: &ValueSet| {
        ValueSet::from_intervals(
            values
                .intervals()
                .iter()
                .map(|(low, high)| (low + offset, high + offset)),
        )
    };
    let parts: Vec<_> = set
        .parts()
        .iter()
        .map(|(values, days)| (shift(values), days.clone()))
        .collect();
    DatedSet::from_parts(&parts)
}
