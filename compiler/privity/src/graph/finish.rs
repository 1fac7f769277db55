//! From diagrams in the workshop to the graph in normal form: classes that nothing separates any more become one, and all is numbered anew.

use rustc_hash::FxHashMap;

use super::decision_graph::{Arm, Cause, DecisionGraph, DutySetId, Leaf, Node, Target};
use super::element::{Element, Elements};
use super::store::{Diagram, Store};
use crate::arena::{Arena, Id};
use crate::check::policy::Layer;
use crate::lower::{Dimension, Lowered, Step};
use crate::request::Class;

/// The graph of two finished diagrams: what is below `root`, and below `transfer`.
pub(super) fn finish(
    store: &Store,
    elements: &Elements,
    lowered: &Lowered,
    roots: [Diagram; 2],
) -> DecisionGraph {
    let nodes = by_dimension(store, lowered, roots);
    let mut dimensions = Arena::new();
    let mut renamed: Vec<Option<Renamed>> = Vec::new();
    for (dimension, nodes) in lowered.dimensions.iter().zip(&nodes) {
        renamed.push((!nodes.is_empty()).then(|| {
            let classes = coarsest(store, nodes, dimension.class_count);
            let id = dimensions.push(coarsen(dimension, &classes));
            Renamed {
                dimension: id,
                classes,
            }
        }));
    }
    let mut numbering = Numbering {
        store,
        elements,
        renamed: &renamed,
        found: Vec::new(),
        targets: FxHashMap::default(),
        leaves: Arena::new(),
        leaf_numbers: FxHashMap::default(),
        duty_sets: Arena::new(),
        duty_numbers: FxHashMap::default(),
    };
    numbering.duty_set(Elements::NO_DUTIES);
    numbering.leaf(Element::Deny(Cause::NoPermit(Layer::Base)));
    numbering.leaf(Element::Permit(Cause::Unopposed, Elements::NO_DUTIES));
    roots.iter().for_each(|&root| numbering.visit(root));
    numbering.graph(dimensions, roots)
}

/// What became of a dimension: its new number, and for every old class the new one.
struct Renamed {
    dimension: Id<Dimension>,
    classes: Vec<u32>,
}

/// The nodes that the roots reach, by dimension.
fn by_dimension(store: &Store, lowered: &Lowered, roots: [Diagram; 2]) -> Vec<Vec<Diagram>> {
    let mut nodes = vec![Vec::new(); lowered.dimensions.len()];
    let mut seen = rustc_hash::FxHashSet::default();
    let mut open = roots.to_vec();
    while let Some(diagram) = open.pop() {
        if diagram.as_terminal().is_some() || !seen.insert(diagram) {
            continue;
        }
        if let Some(list) = nodes.get_mut(store.dimension(diagram) as usize) {
            list.push(diagram);
        }
        open.extend(store.edges(diagram).iter().map(|edge| edge.child));
    }
    nodes
}

/// For every class the number of its new class: two classes stay apart only if some node sends them different ways.
fn coarsest(store: &Store, nodes: &[Diagram], class_count: u32) -> Vec<u32> {
    let mut parts = vec![0_u32; class_count as usize];
    let mut count = 1;
    for &node in nodes {
        if count == parts.len() {
            break;
        }
        let mut numbers: FxHashMap<(u32, Diagram), u32> = FxHashMap::default();
        let mut edges = store.edges(node).iter().peekable();
        for (class, part) in (0_u32..).zip(&mut parts) {
            while edges.next_if(|edge| edge.last < class).is_some() {}
            let Some(edge) = edges.peek() else { break };
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *part = *numbers.entry((*part, edge.child)).or_insert(next);
        }
        count = numbers.len();
    }
    parts
}

fn coarsen(dimension: &Dimension, classes: &[u32]) -> Dimension {
    let mut steps: Vec<Step> = Vec::new();
    for step in &dimension.steps {
        let class = classes.get(step.class as usize).copied().unwrap_or(0);
        match steps.last_mut() {
            Some(last) if last.class == class => last.last = step.last,
            _ => steps.push(Step {
                last: step.last,
                class,
            }),
        }
    }
    let class_count = classes.iter().max().map_or(1, |&highest| highest + 1);
    Dimension::new(dimension.axis, dimension.first, steps, class_count)
}

/// A node with its arms still leading into the store.
struct Found {
    diagram: Diagram,
    dimension: Id<Dimension>,
    arms: Vec<(u32, Diagram)>,
}

