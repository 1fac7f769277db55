//! The atoms of a small policy: one for each combination of values that something in it tells apart.

use std::collections::{BTreeMap, BTreeSet};

use privity::check::policy::{AxisId, AxisRole, ClassAxis, Condition, Policy};
use privity::check::values::ValueSet;

use super::atoms::Atoms;

/// The values of an axis, in classes that nothing tells apart.
struct Values {
    /// The smallest value of each class, ascending.
    classes: Vec<i64>,
    /// Where a class begins, and which: ascending.
    starts: Vec<(i64, usize)>,
    /// How far apart two atoms lie that differ in the next class of this axis only.
    stride: usize,
}

/// All atoms, numbered.
pub(super) struct Grid {
    axes: Vec<Values>,
    pub(super) count: usize,
}

impl Grid {
    /// `None` when there would be more atoms than `most`.
    pub(super) fn new(policy: &Policy, more: &[Condition], most: usize) -> Option<Self> {
        let sets = sets(policy, more);
        let mut axes = Vec::new();
        let mut count = 1_usize;
        for (id, axis) in policy.axes.entries() {
            let domain = (*axis.domain.start(), *axis.domain.end());
            let empty = BTreeSet::new();
            let sets = sets.get(&id).unwrap_or(&empty);
            let mut cuts = BTreeSet::from([domain.0]);
            for &(low, high) in sets.iter().flat_map(|set| set.intervals()) {
                let ends = [low, high.saturating_add(1)];
                cuts.extend(
                    ends.into_iter()
                        .filter(|at| (domain.0..=domain.1).contains(at)),
                );
            }
            let mut known: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
            let mut values = Values {
                classes: Vec::new(),
                starts: Vec::new(),
                stride: count,
            };
            for cut in cuts {
                let inside: Vec<bool> = sets.iter().map(|set| set.contains(cut)).collect();
                let class = *known.entry(inside).or_insert_with(|| {
                    values.classes.push(cut);
                    values.classes.len() - 1
                });
                values.starts.push((cut, class));
            }
            count = count.checked_mul(values.classes.len())?;
            if count > most {
                return None;
            }
            axes.push(values);
        }
        Some(Self { axes, count })
    }

    pub(super) fn nothing(&self) -> Atoms {
        Atoms::none(self.count)
    }

    pub(super) fn everything(&self) -> Atoms {
        Atoms::all(self.count)
    }

    /// The atoms whose value on an axis fits.
    pub(super) fn values(&self, axis: AxisId, fits: impl Fn(i64) -> bool) -> Atoms {
        let mut set = self.nothing();
        let Some(values) = self.axes.get(axis.index()) else {
            return set;
        };
        let block = values.stride * values.classes.len();
        let fitting: Vec<usize> = (0..)
            .zip(&values.classes)
            .filter(|(_, value)| fits(**value))
            .map(|(class, _)| class)
            .collect();
        if block == 0 || fitting.is_empty() {
            return set;
        }
        for first in (0..self.count).step_by(block) {
            for class in &fitting {
                set.fill(first + class * values.stride, values.stride);
            }
        }
        set
    }

    pub(super) fn of_class(&self, axis: ClassAxis, values: &ValueSet) -> Atoms {
        self.values(axis.id(), |value| values.contains(value))
    }

    /// Where a condition holds.
    pub(super) fn condition(&self, condition: &Condition) -> Atoms {
        match condition {
            Condition::All(parts) => {
                let parts = parts.iter().map(|part| self.condition(part));
                parts.fold(self.everything(), |all, part| all.and(&part))
            }
            Condition::Any(parts) => {
                let parts = parts.iter().map(|part| self.condition(part));
                parts.fold(self.nothing(), |all, part| all.or(&part))
            }
            Condition::Not(inner) => self.condition(inner).not(),
            Condition::Test(axis, set) => self.values(*axis, |value| set.contains(value)),
        }
    }

