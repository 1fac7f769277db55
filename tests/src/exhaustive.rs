//! Every atom that some policies can tell apart, in a part of their requests small enough to go through.

use std::collections::BTreeSet;

use fastrand::Rng;
use privity::check::policy::{AxisId, ClassAxis, Condition, Policy};
use privity::check::values::ValueSet;

use crate::generator;

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
    let Some(policy) = policies.first() else {
        return Corner {
            fixed: Vec::new(),
            atoms: Vec::new(),
        };
    };
    let start = generator::atom(rng, policy);
    let values = distinct(policies, more);
    let mut order: Vec<usize> = (0..start.len()).collect();
    rng.shuffle(&mut order);
    let mut fixed: Vec<Option<i64>> = start.iter().copied().map(Some).collect();
    let mut atoms = vec![start];
    for at in order {
        let Some(choices) = values.get(at) else {
            continue;
        };
        if choices.len() * atoms.len() > most {
            continue;
        }
        if let Some(slot) = fixed.get_mut(at) {
            *slot = None;
        }
        atoms = atoms
            .iter()
            .flat_map(|atom| {
                choices.iter().map(move |&value| {
                    let mut atom = atom.clone();
                    if let Some(slot) = atom.get_mut(at) {
                        *slot = value;
                    }
                    atom
                })
            })
            .collect();
    }
    Corner { fixed, atoms }
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
