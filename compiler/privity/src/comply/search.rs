//! A walk over both graphs at once that finds, for every way of falling short, the plainest example.
//!
//! A state is a place in each graph. Along every path the axes rise in one common order, so states are settled axis by axis and each
//! is reached by its plainest way first.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::TooLarge;
use super::pair::Pair;
use super::shortfall::{Cache, Key};
use super::weight::{Weight, plainest};
use crate::check::policy::{AxisId, ClassAxis};
use crate::check::values::ValueSet;
use crate::graph::{DecisionGraph, Target};
use crate::request::Class;

/// The most states of a walk.
const MOST_STATES: usize = 6_000_000;

/// What a walk found.
pub(super) struct Found {
    /// For every way of falling short the plainest example: the values that lead there, by axis.
    pub(super) violations: Vec<(Key, Example)>,
    pub(super) is_empty: bool,
    pub(super) steps: usize,
}

/// An example of falling short.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) weight: Weight,
    /// The values of the axes that were tested on the way, in the order of tests.
    pub(super) values: Vec<(AxisId, i64)>,
    /// Whether it is an answer to a person or an event.
    pub(super) is_response: bool,
}

/// Walks over acts, then over answers to people and events.
pub(super) fn search(pair: &Pair) -> Result<Found, TooLarge> {
    let mut found = Found {
        violations: Vec::new(),
        is_empty: true,
        steps: 0,
    };
    let responses = pair.policy.responses();
    let domain = &pair.policy.class_axis(ClassAxis::Action).domain;
    let acts = responses.complement(domain);
    for (actions, is_response) in [(acts, false), (responses, true)] {
        if actions.is_empty() {
            continue;
        }
        let mut walk = Walk::new(pair, &actions, is_response);
        walk.run()?;
        found.steps += walk.states.len();
        found.is_empty &= !walk.law_speaks();
        found.violations.extend(walk.violations());
    }
    Ok(found)
}

type At = (Target, Target);

struct State {
    at: At,
    weight: Weight,
    /// The state before, and the value that led from it here.
    before: Option<(usize, AxisId, i64)>,
}

/// Values of an axis that neither graph tells apart.
struct Cell {
    policy_class: u32,
    law_class: u32,
    value: i64,
    weight: Weight,
}

struct Walk<'p> {
    pair: &'p Pair,
    is_response: bool,
    /// By rank of the axis.
    cells: Vec<Vec<Cell>>,
    axes: Vec<AxisId>,
    states: Vec<State>,
    numbers: FxHashMap<At, usize>,
    /// For every node of a graph whether anything below it can matter.
    policy_matters: Vec<bool>,
    law_matters: Vec<bool>,
}

impl<'p> Walk<'p> {
    fn new(pair: &'p Pair, actions: &ValueSet, is_response: bool) -> Self {
        let mut axes: Vec<(usize, AxisId)> = pair
            .ranks
            .iter()
            .map(|(&axis, &rank)| (rank, axis))
            .collect();
        axes.sort_unstable();
        let axes: Vec<AxisId> = axes.into_iter().map(|(_, axis)| axis).collect();
        let policy_matters = matter(&pair.policy_graph, |graph, leaf| {
            let leaf = graph.leaves.at(leaf);
            is_response || leaf.class == Class::Permit
        });
        let law_matters = matter(&pair.law_graph, |graph, leaf| {
            let leaf = graph.leaves.at(leaf);
            match leaf.class {
                Class::NotApplicable => false,
                Class::Deny => !is_response,
                Class::Permit => !graph.duties(leaf).is_empty(),
            }
        });
        Self {
            cells: axes
                .iter()
                .map(|&axis| cells(pair, axis, actions, is_response))
                .collect(),
            pair,
            is_response,
            axes,
            states: Vec::new(),
            numbers: FxHashMap::default(),
            policy_matters,
            law_matters,
        }
    }

