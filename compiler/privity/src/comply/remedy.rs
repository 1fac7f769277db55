//! What would make an act lawful: single facts that, said otherwise, the law is content with.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::Pair;
use crate::check::policy::{AxisId, AxisRole, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::evaluate::Oracle;
use crate::request::Class;
use crate::request::words::change;

/// So many are named.
const MOST: usize = 3;
/// So many stretches of values of one fact are tried.
const MOST_STRETCHES: usize = 1_000;

/// The law of a comparison, with what was found out about its facts.
pub(super) struct Remedies<'p> {
    pair: &'p Pair,
    law: &'p Oracle<'p>,
    /// The stretches of values of every fact that was asked about.
    stretches: BTreeMap<AxisId, Vec<(i64, i64)>>,
}

impl<'p> Remedies<'p> {
    /// Nothing is found out yet.
    pub(super) fn new(pair: &'p Pair, law: &'p Oracle<'p>) -> Self {
        Self {
            pair,
            law,
            stretches: BTreeMap::new(),
        }
    }

    /// Changes of one fact that the broken rules test, after which the law permits the atom; in words.
    pub(super) fn lawful_if(&mut self, broken: &[RuleId], atom: &[i64]) -> Vec<String> {
        let law = &self.pair.law;
        let mut found = Vec::new();
        for axis in tested(law, broken) {
            let info = law.axes.at(axis);
            if !matches!(info.role, AxisRole::Fact(_) | AxisRole::Element(..)) {
                continue;
            }
            let stretches = self
                .stretches
                .entry(axis)
                .or_insert_with(|| stretches(law, axis));
            let mut good = Vec::new();
            let mut changed = atom.to_vec();
            for &(low, high) in &*stretches {
                if let Some(slot) = changed.get_mut(axis.index()) {
                    *slot = low;
                }
                if self.law.verdict(&changed).class == Class::Permit {
                    good.push((low, high));
                }
            }
            if !good.is_empty() {
                let good = ValueSet::from_intervals(good);
                found.push(change(law, axis, &good).1);
            }
            if found.len() == MOST {
                break;
            }
        }
        found
    }
}

/// The axes that some rules test.
fn tested(law: &Policy, rules: &[RuleId]) -> BTreeSet<AxisId> {
    let mut axes = BTreeSet::new();
    for rule in rules.iter().map(|&rule| law.rules.at(rule)) {
        for condition in [&rule.requirement, &rule.region] {
            condition.for_each_test(&mut |axis, _| {
                axes.insert(axis);
            });
        }
    }
    axes
}

/// The values of a fact in stretches that no rule of the law tells apart.
fn stretches(law: &Policy, axis: AxisId) -> Vec<(i64, i64)> {
    let domain = law.axes.at(axis).domain.clone();
    let mut starts = BTreeSet::from([*domain.start()]);
    for rule in law.rules.iter() {
        for condition in [&rule.requirement, &rule.region] {
            condition.for_each_test(&mut |tested, set| {
                if tested == axis {
                    let edges = set.intervals().iter();
                    starts.extend(edges.flat_map(|&(low, high)| [low, high.saturating_add(1)]));
                }
            });
        }
    }
    starts.retain(|start| domain.contains(start));
    let ends = starts.iter().skip(1).map(|next| next - 1);
    let ends: Vec<i64> = ends.chain([*domain.end()]).collect();
    let all = starts.into_iter().zip(ends);
    all.take(MOST_STRETCHES).collect()
}
