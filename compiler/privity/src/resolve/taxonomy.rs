//! Drawing the taxonomies: parents, cycles, and the numbers of the atoms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::diagnostics::{
    circular, misplaced_part, not_a_node, replaced_with_children, unknown_role,
};
use super::names::{KINDS, Space, What};
use super::sets::ROLES;
use super::world::World;
use crate::check::taxonomy::{NameTarget, Taxonomy, TaxonomyNode};
use crate::check::values::ValueSet;
use crate::diagnostic::Report;
use crate::syntax::ast::{Kind, Node, Path};

/// Numbers the nodes and atoms of all kinds.
pub(super) fn draw(world: &mut World, report: &mut Report) {
    check_parts(world, report);
    let parents = parents_of(world, report);
    for kind in KINDS {
        let taxonomy = number(world, kind, &parents);
        if !taxonomy.nodes.is_empty() {
            world.taxonomies.kinds.insert(kind, Arc::new(taxonomy));
        }
    }
    draw_lineage(world, report);
}

/// Parts of a node that say nothing for its kind.
fn check_parts(world: &World, report: &mut Report) {
    for entry in &world.nodes {
        let parent = entry.parent.and_then(|parent| world.nodes.get(parent));
        if let Some(parent) = parent.filter(|parent| parent.node.replaced_by.is_some()) {
            report.push(replaced_with_children(&parent.node.name));
        }
        let (node, kind) = (&entry.node, entry.kind);
        let mut only = |present: bool, part: &str, of: Kind| {
            if present && kind != of {
                report.push(misplaced_part(&node.name, part, kind, of));
            }
        };
        only(!node.parameters.is_empty(), "(…)", Kind::Duty);
        only(!node.excludes.is_empty(), "excludes", Kind::Duty);
        only(node.shown_by.is_some(), "shown by", Kind::Duty);
        only(!node.derived_from.is_empty(), "derived from", Kind::Data);
        only(!node.roles.is_empty(), "role", Kind::Party);
        only(!node.sits_in.is_empty(), "in", Kind::Party);
        only(node.as_home, "as home", Kind::Place);
        let roles = node.roles.iter();
        for role in roles.filter(|role| !ROLES.contains(&role.text.as_str())) {
            report.push(unknown_role(role));
        }
    }
}

/// The parents of every node, as positions in [`World::nodes`]; without cycles.
fn parents_of(world: &mut World, report: &mut Report) -> Vec<Vec<usize>> {
    let mut parents: Vec<Vec<usize>> = world
        .nodes
        .iter()
        .map(|entry| Vec::from_iter(entry.parent))
        .collect();
    for (index, parent) in paths_to_nodes(world, |node| &node.under, report) {
        if let Some(above) = parents.get_mut(index)
            && !above.contains(&parent)
        {
            above.push(parent);
        }
    }
    let names = |index: usize| world.nodes.get(index).map(|entry| &entry.node.name);
    for knot in knots(parents.iter().map(|above| above.iter().copied())) {
        let members: Vec<_> = knot.iter().filter_map(|&index| names(index)).collect();
        report.push(circular("lies under itself", &members));
        for &index in &knot {
            let own = world.nodes.get(index).and_then(|entry| entry.parent);
            if let Some(above) = parents.get_mut(index) {
                above.retain(|parent| Some(*parent) == own || !knot.contains(parent));
            }
        }
    }
    parents
}

/// The nodes that one part of each node names, with the node that names it.
fn paths_to_nodes(
    world: &mut World,
    part: impl Fn(&Node) -> &Vec<Path>,
    report: &mut Report,
) -> Vec<(usize, usize)> {
    let mut wanted = Vec::new();
    for (index, entry) in world.nodes.iter().enumerate() {
        for path in part(&entry.node) {
            wanted.push((index, entry.kind, path.clone(), entry.module));
        }
    }
    wanted
        .into_iter()
        .filter_map(|(index, kind, path, module)| {
            Some((index, node_of(world, kind, &path, module, report)?))
        })
        .collect()
}

