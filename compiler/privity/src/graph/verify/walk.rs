//! The proof: the graph and what is left of the policy, walked together value by value.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::crossing::{Crossing, Places};
use super::definition::Answer;
use super::discrepancy::Discrepancy;
use super::residual::Residual;
use super::terms::{SetNumber, Terms};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::graph::decision_graph::{DecisionGraph, NodeId, Target};

/// How a walk ended.
pub(super) enum Walked {
    /// Everything was seen.
    Everything,
    /// It was too much.
    TooMuch,
}

/// Walks the graph and the policy together. At every point where the policy's answer is settled, the graph must be at a leaf with that answer.
pub(super) fn walk(
    policy: &Policy,
    graph: &DecisionGraph,
    steps: usize,
) -> Result<Walked, Discrepancy> {
    let order = order(policy, graph);
    let mut terms = Terms::new(policy, &order);
    let places = Places::new(policy);
    let start = Residual::start(policy, &mut terms, &places);
    let mut walk = Walk {
        policy,
        graph,
        order: &order,
        terms,
        places,
        seen: FxHashSet::default(),
        open: Vec::new(),
        trail: Vec::new(),
        cells: FxHashMap::default(),
    };
    walk.reach(graph.root, start, None);
    let mut left = steps;
    while let Some((target, residual, trail)) = walk.open.pop() {
        let cost = 1 + residual.terms().count();
        match left.checked_sub(cost) {
            Some(rest) => left = rest,
            None => return Ok(Walked::TooMuch),
        }
        walk.step(target, &residual, trail)?;
    }
    Ok(Walked::Everything)
}

/// The axes in the order of the walk: those of the graph in its order, the others that conditions test where they least disturb.
fn order(policy: &Policy, graph: &DecisionGraph) -> Vec<AxisId> {
    const NATURAL: [ClassAxis; 11] = [
        ClassAxis::Action,
        ClassAxis::Data,
        ClassAxis::Purpose,
        ClassAxis::Actor,
        ClassAxis::Recipient,
        ClassAxis::Source,
        ClassAxis::Subject,
        ClassAxis::Home,
        ClassAxis::Destination,
        ClassAxis::Origin,
        ClassAxis::Date,
    ];
    let mut order: Vec<AxisId> = graph.axes().collect();
    let mut after = 0;
    for axis in NATURAL.map(ClassAxis::id) {
        match order.iter().position(|&known| known == axis) {
            Some(at) => after = at + 1,
            None => {
                order.insert(after, axis);
                after += 1;
            }
        }
    }
    let known: BTreeSet<AxisId> = order.iter().copied().collect();
    let others = policy
        .axes
        .entries()
        .filter(|(id, axis)| !known.contains(id) && !matches!(axis.role, AxisRole::Class(_)));
    order.extend(others.map(|(id, _)| id));
    order
}

/// A value that was chosen on the way, and the choice before it.
#[derive(Clone, Copy)]
struct Choice {
    before: Option<usize>,
    axis: AxisId,
    value: i64,
}

/// Some values of an axis that neither the graph nor the rest of the policy tells apart: one of them, and where it leads.
struct Cell {
    value: i64,
    target: Target,
    crossing: Crossing,
}

/// What cells depend on: the position, the sets tested there, the graph's node if it tests the axis too, what is known of borders.
type CellKey = (u32, Vec<SetNumber>, Target, Crossing);

struct Walk<'w> {
    policy: &'w Policy,
    graph: &'w DecisionGraph,
    order: &'w [AxisId],
    terms: Terms<'w>,
    places: Places,
    seen: FxHashSet<(Target, Residual)>,
    open: Vec<(Target, Residual, Option<usize>)>,
    trail: Vec<Choice>,
    cells: FxHashMap<CellKey, Rc<Vec<Cell>>>,
}

