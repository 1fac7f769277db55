//! What would make an act lawful: single facts that, said otherwise, the law is content with.

use std::collections::BTreeSet;

use super::pair::Pair;
use crate::check::policy::{AxisId, AxisRole, RuleId};
use crate::evaluate::Oracle;
use crate::request::Class;
use crate::request::words::change;

/// So many are named.
const MOST: usize = 3;
/// A fact with more values is tried at the edges of what the rules test only.
const MOST_VALUES: u64 = 64;

/// Changes of one fact that the broken rules test, after which the law permits the atom; in words.
pub(super) fn lawful_if(
    pair: &Pair,
    law: &Oracle<'_>,
    broken: &[RuleId],
    atom: &[i64],
) -> Vec<String> {
    let mut axes: BTreeSet<AxisId> = BTreeSet::new();
    for rule in broken.iter().map(|&rule| pair.law.rules.at(rule)) {
        for condition in [&rule.requirement, &rule.region] {
            condition.for_each_test(&mut |axis, _| {
                axes.insert(axis);
            });
        }
    }
    let mut found = Vec::new();
    for axis in axes {
        let info = pair.law.axes.at(axis);
        if !matches!(info.role, AxisRole::Fact(_) | AxisRole::Element(..)) {
            continue;
        }
        let values = tried(pair, broken, axis);
        let mut good = Vec::new();
        let mut changed = atom.to_vec();
        for value in values {
            if let Some(slot) = changed.get_mut(axis.index()) {
                *slot = value;
            }
            if law.verdict(&changed).class == Class::Permit {
                good.push((value, value));
            }
        }
        if !good.is_empty() {
            let good = crate::check::values::ValueSet::from_intervals(good);
            found.push(change(&pair.law, axis, &good).1);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The values of a fact that are worth trying.
fn tried(pair: &Pair, broken: &[RuleId], axis: AxisId) -> Vec<i64> {
    let domain = pair.law.axes.at(axis).domain.clone();
    if domain.end().abs_diff(*domain.start()) < MOST_VALUES {
        return domain.collect();
    }
    let mut edges = BTreeSet::from([*domain.start(), *domain.end()]);
    for rule in broken.iter().map(|&rule| pair.law.rules.at(rule)) {
        for condition in [&rule.requirement, &rule.region] {
            condition.for_each_test(&mut |tested, set| {
                if tested == axis {
                    for &(low, high) in set.intervals() {
                        edges.extend([low - 1, low, high, high + 1]);
                    }
                }
            });
        }
    }
    edges.retain(|edge| domain.contains(edge));
    edges.into_iter().take(1_000).collect()
}
