//! The values of an axis, sorted into cells that neither the graph nor the rest of the policy tells apart.

use std::ops::RangeInclusive;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::crossing::CrossingNumber;
use super::parts::{Open, PartNumber};
use super::terms::Piece;
use crate::graph::decision_graph::{DecisionGraph, NodeId, Target};

/// Some values of an axis: one of them, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) value: i64,
    pub(super) target: Target,
    pub(super) crossing: CrossingNumber,
    /// Where the parts that are not false here stand in the list of all.
    from: usize,
    to: usize,
}

/// The cells of an axis.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) cells: Vec<Cell>,
    /// How much was looked at.
    pub(super) cost: usize,
    open: Vec<Open>,
}

impl Cells {
    /// The parts that are not false in a cell, in order.
    pub(super) fn open(&self, cell: &Cell) -> &[Open] {
        self.open.get(cell.from..cell.to).unwrap_or_default()
    }
}

/// What cuts an axis into cells.
#[derive(Debug)]
pub(super) struct Cuts<'g> {
    domain: &'g RangeInclusive<i64>,
    parts: Vec<(PartNumber, Rc<[Piece]>)>,
    node: Option<(&'g DecisionGraph, NodeId)>,
    starts: Vec<i64>,
}

impl<'g> Cuts<'g> {
    /// Nothing yet; all values are one cell.
    pub(super) fn over(domain: &'g RangeInclusive<i64>) -> Self {
        Self {
            domain,
            parts: Vec::new(),
            node: None,
            starts: vec![*domain.start()],
        }
    }

    /// A part that tests the axis. Parts come in order.
    pub(super) fn add_part(&mut self, part: PartNumber, pieces: Rc<[Piece]>) {
        for piece in &*pieces {
            self.starts.push(piece.low);
            self.starts.extend(piece.high.checked_add(1));
        }
        self.parts.push((part, pieces));
    }

    /// A node that tests the axis.
    pub(super) fn add_node(&mut self, graph: &'g DecisionGraph, node: NodeId) {
        let dimension = graph.dimensions.at(graph.nodes.at(node).dimension);
        self.starts
            .extend(dimension.stretches().map(|(low, _, _)| low));
        self.node = Some((graph, node));
    }

    /// Values at which what is known of borders changes.
    pub(super) fn add_cuts(&mut self, starts: &[i64]) {
        self.starts.extend_from_slice(starts);
    }

    /// The cells. `target` is where the values lead that no node sends elsewhere, `crossing` what a value teaches about borders.
    pub(super) fn divide(
        mut self,
        target: Target,
        mut crossing: impl FnMut(i64) -> CrossingNumber,
    ) -> Cells {
        let domain = self.domain;
        self.starts.retain(|start| domain.contains(start));
        // They are few lists one behind the other, each in order.
        self.starts.sort();
        self.starts.dedup();
        let (open, bounds) = self.spread();
        let mut target_of = self.targets(target);
        let mut seen = FxHashSet::default();
        let mut cells = Vec::new();
        for (&value, ends) in self.starts.iter().zip(bounds.windows(2)) {
            let &[from, to] = ends else { continue };
            let cell = Cell {
                value,
                target: target_of(value),
                crossing: crossing(value),
                from,
                to,
            };
            if seen.insert((open.get(from..to), cell.target, cell.crossing)) {
                cells.push(cell);
            }
        }
        Cells {
            cost: self.starts.len() + open.len(),
            cells,
            open,
        }
    }

    /// For every stretch the parts that are not false there, one stretch behind the other, and where each begins and the last one ends.
    fn spread(&self) -> (Vec<Open>, Vec<usize>) {
        let starts = &self.starts;
        let stretches = |piece: &Piece| {
            let from = starts.partition_point(|&start| start < piece.low);
            let many = starts
                .get(from..)
                .map_or(0, |rest| rest.partition_point(|&start| start <= piece.high));
            from..from + many
        };
        let mut bounds = vec![0; starts.len() + 1];
        for piece in self.parts.iter().flat_map(|(_, pieces)| &**pieces) {
            for at in stretches(piece) {
                if let Some(count) = bounds.get_mut(at + 1) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for bound in &mut bounds {
            sum += *bound;
            *bound = sum;
        }
        let mut free = bounds.clone();
        let mut open = vec![Open { part: 0, term: 0 }; sum];
        for (part, pieces) in &self.parts {
            for piece in &**pieces {
                for at in stretches(piece) {
                    if let Some(free) = free.get_mut(at)
                        && let Some(slot) = open.get_mut(*free)
                    {
                        *slot = Open {
                            part: *part,
                            term: piece.term,
                        };
                        *free += 1;
                    }
                }
            }
        }
        (open, bounds)
    }

    /// Where values lead that are asked about in order.
    fn targets(&self, otherwise: Target) -> impl FnMut(i64) -> Target + use<'g> {
        let mut node = self.node.map(|(graph, node)| {
            let node = graph.nodes.at(node);
            let dimension = graph.dimensions.at(node.dimension);
            (node, dimension.stretches().peekable())
        });
        move |value| {
            let Some((node, stretches)) = &mut node else {
                return otherwise;
            };
            while stretches.next_if(|&(_, high, _)| high < value).is_some() {}
            let class = stretches.peek().map_or(0, |&(_, _, class)| class);
            let arm = node.arms.partition_point(|arm| arm.last < class);
            let closed = Target::Leaf(DecisionGraph::CLOSED);
            node.arms.get(arm).map_or(closed, |arm| arm.target)
        }
    }
}
