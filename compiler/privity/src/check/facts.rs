//! The axes: those of every request, then those of the declared facts.

use super::checker::Checker;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{bad_fact, duplicate_word};
use super::elements::NamedElements;
use super::fact_values::{fact_value, ranged_value, single_word, value_span, widest_range};
use super::policy::{AxisRole, ClassAxis, Fact, FactId, FactType, NEW_ELEMENTS};
use super::values::ValueSet;
use crate::resolve::names::{Space, What};
use crate::resolve::world::Placed;
use crate::syntax::ast::{self, Kind, Value};

impl Checker<'_, '_> {
    /// Adds the axes that every request has.
    pub(super) fn add_class_axes(&mut self) {
        for class in ClassAxis::ALL {
            let domain = match class.kind() {
                None => FIRST_DAY..=LAST_DAY,
                Some(Kind::Action) => {
                    let kinds = [Kind::Action, Kind::Right, Kind::Event];
                    let count: i64 = kinds.iter().map(|kind| self.atom_count(*kind)).sum();
                    0..=count.max(1) - 1
                }
                Some(kind) => {
                    let none = i64::from(class.has_none());
                    // A kind without nodes still has one value, so that every request has an answer.
                    0..=(self.atom_count(kind) + none).max(1) - 1
                }
            };
            let name = class.name().to_owned();
            self.add_axis(name, AxisRole::Class(class), domain, false, None);
        }
    }

    /// Adds the declared facts and their axes.
    pub(super) fn add_facts(&mut self) {
        let world = self.world;
        for (index, placed) in world.facts.iter().enumerate() {
            let name = &placed.item.name.text;
            let first = world.names.declared(Space::Condition, name);
            let is_first = first.is_some_and(|declared| declared.what == What::Fact(index));
            let id = is_first.then(|| self.add_fact(index, placed)).flatten();
            self.fact_ids.push(id);
        }
    }

    fn add_fact(&mut self, index: usize, placed: &Placed<ast::Fact>) -> Option<FactId> {
        let written = &placed.item;
        let named = self.elements.get(index).cloned().unwrap_or_default();
        let ambiguity = match self.world.ambiguity_of(index) {
            Some(open) => Some(self.ambiguity(open, placed.module)?),
            None => None,
        };
        let ty = self.fact_type(&written.ty, &named)?;
        self.check_words(&written.ty);
        let mut fact = Fact {
            name: written.name.text.clone(),
            ty,
            axes: Vec::new(),
            none_value: None,
            asserted: written.asserted,
            from_law: written.from_law,
            ambiguity,
            from_diff: written.from_diff,
            docs: placed.docs.clone(),
            span: written.name.span,
        };
        self.check_from_diff(&fact, &written.ty)?;
        let range = self.range(&fact, written)?;
        if let Some(word) = &written.or_none {
            if matches!(fact.ty, FactType::Set { .. } | FactType::Flag) {
                let finding = bad_fact(
                    &fact,
                    word.span,
                    "`or` is for words, numbers, lengths of time and days",
                );
                return self.fail(finding);
            }
            fact.none_value = Some((range.1 + 1, word.text.clone()));
        }
        let closed = written.closed || written.asserted || written.from_law;
        let id = FactId::new(u32::try_from(self.facts.len()).unwrap_or(u32::MAX));
        if let FactType::Set { elements, .. } = &fact.ty {
            let default = self.set_default(&fact, elements, written, placed.module);
            let count = elements.len();
            let names = elements.iter().cloned().chain(["the rest".to_owned()]);
            for (at, name) in names.enumerate() {
                let element = (at < count).then_some(u32::try_from(at).unwrap_or(u32::MAX));
                let default = default
                    .as_ref()
                    .and_then(|values| values.get(at))
                    .map(|inside| ValueSet::single(i64::from(*inside)));
                let axis = self.add_axis(
                    format!("{}.{name}", fact.name),
                    AxisRole::Element(id, element),
                    0..=1,
                    closed,
                    default,
                );
                fact.axes.push(axis);
            }
        } else {
            let default = written.default.as_ref().and_then(|value| {
                let (low, high) = ranged_value(&fact, range, value, self.report)?;
                Some(ValueSet::range(low, high))
            });
            let last = fact.none_value.as_ref().map_or(range.1, |(none, _)| *none);
            let axis = self.add_axis(
                fact.name.clone(),
                AxisRole::Fact(id),
                range.0..=last,
                closed,
                default,
            );
            fact.axes.push(axis);
        }
        Some(self.facts.push(fact))
    }

    /// What a comparison of two versions says is a set of its own words.
    fn check_from_diff(&mut self, fact: &Fact, ty: &ast::FactType) -> Option<()> {
        if !fact.from_diff {
            return Some(());
        }
        let ast::FactType::SetOf(words) = ty else {
            let why =
                "what a comparison finds is a set of words, such as `set of new_data, new_purpose`";
            return self.fail(bad_fact(fact, fact.span, why));
        };
        let unknown = words
            .iter()
            .find(|word| !NEW_ELEMENTS.contains(&word.text.as_str()));
        match unknown {
            None => Some(()),
            Some(word) => {
                let known: Vec<String> = NEW_ELEMENTS.map(|word| format!("`{word}`")).into();
                let why = format!("a comparison can find {}", known.join(", "));
                self.fail(bad_fact(fact, word.span, &why))
            }
        }
    }

