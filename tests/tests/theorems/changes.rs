//! Which way a verdict can move when a policy changes.

use privity::check::policy::{AxisRole, Effect, RuleId};
use privity::request::Reason;
use privity_tests::generator;

use super::*;

fn has_conflict(policy: &Policy, atom: &[i64]) -> bool {
    matches!(
        privity::evaluate::reason(policy, atom),
        Reason::DutyConflict(_)
    )
}

fn permits(policy: &Policy) -> Vec<RuleId> {
    let rules = policy.rules.entries();
    rules
        .filter(|(_, rule)| rule.effect == Effect::Permit)
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn one_more_permit_never_lowers_a_verdict_unless_its_duties_clash() {
    each_policy(|rng, policy| {
        let mut permit = generator::rule(rng, policy, Effect::Permit);
        let wider = {
            let id = with_rule(policy, permit.clone());
            let last = id.rules.ids().next_back().unwrap();
            permit.lifts = generator::liftable(&id, last);
            permit.lifts.retain(|_| rng.bool());
            with_rule(policy, permit)
        };
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let (before, after) = (verdict(policy, &atom), verdict(&wider, &atom));
            assert!(before.class <= after.class || has_conflict(&wider, &atom));
        }
    });
}

#[test]
fn one_more_lift_never_lowers_a_verdict() {
    each_policy(|rng, policy| {
        let Some(permit) = rng.choice(permits(policy)) else {
            return;
        };
        let mut wider = policy.clone();
        wider.rules.at_mut(permit).lifts = generator::liftable(policy, permit);
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let (before, after) = (verdict(policy, &atom), verdict(&wider, &atom));
            // A guard that is lifted can bring to light that the duties clash, but then the act was denied before too.
            assert!(before.class <= after.class);
        }
    });
}

#[test]
fn one_more_forbid_require_or_oblige_never_raises_a_verdict() {
    each_policy(|rng, policy| {
        for effect in [Effect::Forbid, Effect::Require, Effect::Oblige] {
            let stricter = with_rule(policy, generator::rule(rng, policy, effect));
            for _ in 0..TRIES / 3 {
                let atom = generator::atom(rng, policy);
                assert!(verdict(policy, &atom).class >= verdict(&stricter, &atom).class);
            }
        }
    });
}

#[test]
fn making_a_guard_final_never_raises_a_verdict() {
    each_policy(|rng, policy| {
        let mut stricter = policy.clone();
        for permit in permits(policy) {
            stricter.rules.at_mut(permit).lifts.retain(|_| rng.bool());
        }
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            assert!(verdict(policy, &atom).class >= verdict(&stricter, &atom).class);
        }
    });
}

#[test]
fn breaking_a_duty_never_raises_a_verdict_unless_it_ends_a_clash_of_duties() {
    each_policy(|rng, policy| {
        let kept = policy
            .axes
            .entries()
            .filter(|(_, axis)| matches!(axis.role, AxisRole::Kept(_)));
        for (axis, _) in kept {
            for _ in 0..TRIES / 3 {
                let mut atom = generator::atom(rng, policy);
                atom[axis.index()] = 1;
                let before = verdict(policy, &atom);
                let clashed = has_conflict(policy, &atom);
                atom[axis.index()] = 0;
                assert!(before.class >= verdict(policy, &atom).class || clashed);
            }
        }
    });
}
