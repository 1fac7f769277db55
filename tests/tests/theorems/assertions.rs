//! Assertions are decided as going through all their requests decides them.

use privity::analyse::assertions::{Ruling, decide};
use privity::check::duty::{Obligation, keep};
use privity::check::policy::{AssertedPart, Assertion, AxisRole, Claim};
use privity::diagnostic::Code;
use privity::graph::Budget;
use privity::source::Span;
use privity_tests::exhaustive::{Corner, corner, is_possible};

use super::*;

const CLAIMS: [Claim; 4] = [Claim::Never, Claim::Always, Claim::Some, Claim::Whenever];

/// The most requests that are gone through for one assertion.
const MOST_REQUESTS: usize = 600;

#[test]
fn an_assertion_is_decided_as_its_requests_are() {
    let mut seen = std::collections::BTreeMap::new();
    let mut count = |code: Option<Code>, claim| *seen.entry((claim, code)).or_insert(0_u32) += 1;
    let counted = std::cell::RefCell::new(&mut count);
    each_policy(|rng, policy| {
        let mut policy = policy.clone();
        let mut corners = Vec::new();
        for at in 0..28 {
            let condition = if rng.bool() {
                generator::condition(rng, &policy, 2)
            } else {
                Condition::TRUE
            };
            let corner = corner(rng, &[&policy], &[&condition], MOST_REQUESTS);
            let claim = CLAIMS[at % 4];
            let duty = rng.choice(policy.obligations.iter()).cloned();
            policy.assertions.push(Assertion {
                name: format!("a{at}"),
                claim,
                parts: vec![AssertedPart {
                    region: Condition::All(vec![corner.region(&policy), condition]),
                    crossing: rng.u8(0..4) == 0,
                }],
                duties: duty
                    .into_iter()
                    .filter(|_| claim == Claim::Whenever)
                    .collect(),
                docs: Vec::new(),
                citations: Vec::new(),
                span: Span::default(),
            });
            corners.push(corner);
        }
        let rulings = decide(&policy, Budget::default());
        assert_eq!(rulings.len(), policy.assertions.len());
        for ((assertion, corner), ruling) in policy.assertions.iter().zip(&corners).zip(&rulings) {
            let expected = expected(&policy, assertion, corner);
            let found = ruling.finding.as_ref().map(|finding| finding.code);
            assert_eq!(found, expected, "{}: {assertion:?}", policy.header.name);
            check_counterexample(&policy, assertion, ruling);
            counted.borrow_mut()(found, assertion.claim);
        }
    });
    for claim in CLAIMS {
        for code in [None, Some(Code::AssertionFailed)] {
            let often = seen.get(&(claim, code)).copied().unwrap_or_default();
            assert!(often > 10, "{claim:?} {code:?} came up {often} times");
        }
    }
}

/// What going through the requests of an assertion says of it.
fn expected(policy: &Policy, assertion: &Assertion, corner: &Corner) -> Option<Code> {
    let meant: Vec<&Vec<i64>> = corner
        .atoms
        .iter()
        .filter(|atom| is_meant(policy, assertion, atom))
        .collect();
    let answers: Vec<Verdict> = meant.iter().map(|atom| verdict(policy, atom)).collect();
    let failed = |broken: bool| broken.then_some(Code::AssertionFailed);
    if meant.is_empty() {
        return Some(match assertion.claim {
            Claim::Some => Code::AssertionFailed,
            _ => Code::AssertionVacuous,
        });
    }
    let outside = answers
        .iter()
        .all(|answer| answer.class == Class::NotApplicable);
    match assertion.claim {
        Claim::Never | Claim::Whenever if outside => Some(Code::AssertionVacuous),
        Claim::Some => failed(!answers.iter().any(|answer| answer.class == Class::Permit)),
        _ => {
            let mut requests = meant.iter().zip(&answers);
            failed(requests.any(|(atom, answer)| breaks(policy, assertion, atom, answer)))
        }
    }
}

/// Whether an atom is a request that an assertion speaks of.
fn is_meant(policy: &Policy, assertion: &Assertion, atom: &[i64]) -> bool {
    policy.effective.contains(&value(atom, ClassAxis::Date))
        && is_possible(policy, atom)
        && is_read_as_usual(policy, assertion, atom)
        && assertion
            .parts
            .iter()
            .any(|part| part.region.holds(atom) && (!part.crossing || crosses_by_act(policy, atom)))
}

/// Whether a text that can be read in several ways is read by its default, unless the assertion speaks of the reading.
fn is_read_as_usual(policy: &Policy, assertion: &Assertion, atom: &[i64]) -> bool {
    let mut tested = Vec::new();
    for part in &assertion.parts {
        part.region.for_each_test(&mut |axis, _| tested.push(axis));
    }
    policy.facts.iter().all(|fact| {
        let Some(ambiguity) = &fact.ambiguity else {
            return true;
        };
        let axis = fact.axes[0];
        tested.contains(&axis) || atom[axis.index()] == i64::try_from(ambiguity.default).unwrap()
    })
}

/// Whether an act, not an answer or an event, crosses a border.
fn crosses_by_act(policy: &Policy, atom: &[i64]) -> bool {
    !policy.responses().contains(value(atom, ClassAxis::Action)) && crosses(policy, atom)
}

fn breaks(policy: &Policy, assertion: &Assertion, atom: &[i64], answer: &Verdict) -> bool {
    let is_permitted = answer.class == Class::Permit;
    match assertion.claim {
        Claim::Never => is_permitted,
        Claim::Always => !is_permitted && all_duties_are_kept(policy, assertion, atom),
        Claim::Some => !is_permitted,
        Claim::Whenever => {
            let given: Vec<&Obligation> = answer
                .duties
                .iter()
                .map(|&duty| policy.obligations.at(duty))
                .collect();
            let mut duties = assertion.duties.iter();
            is_permitted && duties.any(|duty| !keep(&policy.taxonomies, &given, duty))
        }
    }
}

fn all_duties_are_kept(policy: &Policy, assertion: &Assertion, atom: &[i64]) -> bool {
    let mut tested = Vec::new();
    for part in &assertion.parts {
        part.region.for_each_test(&mut |axis, _| tested.push(axis));
    }
    policy.axes.entries().all(|(id, axis)| {
        let shows_a_duty = match &axis.role {
            AxisRole::Kept(_) => true,
            AxisRole::Fact(fact) => {
                let name = &policy.facts.at(*fact).name;
                let mut duties = policy.obligations.iter();
                !tested.contains(&id) && duties.any(|duty| duty.shown_by.as_ref() == Some(name))
            }
            _ => false,
        };
        !shows_a_duty || atom[id.index()] == 1
    })
}

/// The request that a failed assertion shows is one of those it speaks of, and breaks it.
fn check_counterexample(policy: &Policy, assertion: &Assertion, ruling: &Ruling) {
    let failed = ruling
        .finding
        .as_ref()
        .is_some_and(|finding| finding.code == Code::AssertionFailed);
    let Some(atom) = &ruling.counterexample else {
        assert!(!failed || assertion.claim == Claim::Some);
        return;
    };
    assert!(failed && is_meant(policy, assertion, atom), "{atom:?}");
    assert!(breaks(policy, assertion, atom, &verdict(policy, atom)));
}
