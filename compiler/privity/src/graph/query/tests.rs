//! Bundles, unknowns, witnesses and remedies.

use std::collections::BTreeSet;

use super::straight::straight;
use super::{decide, would_permit};
use crate::check::policy::{AxisId, ClassAxis, Condition};
use crate::check::values::ValueSet;
use crate::evaluate;
use crate::graph::sample::{DE, FR, SHARE, Sample, US, all, is};
use crate::graph::verify::Random;
use crate::graph::{Budget, DecisionGraph, build, sample_random};
use crate::lower::lower;
use crate::request::decider::Decider;
use crate::request::work::Work;
use crate::request::{Ask, Class, Outcome, Request};

const ACTION: AxisId = ClassAxis::Action.id();
const DATA: AxisId = ClassAxis::Data.id();
const RECIPIENT: AxisId = ClassAxis::Recipient.id();
const DESTINATION: AxisId = ClassAxis::Destination.id();
const PARTNER: i64 = 1;
const COURT: i64 = 2;
const CLOUD: i64 = 3;

fn graph(sample: &Sample) -> DecisionGraph {
    build(&sample.policy, &lower(&sample.policy), Budget::default()).unwrap()
}

/// The graph's answer, which must be the oracle's.
#[track_caller]
fn answer(sample: &Sample, request: &Request) -> Outcome {
    let found = decide(&graph(sample), &sample.policy, request);
    let oracle = evaluate::decide(&sample.policy, request, 1_000_000).unwrap();
    assert_eq!(found, oracle);
    found
}

#[track_caller]
fn class(sample: &Sample, request: &Request) -> Class {
    match answer(sample, request) {
        Outcome::Definite { class, .. } => class,
        Outcome::Needs(axes) => panic!("needs {axes:?}"),
    }
}

#[track_caller]
fn needs(sample: &Sample, request: &Request) -> BTreeSet<AxisId> {
    match answer(sample, request) {
        Outcome::Needs(axes) => axes,
        definite => panic!("{definite:?}"),
    }
}

/// The atom that decides a request.
fn first_atom(graph: &DecisionGraph, sample: &Sample, request: &Request) -> Option<Vec<i64>> {
    let outcome = decide(graph, &sample.policy, request);
    Decider::from(graph).deciding_atom(&sample.policy, request, &outcome, &mut Work::default())
}

/// What would permit a request.
fn remedies(
    graph: &DecisionGraph,
    sample: &Sample,
    request: &Request,
) -> Vec<Vec<(AxisId, ValueSet)>> {
    would_permit(graph, &sample.policy, request, &mut Work::default())
}

fn set(request: &mut Request, axis: AxisId, ask: Ask) {
    request.asks[axis.index()] = ask;
}

fn unknown(sample: &Sample, request: &mut Request, axis: AxisId) {
    let domain = &sample.policy.axes.at(axis).domain;
    let whole = ValueSet::range(*domain.start(), *domain.end());
    set(request, axis, Ask::One(whole));
}

/// Most requests are answered without looking at them axis by axis, and what they get is what the oracle says.
#[test]
fn a_request_with_one_value_on_every_axis_takes_one_way_through_the_graph() {
    let mut sample = Sample::new();
    sample.permit(is(DATA, &[0, 1]));
    sample.forbid(is(DESTINATION, &[US]));
    let graph = graph(&sample);
    let is_straight = |request: &Request| straight(&graph, &sample.policy, request, &[]).is_some();
    for (data, place) in [(0, DE), (0, US), (2, DE)] {
        let mut request = sample.request(&[(DATA, data), (DESTINATION, place)]);
        answer(&sample, &request);
        assert!(is_straight(&request));
        set(&mut request, DATA, Ask::All(ValueSet::range(0, 1)));
        answer(&sample, &request);
        assert!(is_straight(&request));
        set(&mut request, DATA, Ask::All(ValueSet::range(1, 2)));
        answer(&sample, &request);
        assert!(!is_straight(&request) || place == US);
    }
}

#[test]
fn asking_for_several_things_gives_the_worst_verdict() {
    let mut sample = Sample::new();
    sample.permit(is(DATA, &[0, 1]));
    let mut request = sample.request(&[]);
    set(&mut request, DATA, Ask::All(ValueSet::range(0, 1)));
    assert_eq!(class(&sample, &request), Class::Permit);
    set(&mut request, DATA, Ask::All(ValueSet::range(0, 2)));
    assert_eq!(class(&sample, &request), Class::Deny);
}

#[test]
fn a_part_out_of_scope_makes_the_whole_not_applicable() {
    let mut sample = Sample::new();
    sample.permit(Condition::TRUE);
    sample.rule(crate::check::policy::Effect::Exclude, is(DATA, &[3]));
    let mut request = sample.request(&[]);
    set(&mut request, DATA, Ask::All(ValueSet::range(2, 3)));
    assert_eq!(class(&sample, &request), Class::NotApplicable);
    sample.forbid(is(DATA, &[2]));
    assert_eq!(class(&sample, &request), Class::Deny);
}

