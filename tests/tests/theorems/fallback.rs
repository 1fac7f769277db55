//! Deciding without a graph: exact on atoms, never a permit or another definite answer that the rules do not give.

use std::collections::BTreeSet;

use privity::index;
use privity::request::Outcome;
use privity::request::decider::Decider;
use privity::request::work::Work;
use privity_tests::engine::{Engine as _, GraphEngine, IndexEngine};
use privity_tests::generator;

use super::*;

#[test]
fn the_index_says_at_every_atom_what_the_definition_says() {
    each_policy(|rng, policy| {
        let mut engine = IndexEngine::new(policy);
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let Verdict { class, duties } = verdict(policy, &atom);
            let found = engine.decide(&generator::request_for_atom(&atom));
            assert_eq!(found, Some(Outcome::Definite { class, duties }));
        }
    });
}

#[test]
fn the_index_answers_requests_of_every_sort_as_the_definition_does() {
    each_policy(|rng, policy| {
        let mut engine = IndexEngine::new(policy);
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            if let Some(expected) = decide(policy, &request) {
                assert_eq!(engine.decide(&request), Some(expected));
            }
        }
    });
}

#[test]
fn what_the_budget_cuts_short_is_never_permitted_and_never_definite_without_reason() {
    each_policy(|rng, policy| {
        let engine = IndexEngine::new(policy);
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            let Some(expected) = decide(policy, &request) else {
                continue;
            };
            let mut work = Work::of_cells(rng.usize(0..12));
            let found = match index::decide_within(engine.index(), policy, &request, &mut work) {
                Ok(found) => {
                    let classes = (class(&found), class(&expected));
                    assert_eq!(classes.0, classes.1);
                    found
                }
                Err(too_coarse) => too_coarse.outcome(),
            };
            match (found, expected) {
                // Duties that the budget leaves open are named rather than forgotten.
                (
                    Outcome::Definite { class, duties },
                    Outcome::Definite {
                        class: expected,
                        duties: least,
                    },
                ) => {
                    assert!(class == expected || class == Class::Deny);
                    assert!(class != Class::Permit || least.is_subset(&duties));
                }
                // More may be asked for than matters.
                (Outcome::Needs(found), Outcome::Needs(expected)) => {
                    assert!(expected.is_subset(&found));
                }
                (Outcome::Needs(found), Outcome::Definite { .. }) => assert!(!found.is_empty()),
                (Outcome::Definite { .. }, Outcome::Needs(_)) => {
                    panic!("a definite answer to {request:?} that depends on what is unknown")
                }
            }
        }
    });
}

#[test]
fn the_index_gives_the_reasons_and_remedies_of_the_graph() {
    each_policy(|rng, policy| {
        let graph = GraphEngine::new(policy).unwrap();
        let engine = IndexEngine::new(policy);
        for _ in 0..TRIES / 3 {
            let request = generator::request(rng, policy);
            let (by_index, by_graph) = (engine.index().into(), graph.graph().into());
            let told = |by: Decider<'_>| {
                let outcome = by.decide(policy, &request, &mut Work::default());
                let atom = by.deciding_atom(policy, &request, &outcome, &mut Work::default());
                let work = &mut Work::new(usize::MAX);
                let remedies: BTreeSet<_> = by
                    .would_permit(policy, &request, work)
                    .into_iter()
                    .collect();
                (atom, remedies)
            };
            assert_eq!(told(by_index), told(by_graph));
        }
    });
}
