//! Flat tables answer what their graph answers.

use super::{FlatGraph, Layer, Resolved};
use crate::graph::sample::Sample;
use crate::graph::verify::Random;
use crate::graph::{Budget, DecisionGraph, build, sample_random};
use crate::lower::lower;

fn graph(sample: &Sample) -> DecisionGraph {
    build(&sample.policy, &lower(&sample.policy), Budget::default()).unwrap()
}

/// Compares a layout with its graph, and says how many layers of each form it has.
fn compare(seed: u64, small: usize) -> (usize, usize) {
    let sample = sample_random::policy(seed);
    let graph = graph(&sample);
    let flat = FlatGraph::with_small(&graph, small).unwrap();
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
    let direct = layers
        .filter(|layer| matches!(layer, Layer::Direct { .. }))
        .count();
    (direct, flat.layer_count() - direct)
}

#[test]
fn flat_tables_of_random_policies_answer_as_their_graphs() {
    for seed in 0..60 {
        compare(seed, super::SMALL);
    }
}

#[test]
fn tables_that_must_be_tiny_answer_the_same() {
    let forms = (0..60).map(|seed| compare(seed, 0));
    let (direct, mapped) = forms.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!(direct > 20 && mapped > 2, "{direct} {mapped}");
}

#[test]
fn a_request_of_another_graph_is_decided_without_a_panic() {
    let flat = FlatGraph::new(&graph(&sample_random::policy(1))).unwrap();
    let wrong = Resolved {
        numbers: vec![u32::MAX; 40],
    };
    let _ = flat.decide(&wrong);
}
