//! What laws supply: the values of facts `from law` and of periods, by place and day.
//!
//! A test on a supplied fact becomes a test on the places and days for which it is supplied. Elsewhere the fact stays a closed assertion.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Checker;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{Misfit, supplies_clash, supply_hole, supply_misfit};
use super::duty::{Deadline, Length, Obligation};
use super::fact_values::{ranged_value, value_span};
use super::policy::{AxisId, AxisRole, ClassAxis, Condition, Fact, FactId, FactType};
use super::rules::Draft;
use super::scope::{all_of, any_of, during, not};
use super::values::ValueSet;
use crate::resolve::day;
use crate::resolve::names::{Space, What};
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{self, Kind, Supply, Value};

/// A value that a law supplies.
#[derive(Debug, Clone)]
pub(super) struct Supplied<T> {
    pub(super) value: T,
    /// Where and when.
    pub(super) condition: Condition,
    /// The law, by position; `None` when it stands in no law.
    pub(super) law: Option<usize>,
    /// The whole item.
    pub(super) span: Span,
}

/// All that is supplied.
#[derive(Debug, Clone, Default)]
pub(super) struct Supplies {
    pub(super) facts: BTreeMap<FactId, Vec<Supplied<ValueSet>>>,
    /// By the name of the period.
    pub(super) periods: BTreeMap<String, Vec<Supplied<Length>>>,
}

/// So many combinations of places and days are tried when supplies are compared.
const MOST_TRIES: usize = 2_000_000;

impl Checker<'_, '_> {
    /// Takes in what the laws supply, before any rule tests it.
    pub(super) fn add_supplies(&mut self) {
        let world = self.world;
        let mut supplies = Supplies::default();
        for placed in &world.supplies {
            self.supply(placed, &mut supplies);
        }
        // Only now do tests look at them, so that a supply cannot depend on another.
        self.supplies = supplies;
    }

    fn supply(&mut self, placed: &Placed<Supply>, supplies: &mut Supplies) -> Option<()> {
        let written = &placed.item;
        let (module, world) = (placed.module, self.world);
        let subject = &written.subject;
        let spaces = [Space::Condition, Space::Period];
        let found = self.lookups.find(&world.names, &spaces, subject, module);
        let condition = self.scope_of(&placed.sections, &written.clauses, module);
        let (_, found) = found?;
        let (what, name) = (found.declared.what, found.name.to_owned());
        let condition = condition?;
        let mut on_facts = false;
        condition.for_each_test(&mut |axis, _| {
            on_facts |= !matches!(self.axes.at(axis).role, AxisRole::Class(_));
        });
        if on_facts {
            return self.fail(supply_misfit(placed.span, Misfit::OnFacts));
        }
        let law = world.law_of(module);
        if law.is_none() {
            return self.fail(supply_misfit(placed.span, Misfit::NoLaw));
        }
        let span = placed.span;
        match what {
            What::Fact(index) => {
                let id = self.fact_ids.get(index).copied().flatten()?;
                let fact = self.facts.at(id).clone();
                if !fact.from_law || matches!(fact.ty, FactType::Set { .. }) {
                    let declared = fact.span;
                    return self.fail(supply_misfit(subject.span, Misfit::NotFromLaw(declared)));
                }
                let range = self.own_range(&fact)?;
                let (low, high) = ranged_value(&fact, range, &written.value, self.report)?;
                let value = ValueSet::range(low, high);
                let all = supplies.facts.entry(id).or_default();
                all.push(Supplied {
                    value,
                    condition,
                    law,
                    span,
                });
            }
            What::Period(index) => {
                let period = world.periods.get(index)?;
                if !period.item.from_law {
                    let declared = period.item.name.span;
                    return self.fail(supply_misfit(subject.span, Misfit::NotFromLaw(declared)));
                }
                let Value::Duration(duration) = &written.value else {
                    let place = value_span(&written.value);
                    return self.fail(supply_misfit(place, Misfit::NoLength));
                };
                let value = super::amounts::length(*duration, self.report)?;
                let all = supplies.periods.entry(name).or_default();
                all.push(Supplied {
                    value,
                    condition,
                    law,
                    span,
                });
            }
            _ => {
                let declared = found.declared.span;
                return self.fail(supply_misfit(subject.span, Misfit::NotFromLaw(declared)));
            }
        }
        Some(())
    }

    /// The test that a fact has one of some values, with what laws supply in its place.
    pub(super) fn supplied_test(&self, fact: &Fact, axis: AxisId, values: ValueSet) -> Condition {
        let AxisRole::Fact(id) = self.axes.at(axis).role else {
            return Condition::Test(axis, values);
        };
        debug_assert_eq!(self.facts.at(id).name, fact.name, "the axis of the fact");
        let Some(supplied) = self.supplies.facts.get(&id) else {
            return Condition::Test(axis, values);
        };
        let open = not(any_of(supplied.iter().map(|one| one.condition.clone())));
        let said = supplied.iter().filter(|one| one.value.is_subset(&values));
        let mut ways: Vec<Condition> = said.map(|one| one.condition.clone()).collect();
        ways.push(all_of([open, Condition::Test(axis, values)]));
        any_of(ways)
    }

