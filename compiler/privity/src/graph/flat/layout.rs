//! From a graph to the tables of one walk.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::layers::Census;
use super::part::Part;
use super::tail::Tail;
use super::{Layer, Limits, MOST_ENTRIES, Walk, leaf_place};
use crate::graph::decision_graph::{DecisionGraph, Node, Target};
use crate::lower::DimensionId;

/// A direct table is made in place of a mapped one up to so many times what counts as small, and beyond when it is not much larger.
const DIRECT: usize = 2;

/// The walk from a root, and the shares of dimensions in its layers, whose numbers are counted from `first_number`.
pub(super) fn lay_out(
    graph: &DecisionGraph,
    root: Target,
    first_number: usize,
    Limits { small, deep }: Limits,
) -> Option<(Walk, Vec<Part>)> {
    let levels = Levels::below(graph, root);
    let reached = levels.reached(root);
    let mut census = Census::new(levels.all.iter().map(Level::width).collect());
    for (&target, &from) in &reached {
        census.add(from, levels.of(target));
    }
    let mut spans = Vec::new();
    let mut first = 0;
    for last in census.layers(small) {
        spans.push((first, last));
        first = last + 1;
    }
    let leaves: FxHashMap<Target, u32> = reached
        .keys()
        .filter_map(|&target| match target {
            Target::Leaf(leaf) => Some((target, leaf_place(leaf.raw(), graph.leaves.at(leaf)))),
            Target::Node(_) => None,
        })
        .collect();
    let entered = |first: usize| -> Vec<Target> {
        let entered = reached.iter().filter(|&(&target, &from)| {
            from.is_none_or(|from| from < first) && levels.of(target) >= first
        });
        entered.map(|(&target, _)| target).collect()
    };
    let stack = Stack {
        levels: &levels,
        entered: &entered,
        small,
    };
    let (mut layers, mut places) = stack.layers(&spans, leaves.clone())?;
    let replaced = |from: usize| {
        let replaced = spans.iter().zip(&layers);
        replaced
            .filter(move |&(&(first, _), _)| first >= from)
            .map(|(_, layer)| layer)
    };
    let firsts = spans.iter().map(|span| span.0);
    let tail = Tail::longest(&levels, firsts, entered, &leaves, |first| {
        let size: usize = replaced(first).map(Layer::size).sum();
        (DIRECT * small).max(size + size / 2)
    });
    let mut groups = Vec::new();
    let is_shorter = |tail: &Tail| replaced(tail.first).map(Layer::depth).sum::<usize>() > deep;
    if let Some(tail) = tail.filter(is_shorter) {
        spans.retain(|&(first, _)| first < tail.first);
        (layers, places) = stack.layers(&spans, tail.places)?;
        layers.push(tail.layer);
        groups = tail.groups;
    }
    let start = places.get(&root).copied()?;
    let mut parts = Vec::new();
    for (number, (first, last)) in spans.into_iter().chain(groups).enumerate() {
        parts.extend(shares(levels.all.get(first..=last)?, first_number + number));
    }
    Some((Walk { start, layers }, parts))
}

/// Spans of levels, of each of which a layer is made.
struct Stack<'a, Entered> {
    levels: &'a Levels<'a>,
    /// The targets that enter at a level from above.
    entered: Entered,
    small: usize,
}

impl<Entered: Fn(usize) -> Vec<Target>> Stack<'_, Entered> {
    /// A layer for each span, and the places of what enters the first. `below` are those of what the last leads to.
    fn layers(
        &self,
        spans: &[(usize, usize)],
        below: FxHashMap<Target, u32>,
    ) -> Option<(Vec<Layer>, FxHashMap<Target, u32>)> {
        let mut left = MOST_ENTRIES;
        let mut places = below;
        let mut layers = Vec::new();
        // From the bottom, as a table needs the places of the next one.
        for &(first, last) in spans.iter().rev() {
            let span = Span {
                levels: self.levels,
                first,
                last,
                small: self.small,
            };
            let (layer, above) = span.layer(&(self.entered)(first), &places, &mut left)?;
            layers.push(layer);
            places = above;
        }
        layers.reverse();
        Some((layers, places))
    }
}