    fn run(&mut self) -> Result<(), TooLarge> {
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); self.axes.len() + 1];
        let root = (self.pair.policy_graph.root, self.pair.law_graph.root);
        self.reach(root, 0, None, &mut waiting)?;
        for rank in 0..self.axes.len() {
            let here = std::mem::take(waiting.get_mut(rank).unwrap_or(&mut Vec::new()));
            for number in here {
                self.follow(number, rank, &mut waiting)?;
            }
        }
        Ok(())
    }

    /// Goes on from a state over all values of its axis.
    fn follow(
        &mut self,
        number: usize,
        rank: usize,
        waiting: &mut [Vec<usize>],
    ) -> Result<(), TooLarge> {
        let (Some(state), Some(&axis)) = (self.states.get(number), self.axes.get(rank)) else {
            return Ok(());
        };
        let ((policy, law), weight) = (state.at, state.weight);
        let cells = std::mem::take(self.cells.get_mut(rank).unwrap_or(&mut Vec::new()));
        let mut result = Ok(());
        for cell in &cells {
            let policy = next(&self.pair.policy_graph, policy, axis, cell.policy_class);
            let law = next(&self.pair.law_graph, law, axis, cell.law_class);
            let before = Some((number, axis, cell.value));
            result = self.reach((policy, law), weight + cell.weight, before, waiting);
            if result.is_err() {
                break;
            }
        }
        if let Some(slot) = self.cells.get_mut(rank) {
            *slot = cells;
        }
        result
    }

    fn reach(
        &mut self,
        at: At,
        weight: Weight,
        before: Option<(usize, AxisId, i64)>,
        waiting: &mut [Vec<usize>],
    ) -> Result<(), TooLarge> {
        if !self.matters(at) {
            return Ok(());
        }
        if let Some(&number) = self.numbers.get(&at) {
            if let Some(state) = self.states.get_mut(number)
                && weight < state.weight
            {
                state.weight = weight;
                state.before = before;
            }
            return Ok(());
        }
        if self.states.len() >= MOST_STATES {
            return Err(TooLarge);
        }
        let number = self.states.len();
        self.numbers.insert(at, number);
        let rank = self
            .rank(&self.pair.policy_graph, at.0)
            .min(self.rank(&self.pair.law_graph, at.1));
        if let Some(list) = waiting.get_mut(rank) {
            list.push(number);
        }
        self.states.push(State { at, weight, before });
        Ok(())
    }

    fn matters(&self, (policy, law): At) -> bool {
        let at = |list: &[bool], target, graph: &DecisionGraph| {
            list.get(position(graph, target))
                .copied()
                .unwrap_or_default()
        };
        at(&self.policy_matters, policy, &self.pair.policy_graph)
            && at(&self.law_matters, law, &self.pair.law_graph)
    }

    fn rank(&self, graph: &DecisionGraph, target: Target) -> usize {
        let last = self.axes.len();
        match target {
            Target::Leaf(_) => last,
            Target::Node(node) => {
                let axis = graph.dimensions.at(graph.nodes.at(node).dimension).axis;
                self.pair.ranks.get(&axis).copied().unwrap_or(last)
            }
        }
    }

    /// Whether the law applies to anything at all on the days and under the assumptions.
    fn law_speaks(&self) -> bool {
        let graph = &self.pair.law_graph;
        let mut seen = vec![false; graph.nodes.len()];
        let mut open = vec![graph.root];
        while let Some(at) = open.pop() {
            match at {
                Target::Leaf(leaf) => {
                    if graph.leaves.at(leaf).class != Class::NotApplicable {
                        return true;
                    }
                }
                Target::Node(node) => {
                    if let Some(seen) = seen.get_mut(node.index())
                        && !std::mem::replace(seen, true)
                    {
                        let rank = self.rank(graph, at);
                        let axis = graph.dimensions.at(graph.nodes.at(node).dimension).axis;
                        let cells = self.cells.get(rank).into_iter().flatten();
                        open.extend(cells.map(|cell| next(graph, at, axis, cell.law_class)));
                    }
                }
            }
        }
        false
    }

    /// Every way of falling short that was met, with its plainest example.
    fn violations(&self) -> Vec<(Key, Example)> {
        let mut cache = Cache::default();
        let mut found: BTreeMap<Key, (Weight, usize)> = BTreeMap::new();
        for (number, state) in self.states.iter().enumerate() {
            let (Target::Leaf(policy), Target::Leaf(law)) = state.at else {
                continue;
            };
            for key in cache.keys(self.pair, policy, law, self.is_response) {
                let best = found.entry(key).or_insert((state.weight, number));
                if state.weight < best.0 {
                    *best = (state.weight, number);
                }
            }
        }
        found
            .into_iter()
            .map(|(key, (weight, number))| {
                let example = Example {
                    weight,
                    values: self.values(number),
                    is_response: self.is_response,
                };
                (key, example)
            })
            .collect()
    }

    /// The values that lead to a state.
    fn values(&self, number: usize) -> Vec<(AxisId, i64)> {
        let mut values = Vec::new();
        let mut at = self.states.get(number);
        while let Some((before, axis, value)) = at.and_then(|state| state.before) {
            values.push((axis, value));
            at = self.states.get(before);
        }
        values.reverse();
        values
    }
}

