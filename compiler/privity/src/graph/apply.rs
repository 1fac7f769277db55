//! Combining diagrams class by class, each pair of nodes once.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::budget::{Budget, OverBudget};
use super::combine::{Combine, Junction, Without};
use super::stop_sign::StopSign;
use super::store::{Diagram, Edge, Store, push_edge_from};
use crate::lower::Formula;

/// A store with a count of the steps that may still be taken.
#[derive(Debug)]
pub(super) struct Workshop {
    pub(super) store: Store,
    steps_left: usize,
    stop: StopSign,
    /// For every dimension its last class.
    last_class: Vec<u32>,
    /// The edges of the nodes that are being made, those of the innermost last.
    edges: Vec<Edge>,
    /// What combining pairs gave, empty between two combinations: a table of the right size costs more than most of them.
    pairs: Pairs,
    /// The pairs that a search has seen, and those it is at, empty between two searches.
    pub(super) seen: FxHashSet<(Diagram, Diagram)>,
    pub(super) open: Vec<(Diagram, Diagram, usize, usize)>,
}

type Pairs = FxHashMap<(Diagram, Diagram), Diagram>;

/// A table with more room than this is not kept for the next operation, since emptying it takes as long as it has room.
pub(super) const MOST_KEPT: usize = 256;

/// After how many steps somebody looks whether the work is still wanted: within a millisecond.
const STEPS_TO_A_LOOK: usize = 4_096;

impl Workshop {
    pub(super) fn new(budget: &Budget, last_class: Vec<u32>) -> Self {
        Self {
            store: Store::new(budget.nodes),
            steps_left: budget.steps,
            stop: budget.stop.clone(),
            last_class,
            edges: Vec::new(),
            pairs: Pairs::default(),
            seen: FxHashSet::default(),
            open: Vec::new(),
        }
    }

    /// How many steps may still be taken.
    pub(super) fn steps_left(&self) -> usize {
        self.steps_left
    }

    /// Allows so many steps from now on.
    pub(super) fn allow(&mut self, steps: usize) {
        self.steps_left = steps;
    }

    /// Takes a step.
    pub(super) fn step(&mut self) -> Result<(), OverBudget> {
        self.steps_left = self.steps_left.checked_sub(1).ok_or(OverBudget)?;
        let looks = self.steps_left.is_multiple_of(STEPS_TO_A_LOOK);
        match looks && self.stop.is_set() {
            true => Err(OverBudget),
            false => Ok(()),
        }
    }

    /// The diagram of `combine` at every point.
    pub(super) fn apply(
        &mut self,
        one: Diagram,
        other: Diagram,
        combine: &mut impl Combine,
    ) -> Result<Diagram, OverBudget> {
        let mut known = std::mem::take(&mut self.pairs);
        let result = self.apply_with(one, other, combine, &mut known);
        if known.capacity() <= MOST_KEPT {
            known.clear();
            self.pairs = known;
        }
        if result.is_err() {
            self.edges.clear();
        }
        result
    }

    fn apply_with(
        &mut self,
        one: Diagram,
        other: Diagram,
        combine: &mut impl Combine,
        known: &mut Pairs,
    ) -> Result<Diagram, OverBudget> {
        if let Some(result) = combine.combine(one, other) {
            return Ok(result);
        }
        if let Some(&result) = known.get(&(one, other)) {
            return Ok(result);
        }
        self.step()?;
        let (left, right) = (self.store.dimension(one), self.store.dimension(other));
        let dimension = left.min(right);
        let start = self.edges.len();
        let (mut i, mut j) = (0, 0);
        // Two lists of edges are walked abreast; a diagram that does not test this dimension is one edge for all classes. An edge that settles the
        // result skips those of the other list beside it.
        loop {
            let a = self.edge(one, left == dimension, i);
            let b = self.edge(other, right == dimension, j);
            let (Some(a), Some(b)) = (a, b) else { break };
            let (last, child) = if let Some(settled) = combine.by_first(a.child) {
                (a.last, settled)
            } else if let Some(settled) = combine.by_second(b.child) {
                (b.last, settled)
            } else {
                let last = a.last.min(b.last);
                (last, self.apply_with(a.child, b.child, combine, known)?)
            };
            push_edge_from(start, &mut self.edges, last, child);
            i = self.behind(one, i, a, last);
            j = self.behind(other, j, b, last);
        }
        let result = self.finish(dimension, start)?;
        known.insert((one, other), result);
        Ok(result)
    }

