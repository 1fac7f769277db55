//! Verdicts are a function of the rules as a set, and bundles are the worst of their atoms.

use std::collections::BTreeSet;

use privity::arena::{Arena, Id};
use privity::check::policy::{ClassAxis, Condition, Policy, Rule, RuleId};
use privity::check::values::ValueSet;
use privity::request::decider::Decider;
use privity::request::work::Work;
use privity::request::{Ask, Class, Outcome};
use privity_tests::engine::{Engine as _, GraphEngine};
use privity_tests::generator;

use super::*;

/// The policy with its rules in another order.
fn shuffled(rng: &mut Rng, policy: &Policy) -> Policy {
    let mut order: Vec<RuleId> = policy.rules.ids().collect();
    rng.shuffle(&mut order);
    let new_number = |old: &RuleId| {
        let at = order.iter().position(|id| id == old).unwrap();
        Id::new(u32::try_from(at).unwrap())
    };
    let moved = |&old: &RuleId| {
        let mut rule: Rule = policy.rules.at(old).clone();
        rule.lifts = rule.lifts.iter().map(new_number).collect();
        rule
    };
    let rules: Arena<Rule> = order.iter().map(moved).collect();
    Policy {
        rules,
        ..policy.clone()
    }
}

#[test]
fn the_graph_says_at_every_atom_what_the_definition_says() {
    each_policy(|rng, policy| {
        let engine = GraphEngine::new(policy).unwrap();
        let graph = engine.graph();
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let decision = graph.decide_atom(&atom);
            let duties: BTreeSet<_> = graph.duties_of(&decision).collect();
            let expected = verdict(policy, &atom);
            assert_eq!(
                (decision.class, duties),
                (expected.class, expected.duties),
                "{}",
                policy.header.name
            );
        }
    });
}

#[test]
fn the_order_of_rules_changes_nothing() {
    each_policy(|rng, policy| {
        let other = shuffled(rng, policy);
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            assert_eq!(verdict(policy, &atom), verdict(&other, &atom));
        }
    });
}

#[test]
fn the_graph_of_rules_in_another_order_gives_the_same_answers() {
    each_policy(|rng, policy| {
        let other = shuffled(rng, policy);
        let mut graph = GraphEngine::new(&other).unwrap();
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            if let Some(expected) = decide(policy, &request) {
                assert_eq!(graph.decide(&request), Some(expected));
            }
        }
    });
}

#[test]
fn a_bundle_is_permitted_only_if_each_of_its_atoms_is() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let mut request = all_of_it(generator::request(rng, policy));
            request.inconsistent = None;
            request.implied_destination = false;
            let Some(Outcome::Definite { class, duties }) = decide(policy, &request) else {
                continue;
            };
            for _ in 0..5 {
                let found = verdict(policy, &atom_of(rng, &request));
                assert!(class <= found.class);
                assert!(class != Class::Permit || found.duties.is_subset(&duties));
            }
        }
    });
}

#[test]
fn some_atom_of_a_bundle_has_the_verdict_of_the_bundle() {
    each_policy(|rng, policy| {
        let engine = GraphEngine::new(policy).unwrap();
        for _ in 0..TRIES {
            let mut request = all_of_it(generator::request(rng, policy));
            request.inconsistent = None;
            let Some(answer) = decide(policy, &request) else {
                continue;
            };
            let atom = Decider::from(engine.graph())
                .deciding_atom(policy, &request, &answer, &mut Work::default())
                .unwrap();
            assert_eq!(class(&answer), Some(verdict(policy, &atom).class));
            for (at, ask) in request.asks.iter().enumerate() {
                let is_implied =
                    request.implied_destination && at == ClassAxis::Destination.id().index();
                assert!(is_implied || ask.values().contains(atom[at]));
            }
        }
    });
}

#[test]
fn asking_for_less_never_lowers_the_verdict_and_adds_no_duty() {
    each_policy(|rng, policy| {
        for _ in 0..TRIES {
            let wide = all_of_it(generator::request(rng, policy));
            let narrow = narrowed(rng, &wide, |_| true);
            let (Some(wide), Some(narrow)) = (decide(policy, &wide), decide(policy, &narrow))
            else {
                continue;
            };
            assert!(class(&wide) <= class(&narrow));
            if let (
                Outcome::Definite {
                    class: Class::Permit,
                    duties: wide,
                },
                Outcome::Definite { duties: narrow, .. },
            ) = (wide, narrow)
            {
                assert!(narrow.is_subset(&wide));
            }
        }
    });
}