    /// A rule whose duties have a period that laws supply is one rule for each of the lengths, and one for the rest.
    pub(super) fn split_by_periods(&mut self, draft: Draft) -> Vec<Draft> {
        let named = draft.rule.obligations.iter().find_map(|&duty| {
            let duty = self.obligations.at(duty);
            let mut times = [&duty.deadline, &duty.every].into_iter().flatten();
            times.find_map(|time| match time {
                Deadline::Period(name) if self.supplies.periods.contains_key(name) => {
                    Some(name.clone())
                }
                _ => None,
            })
        });
        let Some(name) = named else {
            return vec![draft];
        };
        let Some(supplied) = self.supplies.periods.get(&name).cloned() else {
            return vec![draft];
        };
        let mut parts = Vec::new();
        for one in &supplied {
            let mut part = draft.clone();
            part.rule.region = all_of([part.rule.region, one.condition.clone()]);
            let duties = std::mem::take(&mut part.rule.obligations);
            part.rule.obligations = duties
                .into_iter()
                .map(|duty| {
                    let duty = self.obligations.at(duty).clone();
                    self.intern(with_length(duty, &name, one.value))
                })
                .collect();
            parts.extend(self.split_by_periods(part));
        }
        let open = not(any_of(supplied.into_iter().map(|one| one.condition)));
        // What is left names the period, so other periods are split off it with this one put aside.
        let mut rest = draft;
        rest.rule.region = all_of([rest.rule.region, open]);
        let put_aside = self.supplies.periods.remove(&name);
        parts.extend(self.split_by_periods(rest));
        self.supplies
            .periods
            .extend(put_aside.map(|all| (name, all)));
        parts
    }

    /// Two values for one place and day, and places of a law's territory for which it leaves a value open.
    pub(super) fn check_supplies(&mut self) {
        let supplies = self.supplies.clone();
        for (id, all) in &supplies.facts {
            let name = self.facts.at(*id).name.clone();
            self.compare_supplies(&name, all);
        }
        for (name, all) in &supplies.periods {
            self.compare_supplies(name, all);
        }
    }

    fn compare_supplies<T: PartialEq>(&mut self, name: &str, all: &[Supplied<T>]) {
        for (at, one) in all.iter().enumerate() {
            for other in all
                .iter()
                .skip(at + 1)
                .filter(|other| other.value != one.value)
            {
                let both = all_of([one.condition.clone(), other.condition.clone()]);
                if let Some(atom) = self.place_and_day(&both) {
                    let witness = self.described(&atom);
                    self.report
                        .push(supplies_clash(name, one.span, other.span, &witness));
                    // One clash of a name is one finding.
                    return;
                }
            }
        }
        let laws: BTreeSet<usize> = all.iter().filter_map(|one| one.law).collect();
        for law in laws {
            self.report_hole(name, all, law);
        }
    }

    fn report_hole<T>(&mut self, name: &str, all: &[Supplied<T>], law: usize) {
        let world = self.world;
        let Some(placed) = world.laws.get(law) else {
            return;
        };
        let Some(territory) = &placed.item.territory else {
            return;
        };
        let Some(nodes) = self.set(territory, Kind::Place, placed.module) else {
            return;
        };
        let homes = nodes.values(self.atom_count(Kind::Place));
        let inside = self.inside(ClassAxis::Home, &homes);
        let first = placed.item.since.and_then(|date| day(date, self.report));
        let last = placed.item.until.and_then(|date| day(date, self.report));
        let force = during(first.unwrap_or(FIRST_DAY), last.unwrap_or(LAST_DAY));
        let open = not(any_of(all.iter().map(|one| one.condition.clone())));
        if let Some(atom) = self.place_and_day(&all_of([force, inside, open])) {
            let witness = self.described(&atom);
            let said = all.iter().filter(|one| one.law == Some(law));
            let places: Vec<Span> = said.map(|one| one.span).collect();
            self.report.push(supply_hole(
                name,
                &placed.item.name,
                places.first().copied().unwrap_or(placed.span),
                &witness,
            ));
        }
    }

