//! A policy with readings fixed: what was open is settled, for every request.

use std::collections::BTreeSet;

use super::diagnostics::{no_such_reading, reading_fixed_twice};
use super::policy::{AxisId, ExpectedVerdict, FactId, FactType, Policy};
use super::values::ValueSet;
use crate::diagnostic::Report;
use crate::request::Ask;

/// Fixes readings, each written `NAME.READING`. A request that names another reading contradicts the policy from then on, and the
/// policy's own tests that ask under another reading are left out. What cannot be fixed is reported.
#[must_use]
pub fn fix_readings(mut policy: Policy, readings: &[String], report: &mut Report) -> Policy {
    let known: Vec<(String, FactId, i64)> = readings_of(&policy);
    let mut fixed = BTreeSet::new();
    for wanted in readings {
        let Some((_, fact, value)) = known.iter().find(|(name, ..)| name == wanted) else {
            let names: Vec<&str> = known.iter().map(|(name, ..)| name.as_str()).collect();
            report.push(no_such_reading(wanted, &names));
            continue;
        };
        if fixed.insert(*fact) {
            fix(&mut policy, *fact, *value);
        } else {
            report.push(reading_fixed_twice(&policy.facts.at(*fact).name));
        }
    }
    policy
}

/// All readings of a policy: `NAME.READING`, the fact, and the value on its axis.
fn readings_of(policy: &Policy) -> Vec<(String, FactId, i64)> {
    let open = policy
        .facts
        .entries()
        .filter(|(_, fact)| fact.ambiguity.is_some());
    open.flat_map(|(id, fact)| {
        let words = match &fact.ty {
            FactType::Words { words, .. } => words.as_slice(),
            _ => &[],
        };
        (0..)
            .zip(words)
            .map(move |(value, word)| (format!("{}.{word}", fact.name), id, value))
    })
    .collect()
}

fn fix(policy: &mut Policy, fact: FactId, value: i64) {
    let Some(&axis) = policy.facts.at(fact).axes.first() else {
        return;
    };
    let name = policy.facts.at(fact).name.clone();
    policy.axes.at_mut(axis).domain = value..=value;
    if let Some(default) = policy.defaults.get_mut(axis.index()) {
        *default = Some(ValueSet::single(value));
    }
    policy.tests.retain_mut(|test| {
        let needs_it = matches!(&test.expect.verdict,
            ExpectedVerdict::Needs(names) if names.contains(&name));
        !needs_it && settle(&mut test.request.asks, axis, value)
    });
}

/// Leaves of what a request says of an axis the value that is fixed; says whether there was such a thing.
fn settle(asks: &mut [Ask], axis: AxisId, value: i64) -> bool {
    let Some(ask) = asks.get_mut(axis.index()) else {
        return true;
    };
    let fits = ask.values().contains(value);
    *ask = Ask::One(ValueSet::single(value));
    fits
}
