//! Flat tables answer what their graph answers.

use super::{FlatGraph, LIMITS, Layer, Limits, Resolved};
use crate::graph::sample::Sample;
use crate::graph::verify::Random;
use crate::graph::{Budget, DecisionGraph, build, sample_random};
use crate::lower::lower;

fn graph(sample: &Sample) -> DecisionGraph {
    build(&sample.policy, &lower(&sample.policy), Budget::default()).unwrap()
}

/// Compares a layout with its graph, and says how many layers of each form it has: direct, mapped, products.
fn compare(seed: u64, limits: Limits) -> [usize; 3] {
    let sample = sample_random::policy(seed);
    let graph = graph(&sample);
    let flat = FlatGraph::within(&graph, limits).unwrap();
    let mut random = Random::new(seed);
    let mut resolved = Resolved::default();
    let mut requests = Vec::new();
    let mut expected = Vec::new();
    for _ in 0..200 {
        let mut atom = sample_random::atom(&sample, &mut random);
        flat.resolve_into(&atom, &mut resolved);
        assert_eq!(flat.decide(&resolved), graph.decide_atom(&atom));
        // Another value of each axis in turn, also outside its domain.
        let other = sample_random::atom(&sample, &mut random);
        for (axis, info) in sample.policy.axes.entries() {
            let values = [other[axis.index()], *info.domain.end() + 7, i64::MIN];
            for value in values {
                atom[axis.index()] = value;
                flat.change(&mut resolved, axis, value);
                assert_eq!(resolved, flat.resolve(&atom), "seed {seed}, {atom:?}");
                assert_eq!(flat.decide(&resolved), graph.decide_atom(&atom));
            }
        }
        requests.push(resolved.clone());
        expected.push(graph.decide_atom(&atom));
    }
    let mut decisions = vec![flat.decide(&Resolved::default()); requests.len()];
    flat.decide_all(&requests, &mut decisions);
    assert_eq!(decisions, expected);
    let (base, transfer) = flat.walks();
    let layers = base.layers.iter().chain(&transfer.layers);
    let mut forms = [0; 3];
    for layer in layers {
        let form = match layer {
            Layer::Direct { .. } => 0,
            Layer::Mapped { .. } => 1,
            Layer::Product { .. } => 2,
        };
        forms[form] += 1;
    }
    forms
}

#[test]
fn flat_tables_of_random_policies_answer_as_their_graphs() {
    for seed in 0..60 {
        compare(seed, LIMITS);
    }
}

#[test]
fn tables_that_must_be_tiny_answer_the_same() {
    let mut forms = [0; 3];
    for number in 0..120 {
        // Without products, and with as many as there can be.
        let (small, deep) = [(0, usize::MAX), (300, 0)][number as usize % 2];
        let own = compare(number / 2, Limits { small, deep });
        for (all, own) in forms.iter_mut().zip(own) {
            *all += own;
        }
    }
    let [direct, mapped, products] = forms;
    assert!(direct > 20 && mapped > 2 && products > 20, "{forms:?}");
}

#[test]
fn a_request_of_another_graph_is_decided_without_a_panic() {
    let flat = FlatGraph::new(&graph(&sample_random::policy(1))).unwrap();
    let wrong = Resolved {
        numbers: vec![u32::MAX; 40],
    };
    let _ = flat.decide(&wrong);
}