#[test]
fn an_implied_destination_is_everywhere_the_recipient_sits() {
    each_policy(|rng, policy| {
        let recipients = policy.class_axis(ClassAxis::Recipient).domain.clone();
        let (recipient_at, destination_at) = (
            ClassAxis::Recipient.id().index(),
            ClassAxis::Destination.id().index(),
        );
        for _ in 0..TRIES {
            let mut request = all_of_it(generator::request(rng, policy));
            request.implied_destination = true;
            request.asks[recipient_at] =
                Ask::All(ValueSet::range(*recipients.start(), *recipients.end()));
            let one_by_one = recipients.clone().map(|recipient| {
                let mut one = request.clone();
                one.implied_destination = false;
                one.asks[recipient_at] = Ask::All(ValueSet::single(recipient));
                let seat = policy.sits_in.get(usize::try_from(recipient).unwrap());
                if let Some(Some(places)) = seat {
                    one.asks[destination_at] = Ask::All(places.clone());
                }
                decide(policy, &one).and_then(|answer| class(&answer))
            });
            let worst: Vec<Option<Class>> = one_by_one.collect();
            if let Some(answer) = decide(policy, &request) {
                assert_eq!(class(&answer), worst.into_iter().min().unwrap());
            }
        }
    });
}

/// The policy with a random rule cut in two along a random condition: both parts do and suffer all that the whole did.
fn cut(rng: &mut Rng, policy: &Policy) -> Policy {
    let whole = Id::new(rng.u32(0..u32::try_from(policy.rules.len()).unwrap()));
    let along = generator::condition(rng, policy, 2);
    let mut cut = policy.clone();
    let mut second = policy.rules.at(whole).clone();
    let region = second.region.clone();
    second.region = Condition::All(vec![
        region.clone(),
        Condition::Not(Box::new(along.clone())),
    ]);
    let second = cut.rules.push(second);
    cut.rules.at_mut(whole).region = Condition::All(vec![region, along]);
    for id in cut.rules.ids() {
        let rule = cut.rules.at_mut(id);
        if rule.lifts.contains(&whole) {
            rule.lifts.push(second);
        }
    }
    cut
}

#[test]
fn cutting_a_rule_in_two_changes_nothing() {
    each_policy(|rng, policy| {
        let parts = cut(rng, policy);
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            assert_eq!(verdict(policy, &atom), verdict(&parts, &atom));
            let request = generator::request(rng, policy);
            if let (Some(one), Some(other)) = (decide(policy, &request), decide(&parts, &request)) {
                assert_eq!(one, other);
            }
        }
    });
}

/// The condition with every test written as one test a value, where the values are few.
fn spelled_out(condition: &Condition) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(spelled_out).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(inner) => Condition::Not(Box::new(spelled_out(inner))),
        Condition::Test(axis, set) if set.len() <= 20 => Condition::Any(
            set.iter()
                .map(|value| Condition::Test(*axis, ValueSet::single(value)))
                .collect(),
        ),
        Condition::Test(axis, set) => Condition::Test(*axis, set.clone()),
    }
}

#[test]
fn naming_a_union_value_by_value_changes_nothing() {
    each_policy(|rng, policy| {
        let mut spelled = policy.clone();
        for id in spelled.rules.ids() {
            let rule = spelled.rules.at_mut(id);
            rule.region = spelled_out(&rule.region);
            rule.requirement = spelled_out(&rule.requirement);
        }
        for _ in 0..TRIES {
            let request = generator::request(rng, policy);
            let (one, other) = (decide(policy, &request), decide(&spelled, &request));
            assert!(one == other || one.is_none() || other.is_none());
        }
        let graphs =
            [policy, &spelled].map(|policy| GraphEngine::new(policy).unwrap().graph().clone());
        assert_eq!(graphs[0].nodes.len(), graphs[1].nodes.len());
    });
}
