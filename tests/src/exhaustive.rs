//! Every atom that some policies can tell apart, in a part of their requests small enough to go through.

use std::collections::BTreeSet;

use fastrand::Rng;
use privity::check::policy::{AxisId, ClassAxis, Condition, Policy};
use privity::check::values::ValueSet;

use crate::generator;

/// The combinations of some values of each axis, in the order of counting: the last axis fastest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// The values of every axis of the policy, by number; none is empty.
    pub choices: Vec<Vec<i64>>,
}

impl Grid {
    /// How many atoms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.choices.iter().map(Vec::len).product()
    }

    /// Whether an axis has no value, so that there is no atom.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shows every atom, each with the first axis whose value is another than before.
    pub fn for_each(&self, mut show: impl FnMut(&[i64], usize)) {
        let first = self.choices.iter().map(|values| values.first().copied());
        let Some(mut atom) = first.collect::<Option<Vec<i64>>>() else {
            return;
        };
        let mut at = vec![0; atom.len()];
        let mut changed = 0;
        loop {
            show(&atom, changed);
            changed = atom.len();
            loop {
                let Some(axis) = changed.checked_sub(1) else {
                    return;
                };
                changed = axis;
                let (Some(values), Some(at), Some(value)) =
                    (self.choices.get(axis), at.get_mut(axis), atom.get_mut(axis))
                else {
                    return;
                };
                *at = if *at + 1 < values.len() { *at + 1 } else { 0 };
                *value = values.get(*at).copied().unwrap_or_default();
                if *at > 0 {
                    break;
                }
            }
        }
    }
}

/// A part of all requests in which some axes are free and all others have one value.
#[derive(Debug, Clone)]
pub struct Corner {
    /// The one value of an axis; `None` when it is free.
    pub fixed: Vec<Option<i64>>,
    /// One atom for each combination of values that no test tells apart.
    pub atoms: Vec<Vec<i64>>,
}

impl Corner {
    /// The condition of being in it.
    #[must_use]
    pub fn region(&self, policy: &Policy) -> Condition {
        let tests = policy.axes.ids().zip(&self.fixed);
        Condition::All(
            tests
                .filter_map(|(axis, fixed)| {
                    Some(Condition::Test(axis, ValueSet::single((*fixed)?)))
                })
                .collect(),
        )
    }
}

/// A random corner of policies that share their axes, with at most so many atoms. `more` are conditions that may tell apart what no rule does.
#[must_use]
pub fn corner(rng: &mut Rng, policies: &[&Policy], more: &[&Condition], most: usize) -> Corner {
    let (grid, fixed) = grid(rng, policies, more, most);
    let mut atoms = Vec::new();
    grid.for_each(|atom, _| atoms.push(atom.to_vec()));
    Corner { fixed, atoms }
}

/// A random grid for policies that share their axes, with at most so many atoms, and the one value of each axis that is not free in it.
/// A free axis has one value of each stretch that no rule, and none of `more`, tells apart.
#[must_use]
pub fn grid(
    rng: &mut Rng,
    policies: &[&Policy],
    more: &[&Condition],
    most: usize,
) -> (Grid, Vec<Option<i64>>) {
    let start = policies
        .first()
        .map(|policy| generator::atom(rng, policy))
        .unwrap_or_default();
    let values = distinct(policies, more);
    let mut order: Vec<usize> = (0..start.len()).collect();
    rng.shuffle(&mut order);
    let mut fixed: Vec<Option<i64>> = start.iter().copied().map(Some).collect();
    let mut choices: Vec<Vec<i64>> = start.into_iter().map(|value| vec![value]).collect();
    let mut count = 1;
    for at in order {
        let (Some(free), Some(choice), Some(slot)) =
            (values.get(at), choices.get_mut(at), fixed.get_mut(at))
        else {
            continue;
        };
        if free.len() * count > most {
            continue;
        }
        count *= free.len();
        choice.clone_from(free);
        *slot = None;
    }
    (Grid { choices }, fixed)
}

