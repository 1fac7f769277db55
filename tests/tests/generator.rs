//! What the generated policies and requests hold, so that tests on them mean something.

use fastrand::Rng;
use privity::check::policy::{Effect, Layer};
use privity::evaluate::Oracle;
use privity::request::{Class, Outcome, Reason};
use privity_tests::generator;
use std::collections::BTreeMap;

#[test]
fn the_same_seed_gives_the_same_policy() {
    let [one, other] = [generator::policy(7), generator::policy(7)];
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn generated_policies_have_rules_of_every_effect_in_both_layers() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..100 {
        let policy = generator::policy(seed);
        for rule in &policy.rules {
            seen.insert((rule.effect, rule.layer, rule.lifts.is_empty()));
        }
    }
    for effect in [
        Effect::Permit,
        Effect::Forbid,
        Effect::Require,
        Effect::Oblige,
    ] {
        for layer in [Layer::Base, Layer::Transfer] {
            assert!(
                seen.contains(&(effect, layer, true)),
                "{effect:?} {layer:?}"
            );
        }
    }
    assert!(seen.contains(&(Effect::Permit, Layer::Base, false)));
    assert!(seen.contains(&(Effect::Exclude, Layer::Base, true)));
}

#[test]
fn no_kind_of_answer_or_reason_is_rare() {
    let rng = &mut Rng::with_seed(1);
    let mut answers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..300 {
        let policy = generator::policy(seed);
        let oracle = Oracle::new(&policy);
        for _ in 0..20 {
            let answer = match oracle.decide(&generator::request(rng, &policy), 20_000) {
                Ok(Outcome::Definite {
                    class: Class::Deny, ..
                }) => "deny",
                Ok(Outcome::Definite {
                    class: Class::NotApplicable,
                    ..
                }) => "not applicable",
                Ok(Outcome::Definite {
                    class: Class::Permit,
                    duties,
                }) if duties.is_empty() => "permit",
                Ok(Outcome::Definite {
                    class: Class::Permit,
                    ..
                }) => "permit with duties",
                Ok(Outcome::Needs(_)) => "needs",
                Err(_) => "too large",
            };
            *answers.entry(answer).or_default() += 1;
            let reason = match oracle.reason(&generator::atom(rng, &policy)) {
                Reason::Permitted { .. } => "permitted",
                Reason::Guarded(_) => "guarded",
                Reason::NoPermit(Layer::Base) => "no permit",
                Reason::NoPermit(Layer::Transfer) => "no permit to transfer",
                Reason::ResponseByDefault => "response",
                Reason::DutyConflict(_) => "conflict",
                Reason::OutOfScope(_) => "out of scope",
                Reason::Inconsistent(_) => "inconsistent",
            };
            *reasons.entry(reason).or_default() += 1;
        }
    }
    println!("{answers:?} {reasons:?}");
    for answer in [
        "deny",
        "not applicable",
        "permit",
        "permit with duties",
        "needs",
    ] {
        assert!(
            answers.get(answer).is_some_and(|&count| count > 100),
            "{answer}: {answers:?}"
        );
    }
    for reason in [
        "permitted",
        "guarded",
        "no permit",
        "no permit to transfer",
        "response",
        "conflict",
        "out of scope",
    ] {
        assert!(
            reasons.get(reason).is_some_and(|&count| count > 15),
            "{reason}: {reasons:?}"
        );
    }
}