impl Walk<'_> {
    fn reach(&mut self, target: Target, residual: Residual, trail: Option<usize>) {
        if self.seen.insert((target, residual.clone())) {
            self.open.push((target, residual, trail));
        }
    }

    fn step(
        &mut self,
        target: Target,
        residual: &Residual,
        trail: Option<usize>,
    ) -> Result<(), Discrepancy> {
        if let Some(expected) = residual.decided(self.policy) {
            return self.compare(target, &expected, trail);
        }
        let Some(position) = self.next_position(target, residual) else {
            // Nothing is left to learn, and yet no answer: there is no such residual.
            return Ok(());
        };
        let Some(&axis) = self.order.get(position as usize) else {
            return Ok(());
        };
        let cells = self.cells_at(position, axis, target, residual);
        for cell in cells.iter() {
            let left = residual.restrict(
                self.policy,
                &mut self.terms,
                position,
                cell.value,
                cell.crossing.clone(),
            );
            self.trail.push(Choice {
                before: trail,
                axis,
                value: cell.value,
            });
            let here = self.trail.len() - 1;
            self.reach(cell.target, left, Some(here));
        }
        Ok(())
    }

    /// The next axis that anybody asks for.
    fn next_position(&self, target: Target, residual: &Residual) -> Option<u32> {
        let by_terms = residual.terms().map(|term| self.terms.first(term));
        let by_crossing =
            Places::asks(&residual.crossing).and_then(|axis| self.position(axis.id()));
        let by_graph = match target {
            Target::Node(node) => self.position(self.axis_of(node)),
            Target::Leaf(_) => None,
        };
        by_terms
            .chain(by_crossing)
            .chain(by_graph)
            .min()
            .filter(|&position| position != u32::MAX)
    }

    fn position(&self, axis: AxisId) -> Option<u32> {
        let at = self.order.iter().position(|&known| known == axis)?;
        u32::try_from(at).ok()
    }

    fn axis_of(&self, node: NodeId) -> AxisId {
        let node = self.graph.nodes.at(node);
        self.graph.dimensions.at(node.dimension).axis
    }

    fn cells_at(
        &mut self,
        position: u32,
        axis: AxisId,
        target: Target,
        residual: &Residual,
    ) -> Rc<Vec<Cell>> {
        let mut sets = FxHashSet::default();
        for term in residual.terms() {
            self.terms.sets_at(term, position, &mut sets);
        }
        let mut sets: Vec<SetNumber> = sets.into_iter().collect();
        sets.sort_unstable();
        let asks = Places::asks(&residual.crossing).is_some_and(|asked| asked.id() == axis);
        let crossing = residual.crossing.clone();
        let key = (position, sets, target, crossing);
        if let Some(known) = self.cells.get(&key) {
            return Rc::clone(known);
        }
        let made = Rc::new(self.make_cells(axis, &key, asks));
        self.cells.insert(key, Rc::clone(&made));
        made
    }

    fn make_cells(&self, axis: AxisId, key: &CellKey, asks: bool) -> Vec<Cell> {
        let (_, sets, target, crossing) = key;
        let sets: Vec<&ValueSet> = sets.iter().filter_map(|&set| self.terms.set(set)).collect();
        let node = match target {
            Target::Node(node) if self.axis_of(*node) == axis => Some(self.graph.nodes.at(*node)),
            _ => None,
        };
        let domain = &self.policy.axes.at(axis).domain;
        let mut starts = BTreeSet::from([*domain.start()]);
        for &(low, high) in sets.iter().flat_map(|set| set.intervals()) {
            starts.extend([low, high.saturating_add(1)]);
        }
        if let Some(node) = node {
            let dimension = self.graph.dimensions.at(node.dimension);
            starts.extend(dimension.stretches().map(|(low, _, _)| low));
        }
        if asks {
            starts.extend(self.places.cuts(crossing));
        }
        let mut seen = FxHashSet::default();
        let mut cells = Vec::new();
        for value in starts {
            if !domain.contains(&value) {
                continue;
            }
            let target = node.map_or(*target, |node| {
                let class = self.graph.dimensions.at(node.dimension).class_of(value);
                let arm = node.arms.iter().find(|arm| arm.last >= class);
                arm.map_or(Target::Leaf(DecisionGraph::CLOSED), |arm| arm.target)
            });
            let crossing = if asks {
                self.places.learn(crossing, value)
            } else {
                crossing.clone()
            };
            let inside: Vec<bool> = sets.iter().map(|set| set.contains(value)).collect();
            if seen.insert((inside, target, crossing.clone())) {
                cells.push(Cell {
                    value,
                    target,
                    crossing,
                });
            }
        }
        cells
    }

    /// The policy's answer is settled here, so the graph's must be the same leaf whatever comes.
    fn compare(
        &self,
        target: Target,
        expected: &Answer,
        trail: Option<usize>,
    ) -> Result<(), Discrepancy> {
        let mut open = vec![(target, Vec::new())];
        let mut seen = FxHashSet::default();
        while let Some((target, path)) = open.pop() {
            let node = match target {
                Target::Leaf(leaf) => {
                    let found = Answer::of_leaf(self.graph, self.graph.leaves.at(leaf));
                    if found == *expected {
                        continue;
                    }
                    return Err(Discrepancy::Wrong {
                        atom: self.atom(trail, &path),
                        graph: found,
                        policy: expected.clone(),
                    });
                }
                Target::Node(node) if seen.insert(node) => self.graph.nodes.at(node),
                Target::Node(_) => continue,
            };
            let dimension = self.graph.dimensions.at(node.dimension);
            for arm in node.arms.iter().rev() {
                let mut path = path.clone();
                let value = dimension.values_of(arm.last).first();
                path.push((dimension.axis, value.unwrap_or_default()));
                open.push((arm.target, path));
            }
        }
        Ok(())
    }

    /// The atom at the end of a way; where nothing was chosen, the first value.
    fn atom(&self, trail: Option<usize>, path: &[(AxisId, i64)]) -> Vec<i64> {
        let mut atom: Vec<i64> = self
            .policy
            .axes
            .iter()
            .map(|axis| *axis.domain.start())
            .collect();
        let mut set = |axis: AxisId, value: i64| {
            if let Some(slot) = atom.get_mut(axis.index()) {
                *slot = value;
            }
        };
        path.iter().for_each(|&(axis, value)| set(axis, value));
        let mut at = trail;
        while let Some(choice) = at.and_then(|at| self.trail.get(at)) {
            set(choice.axis, choice.value);
            at = choice.before;
        }
        atom
    }
}
