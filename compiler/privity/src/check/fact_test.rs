//! Tests on facts, by their type; what is deemed to follow from other facts is folded in.

use super::checker::{Checker, Deemed};
use super::diagnostics::{needs_comparison, needs_unit, none_has_no_order, wrong_comparison};
use super::fact_values::{Bounds, ranged_value, value_span};
use super::policy::{Condition, Fact, FactId, FactType};
use super::scope::{all_of, any_of, not};
use super::values::ValueSet;
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{Comparison, TestOf, Value};

impl Checker<'_, '_> {
    /// A test on a fact; `index` is its position in the world.
    pub(super) fn fact_test(
        &mut self,
        id: FactId,
        index: usize,
        test: &TestOf,
        module: ModuleIndex,
    ) -> Option<Condition> {
        let fact = self.facts.at(id).clone();
        let deemed = self.deemed(id)?;
        let Some((comparison, value)) = &test.comparison else {
            return match fact.ty {
                FactType::Flag => Some(self.reaches(&fact, 1, &deemed)),
                _ => self.fail(needs_comparison(&fact.name, test.span)),
            };
        };
        if matches!(fact.ty, FactType::Set { .. }) {
            return self.set_test(&fact, index, *comparison, value, test.span, module);
        }
        let can = comparisons_of(&fact.ty);
        if !can.contains(comparison) {
            let words = comparison_list(can);
            return self.fail(wrong_comparison(&fact.name, *comparison, &words, test.span));
        }
        match (comparison, value) {
            (Comparison::Is | Comparison::IsNot, Value::List(values, _)) => {
                let parts: Vec<Option<Condition>> = values
                    .iter()
                    .map(|value| self.compare(&fact, Comparison::Is, value, &deemed))
                    .collect();
                let any = any_of(parts.into_iter().collect::<Option<Vec<_>>>()?);
                Some(if *comparison == Comparison::IsNot {
                    not(any)
                } else {
                    any
                })
            }
            _ => {
                let words = matches!(fact.ty, FactType::Flag | FactType::Words { .. });
                match self.fact_of_value(value, module).filter(|_| !words) {
                    Some(other) => self.compare_facts(&fact, *comparison, &other, test, &deemed),
                    None => self.compare(&fact, *comparison, value, &deemed),
                }
            }
        }
    }

    /// A comparison with a number that the law sets.
    fn compare_facts(
        &mut self,
        fact: &Fact,
        comparison: Comparison,
        other: &Fact,
        test: &TestOf,
        deemed: &[Deemed],
    ) -> Option<Condition> {
        let range = self.own_range(fact)?;
        self.compare_with_law(fact, comparison, other, test.span, &mut |this, value| {
            Some(this.compared(fact, comparison, (value, value), range, deemed))
        })
    }

    /// A comparison with a single value.
    fn compare(
        &mut self,
        fact: &Fact,
        comparison: Comparison,
        value: &Value,
        deemed: &[Deemed],
    ) -> Option<Condition> {
        // In a declaration and in a test the unit is plain; in a condition it has to be seen.
        if let (FactType::Number(Some(_)), Value::Number(number)) = (&fact.ty, value) {
            return self.fail(needs_unit(fact, number.span));
        }
        let range = self.own_range(fact)?;
        let (low, high) = ranged_value(fact, range, value, self.report)?;
        if let Some((none, _)) = &fact.none_value
            && *none == low
        {
            let is_none = self.tests(fact, ValueSet::single(*none));
            return match comparison {
                Comparison::Is => Some(is_none),
                Comparison::IsNot => Some(not(is_none)),
                _ => self.fail(none_has_no_order(fact, value_span(value))),
            };
        }
        Some(self.compared(fact, comparison, (low, high), range, deemed))
    }

