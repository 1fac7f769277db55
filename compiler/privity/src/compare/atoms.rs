//! The nodes of two policies side by side: what they call the same is one, and what only one of them tells apart is told apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::policy::Kind;
use crate::check::taxonomy::{NameTarget, NamedSet, Taxonomy, TaxonomyNode};
use crate::check::values::ValueSet;

/// Which of the two policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one before the change.
    Old,
    /// The one after it.
    New,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Old, Self::New];

    /// Its place in lists of two.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Where a common value lies for one of the two policies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// It is this value.
    At(i64),
    /// It has no value of its own: it lies in every set that holds all of one of these. No set at all: it lies in none.
    Within(Vec<ValueSet>),
}

impl Place {
    /// Whether a set of the policy's own values holds it.
    pub(super) fn is_in(&self, set: &ValueSet) -> bool {
        match self {
            Self::At(value) => set.contains(*value),
            Self::Within(wholes) => wholes
                .iter()
                .any(|whole| !whole.is_empty() && whole.is_subset(set)),
        }
    }
}

/// The atoms of one kind that two policies tell apart together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CommonAtoms {
    /// Their names; those of the new policy where it has one.
    pub(super) names: Vec<String>,
    /// Where each lies, for the old and for the new policy.
    pub(super) places: [Vec<Place>; 2],
}

impl CommonAtoms {
    /// The atoms of a kind. A node that one policy does not have is, for that policy, an unnamed part of the nearest node above it that it has:
    /// splitting the rest of an open node changes nothing, and what stands below no common node lies in *any* only.
    pub(super) fn of(old: Option<&Taxonomy>, new: Option<&Taxonomy>) -> Self {
        let empty = Taxonomy::default();
        let (old, new) = (old.unwrap_or(&empty), new.unwrap_or(&empty));
        let forth = Reading::of(old, new);
        let back = Reading::of(new, old);
        let reached = |reading: &Reading| -> BTreeSet<i64> {
            let places = reading.places.iter().flatten();
            places
                .filter_map(|place| match place {
                    Place::At(atom) => Some(*atom),
                    Place::Within(_) => None,
                })
                .collect()
        };
        let (reached_new, reached_old) = (reached(&forth), reached(&back));
        let mut pairs: BTreeSet<(Place, Place)> = BTreeSet::new();
        let mut list: Vec<(String, Place, Place)> = Vec::new();
        let mut add = |name: &String, old: Place, new: Place| {
            if pairs.insert((old.clone(), new.clone())) {
                list.push((name.clone(), old, new));
            }
        };
        for ((at, name), place) in (0_i64..).zip(&new.atoms).zip(&back.places) {
            match place {
                Some(place @ Place::At(_)) => add(name, place.clone(), Place::At(at)),
                // A renamed node is the same under its old name.
                Some(place) if !reached_new.contains(&at) => {
                    add(name, place.clone(), Place::At(at));
                }
                _ => {}
            }
        }
        for ((at, name), place) in (0_i64..).zip(&old.atoms).zip(&forth.places) {
            match place {
                Some(place @ Place::At(new_at)) => {
                    let renamed = usize::try_from(*new_at)
                        .ok()
                        .and_then(|at| new.atoms.get(at));
                    add(renamed.unwrap_or(name), Place::At(at), place.clone());
                }
                Some(place) if !reached_old.contains(&at) => {
                    add(name, Place::At(at), place.clone());
                }
                _ => {}
            }
        }
        let mut common = Self::default();
        for (name, old, new) in list {
            common.names.push(name);
            let [olds, news] = &mut common.places;
            olds.push(old);
            news.push(new);
        }
        common
    }