    /// The node with the edges that were collected from `start` on.
    fn finish(&mut self, dimension: u32, start: usize) -> Result<Diagram, OverBudget> {
        let made = self
            .store
            .make(dimension, self.edges.get(start..).unwrap_or_default())?;
        self.edges.truncate(start);
        Ok(made)
    }

    pub(super) fn edge(&self, diagram: Diagram, tests: bool, at: usize) -> Option<Edge> {
        if tests {
            return self.store.edges(diagram).get(at).copied();
        }
        Some(Edge {
            last: u32::MAX,
            child: diagram,
        })
    }

    /// The number of the first edge, from this one on, that reaches beyond a class.
    pub(super) fn behind(&self, diagram: Diagram, at: usize, edge: Edge, class: u32) -> usize {
        if edge.last > class {
            return at;
        }
        if edge.last == class {
            return at + 1;
        }
        let rest = self.store.edges(diagram).get(at..).unwrap_or_default();
        at + rest.partition_point(|edge| edge.last <= class)
    }

    fn last_class(&self, dimension: u32) -> u32 {
        self.last_class
            .get(dimension as usize)
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// The diagram with every terminal replaced.
    pub(super) fn map(
        &mut self,
        diagram: Diagram,
        replace: &mut impl FnMut(u32) -> Diagram,
    ) -> Result<Diagram, OverBudget> {
        let result = self.map_with(diagram, replace, &mut FxHashMap::default());
        if result.is_err() {
            self.edges.clear();
        }
        result
    }

    fn map_with(
        &mut self,
        diagram: Diagram,
        replace: &mut impl FnMut(u32) -> Diagram,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Result<Diagram, OverBudget> {
        if let Some(number) = diagram.as_terminal() {
            return Ok(replace(number));
        }
        if let Some(&result) = known.get(&diagram) {
            return Ok(result);
        }
        let start = self.edges.len();
        let mut at = 0;
        while let Some(&Edge { last, child }) = self.store.edges(diagram).get(at) {
            let child = self.map_with(child, replace, known)?;
            push_edge_from(start, &mut self.edges, last, child);
            at += 1;
        }
        let result = self.finish(self.store.dimension(diagram), start)?;
        known.insert(diagram, result);
        Ok(result)
    }

    /// The first class on every dimension along the first path that does not lead to terminal 0: what a diagram is sorted by.
    pub(super) fn first_corner(&self, mut diagram: Diagram) -> Vec<(u32, u32)> {
        let mut corner = Vec::new();
        loop {
            let mut low = 0;
            let mut taken = None;
            for edge in self.store.edges(diagram) {
                if edge.child != Diagram::FALSE {
                    taken = Some(edge.child);
                    break;
                }
                low = edge.last + 1;
            }
            let Some(child) = taken else { return corner };
            corner.push((self.store.dimension(diagram), low));
            diagram = child;
        }
    }

    /// Where both are true.
    pub(super) fn and(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, OverBudget> {
        self.apply(one, other, &mut Junction::and())
    }

    /// Where at least one is true.
    pub(super) fn or(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, OverBudget> {
        self.apply(one, other, &mut Junction::or())
    }

    /// Where the first is true and the second is not.
    pub(super) fn without(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, OverBudget> {
        self.apply(one, other, &mut Without)
    }

    /// Where it is false.
    pub(super) fn not(&mut self, diagram: Diagram) -> Result<Diagram, OverBudget> {
        self.map(diagram, &mut |number| {
            if number == 0 {
                Diagram::TRUE
            } else {
                Diagram::FALSE
            }
        })
    }

    /// The diagrams sorted by where they first say something: neighbours are about the same things, and what they share collapses early when they are merged.
    pub(super) fn by_corner(&self, diagrams: impl IntoIterator<Item = Diagram>) -> Vec<Diagram> {
        let mut keyed: Vec<(Vec<(u32, u32)>, Diagram)> = diagrams
            .into_iter()
            .filter(|&diagram| diagram != Diagram::FALSE)
            .map(|diagram| (self.first_corner(diagram), diagram))
            .collect();
        keyed.sort_by(|one, other| one.0.cmp(&other.0));
        keyed.into_iter().map(|(_, diagram)| diagram).collect()
    }

    /// Where at least one of them is true.
    pub(super) fn union(
        &mut self,
        diagrams: impl IntoIterator<Item = Diagram>,
    ) -> Result<Diagram, OverBudget> {
        let diagrams = self.by_corner(diagrams);
        self.merge(diagrams, Diagram::FALSE, &mut Self::or)
    }

    /// All diagrams in one; `empty` when there are none. The order of the list matters to the effort only, as long as `combine` is associative.
    pub(super) fn merge(
        &mut self,
        mut diagrams: Vec<Diagram>,
        empty: Diagram,
        combine: &mut impl FnMut(&mut Self, Diagram, Diagram) -> Result<Diagram, OverBudget>,
    ) -> Result<Diagram, OverBudget> {
        while diagrams.len() > 1 {
            let half = diagrams.len().div_ceil(2);
            for at in 0..half {
                let (one, other) = (
                    diagrams.get(2 * at).copied(),
                    diagrams.get(2 * at + 1).copied(),
                );
                let merged = match (one, other) {
                    (Some(one), Some(other)) => Some(combine(self, one, other)?),
                    (one, _) => one,
                };
                if let (Some(slot), Some(merged)) = (diagrams.get_mut(at), merged) {
                    *slot = merged;
                }
            }
            diagrams.truncate(half);
        }
        Ok(diagrams.pop().unwrap_or(empty))
    }

    /// Where a diagram is true for some class on the loose dimensions: `loose` says of each whether it is.
    pub(super) fn for_some(
        &mut self,
        diagram: Diagram,
        loose: &Vec<bool>,
    ) -> Result<Diagram, OverBudget> {
        let result = self.for_some_with(diagram, loose, &mut FxHashMap::default());
        if result.is_err() {
            self.edges.clear();
        }
        result
    }

    fn for_some_with(
        &mut self,
        diagram: Diagram,
        loose: &Vec<bool>,
        known: &mut FxHashMap<Diagram, Diagram>,
    ) -> Result<Diagram, OverBudget> {
        if diagram.as_terminal().is_some() {
            return Ok(diagram);
        }
        if let Some(&result) = known.get(&diagram) {
            return Ok(result);
        }
        let dimension = self.store.dimension(diagram);
        let start = self.edges.len();
        let mut at = 0;
        while let Some(&Edge { last, child }) = self.store.edges(diagram).get(at) {
            let child = self.for_some_with(child, loose, known)?;
            push_edge_from(start, &mut self.edges, last, child);
            at += 1;
        }
        let result = if loose.get(dimension as usize) == Some(&true) {
            let edges = self.edges.drain(start..);
            let children: SmallVec<[Diagram; 8]> = edges.map(|edge| edge.child).collect();
            self.union(children)?
        } else {
            self.finish(dimension, start)?
        };
        known.insert(diagram, result);
        Ok(result)
    }

    /// The diagram of a formula.
    pub(super) fn formula(&mut self, formula: &Formula) -> Result<Diagram, OverBudget> {
        match formula {
            Formula::All(parts) => {
                let parts = self.formulas(parts)?;
                self.merge(parts, Diagram::TRUE, &mut Self::and)
            }
            Formula::Any(parts) => {
                let parts = self.formulas(parts)?;
                self.merge(parts, Diagram::FALSE, &mut Self::or)
            }
            Formula::Not(inner) => {
                let inner = self.formula(inner)?;
                self.not(inner)
            }
            Formula::Test(dimension, classes) => {
                let last = self.last_class(dimension.raw());
                let start = self.edges.len();
                let mut next = 0;
                for &(low, high) in classes.intervals() {
                    let (Ok(low), Ok(high)) = (u32::try_from(low), u32::try_from(high)) else {
                        continue;
                    };
                    if low > next {
                        push_edge_from(start, &mut self.edges, low - 1, Diagram::FALSE);
                    }
                    push_edge_from(start, &mut self.edges, high, Diagram::TRUE);
                    next = high + 1;
                }
                if next <= last {
                    push_edge_from(start, &mut self.edges, last, Diagram::FALSE);
                }
                self.finish(dimension.raw(), start)
            }
        }
    }

    fn formulas(&mut self, parts: &[Formula]) -> Result<Vec<Diagram>, OverBudget> {
        parts.iter().map(|part| self.formula(part)).collect()
    }
}
