//! From rules over dimensions to rows of bits.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::border::Border;
use super::{Index, IndexedRule, Layer};
use crate::check::policy::{Effect, Layer as RuleLayer, Policy};
use crate::check::values::ValueSet;
use crate::lower::{DimensionId, Formula, Lowered};

/// Builds the index of a policy. It cannot fail; its size is that of the rules times the classes of the dimensions they test.
#[must_use]
pub fn build(policy: &Policy, lowered: &Lowered) -> Index {
    let count = policy.rules.len();
    let none = FixedBitSet::with_capacity(count);
    let mut rows: Vec<Vec<FixedBitSet>> = lowered
        .dimensions
        .iter()
        .map(|dimension| vec![none.clone(); dimension.class_count as usize])
        .collect();
    // For every dimension the rules that do not test it.
    let mut free = vec![none; lowered.dimensions.len()];
    free.iter_mut().for_each(|free| free.insert_range(..));
    let mut rules = Vec::with_capacity(count);
    for (at, (rule, conditions)) in policy.rules.iter().zip(&lowered.rules).enumerate() {
        let mut parts = Parts::default();
        parts.add(&conditions.region, true);
        for (dimension, set) in &parts.tests {
            let row = rows
                .get_mut(dimension.index())
                .map_or(&mut [][..], |row| row);
            for &(low, high) in set.intervals() {
                let last = i64::try_from(row.len()).unwrap_or(i64::MAX) - 1;
                for class in low.max(0)..=high.min(last) {
                    let bits = usize::try_from(class).ok();
                    if let Some(bits) = bits.and_then(|class| row.get_mut(class)) {
                        bits.insert(at);
                    }
                }
            }
            if let Some(free) = free.get_mut(dimension.index()) {
                free.remove(at);
            }
        }
        let mut tested: Vec<DimensionId> = parts.tests.keys().copied().collect();
        parts
            .rest
            .iter()
            .for_each(|part| dimensions(part, &mut tested));
        dimensions(&conditions.broken, &mut tested);
        tested.sort_unstable();
        tested.dedup();
        rules.push(IndexedRule {
            rest: parts.rest,
            broken: conditions.broken.clone(),
            duties: rule.obligations.clone(),
            tested,
        });
    }
    for (row, free) in rows.iter_mut().zip(&free) {
        row.iter_mut().for_each(|bits| bits.union_with(free));
    }
    let layer = |layer: RuleLayer| {
        let of = |effects: &[Effect]| -> FixedBitSet {
            let mut bits = FixedBitSet::with_capacity(count);
            for (at, rule) in policy.rules.iter().enumerate() {
                bits.set(at, rule.layer == layer && effects.contains(&rule.effect));
            }
            bits
        };
        Layer {
            permits: of(&[Effect::Permit]),
            guards: of(&[Effect::Forbid, Effect::Require]),
            obliges: of(&[Effect::Oblige]),
            exclusions: of(&[Effect::Exclude]),
        }
    };
    let lifts = policy
        .rules
        .iter()
        .map(|rule| {
            let mut bits = FixedBitSet::with_capacity(count);
            for lifted in &rule.lifts {
                let other = policy.rules.get(*lifted);
                if other.is_some_and(|other| other.layer == rule.layer) {
                    bits.insert(lifted.index());
                }
            }
            bits
        })
        .collect();
    Index {
        dimensions: lowered.dimensions.clone(),
        rows,
        rules,
        lifts,
        base: layer(RuleLayer::Base),
        transfer: layer(RuleLayer::Transfer),
        alive: lowered.alive.clone(),
        responses: lowered.responses.clone(),
        border: Border::of(lowered),
    }
}

/// A formula as tests of single dimensions, all of which must hold, and what is left.
#[derive(Default)]
struct Parts {
    tests: BTreeMap<DimensionId, ValueSet>,
    rest: Vec<Formula>,
}

impl Parts {
    /// Adds a part, or its opposite.
    fn add(&mut self, formula: &Formula, wanted: bool) {
        match (formula, wanted) {
            (Formula::All(parts), true) | (Formula::Any(parts), false) => {
                parts.iter().for_each(|part| self.add(part, wanted));
            }
            (Formula::Not(inner), _) => self.add(inner, !wanted),
            (Formula::Test(dimension, set), _) => {
                // Classes are numbered from 0, so a complement within these bounds holds all others.
                let set = if wanted {
                    set.clone()
                } else {
                    set.complement(&(0..=i64::from(u32::MAX)))
                };
                let known = self.tests.entry(*dimension);
                known
                    .and_modify(|known| *known = known.intersection(&set))
                    .or_insert(set);
            }
            (Formula::Any(_), true) => self.rest.push(formula.clone()),
            (Formula::All(_), false) => self.rest.push(Formula::Not(Box::new(formula.clone()))),
        }
    }
}

/// Adds the dimensions that a formula tests.
pub(super) fn dimensions(formula: &Formula, found: &mut Vec<DimensionId>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            parts.iter().for_each(|part| dimensions(part, found));
        }
        Formula::Not(inner) => dimensions(inner, found),
        Formula::Test(dimension, _) => found.push(*dimension),
    }
}