/// The node that a path means, through aliases and renamed nodes. A group or a residual is no node to hang others under.
fn node_of(
    world: &mut World,
    kind: Kind,
    path: &Path,
    module: usize,
    report: &mut Report,
) -> Option<usize> {
    let space = [Space::Kind(kind)];
    let (_, found) = world.lookups.find(&world.names, &space, path, module)?;
    let mut step = (*found.declared, found.residual);
    // Each declaration is passed at most once unless aliases go in a circle, which is reported elsewhere.
    for _ in 0..=world.aliases.len() + world.nodes.len() {
        let (declared, residual) = step;
        let target = match declared.what {
            What::Node(index) if !residual => return Some(index),
            What::Alias(index) if !residual => &world.aliases.get(index)?.item.target,
            What::Renamed(index) if !residual => {
                world.nodes.get(index)?.node.replaced_by.as_ref()?
            }
            _ => {
                report.push(not_a_node(path));
                return None;
            }
        };
        let (_, next) = world
            .lookups
            .find(&world.names, &space, target, declared.module)?;
        step = (*next.declared, next.residual);
    }
    None
}

/// The groups of items that depend on each other in a circle, and the items that depend on themselves; each sorted.
pub(super) fn knots(
    edges: impl IntoIterator<Item = impl IntoIterator<Item = usize>>,
) -> Vec<BTreeSet<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let mut arrows = Vec::new();
    for (from, targets) in edges.into_iter().enumerate() {
        graph.add_node(());
        arrows.extend(targets.into_iter().map(|to| (from, to)));
    }
    let count = graph.node_count();
    for (from, to) in arrows {
        if to < count {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
    }
    let mut knots: Vec<BTreeSet<usize>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|part| match part.as_slice() {
            [only] => graph.contains_edge(*only, *only),
            _ => true,
        })
        .map(|part| part.into_iter().map(NodeIndex::index).collect())
        .collect();
    knots.sort();
    knots
}

/// Pre-order at first visit; an open node's residual atom stands behind its children.
fn number(world: &World, kind: Kind, parents: &[Vec<usize>]) -> Taxonomy {
    let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (index, entry) in world.nodes.iter().enumerate() {
        if entry.kind != kind || entry.node.replaced_by.is_some() {
            continue;
        }
        match parents.get(index).map(Vec::as_slice) {
            None | Some([]) => roots.push(index),
            Some(above) => {
                for &parent in above {
                    children.entry(parent).or_default().push(index);
                }
            }
        }
    }
    let mut numbering = Numbering {
        world,
        children,
        positions: BTreeMap::new(),
        taxonomy: Taxonomy::default(),
    };
    for root in roots {
        numbering.visit(root);
    }
    for (&index, &position) in &numbering.positions {
        let above = parents.get(index).into_iter().flatten();
        let above: Vec<u32> = above
            .filter_map(|parent| numbering.positions.get(parent).copied())
            .collect();
        if let Some(node) = numbering.taxonomy.nodes.get_mut(position as usize) {
            node.parents = above;
        }
    }
    numbering.taxonomy
}

struct Numbering<'w> {
    world: &'w World,
    children: BTreeMap<usize, Vec<usize>>,
    positions: BTreeMap<usize, u32>,
    taxonomy: Taxonomy,
}

