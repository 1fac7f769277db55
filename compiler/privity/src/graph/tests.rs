//! What the graph of a policy answers, rule by rule.

use super::sample::{ACCESS, DE, DEVICE, FR, GB, SHARE, STORE, Sample, US, all, brexit, is};
use super::verify::{Answer, Random, answer};
use super::{
    Budget, Cause, DecisionGraph, Limit, StopSign, Target, TooLarge, build, sample_random,
};
use crate::check::policy::{AxisId, ClassAxis, Condition, Effect, Layer};
use crate::lower::lower;
use crate::request::Class;

const ACTION: AxisId = ClassAxis::Action.id();
const DATA: AxisId = ClassAxis::Data.id();
const HOME: AxisId = ClassAxis::Home.id();
const ORIGIN: AxisId = ClassAxis::Origin.id();
const DESTINATION: AxisId = ClassAxis::Destination.id();
const DATE: AxisId = ClassAxis::Date.id();

fn graph(sample: &Sample) -> DecisionGraph {
    build(&sample.policy, &lower(&sample.policy), Budget::default()).unwrap()
}

/// What the graph says of an atom; the definition must say the same.
#[track_caller]
fn decide(sample: &Sample, given: &[(AxisId, i64)]) -> Answer {
    let graph = graph(sample);
    let atom = sample.atom(given);
    let found = Answer::of_decision(&graph, &graph.decide_atom(&atom));
    assert_eq!(found, answer(&sample.policy, &atom));
    found
}

#[test]
fn what_no_rule_permits_is_denied() {
    let sample = Sample::new();
    let answer = decide(&sample, &[(ACTION, SHARE)]);
    assert_eq!(answer.class, Class::Deny);
    assert_eq!(answer.cause, Cause::NoPermit(Layer::Base));
}

#[test]
fn a_policy_without_rules_allows_responses_and_nothing_else() {
    let sample = Sample::new();
    let answer = decide(&sample, &[(ACTION, ACCESS)]);
    assert_eq!(answer.class, Class::Permit);
    assert_eq!(answer.cause, Cause::ResponseByDefault);
    let graph = graph(&sample);
    let Target::Node(root) = graph.root else {
        panic!("nothing is tested")
    };
    let arms = &graph.nodes.at(root).arms;
    assert!(arms.iter().all(|arm| matches!(arm.target, Target::Leaf(_))));
}

#[test]
fn a_guard_beats_a_permit_until_the_permit_lifts_it() {
    let mut sample = Sample::new();
    let permit = sample.permit(is(ACTION, &[SHARE]));
    let guard = sample.forbid(is(DATA, &[2]));
    let health = [(ACTION, SHARE), (DATA, 2)];
    assert_eq!(decide(&sample, &health).cause, Cause::Rule(guard));
    sample.lifts(permit, guard);
    assert_eq!(decide(&sample, &health).cause, Cause::Rule(permit));
    assert_eq!(
        decide(&sample, &[(ACTION, STORE), (DATA, 2)]).class,
        Class::Deny
    );
}

#[test]
fn a_lift_acts_only_where_its_permit_holds() {
    let mut sample = Sample::new();
    let duty = sample.duty("encrypt", &[]);
    let plain = sample.permit(is(ACTION, &[SHARE]));
    let lifter = sample.permit(is(DATA, &[0, 1]));
    let guard = sample.forbid(is(DATA, &[1, 2]));
    sample.lifts(lifter, guard);
    sample.must(lifter, duty);
    let at = |data| [(ACTION, SHARE), (DATA, data)];
    assert_eq!(decide(&sample, &at(1)).cause, Cause::Rule(plain));
    assert_eq!(decide(&sample, &at(2)).cause, Cause::Rule(guard));
    let broken = [(ACTION, SHARE), (DATA, 1), (sample.kept(duty), 0)];
    assert_eq!(decide(&sample, &broken).cause, Cause::Rule(guard));
}

#[test]
fn a_requirement_binds_every_permit_and_permits_nothing() {
    let mut sample = Sample::new();
    let consent = sample.fact("consent", 2);
    sample.permit(is(ACTION, &[SHARE]));
    let guard = sample.require(is(consent, &[2]), Condition::TRUE);
    let share = |level| [(ACTION, SHARE), (consent, level)];
    assert_eq!(decide(&sample, &share(1)).cause, Cause::Rule(guard));
    assert_eq!(decide(&sample, &share(2)).class, Class::Permit);
    let store = [(ACTION, STORE), (consent, 2)];
    assert_eq!(decide(&sample, &store).cause, Cause::NoPermit(Layer::Base));
}

