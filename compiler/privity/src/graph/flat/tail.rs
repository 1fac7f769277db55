//! The last levels of a walk as one layer. What a rule tests besides its data and purpose is little, so a target there tells only a few
//! classes of each dimension apart, and its row is small though it has an entry for every combination of them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Layer;
use super::layout::Levels;
use crate::graph::decision_graph::Target;

/// The most numbers that the layer takes from a request.
const MOST_GROUPS: usize = 4;
/// Levels that follow each other make one number together up to so many classes.
const WIDE: usize = 64;
/// The most entries of a row.
const LONGEST_ROW: usize = 1 << 12;
/// The most nodes below a target.
const MOST_NODES: usize = 1 << 8;

/// The levels from one on as one layer.
pub(super) struct Tail {
    /// The first of its levels.
    pub(super) first: usize,
    /// The first and the last level of every number.
    pub(super) groups: Vec<(usize, usize)>,
    /// The layer.
    pub(super) layer: Layer,
    /// Where each target that enters it is.
    pub(super) places: FxHashMap<Target, u32>,
}

impl Tail {
    /// The levels from one of `firsts` on, the lowest that can be one layer of at most so many numbers. `entered` tells the targets that
    /// enter at a level, `leaves` the places of leaves.
    pub(super) fn longest(
        levels: &Levels<'_>,
        firsts: impl DoubleEndedIterator<Item = usize>,
        entered: impl Fn(usize) -> Vec<Target>,
        leaves: &FxHashMap<Target, u32>,
        most: impl Fn(usize) -> usize,
    ) -> Option<Self> {
        let mut found = None;
        for first in firsts.rev() {
            let groups = groups(levels, first);
            if groups.len() > MOST_GROUPS {
                break;
            }
            let builder = Builder {
                levels,
                first,
                groups,
            };
            let tail = builder.tail(&entered(first), leaves, most(first));
            found = tail.or(found);
        }
        found
    }
}

/// Levels that follow each other together, as long as they are not too wide.
fn groups(levels: &Levels<'_>, first: usize) -> Vec<(usize, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut wide = 0;
    for (number, level) in levels.all.iter().enumerate().skip(first) {
        let together = level.width().saturating_mul(wide);
        match groups.last_mut() {
            Some(group) if together <= WIDE => {
                group.1 = number;
                wide = together;
            }
            _ => {
                groups.push((number, number));
                wide = level.width();
            }
        }
    }
    groups
}

struct Builder<'a> {
    levels: &'a Levels<'a>,
    first: usize,
    groups: Vec<(usize, usize)>,
}

/// What a target tells apart of one level.
struct Told {
    /// The part of every coarse class.
    parts: Vec<u16>,
    /// A coarse class of every part.
    examples: Vec<u32>,
    /// What one part counts in the row.
    stride: usize,
}

impl Builder<'_> {
    fn tail(
        self,
        entered: &[Target],
        leaves: &FxHashMap<Target, u32>,
        most: usize,
    ) -> Option<Tail> {
        let widths = self.groups.iter().map(|&group| self.width(group));
        // The first map leads to the first entry whatever the number.
        let mut maps = vec![0u16; widths.max()?];
        let mut rows: Vec<u32> = Vec::new();
        let mut places = FxHashMap::default();
        let mut known: FxHashMap<Vec<u16>, u32> = FxHashMap::default();
        for &target in entered {
            let place = rows.len();
            places.insert(target, u32::try_from(place).ok()?);
            let told = self.told(target)?;
            for &group in &self.groups {
                let map = self.map(group, &told)?;
                rows.push(if map.iter().all(|&share| share == 0) {
                    0
                } else if let Some(&begin) = known.get(&map) {
                    begin
                } else {
                    let begin = u32::try_from(maps.len()).ok()?;
                    maps.extend_from_slice(&map);
                    known.insert(map, begin);
                    begin
                });
            }
            let begin = rows.len();
            let length: usize = told.iter().map(|told| told.examples.len()).product();
            rows.resize(begin + length, 0);
            self.fill((target, self.first), &told, leaves, rows.get_mut(begin..)?)?;
            if rows.len() + maps.len() / 2 > most {
                return None;
            }
        }
        let layer = Layer::Product {
            numbers: self.groups.len(),
            maps,
            rows,
        };
        (layer.size() <= most).then_some(Tail {
            first: self.first,
            layer,
            groups: self.groups,
            places,
        })
    }

    fn width(&self, (first, last): (usize, usize)) -> usize {
        let levels = self.levels.all.get(first..=last).unwrap_or_default();
        levels.iter().map(super::layout::Level::width).product()
    }

    /// What a target and all below it tell apart; `None` if that is too much.
    fn told(&self, target: Target) -> Option<Vec<Told>> {
        let levels = self.levels.all.get(self.first..)?;
        let mut told: Vec<Told> = levels
            .iter()
            .map(|level| Told {
                parts: vec![0; level.width()],
                examples: vec![0],
                stride: 1,
            })
            .collect();
        let mut seen = FxHashSet::default();
        let mut open = vec![target];
        while let Some(at) = open.pop() {
            let Target::Node(node) = at else { continue };
            if !seen.insert(node) {
                continue;
            }
            let level = self.levels.of(at);
            let told = told.get_mut(level.checked_sub(self.first)?)?;
            let mut numbers: FxHashMap<(u16, Target), u16> = FxHashMap::default();
            told.examples.clear();
            for (class, part) in (0..).zip(&mut told.parts) {
                let below = self.levels.below_of(at, level, class)?;
                let fresh = u16::try_from(numbers.len()).ok()?;
                *part = *numbers.entry((*part, below)).or_insert(fresh);
                if *part == fresh {
                    told.examples.push(class);
                    open.push(below);
                }
            }
            if seen.len() > MOST_NODES {
                return None;
            }
        }
        let mut length = 1usize;
        for told in &mut told {
            told.stride = length;
            length *= told.examples.len();
            if length > LONGEST_ROW {
                return None;
            }
        }
        Some(told)
    }

    /// From the numbers of a group to what they count in a row.
    fn map(&self, (first, last): (usize, usize), told: &[Told]) -> Option<Vec<u16>> {
        let mut map = vec![0u16];
        for told in told.get(first - self.first..=last - self.first)? {
            let shares = map.iter().flat_map(|&share| {
                let own = told.parts.iter();
                own.map(move |&part| share + part * u16::try_from(told.stride).unwrap_or(0))
            });
            map = shares.collect();
        }
        Some(map)
    }

    /// Fills a row from an entry on with what lies below a target, for all parts of the levels from one on.
    fn fill(
        &self,
        (target, level): (Target, usize),
        told: &[Told],
        leaves: &FxHashMap<Target, u32>,
        row: &mut [u32],
    ) -> Option<()> {
        let Some((here, rest)) = told.split_first() else {
            *row.first_mut()? = leaves.get(&target).copied()?;
            return Some(());
        };
        let tests = self.levels.of(target) == level;
        for (part, &class) in here.examples.iter().enumerate() {
            let below = match tests {
                true => self.levels.below_of(target, level, class)?,
                false => target,
            };
            let row = row.get_mut(part * here.stride..)?;
            self.fill((below, level + 1), rest, leaves, row)?;
        }
        Some(())
    }
}
