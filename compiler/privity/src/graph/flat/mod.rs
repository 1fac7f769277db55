//! The finished graph as flat tables, for deciding many plain requests: a few lookups each, nothing allocated, no branch that depends on the request.
//!
//! Neighbouring dimensions are taken together into *layers*, as long as the tables stay small. A request becomes one number a layer
//! ([`Resolved`]), and each layer is one step: from a place in its table and the number of the request to a place in the next table.

mod layers;
mod layout;
mod part;
mod resolve;
#[cfg(test)]
mod tests;

pub use part::Part;
pub use resolve::Resolved;
pub(crate) use resolve::Shares;

use std::ops::Range;

use super::decision_graph::{Decision, DecisionGraph, Leaf, LeafId};
use crate::check::duty::ObligationId;
use crate::request::Class;

/// The most numbers that the tables of a graph may have together.
pub const MOST_ENTRIES: usize = 1 << 26;

/// The tables of a walk may have so many entries in any case: a processor keeps them close.
const SMALL: usize = 1 << 14;

/// A decision graph laid out for execution. It answers what its graph answers.
#[derive(Debug, Clone)]
pub struct FlatGraph {
    graph: DecisionGraph,
    base: Walk,
    transfer: Walk,
    parts: Vec<Part>,
    /// By axis, which of the parts are its own.
    of_axis: Vec<Range<usize>>,
}

/// The way down from one of the two roots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The place in the table of the first layer; without layers the [leaf place](leaf_place) itself.
    pub start: u32,
    /// The steps, each with its number in [`Resolved`] behind those of the layers before it.
    pub layers: Vec<Layer>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// `next = table[place / 2 + number]`; an odd place is a row with an entry for each number. An even one is a single entry, and the number
    /// does not count.
    Direct {
        /// The entries.
        table: Vec<u32>,
    },
    /// `next = rows[place + 1 + maps[rows[place] + number]]`: rows that part the numbers alike share a map.
    Mapped {
        /// From numbers to positions in a row; each map has an entry for every number.
        maps: Vec<u16>,
        /// Rows: where the map begins, then the entries.
        rows: Vec<u32>,
    },
}

impl Layer {
    /// From a place in this layer and the number of a request to a place in the next layer.
    #[inline]
    fn step(&self, place: u32, number: u32) -> u32 {
        let found = match self {
            Self::Direct { table } => {
                // All ones if the number counts.
                let counts = 0u32.wrapping_sub(place & 1);
                table.get((place / 2).wrapping_add(number & counts) as usize)
            }
            Self::Mapped { maps, rows } => {
                let map = rows.get(place as usize).copied().unwrap_or_default();
                let at = maps.get(map.wrapping_add(number) as usize).copied();
                rows.get(place as usize + 1 + usize::from(at.unwrap_or_default()))
            }
        };
        found.copied().unwrap_or_default()
    }
}

/// The place that stands for a leaf behind the last layer: four times its number, and its class, worst first from 0.
#[must_use]
pub fn leaf_place(number: u32, leaf: &Leaf) -> u32 {
    let class = match leaf.class {
        Class::Deny => 0,
        Class::NotApplicable => 1,
        Class::Permit => 2,
    };
    number * 4 + class
}

const PERMIT: u32 = 2;

impl Walk {
    /// The place of the leaf that a request reaches.
    #[inline]
    fn follow(&self, numbers: &[u32]) -> u32 {
        self.layers
            .iter()
            .zip(numbers)
            .fold(self.start, |place, (layer, &number)| {
                layer.step(place, number)
            })
    }
}

impl FlatGraph {
    /// Lays a graph out; `None` when its tables would need more than [`MOST_ENTRIES`] numbers.
    #[must_use]
    pub fn new(graph: &DecisionGraph) -> Option<Self> {
        Self::with_small(graph, SMALL)
    }

    /// As [`FlatGraph::new`], where tables of up to so many entries count as small.
    fn with_small(graph: &DecisionGraph, small: usize) -> Option<Self> {
        let (base, mut parts) = layout::lay_out(graph, graph.root, 0, small)?;
        let (transfer, more) = layout::lay_out(graph, graph.transfer, base.layers.len(), small)?;
        parts.extend(more);
        parts.sort_by_key(|part| (part.dimension, part.layer));
        let axis = |part: &Part| graph.dimensions.at(part.dimension).axis;
        let mut of_axis = Vec::new();
        let mut from = 0;
        for own in parts.chunk_by(|one, next| one.dimension == next.dimension) {
            let (at, to) = (
                own.first().map_or(0, |part| axis(part).index()),
                from + own.len(),
            );
            of_axis.resize(of_axis.len().max(at + 1), 0..0);
            if let Some(range) = of_axis.get_mut(at) {
                *range = from..to;
            }
            from = to;
        }
        Some(Self {
            graph: graph.clone(),
            base,
            transfer,
            parts,
            of_axis,
        })
    }

    /// The graph that was laid out.
    #[must_use]
    pub fn graph(&self) -> &DecisionGraph {
        &self.graph
    }

    /// The way down from `root`, and the one from `transfer`.
    #[must_use]
    pub fn walks(&self) -> (&Walk, &Walk) {
        (&self.base, &self.transfer)
    }

    /// How the classes of dimensions make the numbers of a request, by dimension.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many numbers a request has.
    #[must_use]
    pub fn layer_count(&self) -> usize {
        self.base.layers.len() + self.transfer.layers.len()
    }

    /// Decides a request. Allocates nothing.
    #[must_use]
    pub fn decide(&self, request: &Resolved) -> Decision {
        let (base, transfer) = request
            .numbers()
            .split_at(self.base.layers.len().min(request.numbers().len()));
        let place = self.base.follow(base);
        let leaf = |place: u32| {
            let leaf = self.graph.leaves.get(LeafId::new(place / 4));
            leaf.unwrap_or_else(|| self.graph.leaves.at(DecisionGraph::CLOSED))
        };
        if place % 4 != PERMIT {
            return self.graph.together(leaf(place), leaf(place));
        }
        let other = self.transfer.follow(transfer);
        self.graph.together(leaf(place), leaf(other))
    }

    /// Decides requests, each into its place; what is longer has no counterpart and stays as it is. Allocates nothing.
    pub fn decide_all(&self, requests: &[Resolved], decisions: &mut [Decision]) {
        for (request, decision) in requests.iter().zip(decisions) {
            *decision = self.decide(request);
        }
    }

    /// The duties of a decision; see [`DecisionGraph::duties_of`].
    pub fn duties_of(&self, decision: &Decision) -> impl Iterator<Item = ObligationId> + '_ {
        self.graph.duties_of(decision)
    }
}
