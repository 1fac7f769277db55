//! What would make an act lawful: single facts that, said otherwise, the law is content with.

use std::collections::BTreeSet;

use super::pair::Pair;
use crate::check::policy::{AxisId, AxisRole, Policy, RuleId};
use crate::evaluate::Oracle;
use crate::request::Class;
use crate::request::words::change;

/// So many are named.
const MOST: usize = 3;
/// So many stretches of values of one fact are tried.
const MOST_STRETCHES: usize = 1_000;

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
        let mut good = Vec::new();
        let mut changed = atom.to_vec();
        for (low, high) in stretches(&pair.law, axis) {
            if let Some(slot) = changed.get_mut(axis.index()) {
                *slot = low;
            }
            if law.verdict(&changed).class == Class::Permit {
                good.push((low, high));
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
