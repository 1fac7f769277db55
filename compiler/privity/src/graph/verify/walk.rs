//! The proof: the graph and what is left of the policy, walked together value by value.
//!
//! A rule takes part only in the values that its conditions reach, so the work grows with what rules say, not with rules times values.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::Effort;
use super::cells::{Cells, Cuts};
use super::crossing::Places;
use super::definition::Answer;
use super::discrepancy::Discrepancy;
use super::duties::{DutyNumber, DutyTable};
use super::parts::{Open, Parts};
use super::residual::{Known, Residual, Settling, Verdict};
use super::terms::Terms;
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Layer, Policy};
use crate::graph::StopSign;
use crate::graph::decision_graph::{DecisionGraph, Leaf, NodeId, Target};

/// How a walk ended.
pub(super) enum Walked {
    /// Everything was seen.
    Everything,
    /// It was too much.
    TooMuch,
}

/// Why a walk stopped.
enum Stop {
    TooMuch,
    Found(Discrepancy),
}

/// Walks the graph and the policy together, layer by layer. At every point where the policy's answer is settled, the graph must be at a leaf
/// with that answer. What is left to show is how the answers of the two layers join.
pub(super) fn walk(
    policy: &Policy,
    graph: &DecisionGraph,
    effort: &Effort,
) -> Result<Walked, Discrepancy> {
    let mut left = effort.steps;
    let mut places = Places::new(policy);
    for (layer, root) in [(Layer::Base, graph.root), (Layer::Transfer, graph.transfer)] {
        match walk_layer(policy, graph, &mut places, layer, root, left, &effort.stop) {
            Ok(rest) => left = rest,
            Err(Stop::TooMuch) => return Ok(Walked::TooMuch),
            Err(Stop::Found(discrepancy)) => return Err(discrepancy),
        }
    }
    Ok(Walked::Everything)
}

/// Walks one layer, and tells how many steps are left.
fn walk_layer(
    policy: &Policy,
    graph: &DecisionGraph,
    places: &mut Places,
    layer: Layer,
    root: Target,
    steps: usize,
    stop: &StopSign,
) -> Result<usize, Stop> {
    let order = order(policy, graph);
    let mut terms = Terms::new(policy, &order);
    let mut duties = DutyTable::new(policy);
    let known = Known::nothing(places.start());
    let (parts, open) = Parts::of(policy, layer, &mut terms, &mut duties);
    let mut settling = Settling::of(layer);
    let start = settling.settle(known, &open, &parts, &mut duties);
    let positions = graph.axes().map(|axis| terms.position(axis)).collect();
    let leaf_duties = graph.leaves.iter();
    let leaf_duties = leaf_duties
        .map(|leaf| duties.of(graph.duties(leaf)))
        .collect();
    let mut walk = Walk {
        policy,
        graph,
        layer,
        order: &order,
        positions,
        leaf_duties,
        terms,
        duties,
        places,
        parts,
        settling,
        seen: FxHashSet::default(),
        remembered: 0,
        path: Vec::new(),
        left: steps,
        stop,
    };
    walk.visit(root, &start)?;
    Ok(walk.left)
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

/// How many open parts are remembered before the walk forgets where it has been. To go somewhere twice costs time and is not wrong.
const MOST_REMEMBERED: usize = 8_000_000;

struct Walk<'w> {
    policy: &'w Policy,
    graph: &'w DecisionGraph,
    layer: Layer,
    order: &'w [AxisId],
    /// For every dimension its position in the order.
    positions: Vec<u32>,
    /// For every leaf its duties.
    leaf_duties: Vec<DutyNumber>,
    terms: Terms<'w>,
    duties: DutyTable<'w>,
    places: &'w mut Places,
    parts: Parts,
    settling: Settling,
    seen: FxHashSet<(Target, Rc<Residual>)>,
    /// How many open parts the places in `seen` have.
    remembered: usize,
    /// The values that were chosen on the way here.
    path: Vec<(AxisId, i64)>,
    left: usize,
    stop: &'w StopSign,
}

