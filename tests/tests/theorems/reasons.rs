//! Reasons name what decided, all of it and nothing else.

use std::collections::BTreeSet;

use privity::check::policy::RuleId;
use privity::evaluate::reason;
use privity::request::Reason;
use privity_tests::generator;

use super::*;

/// The policy without some rules.
fn without(policy: &Policy, drop: &BTreeSet<RuleId>) -> Policy {
    let mut policy = policy.clone();
    for &id in drop {
        policy.rules.at_mut(id).region = Condition::FALSE;
    }
    policy
}

#[test]
fn a_reason_fits_the_verdict() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let expected = match reason(policy, &atom) {
                Reason::Permitted { .. } | Reason::ResponseByDefault => Class::Permit,
                Reason::OutOfScope(_) => Class::NotApplicable,
                Reason::Guarded(_)
                | Reason::NoPermit(_)
                | Reason::DutyConflict(_)
                | Reason::Inconsistent(_) => Class::Deny,
            };
            assert_eq!(verdict(policy, &atom).class, expected);
        }
    });
}

#[test]
fn each_guard_that_is_named_denies_on_its_own_and_without_them_none_is_left() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let Reason::Guarded(guards) = reason(policy, &atom) else {
                continue;
            };
            let all: BTreeSet<RuleId> = guards.iter().copied().collect();
            for guard in guards {
                let mut others = all.clone();
                others.remove(&guard);
                let alone = reason(&without(policy, &others), &atom);
                assert_eq!(alone, Reason::Guarded(vec![guard]));
            }
            assert!(!matches!(
                reason(&without(policy, &all), &atom),
                Reason::Guarded(_)
            ));
        }
    });
}

#[test]
fn the_permits_that_are_named_are_those_without_which_nothing_is_permitted() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let Reason::Permitted { permits, .. } = reason(policy, &atom) else {
                continue;
            };
            let named: BTreeSet<RuleId> = permits.iter().copied().collect();
            let rest = verdict(&without(policy, &named), &atom);
            let is_response = policy.responses().contains(value(&atom, ClassAxis::Action));
            assert!(is_response || rest.class == Class::Deny);
            for permit in permits {
                assert!(policy.rules.at(permit).effect == Effect::Permit);
                assert!(policy.rules.at(permit).region.holds(&atom));
            }
        }
    });
}

#[test]
fn the_duties_that_are_named_cannot_be_kept_together_but_all_but_one_of_them_can() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let Reason::DutyConflict(duties) = reason(policy, &atom) else {
                continue;
            };
            let all: BTreeSet<_> = duties.iter().copied().collect();
            assert!(privity::check::duty::conflict(policy, &all));
            for duty in duties {
                let mut fewer = all.clone();
                fewer.remove(&duty);
                assert!(!privity::check::duty::conflict(policy, &fewer));
            }
        }
    });
}

#[test]
fn an_exclusion_that_is_named_is_what_keeps_the_act_out() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let Reason::OutOfScope(rules) = reason(policy, &atom) else {
                continue;
            };
            let day = value(&atom, ClassAxis::Date);
            let inside = without(policy, &rules.iter().copied().collect());
            let is_in_scope = verdict(&inside, &atom).class != Class::NotApplicable;
            assert_eq!(is_in_scope, policy.effective.contains(&day));
        }
    });
}