#[test]
fn a_live_oblige_brings_its_duty_and_denies_when_it_is_broken() {
    let mut sample = Sample::new();
    let notify = sample.duty("notify", &[]);
    let permit = sample.permit(is(ACTION, &[SHARE]));
    let oblige = sample.oblige(notify, Condition::TRUE);
    let kept = sample.kept(notify);
    assert_eq!(decide(&sample, &[(ACTION, SHARE)]).duties, [notify]);
    assert_eq!(decide(&sample, &[(ACTION, STORE)]).duties, []);
    assert_eq!(decide(&sample, &[(ACTION, ACCESS)]).duties, [notify]);
    let broken = [(ACTION, SHARE), (kept, 0)];
    assert_eq!(decide(&sample, &broken).cause, Cause::Rule(oblige));
    sample.lifts(permit, oblige);
    assert_eq!(decide(&sample, &broken).cause, Cause::Rule(permit));
    assert_eq!(decide(&sample, &broken).duties, []);
}

#[test]
fn duties_of_all_permits_that_hold_come_together() {
    let mut sample = Sample::new();
    let (one, other) = (sample.duty("one", &[]), sample.duty("other", &[]));
    let first = sample.permit(is(DATA, &[0, 1]));
    let second = sample.permit(is(DATA, &[1, 2]));
    sample.must(first, one);
    sample.must(second, other);
    assert_eq!(decide(&sample, &[(DATA, 1)]).duties, [one, other]);
    let broken = [(DATA, 1), (sample.kept(one), 0)];
    assert_eq!(decide(&sample, &broken).duties, [other]);
    assert_eq!(decide(&sample, &broken).cause, Cause::Rule(second));
}

#[test]
fn duties_that_exclude_each_other_deny() {
    let mut sample = Sample::new();
    let (erase, keep) = (
        sample.duty("erase", &["keep"]),
        sample.duty("keep", &["erase"]),
    );
    let first = sample.permit(is(DATA, &[0, 1]));
    let second = sample.permit(is(DATA, &[1, 2]));
    sample.must(first, erase);
    sample.must(second, keep);
    assert_eq!(decide(&sample, &[(DATA, 0)]).class, Class::Permit);
    assert_eq!(decide(&sample, &[(DATA, 1)]).cause, Cause::DutyConflict);
}

#[test]
fn outside_its_life_and_its_scope_the_policy_does_not_apply() {
    let mut sample = Sample::new();
    sample.policy.effective = 0..=100;
    sample.forbid(Condition::TRUE);
    let exclude = sample.rule(Effect::Exclude, is(DATA, &[3]));
    assert_eq!(decide(&sample, &[(DATE, 100)]).class, Class::Deny);
    assert_eq!(decide(&sample, &[(DATE, 101)]).cause, Cause::OutsideLife);
    let excluded = decide(&sample, &[(DATA, 3)]);
    assert_eq!(excluded.class, Class::NotApplicable);
    assert_eq!(excluded.cause, Cause::Rule(exclude));
}

#[test]
fn crossing_a_border_needs_the_transfer_layer_too() {
    let mut sample = Sample::new();
    let safeguards = sample.fact("safeguards", 1);
    sample.permit(is(ACTION, &[SHARE]));
    let abroad = [(HOME, DE), (DESTINATION, US)];
    let denied = decide(&sample, &abroad);
    assert_eq!(denied.cause, Cause::NoPermit(Layer::Transfer));
    let transfer = sample.permit(is(safeguards, &[1]));
    sample.in_transfer_layer(transfer);
    assert_eq!(decide(&sample, &abroad).class, Class::Deny);
    let safe = [(HOME, DE), (DESTINATION, US), (safeguards, 1)];
    assert_eq!(decide(&sample, &safe).class, Class::Permit);
    assert_eq!(
        decide(&sample, &[(HOME, DE), (DESTINATION, FR)]).class,
        Class::Permit
    );
    assert_eq!(
        decide(&sample, &[(HOME, US), (ORIGIN, US), (DESTINATION, US)]).class,
        Class::Permit
    );
    assert_eq!(
        decide(&sample, &[(HOME, US), (ORIGIN, DE), (DESTINATION, US)]).class,
        Class::Deny
    );
    assert_eq!(
        decide(&sample, &[(HOME, US), (ORIGIN, US), (DESTINATION, DEVICE)]).class,
        Class::Permit
    );
}