/// The shares of some levels in a number: the last one counts single.
fn shares(levels: &[Level], number: usize) -> Vec<Part> {
    let mut stride = 1;
    let mut parts = Vec::new();
    for level in levels.iter().rev() {
        let count = u32::try_from(level.width()).unwrap_or(u32::MAX);
        parts.push(Part {
            dimension: level.dimension,
            number,
            stride,
            count,
            coarse: level.coarse.clone(),
        });
        stride *= count;
    }
    parts
}

/// A dimension that a walk tests.
pub(super) struct Level {
    dimension: DimensionId,
    /// The coarse class of every class.
    coarse: Vec<u32>,
    /// A class of every coarse class.
    examples: Vec<u32>,
}

impl Level {
    pub(super) fn width(&self) -> usize {
        self.examples.len()
    }
}

/// The dimensions that a walk tests, in order.
pub(super) struct Levels<'g> {
    graph: &'g DecisionGraph,
    pub(super) all: Vec<Level>,
    by_dimension: BTreeMap<DimensionId, usize>,
}

impl<'g> Levels<'g> {
    fn below(graph: &'g DecisionGraph, root: Target) -> Self {
        let mut nodes: BTreeMap<DimensionId, Vec<&Node>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            if let Target::Node(id) = at
                && seen.insert(id)
            {
                let node = graph.nodes.at(id);
                nodes.entry(node.dimension).or_default().push(node);
                open.extend(node.arms.iter().map(|arm| arm.target));
            }
        }
        let by_dimension = nodes.keys().copied().zip(0..).collect();
        let all = nodes
            .into_iter()
            .map(|(dimension, nodes)| level(graph, dimension, &nodes))
            .collect();
        Self {
            graph,
            all,
            by_dimension,
        }
    }

    /// The level of a target; that of leaves is behind all others.
    pub(super) fn of(&self, target: Target) -> usize {
        let level = match target {
            Target::Node(node) => self.by_dimension.get(&self.graph.nodes.at(node).dimension),
            Target::Leaf(_) => None,
        };
        level.copied().unwrap_or(self.all.len())
    }

    /// Where a node at a level leads in a coarse class.
    pub(super) fn below_of(&self, target: Target, level: usize, coarse: u32) -> Option<Target> {
        let Target::Node(node) = target else {
            return None;
        };
        let &class = self.all.get(level)?.examples.get(coarse as usize)?;
        let arms = &self.graph.nodes.at(node).arms;
        let arm = arms.partition_point(|arm| arm.last < class);
        Some(
            arms.get(arm)
                .map_or(Target::Leaf(DecisionGraph::CLOSED), |arm| arm.target),
        )
    }

    /// Everything below a root with the highest level that leads to it; `None` for the root itself.
    fn reached(&self, root: Target) -> BTreeMap<Target, Option<usize>> {
        let mut reached = BTreeMap::from([(root, None)]);
        // Arms lead to nodes of higher numbers, and nodes are ordered by number.
        let mut next = Some(root);
        while let Some(at) = next {
            if let Target::Node(node) = at {
                let level = Some(self.of(at));
                for arm in &self.graph.nodes.at(node).arms {
                    let known = reached.entry(arm.target).or_insert(level);
                    *known = (*known).min(level);
                }
            }
            let above = (std::ops::Bound::Excluded(at), std::ops::Bound::Unbounded);
            next = reached.range(above).next().map(|(&target, _)| target);
        }
        reached
    }
}

/// Makes one of all classes that lead to the same places from all nodes.
fn level(graph: &DecisionGraph, dimension: DimensionId, nodes: &[&Node]) -> Level {
    let count = graph.dimensions.at(dimension).class_count as usize;
    let mut groups = vec![0u32; count];
    for node in nodes {
        let mut numbers: FxHashMap<(u32, Target), u32> = FxHashMap::default();
        let mut arms = node.arms.iter();
        let mut arm = arms.next();
        for (class, group) in (0..).zip(&mut groups) {
            while arm.is_some_and(|arm| arm.last < class) {
                arm = arms.next();
            }
            let Some(arm) = arm else { break };
            let fresh = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *group = *numbers.entry((*group, arm.target)).or_insert(fresh);
        }
    }
    let mut examples = Vec::new();
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    let coarse = (0..).zip(&groups).map(|(class, &group)| {
        *numbers.entry(group).or_insert_with(|| {
            examples.push(class);
            u32::try_from(examples.len() - 1).unwrap_or(u32::MAX)
        })
    });
    Level {
        dimension,
        coarse: coarse.collect(),
        examples,
    }
}