struct Numbering<'a> {
    store: &'a Store,
    elements: &'a Elements,
    renamed: &'a [Option<Renamed>],
    /// Nodes in the order of first visit.
    found: Vec<Found>,
    /// Leaves at once, nodes when all are found.
    targets: FxHashMap<Diagram, Target>,
    leaves: Arena<Leaf>,
    leaf_numbers: FxHashMap<Leaf, Id<Leaf>>,
    duty_sets: Arena<Vec<crate::check::duty::ObligationId>>,
    duty_numbers: FxHashMap<u32, DutySetId>,
}

impl Numbering<'_> {
    fn duty_set(&mut self, set: u32) -> DutySetId {
        if let Some(&known) = self.duty_numbers.get(&set) {
            return known;
        }
        let id = self.duty_sets.push(self.elements.duties(set).to_vec());
        self.duty_numbers.insert(set, id);
        id
    }

    fn leaf(&mut self, element: Element) -> Target {
        let (class, cause, duties) = match element {
            Element::Permit(cause, duties) => (Class::Permit, cause, duties),
            Element::Deny(cause) => (Class::Deny, cause, Elements::NO_DUTIES),
            Element::Outside(cause) => (Class::NotApplicable, cause, Elements::NO_DUTIES),
            // Every layer turns silence into its default, so nothing silent is left.
            Element::Silent(_) => (
                Class::Deny,
                Cause::NoPermit(Layer::Base),
                Elements::NO_DUTIES,
            ),
        };
        let leaf = Leaf {
            class,
            duties: self.duty_set(duties),
            cause,
        };
        let id = match self.leaf_numbers.get(&leaf) {
            Some(&known) => known,
            None => {
                let id = self.leaves.push(leaf);
                self.leaf_numbers.insert(leaf, id);
                id
            }
        };
        Target::Leaf(id)
    }

    /// Visits everything below a diagram, arms in order.
    fn visit(&mut self, diagram: Diagram) {
        if self.targets.contains_key(&diagram) {
            return;
        }
        if let Some(number) = diagram.as_terminal() {
            let leaf = self.leaf(self.elements.element(number));
            self.targets.insert(diagram, leaf);
            return;
        }
        // The number is set when all nodes are known; until then this marks the node as visited.
        self.targets
            .insert(diagram, Target::Leaf(DecisionGraph::CLOSED));
        let renamed = self.renamed;
        let Some(Some(to)) = renamed.get(self.store.dimension(diagram) as usize) else {
            return;
        };
        let arms = rearranged(self.store, diagram, &to.classes);
        let children: Vec<Diagram> = arms.iter().map(|&(_, child)| child).collect();
        self.found.push(Found {
            diagram,
            dimension: to.dimension,
            arms,
        });
        for child in children {
            self.visit(child);
        }
    }

    fn graph(mut self, dimensions: Arena<Dimension>, roots: [Diagram; 2]) -> DecisionGraph {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|node| node.dimension);
        for (number, node) in (0_u32..).zip(&found) {
            self.targets
                .insert(node.diagram, Target::Node(Id::new(number)));
        }
        let target = |diagram: &Diagram| {
            self.targets
                .get(diagram)
                .copied()
                .unwrap_or(Target::Leaf(DecisionGraph::CLOSED))
        };
        let nodes = found
            .iter()
            .map(|node| Node {
                dimension: node.dimension,
                arms: node
                    .arms
                    .iter()
                    .map(|(last, child)| Arm {
                        last: *last,
                        target: target(child),
                    })
                    .collect(),
            })
            .collect();
        let [root, transfer] = roots.each_ref().map(target);
        DecisionGraph {
            dimensions,
            nodes,
            root,
            transfer,
            conflicts: Vec::new(),
            leaves: self.leaves,
            duty_sets: self.duty_sets,
        }
    }
}

/// The edges of a node over the new classes.
fn rearranged(store: &Store, diagram: Diagram, classes: &[u32]) -> Vec<(u32, Diagram)> {
    let count = classes
        .iter()
        .max()
        .map_or(0, |&highest| highest as usize + 1);
    let mut children: Vec<Option<Diagram>> = vec![None; count];
    let mut edges = store.edges(diagram).iter().peekable();
    for (old, &new) in (0_u32..).zip(classes) {
        while edges.next_if(|edge| edge.last < old).is_some() {}
        if let (Some(edge), Some(slot)) = (edges.peek(), children.get_mut(new as usize)) {
            *slot = Some(edge.child);
        }
    }
    let mut arms: Vec<(u32, Diagram)> = Vec::new();
    for (class, child) in (0_u32..).zip(children.into_iter().flatten()) {
        match arms.last_mut() {
            Some(arm) if arm.1 == child => arm.0 = class,
            _ => arms.push((class, child)),
        }
    }
    arms
}
