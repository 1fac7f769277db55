//! The facts of a test's request.

use super::checker::Checker;
use super::condition::class_axis;
use super::diagnostics::{
    given_negated, given_no_fact, needs_comparison, wrong_comparison, wrong_value,
};
use super::examples::on;
use super::fact_test::comparison_list;
use super::fact_values::{ranged_value, single_word, value_span};
use super::policy::{ClassAxis, FactId, FactType};
use super::values::ValueSet;
use crate::request::build::{Elements, RequestBuilder};
use crate::resolve::day as number_of_day;
use crate::resolve::names::{Space, What};
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{Comparison, Set, SetMember, TestGiven, TestOf, Value};

impl Checker<'_, '_> {
    /// One fact of a request.
    pub(super) fn given(
        &mut self,
        given: &TestGiven,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let test = &given.test;
        if let Some(axis) = class_axis(&test.subject) {
            return self.given_axis(axis, test, module, day, request);
        }
        let names = &self.world.names;
        let (_, found) = self
            .lookups
            .find(names, &[Space::Condition], &test.subject, module)?;
        let What::Fact(index) = found.declared.what else {
            return self.fail(given_no_fact(found.name, test.span, found.declared.span));
        };
        let id = self.fact_ids.get(index).copied().flatten()?;
        let fact = self.facts.at(id).clone();
        let axis = fact.axes.first().copied()?;
        match &test.comparison {
            None if fact.ty == FactType::Flag => {
                let value = i64::from(!given.negated);
                request.fact(axis, &ValueSet::single(value));
                Some(())
            }
            None => self.fail(needs_comparison(&fact.name, test.span)),
            Some((_, Value::Path(path))) if single_word(path) == Some("unknown") => {
                for axis in &fact.axes {
                    request.unknown(*axis);
                }
                Some(())
            }
            Some((comparison, value)) => {
                if given.negated {
                    return self.fail(given_negated(test.span));
                }
                match (&fact.ty, comparison) {
                    (
                        FactType::Set { .. },
                        Comparison::HasAll | Comparison::HasAny | Comparison::Is,
                    ) => self.given_set(id, index, value, module, request),
                    (FactType::Set { .. }, _) | (_, Comparison::HasAll | Comparison::HasAny) => {
                        self.wrong_given(&fact.name, *comparison, test)
                    }
                    (_, Comparison::Is) => {
                        let range = self.own_range(&fact)?;
                        let values = match value {
                            Value::List(values, _) => values.as_slice(),
                            single => std::slice::from_ref(single),
                        };
                        let bounds: Vec<_> = values
                            .iter()
                            .map(|value| ranged_value(&fact, range, value, self.report))
                            .collect();
                        let bounds = bounds.into_iter().collect::<Option<Vec<_>>>()?;
                        request.fact(axis, &ValueSet::from_intervals(bounds));
                        Some(())
                    }
                    _ => self.wrong_given(&fact.name, *comparison, test),
                }
            }
        }
    }

    fn wrong_given(&mut self, name: &str, comparison: Comparison, test: &TestOf) -> Option<()> {
        let can = comparison_list(&[Comparison::Is, Comparison::HasAll]);
        self.fail(wrong_comparison(name, comparison, &can, test.span))
    }

    fn given_set(
        &mut self,
        id: FactId,
        index: usize,
        value: &Value,
        module: ModuleIndex,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let values = match value {
            Value::Any(_) => {
                request.elements(id, &Elements::Every);
                return Some(());
            }
            Value::Path(path) if single_word(path) == Some("none") => &[][..],
            Value::List(values, _) => values.as_slice(),
            single => std::slice::from_ref(single),
        };
        let fact = self.facts.at(id).clone();
        let written = &self.world.facts.get(index)?.item;
        let names = self.element_names(&fact, written, values, module)?;
        request.elements(id, &Elements::Only(names));
        Some(())
    }

    /// `given home is DE`, `given date is 2021-01-01`.
    fn given_axis(
        &mut self,
        axis: ClassAxis,
        test: &TestOf,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let Some((Comparison::Is | Comparison::In, value)) = &test.comparison else {
            return self.fail(needs_comparison(axis.name(), test.span));
        };
        let values = match value {
            Value::List(values, _) => values.as_slice(),
            single => std::slice::from_ref(single),
        };
        for value in values {
            match (axis, value) {
                (ClassAxis::Date, Value::Date(date)) => {
                    let number = number_of_day(*date, self.report)?;
                    request.all_of(axis, &ValueSet::single(number));
                }
                (_, Value::Path(path)) if single_word(path) == Some("unknown") => {
                    request.unknown(axis.id());
                }
                (ClassAxis::Action, Value::Path(path)) => {
                    let values = self.action_values(path, module)?;
                    request.all_of(axis, &on(&values, day));
                }
                (_, Value::Path(path)) if axis != ClassAxis::Date => {
                    let set = Set {
                        members: vec![SetMember::Path(path.clone())],
                        except: Vec::new(),
                        span: path.span,
                    };
                    self.ask(axis, &set, module, day, request)?;
                }
                (_, other) => {
                    let wanted = axis.kind().map_or("a day", |kind| Space::Kind(kind).noun());
                    return self.fail(wrong_value(axis.name(), wanted, value_span(other)));
                }
            }
        }
        Some(())
    }
}