    /// Where they lie for one policy.
    pub(super) fn on(&self, side: Side) -> &[Place] {
        let [old, new] = &self.places;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    /// The common atoms in a set of atoms of one policy.
    pub(super) fn set(&self, side: Side, atoms: &ValueSet) -> ValueSet {
        translated(self.on(side), atoms)
    }
}

/// The common values, numbered from 0, in a set of one policy's own values.
pub(super) fn translated(places: &[Place], set: &ValueSet) -> ValueSet {
    let inside = (0..).zip(places).filter(|(_, place)| place.is_in(set));
    ValueSet::from_intervals(inside.map(|(at, _)| (at, at)))
}

/// For every atom of one taxonomy its place in another; `None` when the other one tells more apart below it.
struct Reading {
    places: Vec<Option<Place>>,
}

impl Reading {
    fn of(own: &Taxonomy, other: &Taxonomy) -> Self {
        let places = own.atoms.iter().map(|name| place(own, other, name));
        Self {
            places: places.collect(),
        }
    }
}

enum Found {
    Atom(i64),
    Inner(ValueSet),
}

/// What a name is in a taxonomy, if it is a node there or the rest of one.
fn find(taxonomy: &Taxonomy, name: &str) -> Option<Found> {
    match taxonomy.names.get(name)? {
        NameTarget::Residual(atom) => Some(Found::Atom(i64::from(*atom))),
        NameTarget::Group(_) => None,
        NameTarget::Node(at) => {
            let node = taxonomy.nodes.get(*at as usize)?;
            let atom = node.atoms.as_single().filter(|&atom| {
                let own = usize::try_from(atom)
                    .ok()
                    .and_then(|at| taxonomy.atoms.get(at));
                own == Some(&node.name)
            });
            Some(match atom {
                Some(atom) => Found::Atom(atom),
                None => Found::Inner(node.atoms.clone()),
            })
        }
    }
}

fn place(own: &Taxonomy, other: &Taxonomy, name: &str) -> Option<Place> {
    match find(other, name) {
        Some(Found::Atom(atom)) => return Some(Place::At(atom)),
        Some(Found::Inner(_)) => return None,
        None => {}
    }
    let node = |name: &str| match own.names.get(name) {
        Some(NameTarget::Node(at)) => Some(*at),
        _ => None,
    };
    // The rest of an open node lies in that node.
    let mut open: Vec<u32> = match name.strip_suffix(".other").and_then(node) {
        Some(parent) => vec![parent],
        None => node(name).map_or_else(Vec::new, |at| parents(own, at)),
    };
    let mut seen = BTreeSet::new();
    let mut wholes = BTreeSet::new();
    while let Some(at) = open.pop() {
        let Some(node) = own.nodes.get(at as usize).filter(|_| seen.insert(at)) else {
            continue;
        };
        match (
            find(other, &format!("{}.other", node.name)),
            find(other, &node.name),
        ) {
            (Some(Found::Atom(rest)), _) => {
                wholes.insert(ValueSet::single(rest));
            }
            (_, Some(Found::Atom(leaf))) => {
                wholes.insert(ValueSet::single(leaf));
            }
            (_, Some(Found::Inner(atoms))) => {
                wholes.insert(atoms);
            }
            _ => open.extend(&node.parents),
        }
    }
    if wholes.is_empty() {
        let count = i64::try_from(other.atoms.len()).unwrap_or(i64::MAX);
        wholes.insert(ValueSet::range(0, count - 1));
    }
    Some(Place::Within(wholes.into_iter().collect()))
}

fn parents(taxonomy: &Taxonomy, at: u32) -> Vec<u32> {
    taxonomy
        .nodes
        .get(at as usize)
        .map_or_else(Vec::new, |node| node.parents.clone())
}

/// The taxonomy of the common atoms, with the nodes and groups of both policies for words; where they differ, those of the new one.
pub(super) fn common_taxonomy(
    common: &CommonAtoms,
    old: Option<&Taxonomy>,
    new: Option<&Taxonomy>,
) -> Taxonomy {
    let mut taxonomy = Taxonomy {
        atoms: common.names.clone(),
        ..Taxonomy::default()
    };
    let mut groups: BTreeMap<&str, NamedSet> = BTreeMap::new();
    let sides = [(Side::New, new), (Side::Old, old)];
    for (side, own) in sides {
        for node in own.iter().flat_map(|own| &own.nodes) {
            if taxonomy.names.contains_key(&node.name) {
                continue;
            }
            // An old name of a node that has a new one leads to the new one.
            let renamed = new.filter(|_| side == Side::Old).and_then(|new| {
                let NameTarget::Node(at) = new.names.get(&node.name)? else {
                    return None;
                };
                new.nodes.get(*at as usize)
            });
            if renamed.is_some() {
                continue;
            }
            let at = u32::try_from(taxonomy.nodes.len()).unwrap_or(u32::MAX);
            taxonomy
                .names
                .insert(node.name.clone(), NameTarget::Node(at));
            taxonomy.nodes.push(TaxonomyNode {
                atoms: common.set(side, &node.atoms),
                parents: Vec::new(),
                derived_from: Vec::new(),
                ..node.clone()
            });
        }
        for group in own.iter().flat_map(|own| &own.groups) {
            groups.entry(&group.name).or_insert_with(|| NamedSet {
                parts: group
                    .parts
                    .iter()
                    .map(|(atoms, days)| (common.set(side, atoms), days.clone()))
                    .collect(),
                ..group.clone()
            });
        }
    }
    taxonomy.groups = groups.into_values().collect();
    taxonomy
}

/// The kinds whose nodes stand on the action axis, in its order.
pub(super) const ACTION_KINDS: [Kind; 3] = [Kind::Action, Kind::Right, Kind::Event];
