//! From rules over axes to formulas over dimensions: values that no test separates become one class, and axes that nothing tests drop out.
//!
//! Lowering cannot fail. It looks at no rule's effect: what wins over what is the business of the graph.

mod border;
mod conditions;
mod dimension;
mod formula;
mod order;
mod partition;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use border::BorderGroups;
pub use dimension::{Dimension, DimensionId, Step};
pub use formula::Formula;

use self::conditions::RuleConditions;
use self::formula::Translation;
use crate::arena::Arena;
use crate::check::policy::{AxisId, ClassAxis, Condition, Policy};
use crate::check::values::ValueSet;

/// A policy over dimensions.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// The dimensions, in the order in which the graph tests them.
    pub dimensions: Arena<Dimension>,
    /// For every axis of the policy, by number, its dimension; `None` when no test reads it.
    pub dimension_of: Vec<Option<DimensionId>>,
    /// For every rule of the policy, by number.
    pub rules: Vec<LoweredRule>,
    /// The days on which the policy applies.
    pub alive: Formula,
    /// The actions that are allowed by default.
    pub responses: Formula,
    /// Which places have a border between them, and when.
    pub borders: BorderGroups,
}

/// A rule over dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoweredRule {
    /// Where the rule applies; a require where its requirement fails, a permit only where none of its duties is broken.
    pub region: Formula,
    /// Where one of its duties is known to be broken.
    pub broken: Formula,
}

/// Spreads a policy out over dimensions.
#[must_use]
pub fn lower(policy: &Policy) -> Lowered {
    let borders = BorderGroups::of(policy);
    let conditions: Vec<RuleConditions> = policy
        .rules
        .iter()
        .map(|rule| RuleConditions::of(policy, rule))
        .collect();
    let alive = Condition::Test(
        ClassAxis::Date.id(),
        ValueSet::range(*policy.effective.start(), *policy.effective.end()),
    );
    let responses = Condition::Test(ClassAxis::Action.id(), policy.responses());

    let mut tests: BTreeMap<AxisId, BTreeSet<ValueSet>> = BTreeMap::new();
    let mut first_use: Vec<AxisId> = Vec::new();
    let mut visit = |axis: AxisId, set: &ValueSet| {
        let sets = tests.entry(axis).or_insert_with(|| {
            first_use.push(axis);
            BTreeSet::new()
        });
        if !sets.contains(set) {
            sets.insert(set.clone());
        }
    };
    for rule in &conditions {
        rule.region.for_each_test(&mut visit);
        rule.broken.for_each_test(&mut visit);
    }
    alive.for_each_test(&mut visit);
    responses.for_each_test(&mut visit);
    if !borders.is_open_world() {
        for axis in [ClassAxis::Home, ClassAxis::Destination, ClassAxis::Origin] {
            borders
                .groups
                .iter()
                .for_each(|group| visit(axis.id(), group));
        }
        borders
            .day_sets()
            .for_each(|days| visit(ClassAxis::Date.id(), days));
    }

    let mut dimensions = Arena::new();
    let mut dimension_of = vec![None; policy.axes.len()];
    for axis in order::order(policy, &first_use) {
        let (Some(sets), Some(of)) = (tests.get(&axis), policy.axes.get(axis)) else {
            continue;
        };
        let dimension = partition::partition(axis, &of.domain, sets);
        if dimension.class_count > 1
            && let Some(slot) = dimension_of.get_mut(axis.index())
        {
            *slot = Some(dimensions.push(dimension));
        }
    }
    let translate = Translation {
        policy,
        dimensions: &dimensions,
        dimension_of: &dimension_of,
    };
    let rules = conditions
        .iter()
        .map(|rule| LoweredRule {
            region: translate.formula(&rule.region),
            broken: translate.formula(&rule.broken),
        })
        .collect();
    let (alive, responses) = (translate.formula(&alive), translate.formula(&responses));
    Lowered {
        dimensions,
        dimension_of,
        rules,
        alive,
        responses,
        borders,
    }
}
