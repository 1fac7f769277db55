//! Tests on set-valued facts: `safeguards has any (scc, bcr)`, `consented_purposes has this purpose`.

use super::checker::Checker;
use super::diagnostics::{this_of_other_kind, wrong_comparison};
use super::fact_test::comparison_list;
use super::fact_values::single_word;
use super::policy::{AxisId, AxisRole, ClassAxis, Condition, Fact, FactType};
use super::scope::{all_of, any_of, not};
use super::values::ValueSet;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Kind, Value};

impl Checker<'_, '_> {
    /// A test on a set-valued fact; `index` is its position in the world.
    pub(super) fn set_test(
        &mut self,
        fact: &Fact,
        index: usize,
        comparison: Comparison,
        value: &Value,
        span: Span,
        module: ModuleIndex,
    ) -> Option<Condition> {
        match comparison {
            Comparison::Is | Comparison::IsNot => {
                let exactly = self.set_equals(fact, index, value, module)?;
                Some(if comparison == Comparison::IsNot {
                    not(exactly)
                } else {
                    exactly
                })
            }
            Comparison::HasAll | Comparison::HasAny => {
                let values = match value {
                    Value::List(values, _) => values.as_slice(),
                    single => std::slice::from_ref(single),
                };
                let parts: Vec<Option<Condition>> = values
                    .iter()
                    .map(|value| self.has(fact, index, comparison, value, module))
                    .collect();
                let parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
                Some(match comparison {
                    Comparison::HasAny => any_of(parts),
                    _ => all_of(parts),
                })
            }
            _ => {
                let can = comparison_list(&[
                    Comparison::HasAll,
                    Comparison::HasAny,
                    Comparison::Is,
                    Comparison::IsNot,
                ]);
                self.fail(wrong_comparison(&fact.name, comparison, &can, span))
            }
        }
    }

    /// That the set has what one value names: all atoms of a node, or for `has any` one of them.
    fn has(
        &mut self,
        fact: &Fact,
        index: usize,
        comparison: Comparison,
        value: &Value,
        module: ModuleIndex,
    ) -> Option<Condition> {
        if let Value::This(kind, span) = value {
            return self.has_this(fact, *kind, *span);
        }
        let written = &self.world.facts.get(index)?.item;
        let names = self.element_names(fact, written, std::slice::from_ref(value), module)?;
        let tests = names.iter().filter_map(|name| self.element(fact, name));
        let tests = tests.map(is_in);
        Some(match comparison {
            Comparison::HasAny => any_of(tests),
            _ => all_of(tests),
        })
    }

    /// That the set has the very node the request is about. What has no axis of its own, *no purpose* for instance, counts with the rest.
    fn has_this(&mut self, fact: &Fact, kind: Kind, span: Span) -> Option<Condition> {
        let FactType::Set {
            kind: Some(own), ..
        } = &fact.ty
        else {
            return self.fail(this_of_other_kind(fact, kind, span));
        };
        let axis = match kind {
            Kind::Action | Kind::Right | Kind::Event => ClassAxis::Action,
            Kind::Data => ClassAxis::Data,
            Kind::Purpose => ClassAxis::Purpose,
            Kind::Party => ClassAxis::Recipient,
            Kind::Place => ClassAxis::Destination,
            Kind::Subject => ClassAxis::Subject,
            Kind::Duty | Kind::Channel | Kind::Guard => {
                return self.fail(this_of_other_kind(fact, kind, span));
            }
        };
        if *own != kind {
            return self.fail(this_of_other_kind(fact, kind, span));
        }
        let offset = match kind {
            Kind::Right => self.right_offset(),
            Kind::Event => self.event_offset(),
            _ => 0,
        };
        let taxonomy = self.world.taxonomies.kind(kind);
        let atoms = taxonomy.map_or(&[][..], |taxonomy| &taxonomy.atoms);
        let mut parts = Vec::new();
        for (name, at) in atoms.iter().zip(offset..) {
            if let Some(element) = self.element(fact, name) {
                let this = Condition::Test(axis.id(), ValueSet::single(at));
                parts.push(all_of([this, is_in(element)]));
            }
        }
        let last = offset + self.atom_count(kind) - 1;
        let others = ValueSet::range(offset, last).complement(&self.axes.at(axis.id()).domain);
        if let (Some(rest), false) = (fact.axes.last(), others.is_empty()) {
            parts.push(all_of([Condition::Test(axis.id(), others), is_in(*rest)]));
        }
        Some(Condition::Any(parts))
    }

    /// That the set has these elements and no others.
    fn set_equals(
        &mut self,
        fact: &Fact,
        index: usize,
        value: &Value,
        module: ModuleIndex,
    ) -> Option<Condition> {
        let all = |inside: bool| {
            let value = ValueSet::single(i64::from(inside));
            all_of(
                fact.axes
                    .iter()
                    .map(|axis| Condition::Test(*axis, value.clone())),
            )
        };
        let values = match value {
            Value::Any(_) => return Some(all(true)),
            Value::Path(path) if single_word(path) == Some("none") => return Some(all(false)),
            Value::List(values, _) => values.as_slice(),
            single => std::slice::from_ref(single),
        };
        let written = &self.world.facts.get(index)?.item;
        let names = self.element_names(fact, written, values, module)?;
        let inside: Vec<AxisId> = names
            .iter()
            .filter_map(|name| self.element(fact, name))
            .collect();
        Some(all_of(fact.axes.iter().map(|axis| {
            let value = i64::from(inside.contains(axis));
            Condition::Test(*axis, ValueSet::single(value))
        })))
    }

    /// The axis of an element.
    fn element(&self, fact: &Fact, name: &str) -> Option<AxisId> {
        let FactType::Set { elements, .. } = &fact.ty else {
            return None;
        };
        let position = elements.iter().position(|own| own == name)?;
        let axis = fact.axes.get(position).copied()?;
        matches!(self.axes.at(axis).role, AxisRole::Element(_, Some(_))).then_some(axis)
    }
}

fn is_in(axis: AxisId) -> Condition {
    Condition::Test(axis, ValueSet::single(1))
}