    /// Values of the class axes at which a condition holds, the first in order; nothing if there are none, or too many to try.
    fn place_and_day(&self, condition: &Condition) -> Option<BTreeMap<AxisId, i64>> {
        let mut sets: BTreeMap<AxisId, BTreeSet<ValueSet>> = BTreeMap::new();
        condition.for_each_test(&mut |axis, set| {
            sets.entry(axis).or_default().insert(set.clone());
        });
        let runs: Vec<(AxisId, Vec<i64>)> = sets
            .iter()
            .map(|(&axis, sets)| (axis, representatives(&self.axes.at(axis).domain, sets)))
            .collect();
        let size = runs
            .iter()
            .try_fold(1_usize, |size, (_, values)| size.checked_mul(values.len()));
        if size.is_none_or(|size| size > MOST_TRIES) {
            return None;
        }
        let mut atom = vec![0; self.axes.len()];
        first_choice(&runs, &mut atom, &mut |atom| condition.holds(atom)).then(|| {
            runs.iter()
                .filter_map(|(axis, _)| Some((*axis, *atom.get(axis.index())?)))
                .collect()
        })
    }

    fn described(&self, atom: &BTreeMap<AxisId, i64>) -> String {
        let words: Vec<String> = atom
            .iter()
            .map(|(&axis, &value)| {
                let axis = self.axes.at(axis);
                let name = match axis.role {
                    AxisRole::Class(ClassAxis::Date) => super::dates::day_name(value),
                    AxisRole::Class(class) => class
                        .kind()
                        .and_then(|kind| self.world.taxonomies.kind(kind))
                        .and_then(|all| all.atoms.get(usize::try_from(value).ok()?).cloned())
                        .unwrap_or_else(|| "none".to_owned()),
                    _ => value.to_string(),
                };
                format!("{} {name}", axis.name)
            })
            .collect();
        words.join(", ")
    }

    /// A comparison of a fact with a number that the law sets: for each value that it can have.
    pub(super) fn compare_with_law(
        &mut self,
        fact: &Fact,
        comparison: ast::Comparison,
        other: &Fact,
        span: Span,
        compare: &mut dyn FnMut(&mut Self, i64) -> Option<Condition>,
    ) -> Option<Condition> {
        const MOST_VALUES: i64 = 200;
        let (low, high) = self.own_range(other)?;
        let alike = fact.ty == other.ty && matches!(fact.ty, FactType::Number(_));
        let axis = other.axes.first().copied()?;
        if !alike || !other.from_law || other.none_value.is_some() || high - low >= MOST_VALUES {
            let finding = super::diagnostics::no_number_of_law(fact, other, comparison, span);
            return self.fail(finding);
        }
        let mut parts = Vec::new();
        for value in low..=high {
            let there = self.supplied_test(other, axis, ValueSet::single(value));
            if there != Condition::FALSE {
                parts.push(all_of([there, compare(self, value)?]));
            }
        }
        Some(any_of(parts))
    }

    /// The fact that a value names, if it is no word of the tested fact.
    pub(super) fn fact_of_value(&mut self, value: &Value, module: ModuleIndex) -> Option<Fact> {
        let Value::Path(path) = value else {
            return None;
        };
        let names = &self.world.names;
        let found = names.find(Space::Condition, path, module)?;
        let What::Fact(index) = found.declared.what else {
            return None;
        };
        let id = self.fact_ids.get(index).copied().flatten()?;
        self.lookups.find(names, &[Space::Condition], path, module);
        Some(self.facts.at(id).clone())
    }
}

fn with_length(mut duty: Obligation, period: &str, length: Length) -> Obligation {
    for time in [&mut duty.deadline, &mut duty.every] {
        if matches!(time, Some(Deadline::Period(name)) if name == period) {
            *time = Some(Deadline::Within(length));
        }
    }
    duty
}

/// One value of each class of values that no set tells apart, ascending.
fn representatives(domain: &std::ops::RangeInclusive<i64>, sets: &BTreeSet<ValueSet>) -> Vec<i64> {
    let mut starts = BTreeSet::from([*domain.start()]);
    for &(low, high) in sets.iter().flat_map(|set| set.intervals()) {
        let edges = [low, high.saturating_add(1)];
        starts.extend(edges.into_iter().filter(|at| domain.contains(at)));
    }
    let mut seen = BTreeSet::new();
    starts
        .into_iter()
        .filter(|&value| {
            let inside: Vec<bool> = sets.iter().map(|set| set.contains(value)).collect();
            seen.insert(inside)
        })
        .collect()
}

/// Sets the axes to the first combination that fits; says whether there is one.
fn first_choice(
    runs: &[(AxisId, Vec<i64>)],
    atom: &mut Vec<i64>,
    fits: &mut dyn FnMut(&[i64]) -> bool,
) -> bool {
    let Some(((axis, values), rest)) = runs.split_first() else {
        return fits(atom);
    };
    values.iter().any(|&value| {
        if let Some(slot) = atom.get_mut(axis.index()) {
            *slot = value;
        }
        first_choice(rest, atom, fits)
    })
}
