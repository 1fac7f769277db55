//! Which values of an axis a request need not tell apart, because no rule it can touch does.

use std::collections::{BTreeMap, BTreeSet};

use super::atom::Oracle;
use crate::check::policy::{AxisId, ClassAxis, Condition, Policy, Rule, RuleId};
use crate::check::values::ValueSet;
use crate::request::{Ask, Request};

/// The rules that a request can touch, and for every axis the sets that tell its values apart.
pub(super) struct Classes {
    /// The rules whose region can hold at some atom of the request, in order.
    pub(super) rules: Vec<RuleId>,
    sets: BTreeMap<AxisId, BTreeSet<ValueSet>>,
}

impl Classes {
    /// The sets that the rules within reach of a request test.
    pub(super) fn of(oracle: &Oracle, request: &Request) -> Self {
        let policy = oracle.policy;
        let mut sets: BTreeMap<AxisId, BTreeSet<ValueSet>> = BTreeMap::new();
        let mut add = |axis: AxisId, set: &ValueSet| {
            sets.entry(axis).or_default().insert(set.clone());
        };
        let mut rules = Vec::new();
        for (id, rule) in policy.rules.entries() {
            if !can_hold(rule, request) {
                continue;
            }
            rules.push(id);
            rule.region.for_each_test(&mut add);
            rule.requirement.for_each_test(&mut add);
            for duty in &rule.obligations {
                for axis in oracle.axes_that_break(*duty) {
                    add(*axis, &ValueSet::single(0));
                }
            }
        }
        let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
        add(ClassAxis::Date.id(), &life);
        add(ClassAxis::Action.id(), &policy.responses());
        for (axis, set) in oracle.border_sets() {
            add(*axis, set);
        }
        if request.implied_destination {
            for (party, places) in (0_i64..).zip(&policy.sits_in) {
                if places.is_some() {
                    add(ClassAxis::Recipient.id(), &ValueSet::single(party));
                }
            }
        }
        Self { rules, sets }
    }

    /// One value of each class that `values` meets, ascending.
    pub(super) fn representatives(&self, axis: AxisId, values: &ValueSet) -> Vec<i64> {
        if values.len() == 1 {
            return values.iter().collect();
        }
        let none = BTreeSet::new();
        let sets = self.sets.get(&axis).unwrap_or(&none);
        let mut seen = BTreeSet::new();
        let mut starts: BTreeSet<i64> = BTreeSet::new();
        // Membership changes only where an interval begins or behind where one ends.
        for &(low, high) in values.intervals() {
            starts.insert(low);
            for &(begin, end) in sets.iter().flat_map(|set| set.intervals()) {
                starts.extend(
                    [begin, end.saturating_add(1)]
                        .into_iter()
                        .filter(|at| (low..=high).contains(at)),
                );
            }
        }
        starts
            .into_iter()
            .filter(|&value| {
                seen.insert(
                    sets.iter()
                        .map(|set| set.contains(value))
                        .collect::<Vec<_>>(),
                )
            })
            .collect()
    }
}

/// Whether the rule's region can hold at some atom of the request: none of the tests it surely makes rules that out.
fn can_hold(rule: &Rule, request: &Request) -> bool {
    let is_open = |condition: &Condition| match condition {
        Condition::Test(axis, set) => {
            let implied = request.implied_destination && *axis == ClassAxis::Destination.id();
            let ask = request.asks.get(axis.index()).map(Ask::values);
            implied || ask.is_some_and(|values| !values.intersection(set).is_empty())
        }
        _ => true,
    };
    match &rule.region {
        Condition::All(parts) => parts.iter().all(is_open),
        other => is_open(other),
    }
}

/// The sets of places and days that some border tells apart.
pub(super) fn border_sets(policy: &Policy) -> Vec<(AxisId, ValueSet)> {
    let borders = &policy.borders;
    let mut places = vec![borders.as_home.clone()];
    let mut days = Vec::new();
    for area in &borders.areas {
        for (members, life) in &area.members {
            places.push(members.clone());
            days.push(ValueSet::range(*life.start(), *life.end()));
        }
    }
    let countries: BTreeSet<u32> = borders.country.iter().copied().collect();
    for country in countries {
        let inside = (0_i64..)
            .zip(&borders.country)
            .filter(|(_, other)| **other == country);
        places.push(ValueSet::from_intervals(
            inside.map(|(place, _)| (place, place)),
        ));
    }
    let axes = [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination];
    let places = axes
        .into_iter()
        .flat_map(|axis| places.iter().map(move |set| (axis.id(), set.clone())));
    let days = days.into_iter().map(|set| (ClassAxis::Date.id(), set));
    places.chain(days).collect()
}
