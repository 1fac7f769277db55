//! The workshop of the graph: diagrams under construction, every function held once.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};

use super::budget::OverBudget;

/// A diagram in a [`Store`]: a node, or a terminal with a number whose meaning is up to its user.
///
/// Within one store, two diagrams are equal if and only if they are the same function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Diagram(u32);

impl Diagram {
    const TERMINAL: u32 = 1 << 31;
    /// The diagram that is false everywhere.
    pub(super) const FALSE: Self = Self::terminal(0);
    /// The diagram that is true everywhere.
    pub(super) const TRUE: Self = Self::terminal(1);

    /// The diagram that is this number everywhere.
    pub(super) const fn terminal(number: u32) -> Self {
        Self(number | Self::TERMINAL)
    }

    /// Its number, if it is the same everywhere.
    pub(super) const fn as_terminal(self) -> Option<u32> {
        if self.0 & Self::TERMINAL == 0 {
            None
        } else {
            Some(self.0 & !Self::TERMINAL)
        }
    }

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Some neighbouring classes and where they lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    /// The highest class of this edge.
    pub(super) last: u32,
    /// Where it leads.
    pub(super) child: Diagram,
}

impl Hash for Edge {
    /// In one piece, because nodes with thousands of edges are hashed often.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.last) << 32 | u64::from(self.child.0));
    }
}

/// Appends an edge, or widens the last one when it leads to the same place.
pub(super) fn push_edge(edges: &mut Vec<Edge>, last: u32, child: Diagram) {
    push_edge_from(0, edges, last, child);
}

/// The same for the edges from `start` on, behind those of other nodes.
pub(super) fn push_edge_from(start: usize, edges: &mut Vec<Edge>, last: u32, child: Diagram) {
    match edges.get_mut(start..).and_then(<[Edge]>::last_mut) {
        Some(edge) if edge.child == child => edge.last = last,
        _ => edges.push(Edge { last, child }),
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    dimension: u32,
    start: u32,
    len: u32,
    /// Of the content, so that it need not be read again when the table grows or shrinks.
    hash: u32,
}

impl Row {
    fn edges(self, all: &[Edge]) -> &[Edge] {
        let start = self.start as usize;
        all.get(start..start + self.len as usize)
            .unwrap_or_default()
    }

    const fn table_hash(self) -> u64 {
        spread(self.hash)
    }
}

/// The hash of a table, which wants its high bits to differ too.
const fn spread(hash: u32) -> u64 {
    (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn hash_of(dimension: u32, edges: &[Edge]) -> u32 {
    let mut hasher = FxHasher::default();
    (dimension, edges).hash(&mut hasher);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// Nodes with structural sharing, up to a number of nodes and of edges.
#[derive(Debug)]
pub(super) struct Store {
    rows: Vec<Row>,
    edges: Vec<Edge>,
    /// The numbers of the nodes, found by their content.
    by_content: HashTable<u32>,
    most_nodes: usize,
}

/// For every node there may be this many edges before the budget counts as used up.
const EDGES_PER_NODE: usize = 32;

impl Store {
    /// An empty store for so many nodes.
    pub(super) fn new(most_nodes: usize) -> Self {
        Self {
            rows: Vec::new(),
            edges: Vec::new(),
            by_content: HashTable::new(),
            most_nodes: most_nodes.min(Diagram::TERMINAL as usize - 1),
        }
    }

    /// How many nodes it holds, dead ones included.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The dimension that a diagram tests first; `u32::MAX` for a terminal.
    pub(super) fn dimension(&self, diagram: Diagram) -> u32 {
        match diagram.as_terminal() {
            Some(_) => u32::MAX,
            None => self
                .rows
                .get(diagram.index())
                .map_or(u32::MAX, |row| row.dimension),
        }
    }

    /// The edges of a diagram; none for a terminal.
    pub(super) fn edges(&self, diagram: Diagram) -> &[Edge] {
        if diagram.as_terminal().is_some() {
            return &[];
        }
        let row = self.rows.get(diagram.index());
        row.map_or(&[], |row| row.edges(&self.edges))
    }

    /// The diagram with these edges, which [`push_edge`] collected.
    pub(super) fn make(&mut self, dimension: u32, edges: &[Edge]) -> Result<Diagram, OverBudget> {
        if let [Edge { child, .. }] = edges {
            return Ok(*child);
        }
        let hash = hash_of(dimension, edges);
        let (rows, all) = (&self.rows, &self.edges);
        let is_same = |&at: &u32| {
            rows.get(at as usize).is_some_and(|row| {
                row.hash == hash && row.dimension == dimension && row.edges(all) == edges
            })
        };
        if let Some(&known) = self.by_content.find(spread(hash), is_same) {
            return Ok(Diagram(known));
        }
        if self.rows.len() >= self.most_nodes
            || self.edges.len() >= self.most_nodes.saturating_mul(EDGES_PER_NODE)
        {
            return Err(OverBudget);
        }
        let number = u32::try_from(self.rows.len()).map_err(|_| OverBudget)?;
        self.rows.push(Row {
            dimension,
            start: u32::try_from(self.edges.len()).map_err(|_| OverBudget)?,
            len: u32::try_from(edges.len()).map_err(|_| OverBudget)?,
            hash,
        });
        self.edges.extend_from_slice(edges);
        let rows = &self.rows;
        self.by_content.insert_unique(spread(hash), number, |&at| {
            rows.get(at as usize).map_or(0, |row| row.table_hash())
        });
        Ok(Diagram(number))
    }

    /// Throws away every node made since the store had so many. Diagrams made since then are void afterwards.
    pub(super) fn truncate(&mut self, nodes: usize) {
        while self.rows.len() > nodes {
            let Some(row) = self.rows.pop() else { return };
            let number = self.rows.len();
            let found = self
                .by_content
                .find_entry(row.table_hash(), |&at| at as usize == number);
            if let Ok(entry) = found {
                entry.remove();
            }
            self.edges.truncate(row.start as usize);
        }
    }

    /// Whether a diagram was made before the store had so many nodes.
    pub(super) fn is_older(diagram: Diagram, nodes: usize) -> bool {
        diagram.as_terminal().is_some() || diagram.index() < nodes
    }

    /// Throws away every node that none of the roots reaches. The roots are renamed; every other diagram of this store is void afterwards.
    pub(super) fn sweep(&mut self, roots: &mut [&mut Diagram]) -> Result<(), OverBudget> {
        let mut fresh = Self::new(self.most_nodes);
        let mut moved = FxHashMap::default();
        for root in roots {
            **root = self.copy(**root, &mut fresh, &mut moved)?;
        }
        *self = fresh;
        Ok(())
    }

    fn copy(
        &self,
        diagram: Diagram,
        fresh: &mut Self,
        moved: &mut FxHashMap<Diagram, Diagram>,
    ) -> Result<Diagram, OverBudget> {
        if diagram.as_terminal().is_some() {
            return Ok(diagram);
        }
        if let Some(&known) = moved.get(&diagram) {
            return Ok(known);
        }
        let mut edges = self.edges(diagram).to_vec();
        for edge in &mut edges {
            edge.child = self.copy(edge.child, fresh, moved)?;
        }
        let copied = fresh.make(self.dimension(diagram), &edges)?;
        moved.insert(diagram, copied);
        Ok(copied)
    }
}
