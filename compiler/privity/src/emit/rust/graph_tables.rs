//! Writes the decision graph down as it is, for requests that are not plain.

use std::collections::BTreeMap;

use super::numbers::{numbers, read_often, signed};
use super::tables::{array, constant, small, starts};
use crate::emit::graph_document::{Cause, Graph, GraphNode, Leaf, Verdict};

/// The first cause that is a rule, as in `runtime/answers.rs`.
const FIRST_RULE: u32 = 5;

/// Dimensions, nodes and leaves.
pub(super) fn graph_tables(text: &mut String, graph: &Graph) {
    let mut steps = Vec::new();
    let mut dimensions = Vec::new();
    for dimension in &graph.dimensions {
        let start = steps.len();
        steps.extend(dimension.classes.iter().map(|step| format!("{step:?}")));
        dimensions.push(format!("({}, {start}, {})", dimension.axis, steps.len()));
    }
    constant(text, "ROOT", "i32", graph.root);
    constant(text, "TRANSFER", "i32", graph.transfer);
    array(
        text,
        "CONFLICTS",
        "(usize, usize)",
        graph.conflicts.iter().map(|pair| format!("{pair:?}")),
    );
    array(text, "DIMENSIONS", "(usize, usize, usize)", dimensions);
    array(text, "STEPS", "(i64, u32)", steps);
    nodes(text, &graph.nodes);
    leaves(text, &graph.leaves);
}

/// Nodes share the way in which they part their classes: the last class of every arm, and which of the node's targets it leads to.
fn nodes(text: &mut String, nodes: &[GraphNode]) {
    let mut ways: BTreeMap<Vec<(u32, u32)>, u32> = BTreeMap::new();
    let mut parts = Vec::new();
    let mut lengths = Vec::new();
    let mut ways_of = Vec::new();
    let mut targets_of = Vec::new();
    let mut targets: Vec<i64> = Vec::new();
    for node in nodes {
        let from = targets.len();
        let mut positions: BTreeMap<i64, u32> = BTreeMap::new();
        let way = node.arms.iter().map(|&(last, target)| {
            let position = *positions.entry(target).or_insert_with(|| {
                targets.push(target);
                small(targets.len() - 1 - from)
            });
            (last, position)
        });
        let way = *ways.entry(way.collect()).or_insert_with_key(|way| {
            parts.extend_from_slice(way);
            lengths.push(way.len());
            small(lengths.len() - 1)
        });
        ways_of.push(way);
        targets_of.push(small(from));
    }
    let dimensions: Vec<u32> = nodes.iter().map(|node| node.dimension).collect();
    let (lasts, positions): (Vec<u32>, Vec<u32>) = parts.into_iter().unzip();
    let targets: Vec<u32> = targets.into_iter().map(signed).collect();
    numbers(text, "NODE_DIMENSIONS", &dimensions);
    numbers(text, "NODE_WAYS", &ways_of);
    numbers(text, "NODE_TARGETS", &targets_of);
    numbers(text, "WAYS", &starts(lengths));
    numbers(text, "LASTS", &lasts);
    numbers(text, "POSITIONS", &positions);
    numbers(text, "TARGETS", &targets);
}

fn leaves(text: &mut String, leaves: &[Leaf]) {
    let mut sets: Vec<&[u32]> = leaves.iter().map(|leaf| leaf.duties.as_slice()).collect();
    sets.sort_unstable();
    sets.dedup();
    let set = |leaf: &Leaf| small(sets.partition_point(|&set| set < leaf.duties.as_slice()));
    let class = |leaf: &Leaf| match leaf.class {
        Verdict::Deny => 0,
        Verdict::NotApplicable => 1,
        Verdict::Permit => 2,
    };
    let cause = |leaf: &Leaf| match leaf.cause {
        Cause::NoPermit => 0,
        Cause::NoTransferPermit => 1,
        // Where nothing stands against a permission, that is not the reason for it, and never asked for.
        Cause::ResponseByDefault | Cause::Unopposed => 2,
        Cause::DutyConflict => 3,
        Cause::OutsideLife => 4,
        Cause::Rule { rule } => FIRST_RULE.saturating_add(rule),
    };
    let list = |of: &dyn Fn(&Leaf) -> u32| leaves.iter().map(of).collect::<Vec<_>>();
    numbers(text, "CLASSES", &list(&class));
    read_often(text, "CAUSES", &list(&cause));
    numbers(text, "LEAF_DUTIES", &list(&set));
    let duties = sets.concat();
    numbers(text, "DUTY_SETS", &starts(sets.iter().map(|set| set.len())));
    numbers(text, "SET_DUTIES", &duties);
}