#[test]
fn britain_leaves_the_area_at_the_end_of_2020() {
    let mut sample = Sample::new();
    sample.permit(is(ACTION, &[SHARE]));
    let on = |day| [(HOME, DE), (DESTINATION, GB), (DATE, day)];
    assert_eq!(decide(&sample, &on(brexit())).class, Class::Permit);
    assert_eq!(decide(&sample, &on(brexit() + 1)).class, Class::Deny);
}

#[test]
fn a_lift_does_not_reach_the_other_layer() {
    let mut sample = Sample::new();
    let permit = sample.permit(is(ACTION, &[SHARE]));
    let transfer = sample.permit(Condition::TRUE);
    let guard = sample.forbid(is(DESTINATION, &[US]));
    sample.in_transfer_layer(transfer);
    sample.in_transfer_layer(guard);
    sample.lifts(permit, guard);
    let abroad = [(HOME, DE), (DESTINATION, US)];
    assert_eq!(decide(&sample, &abroad).cause, Cause::Rule(guard));
}

#[test]
fn the_order_of_equal_rules_does_not_change_the_graph() {
    let mut one = Sample::new();
    let mut other = Sample::new();
    for data in [0, 1, 2] {
        one.permit(is(DATA, &[data]));
        other.permit(is(DATA, &[2 - data]));
    }
    let classes = |sample: &Sample| {
        let graph = graph(sample);
        (0..=4)
            .map(|data| {
                let atom = sample.atom(&[(DATA, data)]);
                graph.decide_atom(&atom).class
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(classes(&one), classes(&other));
}

#[test]
fn a_graph_over_budget_says_so_and_names_the_rules_that_reach_far() {
    let mut sample = Sample::new();
    let facts: Vec<AxisId> = (0..6)
        .map(|at| sample.fact(&format!("fact_{at}"), 1))
        .collect();
    sample.permit(is(DATA, &[0]));
    let far = sample.forbid(all(&facts
        .iter()
        .map(|&fact| is(fact, &[1]))
        .collect::<Vec<_>>()));
    let tiny = Budget {
        nodes: 5,
        ..Budget::default()
    };
    let lowered = lower(&sample.policy);
    let TooLarge { limit, costly } = build(&sample.policy, &lowered, tiny).unwrap_err();
    assert_eq!(limit, Limit::Work);
    assert_eq!(costly.first(), Some(&far));
    let flat = Budget {
        dimensions: 2,
        ..Budget::default()
    };
    let too_many = build(&sample.policy, &lowered, flat).unwrap_err();
    assert!(matches!(too_many.limit, Limit::Dimensions(count) if count > 2));
}

#[test]
fn a_graph_that_nobody_wants_any_more_is_not_built() {
    let mut sample = Sample::new();
    (0..6).for_each(|at| {
        let fact = sample.fact(&format!("fact_{at}"), 1);
        sample.permit(is(fact, &[1]));
    });
    let lowered = lower(&sample.policy);
    let stop = StopSign::new();
    // So few steps that somebody looks at the sign at once.
    let budget = Budget {
        steps: 4_097,
        stop: stop.clone(),
        ..Budget::default()
    };
    assert!(build(&sample.policy, &lowered, budget.clone()).is_ok());
    stop.set();
    let stopped = build(&sample.policy, &lowered, budget).unwrap_err();
    assert_eq!(stopped.limit, Limit::Work);
}

#[test]
fn the_graph_is_the_definition_on_random_policies() {
    for seed in 0..300 {
        let sample = sample_random::policy(seed);
        let graph = graph(&sample);
        let mut random = Random::new(seed);
        for _ in 0..200 {
            let atom = sample_random::atom(&sample, &mut random);
            let found = Answer::of_decision(&graph, &graph.decide_atom(&atom));
            assert_eq!(
                found,
                answer(&sample.policy, &atom),
                "seed {seed}, {atom:?}"
            );
            let oracle = crate::evaluate::verdict(&sample.policy, &atom);
            assert_eq!(found.class, oracle.class, "seed {seed}, {atom:?}");
            assert!(found.duties.iter().eq(&oracle.duties), "seed {seed}");
        }
    }
}

#[test]
fn the_same_policy_gives_the_same_graph() {
    for seed in 0..20 {
        let sample = sample_random::policy(seed);
        assert_eq!(graph(&sample), graph(&sample));
    }
}