/// Where a value leads; a node that tests another axis stays.
fn next(graph: &DecisionGraph, at: Target, axis: AxisId, class: u32) -> Target {
    let Target::Node(node) = at else {
        return at;
    };
    let node = graph.nodes.at(node);
    if graph.dimensions.at(node.dimension).axis != axis {
        return at;
    }
    let arm = node.arms.partition_point(|arm| arm.last < class);
    node.arms.get(arm).map_or(at, |arm| arm.target)
}

/// The position of a target among the nodes and then the leaves of its graph.
fn position(graph: &DecisionGraph, target: Target) -> usize {
    match target {
        Target::Node(node) => node.index(),
        Target::Leaf(leaf) => graph.nodes.len() + leaf.index(),
    }
}

/// For every node and leaf, by [`position`], whether a leaf below it matters.
fn matter(
    graph: &DecisionGraph,
    is_wanted: impl Fn(&DecisionGraph, crate::graph::LeafId) -> bool,
) -> Vec<bool> {
    let nodes = graph.nodes.len();
    let mut matters = vec![false; nodes];
    matters.extend(graph.leaves.ids().map(|leaf| is_wanted(graph, leaf)));
    // Arms lead to higher numbers, so those below are known first.
    for (id, node) in graph.nodes.entries().collect::<Vec<_>>().into_iter().rev() {
        let below = node
            .arms
            .iter()
            .any(|arm| matters.get(position(graph, arm.target)).copied() == Some(true));
        if let Some(slot) = matters.get_mut(id.index()) {
            *slot = below;
        }
    }
    matters
}

/// The values of an axis that are looked at, sorted into those that neither graph tells apart, the plainest first.
fn cells(pair: &Pair, axis: AxisId, actions: &ValueSet, is_response: bool) -> Vec<Cell> {
    let mut wanted = pair.wanted(axis, is_response);
    if axis == ClassAxis::Action.id() {
        wanted = wanted.intersection(actions);
    }
    let classes = |graph: &DecisionGraph| -> Vec<(ValueSet, u32)> {
        let dimension = graph.dimensions.iter().find(|one| one.axis == axis);
        match dimension {
            None => vec![(wanted.clone(), 0)],
            Some(dimension) => (0..dimension.class_count)
                .map(|class| (dimension.values_of(class).intersection(&wanted), class))
                .filter(|(values, _)| !values.is_empty())
                .collect(),
        }
    };
    let (mine, theirs) = (classes(&pair.policy_graph), classes(&pair.law_graph));
    let mut cells = Vec::new();
    for (policy_values, policy_class) in &mine {
        for (law_values, law_class) in &theirs {
            let common = policy_values.intersection(law_values);
            if common.is_empty() {
                continue;
            }
            let (value, weight) = plainest(&pair.policy, axis, &common);
            cells.push(Cell {
                policy_class: *policy_class,
                law_class: *law_class,
                value,
                weight,
            });
        }
    }
    cells.sort_by_key(|cell| (cell.weight, cell.value));
    cells
}
