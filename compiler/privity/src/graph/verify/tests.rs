//! Right graphs are proved right, and every sort of wrong graph is found.

use super::definition::answer_of;
use super::sampling::sample;
use super::{Answer, Discrepancy, Effort, Proof, verify};
use crate::check::policy::{AxisId, ClassAxis, Condition, Layer, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::graph::sample::{Sample, US, is};
use crate::graph::{Arm, Budget, Cause, DecisionGraph, NodeId, Target, build, sample_random};
use crate::lower::lower;

const DATA: AxisId = ClassAxis::Data.id();
const DATE: AxisId = ClassAxis::Date.id();

fn graph(policy: &Policy) -> DecisionGraph {
    build(policy, &lower(policy), Budget::default()).unwrap()
}

/// A policy of some size: crossing rules, a lift, an oblige, dates.
fn example() -> Sample {
    let mut sample = Sample::new();
    let (consent, age) = (sample.fact("consent", 2), sample.fact("age", 120));
    let encrypt = sample.duty("encrypt", &[]);
    sample.permit(is(ClassAxis::Action.id(), &[0]));
    let court = sample.permit(is(ClassAxis::Recipient.id(), &[2]));
    let guard = sample.require(
        is(consent, &[2]),
        Condition::Test(DATE, ValueSet::range(100, 20_000)),
    );
    sample.lifts(court, guard);
    sample.forbid(Condition::Test(age, ValueSet::range(0, 15)));
    sample.oblige(encrypt, is(DATA, &[2]));
    let transfer = sample.permit(is(ClassAxis::Destination.id(), &[US]));
    sample.in_transfer_layer(transfer);
    sample
}

#[track_caller]
fn wrong(policy: &Policy, graph: &DecisionGraph) {
    match verify(graph, policy, Effort::default()) {
        Err(Discrepancy::Wrong {
            layer: Some(layer),
            atom,
            graph: found,
            policy: expected,
        }) => {
            let root = match layer {
                Layer::Base => graph.root,
                Layer::Transfer => graph.transfer,
            };
            let leaf = graph.leaves.at(graph.leaf_from(root, &atom));
            assert_eq!(found, Answer::of_leaf(graph, leaf));
            assert_eq!(expected, answer_of(policy, layer, &atom));
            assert_ne!(found, expected);
        }
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn malformed(policy: &Policy, graph: &DecisionGraph) {
    match verify(graph, policy, Effort::default()) {
        Err(Discrepancy::Malformed(_)) => {}
        other => panic!("{other:?}"),
    }
}

fn arm(graph: &mut DecisionGraph, node: u32, at: usize) -> &mut Arm {
    &mut graph.nodes.at_mut(NodeId::new(node)).arms[at]
}

#[test]
fn the_graph_of_a_policy_is_proved_over_the_whole_space() {
    let sample = example();
    let graph = graph(&sample.policy);
    assert_eq!(
        verify(&graph, &sample.policy, Effort::default()),
        Ok(Proof::WholeSpace)
    );
}

#[test]
fn graphs_of_random_policies_are_proved_over_the_whole_space() {
    for seed in 0..150 {
        let sample = sample_random::policy(seed);
        let graph = graph(&sample.policy);
        let proof = verify(&graph, &sample.policy, Effort::default());
        assert_eq!(proof, Ok(Proof::WholeSpace), "seed {seed}");
    }
}

#[test]
fn without_enough_steps_the_graph_is_sampled_and_that_is_said() {
    let sample = example();
    let effort = Effort {
        steps: 10,
        samples: 500,
        seed: 7,
        ..Effort::default()
    };
    let graph = graph(&sample.policy);
    let proof = verify(&graph, &sample.policy, effort).unwrap();
    assert_eq!(proof, Proof::Sampled(500));
    assert_eq!(proof.to_string(), "sampled at 500 points");
}

#[test]
fn a_graph_without_one_of_the_rules_is_found_wrong() {
    let sample = example();
    for lost in sample.policy.rules.ids() {
        let mut fewer = sample.policy.clone();
        fewer.rules.at_mut(lost).region = Condition::FALSE;
        wrong(&sample.policy, &graph(&fewer));
    }
}

#[test]
fn a_graph_without_a_lift_is_found_wrong() {
    let sample = example();
    let mut fewer = sample.policy.clone();
    fewer.rules.at_mut(RuleId::new(1)).lifts.clear();
    wrong(&sample.policy, &graph(&fewer));
}

#[test]
fn every_arm_that_leads_to_another_leaf_is_found_wrong() {
    let sample = example();
    let right = graph(&sample.policy);
    let mut tried = 0;
    for (id, node) in right.nodes.entries() {
        for (at, old) in node.arms.iter().enumerate() {
            let Target::Leaf(leaf) = old.target else {
                continue;
            };
            for other in right.leaves.ids().filter(|&other| other != leaf) {
                let mut changed = right.clone();
                arm(&mut changed, id.raw(), at).target = Target::Leaf(other);
                assert!(verify(&changed, &sample.policy, Effort::default()).is_err());
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "only {tried} arms");
}

#[test]
fn a_leaf_with_another_cause_or_other_duties_is_found_wrong() {
    let sample = example();
    let right = graph(&sample.policy);
    for leaf in right.leaves.ids().skip(2) {
        let mut changed = right.clone();
        changed.leaves.at_mut(leaf).cause = Cause::DutyConflict;
        wrong(&sample.policy, &changed);
    }
    let with_duties = right
        .leaves
        .entries()
        .find(|(_, leaf)| !right.duties(leaf).is_empty());
    let (leaf, _) = with_duties.unwrap();
    let mut changed = right.clone();
    changed
        .duty_sets
        .at_mut(right.leaves.at(leaf).duties)
        .clear();
    assert!(verify(&changed, &sample.policy, Effort::default()).is_err());
}

#[test]
fn duties_of_the_two_layers_that_exclude_each_other_are_in_the_graph_and_not_to_be_lost() {
    let mut sample = Sample::new();
    let erase = sample.duty("erase", &["keep"]);
    let keep = sample.duty("keep", &["erase"]);
    let share = sample.permit(is(DATA, &[0]));
    sample.must(share, erase);
    let transfer = sample.permit(is(ClassAxis::Destination.id(), &[US]));
    sample.in_transfer_layer(transfer);
    sample.must(transfer, keep);
    let mut graph = graph(&sample.policy);
    let abroad = [(DATA, 0), (ClassAxis::Destination.id(), US)];
    let abroad = graph.decide_atom(&sample.atom(&abroad));
    assert_eq!(abroad.cause, Cause::DutyConflict);
    let at_home = graph.decide_atom(&sample.atom(&[(DATA, 0)]));
    assert_eq!(at_home.cause, Cause::Rule(share));
    let proof = verify(&graph, &sample.policy, Effort::default());
    assert_eq!(proof, Ok(Proof::WholeSpace));
    assert_eq!(graph.conflicts.len(), 1);
    graph.conflicts.clear();
    malformed(&sample.policy, &graph);
}

#[test]
fn two_leaves_merged_into_one_are_found_wrong() {
    let sample = example();
    let right = graph(&sample.policy);
    let (one, other) = (
        right.leaves.ids().nth(1).unwrap(),
        right.leaves.ids().nth(2).unwrap(),
    );
    let mut changed = right.clone();
    for node in right.nodes.ids() {
        for arm in &mut changed.nodes.at_mut(node).arms {
            if arm.target == Target::Leaf(one) {
                arm.target = Target::Leaf(other);
            }
        }
    }
    assert!(verify(&changed, &sample.policy, Effort::default()).is_err());
}

#[test]
fn a_cut_that_is_off_by_one_is_found_wrong() {
    let sample = example();
    let right = graph(&sample.policy);
    let mut tried = 0;
    for (id, dimension) in right.dimensions.entries() {
        for at in 0..dimension.steps.len() - 1 {
            let here = dimension.steps[at].last;
            if here + 1 < dimension.steps[at + 1].last {
                let mut changed = right.clone();
                changed.dimensions.at_mut(id).steps[at].last = here + 1;
                wrong(&sample.policy, &changed);
                tried += 1;
            }
            let before = at.checked_sub(1).map(|before| dimension.steps[before].last);
            if before.is_none_or(|before| before < here - 1) && here > dimension.first {
                let mut changed = right.clone();
                changed.dimensions.at_mut(id).steps[at].last = here - 1;
                wrong(&sample.policy, &changed);
                tried += 1;
            }
        }
    }
    assert!(tried > 4, "only {tried} cuts");
}

#[test]
fn a_graph_out_of_normal_form_is_malformed() {
    let sample = example();
    let right = graph(&sample.policy);
    let root = right.root;
    type Mutation = Box<dyn Fn(&mut DecisionGraph)>;
    let mutations: Vec<Mutation> = vec![
        Box::new(|graph| arm(graph, 0, 0).last = 99),
        Box::new(move |graph| arm(graph, 1, 0).target = root),
        Box::new(|graph| arm(graph, 0, 0).target = Target::Node(NodeId::new(9_999))),
        Box::new(|graph| graph.nodes.at_mut(NodeId::new(0)).arms.truncate(1)),
        Box::new(|graph| arm(graph, 0, 0).target = arm(graph, 0, 1).target),
        Box::new(|graph| {
            let copy = graph.nodes.at(NodeId::new(0)).clone();
            graph.nodes.push(copy);
        }),
        Box::new(|graph| {
            let copy = *graph.leaves.at(DecisionGraph::CLOSED);
            graph.leaves.push(copy);
        }),
        Box::new(|graph| graph.leaves.at_mut(DecisionGraph::CLOSED).cause = Cause::OutsideLife),
        Box::new(|graph| {
            graph
                .duty_sets
                .at_mut(crate::arena::Id::new(0))
                .push(crate::arena::Id::new(0))
        }),
        Box::new(|graph| {
            graph
                .dimensions
                .at_mut(crate::arena::Id::new(0))
                .steps
                .truncate(1)
        }),
        Box::new(|graph| {
            graph
                .dimensions
                .at_mut(crate::arena::Id::new(0))
                .class_count += 1
        }),
    ];
    for mutation in mutations {
        let mut changed = right.clone();
        mutation(&mut changed);
        malformed(&sample.policy, &changed);
    }
}

#[test]
fn sampling_finds_a_lost_rule() {
    let sample_policy = example();
    let right = graph(&sample_policy.policy);
    let effort = Effort {
        samples: 2_000,
        ..Effort::default()
    };
    assert_eq!(sample(&sample_policy.policy, &right, &effort), Ok(()));
    for lost in sample_policy.policy.rules.ids() {
        let mut fewer = sample_policy.policy.clone();
        fewer.rules.at_mut(lost).region = Condition::FALSE;
        assert!(sample(&sample_policy.policy, &graph(&fewer), &effort).is_err());
    }
}

#[test]
fn a_lost_rule_is_found_in_random_policies_unless_it_never_mattered() {
    let mut found = 0;
    for seed in 0..60 {
        let sample = sample_random::policy(seed);
        let right = graph(&sample.policy);
        for lost in sample.policy.rules.ids() {
            let mut fewer = sample.policy.clone();
            let region = &mut fewer.rules.at_mut(lost).region;
            // It still tests its facts, so that they keep their place in the order.
            *region = Condition::All(vec![region.clone(), Condition::FALSE]);
            let without = graph(&fewer);
            let proof = verify(&without, &sample.policy, Effort::default());
            // One policy has one graph, so a rule matters exactly when the graphs differ.
            assert_eq!(proof.is_err(), without != right, "seed {seed}");
            found += usize::from(proof.is_err());
        }
    }
    assert!(found > 100, "only {found} rules mattered");
}