impl Walk<'_> {
    /// Proves all that is left below a target.
    fn visit(&mut self, target: Target, residual: &Residual) -> Result<(), Stop> {
        if let Some(expected) = residual.decided(self.layer, &self.parts, &mut self.duties) {
            return self.compare(target, expected).map_err(Stop::Found);
        }
        let Some(position) = self.next_position(target, residual) else {
            // Nothing is left to learn, and yet no answer: there is no such residual.
            return Ok(());
        };
        let Some(&axis) = self.order.get(position as usize) else {
            return Ok(());
        };
        let (here, later): (Vec<Open>, Vec<Open>) = residual
            .open
            .iter()
            .partition(|open| self.terms.first(open.term) == position);
        let cells = self.cells(position, axis, target, residual, &here);
        let cost = cells.cost + (later.len() + 1) * cells.cells.len();
        self.left = self.left.checked_sub(cost).ok_or(Stop::TooMuch)?;
        if self.stop.is_set() {
            return Err(Stop::TooMuch);
        }
        let mut open = Vec::new();
        for cell in &cells.cells {
            merge(cells.open(cell), &later, &mut open);
            let known = residual.known.with_crossing(cell.crossing);
            let settled = self
                .settling
                .settle(known, &open, &self.parts, &mut self.duties);
            self.path.push((axis, cell.value));
            self.reach(cell.target, settled)?;
            self.path.pop();
        }
        Ok(())
    }

    /// Visits a place that has not been visited.
    fn reach(&mut self, target: Target, residual: Residual) -> Result<(), Stop> {
        if residual.open.is_empty()
            && let Some(expected) = residual.decided(self.layer, &self.parts, &mut self.duties)
        {
            return self.compare(target, expected).map_err(Stop::Found);
        }
        let residual = Rc::new(residual);
        if !self.seen.insert((target, Rc::clone(&residual))) {
            return Ok(());
        }
        self.remembered += residual.open.len();
        if self.remembered > MOST_REMEMBERED {
            self.seen.clear();
            self.remembered = 0;
        }
        self.visit(target, &residual)
    }

    /// The next axis that anybody asks for.
    fn next_position(&self, target: Target, residual: &Residual) -> Option<u32> {
        let by_terms = residual.open.iter().map(|open| self.terms.first(open.term));
        let by_crossing = self
            .places
            .asks(residual.known.crossing)
            .map(|axis| self.terms.position(axis.id()));
        let by_graph = match target {
            Target::Node(node) => self.position_of(node),
            Target::Leaf(_) => None,
        };
        by_terms
            .chain(by_crossing)
            .chain(by_graph)
            .min()
            .filter(|&position| position != u32::MAX)
    }

    fn position_of(&self, node: NodeId) -> Option<u32> {
        let dimension = self.graph.nodes.at(node).dimension;
        self.positions.get(dimension.index()).copied()
    }

    fn cells(
        &mut self,
        position: u32,
        axis: AxisId,
        target: Target,
        residual: &Residual,
        here: &[Open],
    ) -> Cells {
        let crossing = residual.known.crossing;
        let asks = self
            .places
            .asks(crossing)
            .is_some_and(|asked| asked.id() == axis);
        let mut cuts = Cuts::over(&self.policy.axes.at(axis).domain);
        for open in here {
            cuts.add_part(open.part, self.terms.pieces(open.term));
        }
        if let Target::Node(node) = target
            && self.position_of(node) == Some(position)
        {
            cuts.add_node(self.graph, node);
        }
        if asks {
            cuts.add_cuts(self.places.cuts(crossing));
        }
        cuts.divide(target, |value| {
            if asks {
                self.places.learn(crossing, value)
            } else {
                crossing
            }
        })
    }

    /// The policy's answer is settled here, so the graph's must be the same leaf whatever comes.
    fn compare(&self, target: Target, expected: Verdict) -> Result<(), Discrepancy> {
        let mut open = vec![(target, Vec::new())];
        let mut seen = FxHashSet::default();
        while let Some((target, path)) = open.pop() {
            let node = match target {
                Target::Leaf(leaf) => {
                    let found = self.graph.leaves.at(leaf);
                    let duties = self.leaf_duties.get(leaf.index());
                    if (found.class, duties, found.cause)
                        == (expected.class, Some(&expected.duties), expected.cause)
                    {
                        continue;
                    }
                    return Err(self.wrong(found, expected, &path));
                }
                Target::Node(node) if seen.insert(node) => self.graph.nodes.at(node),
                Target::Node(_) => continue,
            };
            let dimension = self.graph.dimensions.at(node.dimension);
            for arm in node.arms.iter().rev() {
                let mut path = path.clone();
                let value = dimension.first_of(arm.last);
                path.push((dimension.axis, value.unwrap_or_default()));
                open.push((arm.target, path));
            }
        }
        Ok(())
    }

    fn wrong(&self, found: &Leaf, expected: Verdict, path: &[(AxisId, i64)]) -> Discrepancy {
        Discrepancy::Wrong {
            layer: Some(self.layer),
            atom: self.atom(path),
            graph: Answer::of_leaf(self.graph, found),
            policy: Answer {
                class: expected.class,
                duties: self.duties.set(expected.duties).to_vec(),
                cause: expected.cause,
            },
        }
    }

    /// The atom at the end of the way; where nothing was chosen, the first value.
    fn atom(&self, below: &[(AxisId, i64)]) -> Vec<i64> {
        let axes = self.policy.axes.iter();
        let mut atom: Vec<i64> = axes.map(|axis| *axis.domain.start()).collect();
        for &(axis, value) in below.iter().chain(&self.path) {
            if let Some(slot) = atom.get_mut(axis.index()) {
                *slot = value;
            }
        }
        atom
    }
}

/// Two lists of parts, each in order, in one.
fn merge(one: &[Open], other: &[Open], into: &mut Vec<Open>) {
    into.clear();
    let mut one = one.iter().peekable();
    for &open in other {
        while let Some(&before) = one.next_if(|before| before.part < open.part) {
            into.push(before);
        }
        into.push(open);
    }
    into.extend(one);
}
