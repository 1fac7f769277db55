//! Whether duties can be kept together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Argument, Duty, DutyKind, Length, Obligation, ObligationId};
use crate::check::policy::Policy;
use crate::check::values::ValueSet;

/// How many steps the search may take before it gives up and reports a conflict. Deciding it is as hard as satisfiability.
const STEPS: u32 = 20_000;

/// Whether the duties cannot be kept together, whichever alternatives are chosen.
///
/// Two obligations of one duty clash when they leave no common channel for a node they share, or when a length must reach more
/// than another may have. Duties that exclude each other clash; if one of them lasts *at least* and the other *at most* some time,
/// only when the first is certainly longer. A set too intricate to search counts as a conflict.
#[must_use]
pub fn conflict(policy: &Policy, duties: &BTreeSet<ObligationId>) -> bool {
    let obligations: Vec<&Obligation> =
        duties.iter().map(|&id| policy.obligations.at(id)).collect();
    clash(&policy.duty_kinds, &obligations)
}

/// Those of the duties that cannot be kept together, none too many; empty when there is no conflict.
#[must_use]
pub fn conflicting(policy: &Policy, duties: &BTreeSet<ObligationId>) -> Vec<ObligationId> {
    if !conflict(policy, duties) {
        return Vec::new();
    }
    let mut core = duties.clone();
    for duty in duties {
        core.remove(duty);
        if !conflict(policy, &core) {
            core.insert(*duty);
        }
    }
    core.into_iter().collect()
}

pub(super) fn clash(kinds: &[DutyKind], obligations: &[&Obligation]) -> bool {
    let mut search = Search {
        kinds: kinds
            .iter()
            .map(|kind| (kind.name.as_str(), kind))
            .collect(),
        steps: STEPS,
    };
    !search.can_choose(obligations, &mut Vec::new())
}

/// An obligation with the alternative that is kept.
type Chosen<'a> = (&'a Obligation, &'a Duty);

struct Search<'a> {
    kinds: BTreeMap<&'a str, &'a DutyKind>,
    steps: u32,
}

impl Search<'_> {
    /// Whether each of the obligations has an alternative that goes with those chosen so far.
    fn can_choose<'o>(&mut self, open: &[&'o Obligation], chosen: &mut Vec<Chosen<'o>>) -> bool {
        let Some((first, rest)) = open.split_first() else {
            return true;
        };
        for duty in &first.alternatives {
            let Some(steps) = self.steps.checked_sub(1) else {
                return false;
            };
            self.steps = steps;
            if self.fits(chosen, (first, duty)) {
                chosen.push((first, duty));
                let found = self.can_choose(rest, chosen);
                chosen.pop();
                if found {
                    return true;
                }
            }
        }
        false
    }

    fn fits(&mut self, chosen: &[Chosen], added: Chosen) -> bool {
        if chosen
            .iter()
            .any(|other| self.exclude_each_other(*other, added))
        {
            return false;
        }
        let same: Vec<Chosen> = chosen
            .iter()
            .filter(|other| is_same_duty(other.1, added.1))
            .copied()
            .chain([added])
            .collect();
        self.can_be_kept(&same, 0)
    }

    fn exclude_each_other(&self, a: Chosen, b: Chosen) -> bool {
        let excludes = |a: &Duty, b: &Duty| {
            let kind = self.kinds.get(a.name.as_str());
            kind.is_some_and(|kind| kind.excludes.contains(&b.name))
        };
        if !excludes(a.1, b.1) && !excludes(b.1, a.1) {
            return false;
        }
        let (a, b) = (measures(a.1), measures(b.1));
        let mut compared = [(a.at_least, b.at_most), (b.at_least, a.at_most)]
            .into_iter()
            .filter(|(at_least, at_most)| !at_least.is_empty() && !at_most.is_empty())
            .peekable();
        compared.peek().is_none()
            || compared.any(|(at_least, at_most)| certainly_exceeds(&at_least, &at_most))
    }

    /// Whether the obligations, all of one duty, can be kept for every combination of nodes that some of them share.
    /// `at` counts the sets of nodes that have been looked at.
    fn can_be_kept(&mut self, same: &[Chosen], at: usize) -> bool {
        let Some(steps) = self.steps.checked_sub(1) else {
            return false;
        };
        self.steps = steps;
        if leave_a_channel(same) && !lengths_clash(same) {
            return true;
        }
        let sets: Vec<Option<&ValueSet>> = same.iter().map(|(_, duty)| nodes(duty, at)).collect();
        if sets.iter().all(Option::is_none) {
            return false;
        }
        // Between two ends of intervals the same obligations are about every node.
        let ends = sets.iter().flatten().flat_map(|set| set.intervals());
        let starts: BTreeSet<i64> = ends.map(|&(low, _)| low).collect();
        let mut seen = BTreeSet::new();
        starts.into_iter().all(|node| {
            let about: Vec<bool> = sets
                .iter()
                .map(|set| set.is_none_or(|set| set.contains(node)))
                .collect();
            let sharing: Vec<Chosen> = same
                .iter()
                .zip(&about)
                .filter(|(_, about)| **about)
                .map(|(chosen, _)| *chosen)
                .collect();
            !seen.insert(about) || self.can_be_kept(&sharing, at + 1)
        })
    }
}

/// The set of nodes at a place among the sets of nodes of a duty.
fn nodes(duty: &Duty, at: usize) -> Option<&ValueSet> {
    let mut sets = duty.arguments.iter().filter_map(|argument| match argument {
        Argument::Nodes(_, atoms) => Some(atoms),
        _ => None,
    });
    sets.nth(at)
}

fn is_same_duty(a: &Duty, b: &Duty) -> bool {
    fn words(duty: &Duty) -> impl Iterator<Item = &String> {
        duty.arguments.iter().filter_map(|argument| match argument {
            Argument::Word(word) => Some(word),
            _ => None,
        })
    }
    a.name == b.name && words(a).eq(words(b))
}

fn leave_a_channel(same: &[Chosen]) -> bool {
    let channels = same
        .iter()
        .filter_map(|(obligation, _)| obligation.through.as_ref());
    let common = channels
        .map(|channels| channels.atoms.clone())
        .reduce(|a, b| a.intersection(&b));
    common.is_none_or(|common| !common.is_empty())
}

fn lengths_clash(same: &[Chosen]) -> bool {
    let measures: Vec<Measures> = same.iter().map(|(_, duty)| measures(duty)).collect();
    measures.iter().any(|a| {
        measures
            .iter()
            .any(|b| certainly_exceeds(&a.at_least, &b.at_most))
    })
}

struct Measures {
    at_least: Vec<Length>,
    at_most: Vec<Length>,
}

fn measures(duty: &Duty) -> Measures {
    let mut measures = Measures {
        at_least: Vec::new(),
        at_most: Vec::new(),
    };
    for argument in &duty.arguments {
        match argument {
            Argument::AtLeast(length) => measures.at_least.push(*length),
            Argument::AtMost(length) => measures.at_most.push(*length),
            _ => {}
        }
    }
    measures
}

/// Whether one of the first must certainly last longer than one of the second may.
fn certainly_exceeds(at_least: &[Length], at_most: &[Length]) -> bool {
    let mut pairs = at_least
        .iter()
        .flat_map(|a| at_most.iter().map(move |b| (a, b)));
    pairs.any(|(at_least, at_most)| at_least.min > at_most.max)
}
