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
#[derive(Debug, Clone, Default)]
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
    together(&[policy], &[]).pop().unwrap_or_default()
}

/// Spreads several policies out over the same dimensions, which also know the tests of some more conditions. The result has one entry per policy, all with equal dimensions.
///
/// The policies must have the same axes. The order of the dimensions is that of the first policy; axes that it does not test stand where their first use by another puts them.
#[must_use]
pub fn together(policies: &[&Policy], more: &[Condition]) -> Vec<Lowered> {
    let parts: Vec<Parts> = policies.iter().map(|policy| Parts::of(policy)).collect();
    let mut tests = Tests::default();
    for part in &parts {
        part.for_each_test(&mut |axis, set| tests.add(axis, set));
    }
    for condition in more {
        condition.for_each_test(&mut |axis, set| tests.add(axis, set));
    }
    let (dimensions, dimension_of) = tests.dimensions(policies);
    policies
        .iter()
        .zip(parts)
        .map(|(policy, parts)| parts.over(policy, &dimensions, &dimension_of))
        .collect()
}

/// The tests that conditions make, axis by axis.
#[derive(Default)]
struct Tests {
    sets: BTreeMap<AxisId, BTreeSet<ValueSet>>,
    first_use: Vec<AxisId>,
}

impl Tests {
    fn add(&mut self, axis: AxisId, set: &ValueSet) {
        let sets = self.sets.entry(axis).or_insert_with(|| {
            self.first_use.push(axis);
            BTreeSet::new()
        });
        if !sets.contains(set) {
            sets.insert(set.clone());
        }
    }

    /// How many different sets the tests of an axis have.
    fn sets_of(&self, axis: AxisId) -> usize {
        self.sets.get(&axis).map_or(0, BTreeSet::len)
    }

    /// The axes that the tests cut in at least two, and for every axis its dimension.
    fn dimensions(&self, policies: &[&Policy]) -> (Arena<Dimension>, Vec<Option<DimensionId>>) {
        let mut dimensions = Arena::new();
        let Some(policy) = policies.first() else {
            return (dimensions, Vec::new());
        };
        let mut dimension_of = vec![None; policy.axes.len()];
        for axis in order::order(policies, &self.first_use, &|axis| self.sets_of(axis)) {
            let (Some(sets), Some(of)) = (self.sets.get(&axis), policy.axes.get(axis)) else {
                continue;
            };
            let dimension = partition::partition(axis, &of.domain, sets);
            if dimension.class_count > 1
                && let Some(slot) = dimension_of.get_mut(axis.index())
            {
                *slot = Some(dimensions.push(dimension));
            }
        }
        (dimensions, dimension_of)
    }
}

/// What of a policy is lowered.
struct Parts {
    borders: BorderGroups,
    rules: Vec<RuleConditions>,
    alive: Condition,
    responses: Condition,
}

impl Parts {
    fn of(policy: &Policy) -> Self {
        let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
        Self {
            borders: BorderGroups::of(policy),
            rules: policy
                .rules
                .iter()
                .map(|rule| RuleConditions::of(policy, rule))
                .collect(),
            alive: Condition::Test(ClassAxis::Date.id(), life),
            responses: Condition::Test(ClassAxis::Action.id(), policy.responses()),
        }
    }

    fn for_each_test(&self, visit: &mut impl FnMut(AxisId, &ValueSet)) {
        for rule in &self.rules {
            rule.region.for_each_test(visit);
            rule.broken.for_each_test(visit);
        }
        self.alive.for_each_test(visit);
        self.responses.for_each_test(visit);
        if !self.borders.is_open_world() {
            for axis in [ClassAxis::Home, ClassAxis::Destination, ClassAxis::Origin] {
                let groups = self.borders.groups.iter();
                groups.for_each(|group| visit(axis.id(), group));
            }
            let days = self.borders.day_sets.iter();
            days.for_each(|days| visit(ClassAxis::Date.id(), days));
        }
    }

    fn over(
        self,
        policy: &Policy,
        dimensions: &Arena<Dimension>,
        dimension_of: &[Option<DimensionId>],
    ) -> Lowered {
        let translate = Translation {
            policy,
            dimensions,
            dimension_of,
        };
        let rules = self
            .rules
            .iter()
            .map(|rule| LoweredRule {
                region: translate.formula(&rule.region),
                broken: translate.formula(&rule.broken),
            })
            .collect();
        let alive = translate.formula(&self.alive);
        let responses = translate.formula(&self.responses);
        Lowered {
            rules,
            alive,
            responses,
            borders: self.borders,
            dimensions: dimensions.clone(),
            dimension_of: dimension_of.to_vec(),
        }
    }
}

impl Lowered {
    /// A condition on the axes of the policy over these dimensions; an axis that it tests more finely than they do, if there is one.
    ///
    /// # Errors
    /// The axis, when a test of the condition is none of those that the dimensions were made for.
    pub fn formula(&self, policy: &Policy, condition: &Condition) -> Result<Formula, AxisId> {
        let mut unknown = None;
        condition.for_each_test(&mut |axis, set| {
            let known = match self.dimension_of.get(axis.index()).copied().flatten() {
                Some(dimension) => self.dimensions.at(dimension).can_tell(set),
                None => policy.axes.get(axis).is_some_and(|axis| {
                    let whole = ValueSet::range(*axis.domain.start(), *axis.domain.end());
                    let inside = set.intersection(&whole);
                    inside.is_empty() || inside == whole
                }),
            };
            if !known {
                unknown.get_or_insert(axis);
            }
        });
        match unknown {
            Some(axis) => Err(axis),
            None => Ok(Translation {
                policy,
                dimensions: &self.dimensions,
                dimension_of: &self.dimension_of,
            }
            .formula(condition)),
        }
    }
}