    /// The type, with the elements that have an axis of their own.
    fn fact_type(&mut self, ty: &ast::FactType, named: &NamedElements) -> Option<FactType> {
        let texts = |names: &[ast::Name]| names.iter().map(|name| name.text.clone()).collect();
        Some(match ty {
            ast::FactType::Flag => FactType::Flag,
            ast::FactType::Ordered(words) => FactType::Words {
                words: texts(words),
                ordered: true,
            },
            ast::FactType::OneOf(words) => FactType::Words {
                words: texts(words),
                ordered: false,
            },
            ast::FactType::SetOf(words) => FactType::Set {
                elements: texts(words),
                kind: None,
            },
            ast::FactType::SetOfKind(kind) => {
                let taxonomy = self.world.taxonomies.kind(*kind);
                let atoms = taxonomy.map(|taxonomy| taxonomy.atoms.as_slice());
                let atoms = atoms.unwrap_or_default();
                let named = named.atoms.iter().filter_map(|at| usize::try_from(at).ok());
                FactType::Set {
                    elements: named.filter_map(|at| atoms.get(at).cloned()).collect(),
                    kind: Some(*kind),
                }
            }
            ast::FactType::Number(unit) => FactType::Number(*unit),
            ast::FactType::Duration => FactType::Duration,
            ast::FactType::Date => FactType::Date,
        })
    }

    /// A word stands once in a list.
    pub(super) fn check_words(&mut self, ty: &ast::FactType) {
        let (ast::FactType::Ordered(words)
        | ast::FactType::OneOf(words)
        | ast::FactType::SetOf(words)) = ty
        else {
            return;
        };
        self.check_distinct(words);
    }

    /// A word stands once in a list.
    pub(super) fn check_distinct(&mut self, words: &[ast::Name]) {
        let mut first = std::collections::BTreeMap::new();
        for word in words {
            match first.get(word.text.as_str()) {
                Some(&span) => self.report.push(duplicate_word(word, span)),
                None => {
                    first.insert(word.text.as_str(), word.span);
                }
            }
        }
    }

    /// The first and last value, without the one that means *none*.
    fn range(&mut self, fact: &Fact, written: &ast::Fact) -> Option<(i64, i64)> {
        let widest = widest_range(&fact.ty);
        let Some((low, high)) = &written.between else {
            return Some(widest);
        };
        let span = value_span(low).to(value_span(high));
        if !matches!(
            fact.ty,
            FactType::Number(_) | FactType::Duration | FactType::Date
        ) {
            return self.fail(bad_fact(
                fact,
                span,
                "`between` is for numbers, lengths of time and days",
            ));
        }
        let low = ranged_value(fact, widest, low, self.report);
        let high = ranged_value(fact, widest, high, self.report);
        let (low, high) = (low?.0, high?.1);
        if low > high {
            return self.fail(bad_fact(fact, span, "the first value is above the second"));
        }
        Some((low, high))
    }

    /// For each element of a set, and for the rest, whether it is in by default.
    fn set_default(
        &mut self,
        fact: &Fact,
        elements: &[String],
        written: &ast::Fact,
        module: usize,
    ) -> Option<Vec<bool>> {
        let all = |inside: bool| vec![inside; elements.len() + 1];
        let words = match &written.default {
            None => return None,
            Some(Value::Any(_)) => return Some(all(true)),
            Some(Value::Path(path)) if single_word(path) == Some("none") => {
                return Some(all(false));
            }
            Some(Value::List(values, _)) => values.clone(),
            Some(value) => vec![value.clone()],
        };
        let names = self.element_names(fact, written, &words, module)?;
        let mut inside: Vec<bool> = elements.iter().map(|own| names.contains(own)).collect();
        inside.push(names.iter().any(|name| !elements.contains(name)));
        Some(inside)
    }

    /// The elements that values name: words of the list, or the atoms of nodes.
    pub(super) fn element_names(
        &mut self,
        fact: &Fact,
        written: &ast::Fact,
        values: &[Value],
        module: usize,
    ) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut sound = true;
        for value in values {
            match (&written.ty, value) {
                (ast::FactType::SetOf(words), Value::Path(path)) => {
                    let known = words
                        .iter()
                        .find(|word| Some(word.text.as_str()) == single_word(path));
                    match known {
                        Some(word) => names.push(word.text.clone()),
                        None => {
                            let words: Vec<&str> =
                                words.iter().map(|word| word.text.as_str()).collect();
                            self.report
                                .push(super::diagnostics::not_an_element(fact, &words, path));
                            sound = false;
                        }
                    }
                }
                (ast::FactType::SetOfKind(kind), Value::Path(path)) => {
                    match self.nodes(*kind, path, module) {
                        Some((_, atoms)) => {
                            let taxonomy = self.world.taxonomies.kind(*kind);
                            let all = taxonomy.map_or(&[][..], |taxonomy| &taxonomy.atoms);
                            let atoms = atoms.ever();
                            let own = atoms.iter().filter_map(|at| usize::try_from(at).ok());
                            names.extend(own.filter_map(|at| all.get(at).cloned()));
                        }
                        None => sound = false,
                    }
                }
                _ => {
                    sound = fact_value(fact, value, self.report).is_some() && sound;
                }
            }
        }
        sound.then_some(names)
    }
}