/// The levels of one layer.
struct Span<'a> {
    levels: &'a Levels<'a>,
    first: usize,
    last: usize,
    small: usize,
}

impl Span<'_> {
    /// The layer, and the places in it of all targets that enter it. `left` is how many more entries there may be.
    fn layer(
        &self,
        entered: &[Target],
        below: &FxHashMap<Target, u32>,
        left: &mut usize,
    ) -> Option<(Layer, FxHashMap<Target, u32>)> {
        let levels = self.levels.all.get(self.first..=self.last)?;
        let width: usize = levels.iter().map(Level::width).product();
        let mut maps = vec![0u16; width];
        let mut rows = Vec::new();
        let mut places = FxHashMap::default();
        let mut known: FxHashMap<Vec<u16>, u32> = FxHashMap::default();
        known.insert(maps.clone(), 0);
        let mut row = vec![0u32; width];
        let mut tests = 0usize;
        for &target in entered {
            places.insert(target, u32::try_from(rows.len()).ok()?);
            if self.levels.of(target) > self.last {
                rows.extend([0, below.get(&target).copied()?]);
                continue;
            }
            tests += 1;
            self.fill(target, self.first, below, &mut row)?;
            let mut positions: FxHashMap<u32, u16> = FxHashMap::default();
            let mut entries = Vec::new();
            let mut map = Vec::with_capacity(width);
            for &entry in &row {
                let fresh = u16::try_from(entries.len()).ok();
                let position = match positions.get(&entry) {
                    Some(&position) => position,
                    None => {
                        entries.push(entry);
                        *positions.entry(entry).or_insert(fresh?)
                    }
                };
                map.push(position);
            }
            let begin = match known.get(&map) {
                Some(&begin) => begin,
                None => {
                    let begin = u32::try_from(maps.len()).ok()?;
                    maps.extend_from_slice(&map);
                    known.insert(map, begin);
                    begin
                }
            };
            rows.push(begin);
            rows.extend(entries);
            if maps.len() + rows.len() > *left {
                return None;
            }
        }
        let direct = width * tests + (entered.len() - tests);
        let mapped = rows.len() + maps.len() / 2;
        if direct > (DIRECT * self.small).max(mapped + mapped / 2) {
            *left = left.checked_sub(maps.len() + rows.len())?;
            return Some((Layer::Mapped { maps, rows }, places));
        }
        *left = left.checked_sub(direct)?;
        let mut table = Vec::with_capacity(direct);
        for target in entered {
            let place = places.get_mut(target)?;
            let (begin, entries) = rows.get(*place as usize..)?.split_first()?;
            *place = u32::try_from(table.len() * 2).ok()?;
            if self.levels.of(*target) > self.last {
                table.extend(entries.first());
                continue;
            }
            *place += 1;
            let map = maps.get(*begin as usize..)?.get(..width)?;
            table.extend(map.iter().filter_map(|&at| entries.get(usize::from(at))));
        }
        Some((Layer::Direct { table }, places))
    }

    /// Fills a row with the places to which the numbers of the levels from `level` on lead.
    fn fill(
        &self,
        target: Target,
        level: usize,
        below: &FxHashMap<Target, u32>,
        row: &mut [u32],
    ) -> Option<()> {
        let own = self.levels.of(target);
        if own > self.last {
            row.fill(below.get(&target).copied()?);
            return Some(());
        }
        let here = self.levels.all.get(level)?;
        let size = row.len() / here.width().max(1);
        if own > level {
            let (first, rest) = row.split_at_mut(size);
            self.fill(target, level + 1, below, first)?;
            rest.chunks_mut(size.max(1))
                .for_each(|chunk| chunk.copy_from_slice(first));
            return Some(());
        }
        for (coarse, chunk) in (0..).zip(row.chunks_mut(size.max(1))) {
            let to = self.levels.below_of(target, level, coarse)?;
            self.fill(to, level + 1, below, chunk)?;
        }
        Some(())
    }
}
