//! The finished graph as flat tables, for deciding many plain requests: a few lookups each, nothing allocated, no branch that depends on the request.
//!
//! Neighbouring dimensions are taken together into *layers*, as long as the tables stay small. A request becomes one number a layer, or a few
//! ([`Resolved`]), and each layer is one step: from a place in its table and the numbers of the request to a place in the next table.

mod layers;
mod layout;
mod part;
mod resolve;
mod tail;
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

/// What a layout goes by.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// The tables of a walk may have so many entries in any case: a processor keeps them close.
    small: usize,
    /// The last layers become one if they have more look-ups than this one after the other.
    deep: usize,
}

const LIMITS: Limits = Limits {
    small: 1 << 14,
    deep: 3,
};

/// A decision graph laid out for execution. It answers what its graph answers.
#[derive(Debug, Clone)]
pub struct FlatGraph {
    graph: DecisionGraph,
    base: Walk,
    transfer: Walk,
    /// How many numbers `base` takes.
    base_numbers: usize,
    parts: Vec<Part>,
    /// By axis, which of the parts are its own.
    of_axis: Vec<Range<usize>>,
}

/// The way down from one of the two roots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The place in the table of the first layer; without layers the [leaf place](leaf_place) itself.
    pub start: u32,
    /// The steps, each with its numbers in [`Resolved`] behind those of the layers before it.
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
    /// `next = rows[place + numbers + share of each number]`, where the share of the one at `i` is `maps[rows[place + i] + number]`: a row is an
    /// array of as many dimensions as there are numbers.
    Product {
        /// How many numbers it takes.
        numbers: usize,
        /// From numbers to shares; each map has a share for every number.
        maps: Vec<u16>,
        /// Rows: where the map of each number begins, then the entries.
        rows: Vec<u32>,
    },
}

impl Layer {
    /// How many numbers of a request it takes.
    #[must_use]
    pub fn numbers(&self) -> usize {
        match self {
            Self::Direct { .. } | Self::Mapped { .. } => 1,
            Self::Product { numbers, .. } => *numbers,
        }
    }

    /// How large its tables are, in numbers; a map of small positions counts half.
    fn size(&self) -> usize {
        match self {
            Self::Direct { table } => table.len(),
            Self::Mapped { maps, rows } | Self::Product { maps, rows, .. } => {
                let small = maps.iter().all(|&position| position < 256);
                rows.len() + if small { maps.len() / 2 } else { maps.len() }
            }
        }
    }

    /// How many look-ups follow each other in it.
    fn depth(&self) -> usize {
        match self {
            Self::Direct { .. } => 1,
            Self::Mapped { .. } | Self::Product { .. } => 3,
        }
    }

    /// From a place in this layer and the numbers of a request from this layer on to a place in the next layer.
    #[inline]
    fn step(&self, place: u32, numbers: &[u32]) -> u32 {
        let number = numbers.first().copied().unwrap_or_default();
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
            Self::Product {
                numbers: count,
                maps,
                rows,
            } => {
                let row = rows.get(place as usize..).unwrap_or_default();
                let shares = row.iter().zip(numbers).take(*count).map(|(&map, &number)| {
                    let share = maps.get(map.wrapping_add(number) as usize).copied();
                    usize::from(share.unwrap_or_default())
                });
                row.get(count + shares.sum::<usize>())
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
    /// How many numbers of a request it takes.
    #[must_use]
    pub fn number_count(&self) -> usize {
        self.layers.iter().map(Layer::numbers).sum()
    }

    /// The place of the leaf that a request reaches.
    #[inline]
    fn follow(&self, numbers: &[u32]) -> u32 {
        let mut numbers = numbers;
        let mut place = self.start;
        for layer in &self.layers {
            place = layer.step(place, numbers);
            numbers = numbers.get(layer.numbers()..).unwrap_or_default();
        }
        place
    }
}

impl FlatGraph {
    /// Lays a graph out; `None` when its tables would need more than [`MOST_ENTRIES`] numbers.
    #[must_use]
    pub fn new(graph: &DecisionGraph) -> Option<Self> {
        Self::within(graph, LIMITS)
    }

    fn within(graph: &DecisionGraph, limits: Limits) -> Option<Self> {
        let (base, mut parts) = layout::lay_out(graph, graph.root, 0, limits)?;
        let (transfer, more) = layout::lay_out(graph, graph.transfer, base.number_count(), limits)?;
        parts.extend(more);
        parts.sort_by_key(|part| (part.dimension, part.number));
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
            base_numbers: base.number_count(),
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
    pub fn number_count(&self) -> usize {
        self.base_numbers + self.transfer.number_count()
    }

    /// Decides a request. Allocates nothing.
    #[must_use]
    pub fn decide(&self, request: &Resolved) -> Decision {
        let numbers = request.numbers();
        let (base, transfer) = numbers.split_at(self.base_numbers.min(numbers.len()));
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