/// For every axis one value of each stretch that no test cuts.
fn distinct(policies: &[&Policy], more: &[&Condition]) -> Vec<Vec<i64>> {
    let Some(policy) = policies.first() else {
        return Vec::new();
    };
    let mut cuts: Vec<BTreeSet<i64>> = policy
        .axes
        .iter()
        .map(|axis| BTreeSet::from([*axis.domain.start()]))
        .collect();
    let mut cut = |axis: AxisId, set: &ValueSet| {
        if let Some(cuts) = cuts.get_mut(axis.index()) {
            for &(low, high) in set.intervals() {
                cuts.extend([low, high.saturating_add(1)]);
            }
        }
    };
    let date = ClassAxis::Date.id();
    for policy in policies {
        for rule in policy.rules.iter() {
            rule.region.for_each_test(&mut cut);
            rule.requirement.for_each_test(&mut cut);
        }
        let life = &policy.effective;
        cut(date, &ValueSet::range(*life.start(), *life.end()));
        for (_, days) in policy.borders.areas.iter().flat_map(|area| &area.members) {
            cut(date, &ValueSet::range(*days.start(), *days.end()));
        }
    }
    for condition in more {
        condition.for_each_test(&mut cut);
    }
    // What borders, seats and the default for responses read, every value of it.
    for class in [
        ClassAxis::Action,
        ClassAxis::Recipient,
        ClassAxis::Home,
        ClassAxis::Origin,
        ClassAxis::Destination,
    ] {
        for value in policy.class_axis(class).domain.clone() {
            cut(class.id(), &ValueSet::single(value));
        }
    }
    for (id, axis) in policy.axes.entries() {
        if *axis.domain.end() - *axis.domain.start() < 3 {
            for value in axis.domain.clone() {
                cut(id, &ValueSet::single(value));
            }
        }
    }
    policy
        .axes
        .iter()
        .zip(cuts)
        .map(|(axis, cuts)| {
            let inside = cuts.into_iter().filter(|value| axis.domain.contains(value));
            inside.collect()
        })
        .collect()
}

/// Whether an atom is a request that can be made: its destination is a place where the recipient sits, if anything is said of that.
#[must_use]
pub fn is_possible(policy: &Policy, atom: &[i64]) -> bool {
    let value = |axis: ClassAxis| atom.get(axis.id().index()).copied().unwrap_or_default();
    let seats = usize::try_from(value(ClassAxis::Recipient))
        .ok()
        .and_then(|party| policy.sits_in.get(party))
        .and_then(Option::as_ref)
        .filter(|seats| !seats.is_empty());
    let at_home = &policy.borders.as_home;
    let destination = value(ClassAxis::Destination);
    seats.is_none_or(|seats| {
        seats.contains(destination)
            || at_home.contains(destination)
            || !seats.intersection(at_home).is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_counts_through_all_combinations() {
        let grid = Grid {
            choices: vec![vec![4, 5], vec![7], vec![1, 2, 3]],
        };
        let mut seen = Vec::new();
        grid.for_each(|atom, changed| seen.push((atom.to_vec(), changed)));
        assert_eq!(seen.len(), grid.len());
        let changes: Vec<usize> = seen.iter().map(|(_, changed)| *changed).collect();
        assert_eq!(changes, [0, 2, 2, 0, 2, 2]);
        let atoms: BTreeSet<Vec<i64>> = seen.into_iter().map(|(atom, _)| atom).collect();
        assert_eq!(atoms.len(), grid.len());
        assert!(atoms.contains(&vec![5, 7, 3]));
    }

    #[test]
    fn an_axis_without_values_leaves_no_atom() {
        let grid = Grid {
            choices: vec![vec![1], Vec::new()],
        };
        grid.for_each(|atom, _| panic!("{atom:?}"));
        assert!(grid.is_empty());
    }
}
