//! What would have to change for a denied request to be permitted.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::fold::{Fold, Folded};
use super::straight::straight;
use super::view::{Asked, Step, View};
use crate::check::policy::{AxisId, Policy};
use crate::check::values::ValueSet;
use crate::graph::decision_graph::DecisionGraph;
use crate::lower::DimensionId;
use crate::request::work::Work;
use crate::request::{Class, Request};

/// The most changes that are tried for one request.
const MOST_TRIES: usize = 4_096;

/// The smallest changes of circumstances that would permit the whole of a denied request.
///
/// Every change sets one axis (a fact, an element of a set, or whether a duty is kept), or two where no single one helps, to any
/// value of the set given with it. Only axes that the graph tests for this request are tried, in the order of tests. Empty when the
/// request is not denied, contradicts itself, or no such change helps or is found before the work is too much.
#[must_use]
pub fn would_permit(
    graph: &DecisionGraph,
    policy: &Policy,
    request: &Request,
    work: &mut Work,
) -> Vec<Vec<(AxisId, ValueSet)>> {
    if request.inconsistent.is_some() {
        return Vec::new();
    }
    let mut tries = Tries {
        view: View::new(graph, policy, request),
        policy,
        request,
        fold: Fold::default(),
        set: Vec::new(),
        left: MOST_TRIES,
        work,
    };
    if !tries.is(Class::Deny) {
        return Vec::new();
    }
    let open = circumstances(&mut tries.view, policy, tries.work);
    let single: Vec<_> = open
        .iter()
        .filter_map(|&dimension| {
            let classes = tries.helpful(dimension);
            (!classes.is_empty()).then(|| vec![change(graph, dimension, &classes)])
        })
        .collect();
    if !single.is_empty() {
        return single;
    }
    let mut pairs = Vec::new();
    for (at, &one) in open.iter().enumerate() {
        for &other in open.iter().skip(at + 1) {
            pairs.extend(
                tries
                    .helpful_pairs(one, other)
                    .into_iter()
                    .map(|(mine, theirs)| {
                        vec![change(graph, one, &mine), change(graph, other, &theirs)]
                    }),
            );
        }
    }
    pairs
}

fn change(graph: &DecisionGraph, dimension: DimensionId, classes: &[u32]) -> (AxisId, ValueSet) {
    let dimension = graph.dimensions.at(dimension);
    let values = ValueSet::from_intervals(
        dimension
            .stretches()
            .filter(|(_, _, class)| classes.contains(class))
            .map(|(low, high, _)| (low, high)),
    );
    (dimension.axis, values)
}

/// The dimensions of circumstances that some path of the request tests, whatever the circumstances are.
fn circumstances(view: &mut View, policy: &Policy, work: &mut Work) -> Vec<DimensionId> {
    let graph = view.graph;
    let of_rules: Vec<DimensionId> = graph
        .dimensions
        .entries()
        .filter(|(_, dimension)| policy.is_circumstance(dimension.axis))
        .map(|(id, _)| id)
        .collect();
    let before = view.asked.clone();
    for &dimension in &of_rules {
        if let Some(asked) = view.asked.get_mut(dimension.index()) {
            *asked = Asked::everything(graph, dimension);
        }
    }
    let mut tested = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut open = vec![view.root()];
    while let Some(at) = open.pop() {
        if seen.insert(at)
            && work.spend(1).is_some()
            && let Step::Branch(branch) = view.step(at)
        {
            tested.insert(view.axis(branch.level));
            open.extend(branch.arms.iter().map(|arm| arm.to));
        }
    }
    view.asked = before;
    of_rules
        .into_iter()
        .filter(|&dimension| tested.contains(&graph.dimensions.at(dimension).axis))
        .collect()
}

struct Tries<'g> {
    view: View<'g>,
    policy: &'g Policy,
    request: &'g Request,
    fold: Fold,
    /// What the view has otherwise than the request.
    set: Vec<(DimensionId, u32)>,
    left: usize,
    work: &'g mut Work,
}

impl Tries<'_> {
    fn is(&mut self, class: Class) -> bool {
        if let Some(decision) = straight(self.view.graph, self.policy, self.request, &self.set) {
            return decision.class == class;
        }
        let last = self.set.iter().map(|&(dimension, _)| dimension).max();
        matches!(
            self.fold.result(&self.view, last, self.work),
            Some(Folded::Always(found)) if found == class
        )
    }

    /// Runs a test with one dimension set to a class.
    fn with<R>(
        &mut self,
        dimension: DimensionId,
        class: u32,
        test: impl FnOnce(&mut Self) -> R,
    ) -> Option<R> {
        let asked = self.view.asked.get_mut(dimension.index())?;
        let changed = Asked {
            all: false,
            classes: vec![(class, 0)],
        };
        let before = std::mem::replace(asked, changed);
        self.set.push((dimension, class));
        let result = test(self);
        self.set.pop();
        if let Some(asked) = self.view.asked.get_mut(dimension.index()) {
            *asked = before;
        }
        Some(result)
    }

    /// The class of a dimension that the request has anyway; to set it changes nothing.
    fn asked(&self, dimension: DimensionId) -> Option<u32> {
        match self.view.asked.get(dimension.index())?.classes[..] {
            [(class, _)] => Some(class),
            _ => None,
        }
    }

    /// The classes of a dimension that permit the request.
    fn helpful(&mut self, dimension: DimensionId) -> Vec<u32> {
        let count = self.view.graph.dimensions.at(dimension).class_count;
        let asked = self.asked(dimension);
        (0..count)
            .filter(|&class| asked != Some(class))
            .filter(|&class| {
                let Some(left) = self.left.checked_sub(1) else {
                    return false;
                };
                self.left = left;
                self.with(dimension, class, |tries| tries.is(Class::Permit)) == Some(true)
            })
            .collect()
    }

    /// The boxes of classes of two dimensions that permit the request, one for each different set on the second.
    fn helpful_pairs(&mut self, one: DimensionId, other: DimensionId) -> Vec<(Vec<u32>, Vec<u32>)> {
        let mut boxes: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        let asked = self.asked(one);
        let count = self.view.graph.dimensions.at(one).class_count;
        for class in (0..count).filter(|&class| asked != Some(class)) {
            let helpful = self
                .with(one, class, |tries| tries.helpful(other))
                .unwrap_or_default();
            if !helpful.is_empty() {
                boxes.entry(helpful).or_default().push(class);
            }
        }
        boxes
            .into_iter()
            .map(|(theirs, mine)| (mine, theirs))
            .collect()
    }
}
