//! Modules that import each other in a circle.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;

use super::{File, diagnostics};
use crate::diagnostic::Report;
use crate::source::Span;

/// Reports every cycle of imports and takes one import out of each: the one that leads back to the module read first.
pub(super) fn cut_cycles(graph: &mut DiGraph<(), Span>, files: &mut [File], report: &mut Report) {
    while let Err(cycle) = toposort(&*graph, None) {
        let Some(chain) = shortest_cycle(graph, cycle.node_id()) else {
            return;
        };
        let steps: Vec<(String, Span)> = chain
            .iter()
            .filter_map(|edge| {
                let (from, _) = graph.edge_endpoints(*edge)?;
                let file = files.get(from.index())?;
                Some((file.path.clone(), *graph.edge_weight(*edge)?))
            })
            .collect();
        if let Some(diagnostic) = diagnostics::cycle(&steps) {
            report.push(diagnostic);
        }
        let Some(last) = chain.last() else { return };
        let importer = graph.edge_endpoints(*last).map(|(from, _)| from.index());
        if let Some(file) = importer.and_then(|importer| files.get_mut(importer)) {
            file.misses_import = true;
        }
        graph.remove_edge(*last);
    }
}

/// The edges of a shortest cycle through a node, beginning at the node of it that was read first.
fn shortest_cycle(graph: &DiGraph<(), Span>, node: NodeIndex) -> Option<Vec<EdgeIndex>> {
    let mut came_by = BTreeMap::new();
    let mut queue = VecDeque::from([node]);
    let mut closing = None;
    'search: while let Some(at) = queue.pop_front() {
        for edge in graph.edges(at) {
            if edge.target() == node {
                closing = Some((edge.id(), at));
                break 'search;
            }
            if let Entry::Vacant(slot) = came_by.entry(edge.target()) {
                slot.insert((edge.id(), at));
                queue.push_back(edge.target());
            }
        }
    }
    let (closing_edge, mut at) = closing?;
    let mut chain = vec![closing_edge];
    while at != node {
        let (edge, before) = came_by.get(&at)?;
        chain.push(*edge);
        at = *before;
    }
    chain.reverse();
    let first = chain
        .iter()
        .enumerate()
        .min_by_key(|(_, edge)| graph.edge_endpoints(**edge).map(|(from, _)| from))?
        .0;
    chain.rotate_left(first);
    Some(chain)
}