#[test]
fn a_missing_fact_that_cannot_change_the_answer_is_not_asked_for() {
    let mut sample = Sample::new();
    let (a, b) = (sample.fact("a", 1), sample.fact("b", 1));
    sample.permit(is(a, &[0]));
    sample.permit(is(a, &[1]));
    sample.forbid(all(&[is(b, &[1]), is(DATA, &[2])]));
    let mut request = sample.request(&[]);
    unknown(&sample, &mut request, a);
    unknown(&sample, &mut request, b);
    assert_eq!(class(&sample, &request), Class::Permit);
    set(&mut request, DATA, Ask::All(ValueSet::single(2)));
    assert_eq!(needs(&sample, &request), BTreeSet::from([b]));
}

#[test]
fn needs_are_judged_over_both_layers_together() {
    let mut sample = Sample::new();
    let (a, b) = (sample.fact("a", 1), sample.fact("b", 1));
    sample.permit(is(a, &[1]));
    let transfer = sample.permit(all(&[is(a, &[0]), is(b, &[1])]));
    sample.in_transfer_layer(transfer);
    let mut request = sample.request(&[(DESTINATION, US)]);
    unknown(&sample, &mut request, a);
    unknown(&sample, &mut request, b);
    assert_eq!(class(&sample, &request), Class::Deny);
}

#[test]
fn only_the_unknown_values_that_are_possible_count() {
    let mut sample = Sample::new();
    let age = sample.fact("age", 100);
    sample.forbid(is(age, &[3]));
    sample.permit(Condition::TRUE);
    let mut request = sample.request(&[]);
    set(&mut request, age, Ask::One(ValueSet::range(4, 100)));
    assert_eq!(class(&sample, &request), Class::Permit);
    set(&mut request, age, Ask::One(ValueSet::range(3, 100)));
    assert_eq!(needs(&sample, &request), BTreeSet::from([age]));
    set(&mut request, age, Ask::All(ValueSet::range(3, 100)));
    assert_eq!(class(&sample, &request), Class::Deny);
}

#[test]
fn a_destination_left_out_is_where_each_recipient_sits() {
    let mut sample = Sample::new();
    sample.permit(Condition::TRUE);
    let mut request = sample.request(&[(RECIPIENT, COURT)]);
    unknown(&sample, &mut request, DESTINATION);
    request.implied_destination = true;
    assert_eq!(class(&sample, &request), Class::Permit);
    set(&mut request, RECIPIENT, Ask::All(ValueSet::single(CLOUD)));
    assert_eq!(class(&sample, &request), Class::Deny);
    set(&mut request, RECIPIENT, Ask::All(ValueSet::single(PARTNER)));
    assert_eq!(needs(&sample, &request), BTreeSet::from([DESTINATION]));
    set(
        &mut request,
        RECIPIENT,
        Ask::One(ValueSet::range(COURT, CLOUD)),
    );
    assert_eq!(needs(&sample, &request), BTreeSet::from([RECIPIENT]));
    set(
        &mut request,
        RECIPIENT,
        Ask::All(ValueSet::range(COURT, CLOUD)),
    );
    assert_eq!(class(&sample, &request), Class::Deny);
}

#[test]
fn a_request_that_contradicts_itself_is_denied() {
    let mut sample = Sample::new();
    sample.permit(Condition::TRUE);
    let mut request = sample.request(&[]);
    request.inconsistent = Some("because".to_owned());
    assert_eq!(class(&sample, &request), Class::Deny);
    let graph = graph(&sample);
    assert_eq!(first_atom(&graph, &sample, &request), None);
    assert!(remedies(&graph, &sample, &request).is_empty());
}

#[test]
fn the_deciding_atom_is_the_first_that_is_denied() {
    let mut sample = Sample::new();
    sample.permit(Condition::TRUE);
    sample.forbid(all(&[is(DATA, &[1, 2]), is(RECIPIENT, &[CLOUD])]));
    let mut request = sample.request(&[]);
    set(&mut request, DATA, Ask::All(ValueSet::range(0, 3)));
    set(&mut request, RECIPIENT, Ask::All(ValueSet::range(0, 3)));
    let atom = first_atom(&graph(&sample), &sample, &request).unwrap();
    assert_eq!(atom, sample.atom(&[(DATA, 1), (RECIPIENT, CLOUD)]));
}

#[test]
fn the_deciding_atom_ends_up_where_its_recipient_sits() {
    let mut sample = Sample::new();
    sample.permit(is(ACTION, &[SHARE]));
    let mut request = sample.request(&[]);
    request.implied_destination = true;
    unknown(&sample, &mut request, DESTINATION);
    set(
        &mut request,
        RECIPIENT,
        Ask::All(ValueSet::range(COURT, CLOUD)),
    );
    let graph = graph(&sample);
    let atom = first_atom(&graph, &sample, &request).unwrap();
    assert_eq!(atom, sample.atom(&[(RECIPIENT, CLOUD), (DESTINATION, US)]));
    set(&mut request, RECIPIENT, Ask::All(ValueSet::single(COURT)));
    let atom = first_atom(&graph, &sample, &request).unwrap();
    assert_eq!(atom, sample.atom(&[(RECIPIENT, COURT), (DESTINATION, FR)]));
}