    fn compared(
        &self,
        fact: &Fact,
        comparison: Comparison,
        (low, high): Bounds,
        range: Bounds,
        deemed: &[Deemed],
    ) -> Condition {
        match comparison {
            Comparison::IsNot => not(self.equals(fact, (low, high), range, deemed)),
            Comparison::AtLeast => self.at_least(fact, high, range, deemed),
            Comparison::Above => self.at_least(fact, high.saturating_add(1), range, deemed),
            // Below a month is below its shortest length, above it above its longest: what is certain.
            Comparison::Below => self.below(fact, low, range, deemed),
            Comparison::AtMost => self.below(fact, low.saturating_add(1), range, deemed),
            _ => self.equals(fact, (low, high), range, deemed),
        }
    }

    fn equals(
        &self,
        fact: &Fact,
        (low, high): Bounds,
        range: Bounds,
        deemed: &[Deemed],
    ) -> Condition {
        if deemed.is_empty() {
            return self.tests(fact, ValueSet::range(low, high));
        }
        all_of([
            self.at_least(fact, low, range, deemed),
            self.below(fact, high.saturating_add(1), range, deemed),
        ])
    }

    /// At least this much; the value that means *none* is not.
    fn at_least(&self, fact: &Fact, low: i64, range: Bounds, deemed: &[Deemed]) -> Condition {
        let stated = self.tests(fact, ValueSet::range(low, range.1));
        any_of(
            std::iter::once(stated).chain(
                deemed
                    .iter()
                    .filter(|deemed| deemed.level >= low)
                    .map(|deemed| deemed.condition.clone()),
            ),
        )
    }

    fn below(&self, fact: &Fact, high: i64, range: Bounds, deemed: &[Deemed]) -> Condition {
        let stated = self.tests(fact, ValueSet::range(range.0, high.saturating_sub(1)));
        let lifted = deemed
            .iter()
            .filter(|deemed| deemed.level >= high)
            .map(|deemed| not(deemed.condition.clone()));
        all_of(std::iter::once(stated).chain(lifted))
    }

    /// A flag that is yes, stated or deemed.
    fn reaches(&self, fact: &Fact, level: i64, deemed: &[Deemed]) -> Condition {
        self.at_least(fact, level, (0, 1), deemed)
    }

    fn tests(&self, fact: &Fact, values: ValueSet) -> Condition {
        match fact.axes.first() {
            Some(axis) => self.supplied_test(fact, *axis, values),
            None => Condition::FALSE,
        }
    }

    /// The range of a fact without the value that means *none*.
    pub(super) fn own_range(&self, fact: &Fact) -> Option<Bounds> {
        let domain = &self.axes.at(*fact.axes.first()?).domain;
        let last = match &fact.none_value {
            Some((none, _)) => none - 1,
            None => *domain.end(),
        };
        Some((*domain.start(), last))
    }
}

/// The comparisons that a type allows.
fn comparisons_of(ty: &FactType) -> &'static [Comparison] {
    use Comparison::{Above, AtLeast, AtMost, Below, HasAll, HasAny, Is, IsNot};
    match ty {
        FactType::Flag | FactType::Words { ordered: false, .. } => &[Is, IsNot],
        FactType::Set { .. } => &[HasAll, HasAny, Is, IsNot],
        FactType::Words { ordered: true, .. }
        | FactType::Number(_)
        | FactType::Duration
        | FactType::Date => &[Is, IsNot, AtLeast, AtMost, Below, Above],
    }
}

/// Comparisons as messages list them.
pub(super) fn comparison_list(comparisons: &[Comparison]) -> String {
    let words: Vec<String> = comparisons
        .iter()
        .map(|comparison| format!("`{}`", comparison_word(*comparison)))
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// A comparison as it is written.
pub(super) const fn comparison_word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Is => "is",
        Comparison::IsNot => "is not",
        Comparison::AtLeast => "at least",
        Comparison::AtMost => "at most",
        Comparison::Below => "below",
        Comparison::Above => "above",
        Comparison::In => "in",
        Comparison::Outside => "outside",
        Comparison::HasAll => "has all",
        Comparison::HasAny => "has any",
    }
}
