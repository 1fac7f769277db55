//! What is stricter at every atom is stricter for every bundle and whatever is unknown.

use privity_tests::engine::{Engine as _, GraphEngine};
use privity_tests::generator;

use super::*;

/// The policy with some more guards and duties, which make it stricter at every atom.
fn stricter(rng: &mut Rng, policy: &Policy) -> Policy {
    let mut stricter = policy.clone();
    for _ in 0..rng.usize(1..=2) {
        let effect = rng.choice([Effect::Forbid, Effect::Require, Effect::Oblige]);
        let rule = generator::rule(rng, policy, effect.unwrap());
        stricter.rules.push(rule);
    }
    stricter
}

/// Whether an answer keeps to a policy that gives the other: what is permitted is permitted there, with all of its duties.
fn keeps_to(strict: &Outcome, lax: &Outcome) -> bool {
    match (strict, lax) {
        (
            Outcome::Definite {
                class: Class::Permit,
                duties: strict,
            },
            Outcome::Definite {
                class: Class::Permit,
                duties: lax,
            },
        ) => lax.is_subset(strict),
        (
            Outcome::Definite {
                class: Class::Permit,
                ..
            },
            _,
        ) => false,
        // What the other denies for certain cannot depend on anything here.
        (
            Outcome::Needs(_),
            Outcome::Definite {
                class: Class::Deny, ..
            },
        ) => false,
        _ => true,
    }
}

#[test]
fn what_refines_at_every_atom_refines_for_every_request() {
    each_policy(|rng, policy| {
        let strict = stricter(rng, policy);
        let mut graphs = [policy, &strict].map(|policy| GraphEngine::new(policy).unwrap());
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let (lax, found) = (verdict(policy, &atom), verdict(&strict, &atom));
            assert!(found.class <= lax.class);
            assert!(found.class < Class::Permit || lax.duties.is_subset(&found.duties));

            let request = generator::request(rng, policy);
            let answers = [decide(policy, &request), decide(&strict, &request)];
            if let [Some(lax), Some(found)] = answers {
                assert!(keeps_to(&found, &lax), "{found:?} {lax:?}");
            }
            let [lax, found] = graphs.each_mut().map(|graph| graph.decide(&request));
            assert!(keeps_to(&found.unwrap(), &lax.unwrap()));
        }
    });
}

#[test]
fn a_request_that_does_not_keep_to_another_policy_has_an_atom_that_does_not() {
    each_policy(|rng, policy| {
        // The same words with some rules taken out, so that neither is stricter than the other everywhere.
        let other = without_rules(policy, |_| rng.u8(0..4) == 0);
        for _ in 0..TRIES {
            let mut request = generator::request(rng, policy);
            request.inconsistent = None;
            request.implied_destination = false;
            let (Some(found), Some(lax)) = (decide(policy, &request), decide(&other, &request))
            else {
                continue;
            };
            if class(&found) != Some(Class::Permit) || keeps_to(&found, &lax) {
                continue;
            }
            let Some(atoms) = atoms_of(policy, &request) else {
                continue;
            };
            assert!(atoms.iter().any(|atom| {
                let (found, lax) = (verdict(policy, atom), verdict(&other, atom));
                lax.class != Class::Permit || !lax.duties.is_subset(&found.duties)
            }));
        }
    });
}

/// The atoms of a request: one of every sort that some rule, border or day tells apart; `None` when there are too many.
fn atoms_of(policy: &Policy, request: &Request) -> Option<Vec<Vec<i64>>> {
    let mut atoms = vec![Vec::new()];
    for (axis, ask) in policy.axes.ids().zip(&request.asks) {
        let values = super::information::candidates(policy, axis, ask.values());
        if atoms.len() * values.len() > 20_000 {
            return None;
        }
        atoms = atoms
            .into_iter()
            .flat_map(|atom| {
                values.iter().map(move |&value| {
                    let mut longer = atom.clone();
                    longer.push(value);
                    longer
                })
            })
            .collect();
    }
    Some(atoms)
}