    /// The atoms that a set has when an axis may have any value.
    pub(super) fn whatever(&self, axis: AxisId, set: &Atoms) -> Atoms {
        let mut all = self.nothing();
        let Some(values) = self.axes.get(axis.index()) else {
            return set.clone();
        };
        for at in set.iter() {
            let class = at / values.stride % values.classes.len();
            let first = at - class * values.stride;
            for class in 0..values.classes.len() {
                all.fill(first + class * values.stride, 1);
            }
        }
        all
    }

    /// The atom of a number: one value per axis.
    pub(super) fn atom(&self, number: usize) -> Vec<i64> {
        let value = |values: &Values| {
            let class = number / values.stride % values.classes.len();
            values.classes.get(class).copied().unwrap_or_default()
        };
        self.axes.iter().map(value).collect()
    }

    /// The number of an atom.
    pub(super) fn number(&self, atom: &[i64]) -> usize {
        let class = |(values, value): (&Values, &i64)| {
            let starts = values.starts.iter().rev();
            let class = starts.clone().find(|(start, _)| start <= value);
            class.map_or(0, |(_, class)| class * values.stride)
        };
        self.axes.iter().zip(atom).map(class).sum()
    }

    /// The smallest value of each class of an axis.
    pub(super) fn representatives(&self, axis: AxisId) -> &[i64] {
        let values = self.axes.get(axis.index());
        values.map_or(&[], |values| &values.classes)
    }
}

/// Everything that tells values apart.
fn sets(policy: &Policy, more: &[Condition]) -> BTreeMap<AxisId, BTreeSet<ValueSet>> {
    let mut sets: BTreeMap<AxisId, BTreeSet<ValueSet>> = BTreeMap::new();
    let mut add = |axis: AxisId, set: &ValueSet| {
        sets.entry(axis).or_default().insert(set.clone());
    };
    for rule in policy.rules.iter() {
        rule.region.for_each_test(&mut add);
        rule.requirement.for_each_test(&mut add);
        for scope in &rule.named {
            scope.condition.for_each_test(&mut add);
            for (_, values) in &scope.listed {
                add(scope.axis.id(), values);
                if is_place(scope.axis) {
                    add(ClassAxis::Home.id(), values);
                }
            }
        }
    }
    for condition in more {
        condition.for_each_test(&mut add);
    }
    for assertion in &policy.assertions {
        for part in &assertion.parts {
            part.region.for_each_test(&mut add);
        }
    }
    let life = &policy.effective;
    add(
        ClassAxis::Date.id(),
        &ValueSet::range(*life.start(), *life.end()),
    );
    add(ClassAxis::Action.id(), &policy.responses());
    let borders = &policy.borders;
    for axis in [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination] {
        for place in policy.class_axis(axis).domain.clone() {
            add(axis.id(), &ValueSet::single(place));
        }
    }
    for (_, days) in borders.areas.iter().flat_map(|area| &area.members) {
        add(
            ClassAxis::Date.id(),
            &ValueSet::range(*days.start(), *days.end()),
        );
    }
    for (party, places) in (0_i64..).zip(&policy.sits_in) {
        if places.as_ref().is_some_and(|places| !places.is_empty()) {
            add(ClassAxis::Recipient.id(), &ValueSet::single(party));
        }
    }
    for (id, axis) in policy.axes.entries() {
        let tells = match axis.role {
            AxisRole::Kept(_) => true,
            AxisRole::Fact(fact) => {
                let fact = policy.facts.at(fact);
                let shows = |duty: &privity::check::duty::Obligation| {
                    duty.shown_by.as_deref() == Some(&fact.name)
                };
                if fact.ambiguity.is_some() {
                    for value in axis.domain.clone() {
                        add(id, &ValueSet::single(value));
                    }
                }
                policy.obligations.iter().any(shows)
            }
            AxisRole::Class(_) | AxisRole::Element(..) => false,
        };
        if tells {
            add(id, &ValueSet::single(0));
        }
    }
    sets
}

pub(super) fn is_place(axis: ClassAxis) -> bool {
    matches!(axis, ClassAxis::Origin | ClassAxis::Destination)
}