#[test]
fn a_remedy_names_every_value_that_permits_the_whole_request() {
    let mut sample = Sample::new();
    let consent = sample.fact("consent", 5);
    let other = sample.fact("other", 1);
    sample.permit(Condition::TRUE);
    sample.require(is(consent, &[3, 5]), is(DATA, &[0]));
    sample.require(is(consent, &[2, 3, 5]), is(DATA, &[1]));
    sample.forbid(all(&[is(DATA, &[2]), is(other, &[1])]));
    let mut request = sample.request(&[]);
    set(&mut request, DATA, Ask::All(ValueSet::range(0, 1)));
    let works = ValueSet::from_intervals([(3, 3), (5, 5)]);
    let graph = graph(&sample);
    assert_eq!(
        remedies(&graph, &sample, &request),
        [vec![(consent, works)]]
    );
    set(&mut request, consent, Ask::One(ValueSet::single(3)));
    assert!(remedies(&graph, &sample, &request).is_empty());
}

#[test]
fn two_changes_are_named_only_when_one_does_not_do() {
    let mut sample = Sample::new();
    let (a, b) = (sample.fact("a", 3), sample.fact("b", 3));
    let duty = sample.duty("encrypt", &[]);
    let permit = sample.permit(all(&[is(a, &[1, 2]), is(b, &[2, 3])]));
    sample.must(permit, duty);
    let request = sample.request(&[]);
    let graph = graph(&sample);
    assert_eq!(
        remedies(&graph, &sample, &request),
        [vec![(a, ValueSet::range(1, 2)), (b, ValueSet::range(2, 3))]]
    );
    let kept = sample.kept(duty);
    let broken = sample.request(&[(a, 1), (b, 2), (kept, 0)]);
    assert_eq!(
        remedies(&graph, &sample, &broken),
        [vec![(kept, ValueSet::single(1))]]
    );
}

#[test]
fn the_graph_answers_like_the_oracle_on_random_policies() {
    let mut asked = 0;
    for seed in 0..300 {
        let sample = sample_random::policy(seed);
        let graph = graph(&sample);
        let mut random = Random::new(seed + 1_000_000);
        for _ in 0..20 {
            let request = sample_random::request(&sample, &mut random);
            let Ok(oracle) = evaluate::decide(&sample.policy, &request, 20_000) else {
                continue;
            };
            asked += 1;
            let found = decide(&graph, &sample.policy, &request);
            assert_eq!(found, oracle, "seed {seed}, {request:?}");
            if let Outcome::Definite { class, .. } = found {
                let atom = first_atom(&graph, &sample, &request).unwrap();
                assert_eq!(evaluate::verdict(&sample.policy, &atom).class, class);
            }
        }
    }
    assert!(asked > 4_000, "only {asked} requests were small enough");
}

#[test]
fn every_remedy_works_and_no_single_one_is_missed() {
    let mut found = 0;
    for seed in 0..150 {
        let sample = sample_random::policy(seed);
        let graph = graph(&sample);
        let mut random = Random::new(seed + 2_000_000);
        for _ in 0..10 {
            let request = sample_random::request(&sample, &mut random);
            let permits = |request: &Request| {
                matches!(
                    decide(&graph, &sample.policy, request),
                    Outcome::Definite {
                        class: Class::Permit,
                        ..
                    }
                )
            };
            let remedies = remedies(&graph, &sample, &request);
            for remedy in &remedies {
                found += 1;
                let mut changed = request.clone();
                for (axis, values) in remedy {
                    let value = values.first().unwrap();
                    set(&mut changed, *axis, Ask::One(ValueSet::single(value)));
                }
                assert!(permits(&changed), "seed {seed}");
            }
            let denied = matches!(
                decide(&graph, &sample.policy, &request),
                Outcome::Definite {
                    class: Class::Deny,
                    ..
                }
            );
            let facts = sample.policy.axes.ids().skip(ClassAxis::ALL.len());
            for axis in facts.filter(|_| denied) {
                for value in sample.policy.axes.at(axis).domain.clone() {
                    let mut changed = request.clone();
                    set(&mut changed, axis, Ask::One(ValueSet::single(value)));
                    let named = remedies.iter().any(|remedy| {
                        matches!(remedy.as_slice(), [(of, values)] if *of == axis && values.contains(value))
                    });
                    assert_eq!(permits(&changed), named, "seed {seed}");
                }
            }
        }
    }
    assert!(found > 30, "only {found} remedies");
}

#[test]
fn a_place_the_recipient_sits_in_twice_is_asked_once() {
    let mut sample = Sample::new();
    sample.policy.sits_in[0] = Some(ValueSet::range(DE, FR));
    sample.permit(Condition::TRUE);
    let mut request = sample.request(&[]);
    request.implied_destination = true;
    set(&mut request, RECIPIENT, Ask::All(ValueSet::range(0, 0)));
    assert_eq!(class(&sample, &request), Class::Permit);
}
