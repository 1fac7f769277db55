//! The workshop of the graph: diagrams under construction, every function held once.

use std::hash::{Hash, Hasher};

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
    match edges.last_mut() {
        Some(edge) if edge.child == child => edge.last = last,
        _ => edges.push(Edge { last, child }),
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    dimension: u32,
    start: usize,
    len: u32,
    /// The next node whose content has the same hash, plus one; 0 when there is none.
    next: u32,
}

/// Nodes with structural sharing, up to a number of nodes and of edges.
#[derive(Debug)]
pub(super) struct Store {
    rows: Vec<Row>,
    edges: Vec<Edge>,
    by_content: FxHashMap<u64, u32>,
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
            by_content: FxHashMap::default(),
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
        self.rows
            .get(diagram.index())
            .and_then(|row| self.edges.get(row.start..row.start + row.len as usize))
            .unwrap_or_default()
    }

    /// The diagram with these edges, which [`push_edge`] collected.
    pub(super) fn make(&mut self, dimension: u32, edges: &[Edge]) -> Result<Diagram, OverBudget> {
        if let [Edge { child, .. }] = edges {
            return Ok(*child);
        }
        let mut hasher = FxHasher::default();
        (dimension, edges).hash(&mut hasher);
        let hash = hasher.finish();
        let head = self.by_content.get(&hash).copied().unwrap_or(0);
        let mut at = head;
        while let Some(row) = at.checked_sub(1).and_then(|at| self.rows.get(at as usize)) {
            let same = row.dimension == dimension
                && self.edges.get(row.start..row.start + row.len as usize) == Some(edges);
            if same {
                return Ok(Diagram(at - 1));
            }
            at = row.next;
        }
        if self.rows.len() >= self.most_nodes
            || self.edges.len() >= self.most_nodes.saturating_mul(EDGES_PER_NODE)
        {
            return Err(OverBudget);
        }
        let number = u32::try_from(self.rows.len()).map_err(|_| OverBudget)?;
        self.rows.push(Row {
            dimension,
            start: self.edges.len(),
            len: u32::try_from(edges.len()).map_err(|_| OverBudget)?,
            next: head,
        });
        self.edges.extend_from_slice(edges);
        self.by_content.insert(hash, number + 1);
        Ok(Diagram(number))
    }

    /// Throws away every node made since the store had so many. Diagrams made since then are void afterwards.
    pub(super) fn truncate(&mut self, nodes: usize) {
        while self.rows.len() > nodes {
            let Some(row) = self.rows.pop() else { return };
            let mut hasher = FxHasher::default();
            let content = self.edges.get(row.start..).unwrap_or_default();
            (row.dimension, content).hash(&mut hasher);
            self.edges.truncate(row.start);
            // Among nodes of one hash the newest is found first, so what is left begins with the next one.
            if row.next == 0 {
                self.by_content.remove(&hasher.finish());
            } else {
                self.by_content.insert(hasher.finish(), row.next);
            }
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
