//! What a missing fact does to an answer, and what learning it does.

use std::collections::BTreeSet;

use privity::check::policy::AxisId;
use privity::request::Outcome;
use privity_tests::engine::{Engine as _, GraphEngine};
use privity_tests::generator;

use super::*;

fn is_unknown(ask: &Ask) -> bool {
    matches!(ask, Ask::One(values) if values.len() > 1)
}

fn needs(outcome: &Outcome) -> BTreeSet<AxisId> {
    match outcome {
        Outcome::Needs(axes) => axes.clone(),
        Outcome::Definite { .. } => BTreeSet::new(),
    }
}

#[test]
fn learning_never_changes_a_definite_verdict_and_asks_for_nothing_new() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let before = generator::request(rng, policy);
            let after = narrowed(rng, &before, is_unknown);
            let (Some(before), Some(after)) = (decide(policy, &before), decide(policy, &after))
            else {
                continue;
            };
            if let Some(definite) = class(&before) {
                assert_eq!(class(&after), Some(definite));
            }
            assert!(needs(&after).is_subset(&needs(&before)));
        }
    });
}

#[test]
fn answering_all_that_is_needed_makes_the_answer_definite() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let mut request = generator::request(rng, policy);
            let Some(answer) = decide(policy, &request) else {
                continue;
            };
            for axis in needs(&answer) {
                let one = part(rng, request.asks[axis.index()].values())
                    .first()
                    .unwrap();
                request.asks[axis.index()] = Ask::One(ValueSet::single(one));
            }
            assert!(class(&decide(policy, &request).unwrap()).is_some());
        }
    });
}

#[test]
fn what_is_not_needed_cannot_change_the_verdict() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            let Some(answer) = decide(policy, &request) else {
                continue;
            };
            let mut completed = request.clone();
            for ask in completed.asks.iter_mut().filter(|ask| is_unknown(ask)) {
                *ask = Ask::One(ValueSet::single(part(rng, ask.values()).first().unwrap()));
            }
            let before = decide(policy, &completed).unwrap();
            for axis in policy
                .axes
                .ids()
                .filter(|axis| !needs(&answer).contains(axis))
            {
                let unknown = &request.asks[axis.index()];
                if is_unknown(unknown) {
                    let other = part(rng, unknown.values()).first().unwrap();
                    completed.asks[axis.index()] = Ask::One(ValueSet::single(other));
                    assert_eq!(class(&before), class(&decide(policy, &completed).unwrap()));
                }
            }
        }
    });
}

/// Values of a set among which is one of every sort that some rule, border or day tells apart.
pub(super) fn candidates(policy: &Policy, axis: AxisId, values: &ValueSet) -> Vec<i64> {
    if values.len() <= 32 {
        return values.iter().collect();
    }
    let mut bounds: BTreeSet<i64> = values.intervals().iter().map(|&(low, _)| low).collect();
    let mut add = |low: i64, high: i64| {
        bounds.extend([low, high.saturating_add(1)]);
    };
    add(*policy.effective.start(), *policy.effective.end());
    for area in &policy.borders.areas {
        area.members
            .iter()
            .for_each(|(_, days)| add(*days.start(), *days.end()));
    }
    for rule in &policy.rules {
        for condition in [&rule.region, &rule.requirement] {
            condition.for_each_test(&mut |tested, set| {
                if tested == axis {
                    set.intervals()
                        .iter()
                        .for_each(|&(low, high)| add(low, high));
                }
            });
        }
    }
    bounds
        .into_iter()
        .filter(|&bound| values.contains(bound))
        .collect()
}

#[test]
fn whatever_is_needed_can_alone_turn_some_completion_into_another_verdict() {
    each_policy(|rng, policy| {
        let mut graph = GraphEngine::new(policy).unwrap();
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            let needed = graph.decide(&request).map(|answer| needs(&answer)).unwrap();
            for &axis in &needed {
                // Fix the other axes one after the other, so that this one goes on being needed.
                let mut fixed = request.clone();
                let others = policy.axes.ids().filter(|&other| other != axis);
                for other in others.filter(|other| is_unknown(&request.asks[other.index()])) {
                    let values = candidates(policy, other, request.asks[other.index()].values());
                    let fits = values.into_iter().find(|&value| {
                        fixed.asks[other.index()] = Ask::One(ValueSet::single(value));
                        graph
                            .decide(&fixed)
                            .is_some_and(|answer| needs(&answer).contains(&axis))
                    });
                    assert!(fits.is_some());
                }
                let mut seen = BTreeSet::new();
                for value in candidates(policy, axis, request.asks[axis.index()].values()) {
                    fixed.asks[axis.index()] = Ask::One(ValueSet::single(value));
                    seen.insert(decide(policy, &fixed).map(|answer| class(&answer)).unwrap());
                }
                assert!(seen.len() > 1);
            }
        }
    });
}

#[test]
fn a_closed_axis_is_permitted_only_where_the_open_one_is() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let open = generator::request(rng, policy);
            let mut closed = open.clone();
            for ask in closed.asks.iter_mut().filter(|ask| is_unknown(ask)) {
                if rng.bool() {
                    *ask = Ask::All(ask.values().clone());
                }
            }
            let (Some(open), Some(closed)) = (decide(policy, &open), decide(policy, &closed))
            else {
                continue;
            };
            if class(&closed) == Some(Class::Permit) {
                assert_eq!(class(&open), Some(Class::Permit));
            }
            if let Some(definite) = class(&open) {
                assert_eq!(class(&closed), Some(definite));
            }
        }
    });
}