impl Numbering<'_> {
    /// Numbers a node and all below it. A stack of its own, for `under` can build chains of any length.
    fn visit(&mut self, root: usize) {
        let mut stack = Vec::new();
        self.enter(root, &mut stack);
        while let Some((index, next)) = stack.last_mut() {
            let index = *index;
            let child = self.children.get(&index).and_then(|below| below.get(*next));
            *next += 1;
            match child.copied() {
                Some(child) if self.positions.contains_key(&child) => {}
                Some(child) => self.enter(child, &mut stack),
                None => {
                    stack.pop();
                    self.leave(index);
                }
            }
        }
    }

    fn enter(&mut self, index: usize, stack: &mut Vec<(usize, usize)>) {
        let Some(entry) = self.world.nodes.get(index) else {
            return;
        };
        let position = to_u32(self.taxonomy.nodes.len());
        self.positions.insert(index, position);
        self.taxonomy.nodes.push(taxonomy_node(&entry.node));
        let name = entry.node.name.text.clone();
        self.taxonomy.names.insert(name, NameTarget::Node(position));
        stack.push((index, 0));
    }

    fn leave(&mut self, index: usize) {
        let Some(&position) = self.positions.get(&index) else {
            return;
        };
        let below = self.children.get(&index).cloned().unwrap_or_default();
        let mut atoms = ValueSet::empty();
        for child in &below {
            let child = self.positions.get(child);
            let child = child.and_then(|&at| self.taxonomy.nodes.get(at as usize));
            if let Some(child) = child {
                atoms = atoms.union(&child.atoms);
            }
        }
        let Some(node) = self.taxonomy.nodes.get(position as usize) else {
            return;
        };
        let other = format!("{}.other", node.name);
        if below.is_empty() || node.open {
            let atom = self.taxonomy.atoms.len();
            let name = if below.is_empty() {
                node.name.clone()
            } else {
                other.clone()
            };
            if node.open {
                let target = NameTarget::Residual(to_u32(atom));
                self.taxonomy.names.insert(other, target);
            }
            self.taxonomy.atoms.push(name);
            atoms = atoms.union(&ValueSet::single(i64::try_from(atom).unwrap_or(i64::MAX)));
        }
        if let Some(node) = self.taxonomy.nodes.get_mut(position as usize) {
            node.atoms = atoms;
        }
    }
}

fn taxonomy_node(node: &Node) -> TaxonomyNode {
    let meaning = node.meaning.iter().map(|text| text.value.clone());
    TaxonomyNode {
        name: node.name.text.clone(),
        parents: Vec::new(),
        atoms: ValueSet::empty(),
        open: node.open,
        derived_from: Vec::new(),
        roles: node.roles.iter().map(|role| role.text.clone()).collect(),
        docs: node.docs.iter().cloned().chain(meaning).collect(),
        span: node.name.span,
    }
}

/// What data are computed from.
fn draw_lineage(world: &mut World, report: &mut Report) {
    let mut inputs: Vec<Vec<usize>> = vec![Vec::new(); world.nodes.len()];
    for (index, input) in paths_to_nodes(world, |node| &node.derived_from, report) {
        if let Some(from) = inputs.get_mut(index) {
            from.push(input);
        }
    }
    for knot in knots(inputs.iter().map(|from| from.iter().copied())) {
        let members: Vec<_> = knot
            .iter()
            .filter_map(|&index| world.nodes.get(index))
            .map(|entry| &entry.node.name)
            .collect();
        report.push(circular("is computed from itself", &members));
    }
    let name = |index: usize| Some(world.nodes.get(index)?.node.name.text.clone());
    let lineage: Vec<(String, Vec<String>)> = inputs
        .iter()
        .enumerate()
        .filter(|(_, from)| !from.is_empty())
        .filter_map(|(index, from)| {
            Some((
                name(index)?,
                from.iter().copied().filter_map(name).collect(),
            ))
        })
        .collect();
    let Some(taxonomy) = world.taxonomies.kinds.get_mut(&Kind::Data) else {
        return;
    };
    let taxonomy = Arc::make_mut(taxonomy);
    for (derived, from) in lineage {
        let position = |name: &String| match taxonomy.names.get(name) {
            Some(NameTarget::Node(position)) => Some(*position),
            _ => None,
        };
        let from: Vec<u32> = from.iter().filter_map(position).collect();
        if let Some(at) = position(&derived)
            && let Some(node) = taxonomy.nodes.get_mut(at as usize)
        {
            node.derived_from = from;
        }
    }
}

/// Positions fit 32 bits, since sources do.
pub(super) fn to_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
