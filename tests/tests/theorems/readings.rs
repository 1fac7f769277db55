//! What the readings of an ambiguous text do to an answer.

use std::collections::BTreeSet;

use privity::check::policy::AxisId;
use privity_tests::engine::{Engine as _, GraphEngine};
use privity_tests::generator;

use super::*;

/// Runs a check on the policies that have readings, with the axis that chooses between them.
fn each_policy_with_readings(check: impl Fn(&mut Rng, &Policy, AxisId)) {
    each_policy(|rng, policy| {
        let mut axes = policy.axes.ids();
        if let Some(reading) = axes.find(|&axis| generator::is_reading(policy, axis)) {
            check(rng, policy, reading);
        }
    });
}

fn readings(policy: &Policy, reading: AxisId) -> std::ops::RangeInclusive<i64> {
    policy.axes.at(reading).domain.clone()
}

#[test]
fn an_atom_is_contested_exactly_if_two_readings_give_it_different_verdicts() {
    each_policy_with_readings(|rng, policy, reading| {
        let mut graph = GraphEngine::new(policy).unwrap();
        for _ in 0..TRIES {
            let mut atom = generator::atom(rng, policy);
            let mut classes = BTreeSet::new();
            for value in readings(policy, reading) {
                atom[reading.index()] = value;
                classes.insert(verdict(policy, &atom).class);
            }
            let mut open = generator::request_for_atom(&atom);
            let all = readings(policy, reading);
            open.asks[reading.index()] = Ask::One(ValueSet::range(*all.start(), *all.end()));
            let expected = match classes.len() {
                1 => BTreeSet::new(),
                _ => BTreeSet::from([reading]),
            };
            for answer in [decide(policy, &open), graph.decide(&open)] {
                let needs = match answer.unwrap() {
                    Outcome::Needs(needs) => needs,
                    Outcome::Definite { .. } => BTreeSet::new(),
                };
                assert_eq!(needs, expected);
            }
        }
    });
}

#[test]
fn what_no_reading_contests_is_what_the_default_says() {
    each_policy_with_readings(|rng, policy, reading| {
        for _ in 0..TRIES {
            let mut request = generator::request(rng, policy);
            let all = readings(policy, reading);
            request.asks[reading.index()] = Ask::One(ValueSet::range(*all.start(), *all.end()));
            let Some(open) = decide(policy, &request) else {
                continue;
            };
            let contested = matches!(&open, Outcome::Needs(needs) if needs.contains(&reading));
            let mut answers = Vec::new();
            for value in all {
                request.asks[reading.index()] = Ask::One(ValueSet::single(value));
                answers.push(decide(policy, &request).unwrap());
            }
            if let Some(definite) = class(&open) {
                assert!(answers.iter().all(|answer| class(answer) == Some(definite)));
            }
            if !contested {
                let first = answers.first().unwrap();
                assert!(answers.iter().all(|answer| class(answer) == class(first)));
            }
        }
    });
}

#[test]
fn two_readings_that_differ_are_met_often_enough_to_mean_something() {
    let contested = std::cell::Cell::new(0);
    each_policy_with_readings(|rng, policy, reading| {
        for _ in 0..TRIES {
            let mut atom = generator::atom(rng, policy);
            let verdicts: BTreeSet<_> = readings(policy, reading)
                .map(|value| {
                    atom[reading.index()] = value;
                    verdict(policy, &atom).class
                })
                .collect();
            contested.set(contested.get() + u32::from(verdicts.len() > 1));
        }
    });
    assert!(contested.get() > 20, "{contested:?}");
}
