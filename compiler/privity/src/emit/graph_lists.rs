//! Writes a decision graph down as lists.

use super::graph_document::{Cause, Dimension, Graph, GraphNode, Leaf, Verdict};
use crate::check::policy::Layer;
use crate::graph::{self, DecisionGraph, DutySetId, Target};
use crate::request::Class;

/// The graph as it is published. Node and leaf numbers stay as they are.
pub(super) fn graph(graph: &DecisionGraph) -> Graph {
    Graph {
        dimensions: graph.dimensions.iter().map(dimension).collect(),
        root: target(graph.root),
        transfer: target(graph.transfer),
        conflicts: conflicts(graph),
        nodes: graph.nodes.iter().map(node).collect(),
        leaves: graph.leaves.iter().map(|one| leaf(graph, one)).collect(),
    }
}

/// The pairs of leaves whose duties cannot be kept together.
fn conflicts(graph: &DecisionGraph) -> Vec<(u32, u32)> {
    let with = |duties: DutySetId, of_transfers: bool| {
        graph.leaves.entries().filter(move |(_, leaf)| {
            leaf.duties == duties && (leaf.cause == graph::Cause::Unopposed) == of_transfers
        })
    };
    let pairs = graph.conflicts.iter().flat_map(|&(base, transfer)| {
        with(base, false).flat_map(move |(one, _)| {
            with(transfer, true).map(move |(other, _)| (one.raw(), other.raw()))
        })
    });
    let mut pairs: Vec<(u32, u32)> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

fn dimension(dimension: &graph::Dimension) -> Dimension {
    Dimension {
        axis: dimension.axis.raw(),
        classes: dimension
            .steps
            .iter()
            .map(|step| (step.last, step.class))
            .collect(),
    }
}

fn node(node: &graph::Node) -> GraphNode {
    GraphNode {
        dimension: node.dimension.raw(),
        arms: node
            .arms
            .iter()
            .map(|arm| (arm.last, target(arm.target)))
            .collect(),
    }
}

fn target(target: Target) -> i64 {
    match target {
        Target::Node(node) => i64::from(node.raw()),
        Target::Leaf(leaf) => -1 - i64::from(leaf.raw()),
    }
}

fn leaf(graph: &DecisionGraph, leaf: &graph::Leaf) -> Leaf {
    Leaf {
        class: match leaf.class {
            Class::Deny => Verdict::Deny,
            Class::NotApplicable => Verdict::NotApplicable,
            Class::Permit => Verdict::Permit,
        },
        duties: graph.duties(leaf).iter().map(|duty| duty.raw()).collect(),
        cause: match leaf.cause {
            graph::Cause::Rule(rule) => Cause::Rule { rule: rule.raw() },
            graph::Cause::NoPermit(Layer::Base) => Cause::NoPermit,
            graph::Cause::NoPermit(Layer::Transfer) => Cause::NoTransferPermit,
            graph::Cause::ResponseByDefault => Cause::ResponseByDefault,
            graph::Cause::DutyConflict => Cause::DutyConflict,
            graph::Cause::OutsideLife => Cause::OutsideLife,
            graph::Cause::Unopposed => Cause::Unopposed,
        },
    }
}
