//! Random taxonomies: what is done, with what, by whom, where.

use std::collections::BTreeMap;
use std::sync::Arc;

use fastrand::Rng;
use privity::check::dates::{FIRST_DAY, LAST_DAY};
use privity::check::policy::{Area, Borders, Kind};
use privity::check::taxonomy::{NameTarget, Taxonomies, Taxonomy, TaxonomyNode};
use privity::check::values::ValueSet;
use privity::source::Span;

use super::TURNING_DAY;

/// A node before its atoms are counted.
struct Sketch {
    name: String,
    parents: Vec<u32>,
    open: bool,
}

/// Taxonomies of every kind; those of data and purposes share children and have open nodes.
pub(super) fn taxonomies(rng: &mut Rng) -> Taxonomies {
    let count = rng.usize(4..=7);
    let data = tangled(rng, "d", count);
    let count = rng.usize(3..=5);
    let purposes = tangled(rng, "u", count);
    let kinds = [
        (Kind::Action, flat(&["collect", "use", "share", "store"])),
        (Kind::Right, flat(&["access", "erasure"])),
        (Kind::Event, flat(&["breach"])),
        (Kind::Data, data),
        (Kind::Purpose, purposes),
        (Kind::Party, flat(&["us", "partner", "helper", "court"])),
        (Kind::Place, places()),
        (Kind::Subject, flat(&["user", "child"])),
        (Kind::Channel, flat(&["email", "letter", "call"])),
    ];
    let mut kinds: BTreeMap<Kind, Taxonomy> = kinds
        .into_iter()
        .map(|(kind, nodes)| (kind, numbered(&nodes)))
        .collect();
    if let Some(data) = kinds.get_mut(&Kind::Data) {
        derive(rng, data);
    }
    let kinds = kinds.into_iter();
    Taxonomies {
        kinds: kinds.map(|(kind, one)| (kind, Arc::new(one))).collect(),
    }
}

/// Lets some leaves be computed from one or two leaves before them.
fn derive(rng: &mut Rng, taxonomy: &mut Taxonomy) {
    let mut leaves: Vec<u32> = Vec::new();
    for (at, node) in (0_u32..).zip(&mut taxonomy.nodes) {
        if node.atoms.len() != 1 || node.open {
            continue;
        }
        if rng.bool() {
            let mut inputs: Vec<u32> = (0..rng.usize(1..=2))
                .filter_map(|_| rng.choice(&leaves).copied())
                .collect();
            inputs.sort_unstable();
            inputs.dedup();
            node.derived_from = inputs;
        }
        leaves.push(at);
    }
}

fn flat(names: &[&str]) -> Vec<Sketch> {
    let node = |name: &&str| Sketch {
        name: (*name).to_owned(),
        parents: Vec::new(),
        open: false,
    };
    names.iter().map(node).collect()
}

/// Nodes of which some have two parents among the earlier ones, and some are open.
fn tangled(rng: &mut Rng, letter: &str, count: usize) -> Vec<Sketch> {
    (0..count)
        .map(|at| {
            let parents = if at < 2 { 0 } else { rng.usize(0..=2) };
            let mut parents: Vec<u32> = (0..parents)
                .map(|_| u32::try_from(rng.usize(0..at)).unwrap_or(0))
                .collect();
            parents.sort_unstable();
            parents.dedup();
            Sketch {
                name: format!("{letter}{at}"),
                parents,
                open: rng.u8(0..3) == 0,
            }
        })
        .collect()
}

/// Three countries, one with a region, and the place that is wherever the data subject is at home.
fn places() -> Vec<Sketch> {
    let mut places = flat(&["norland", "midland", "farland", "at_home"]);
    places.push(Sketch {
        name: "midland_coast".to_owned(),
        parents: vec![1],
        open: false,
    });
    if let Some(midland) = places.get_mut(1) {
        midland.open = true;
    }
    places
}

/// Numbers the atoms in pre-order at first visit, the residual of an open node after its children.
fn numbered(sketches: &[Sketch]) -> Taxonomy {
    let mut taxonomy = Taxonomy::default();
    let mut done: BTreeMap<u32, (u32, ValueSet)> = BTreeMap::new();
    for (at, sketch) in (0_u32..).zip(sketches) {
        if sketch.parents.is_empty() {
            visit(at, sketches, &mut taxonomy, &mut done);
        }
    }
    taxonomy
}

fn visit(
    at: u32,
    sketches: &[Sketch],
    taxonomy: &mut Taxonomy,
    done: &mut BTreeMap<u32, (u32, ValueSet)>,
) -> ValueSet {
    if let Some((_, atoms)) = done.get(&at) {
        return atoms.clone();
    }
    let Some(sketch) = sketches.get(at as usize) else {
        return ValueSet::empty();
    };
    let position = u32::try_from(taxonomy.nodes.len()).unwrap_or(0);
    taxonomy.nodes.push(TaxonomyNode {
        name: sketch.name.clone(),
        parents: Vec::new(),
        atoms: ValueSet::empty(),
        open: sketch.open,
        derived_from: Vec::new(),
        roles: Vec::new(),
        docs: Vec::new(),
        span: Span::default(),
    });
    taxonomy
        .names
        .insert(sketch.name.clone(), NameTarget::Node(position));
    let children = (0_u32..)
        .zip(sketches)
        .filter(|(_, child)| child.parents.contains(&at));
    let mut atoms = ValueSet::empty();
    for (child, _) in children {
        atoms = atoms.union(&visit(child, sketches, taxonomy, done));
        if let Some((child, _)) = done.get(&child)
            && let Some(child) = taxonomy.nodes.get_mut(*child as usize)
        {
            child.parents.push(position);
        }
    }
    if atoms.is_empty() {
        atoms = new_atom(taxonomy, sketch.name.clone());
    } else if sketch.open {
        let name = format!("{}.other", sketch.name);
        let residual = new_atom(taxonomy, name.clone());
        let number = residual.first().and_then(|atom| u32::try_from(atom).ok());
        taxonomy
            .names
            .insert(name, NameTarget::Residual(number.unwrap_or(0)));
        atoms = atoms.union(&residual);
    }
    if let Some(node) = taxonomy.nodes.get_mut(position as usize) {
        node.atoms = atoms.clone();
    }
    done.insert(at, (position, atoms.clone()));
    atoms
}

fn new_atom(taxonomy: &mut Taxonomy, name: String) -> ValueSet {
    taxonomy.atoms.push(name);
    ValueSet::single(i64::try_from(taxonomy.atoms.len()).unwrap_or(1) - 1)
}

/// The atoms below a place.
fn place(taxonomies: &Taxonomies, name: &str) -> ValueSet {
    taxonomies
        .node(Kind::Place, name)
        .map(|node| node.atoms.clone())
        .unwrap_or_default()
}

/// Norland and Midland are one area until the turning day; sometimes a second area begins the day after.
pub(super) fn borders(rng: &mut Rng, taxonomies: &Taxonomies) -> Borders {
    let countries = ["norland", "midland", "farland", "at_home"];
    let country = (0..taxonomies.atom_count(Kind::Place))
        .map(|atom| {
            let at = countries
                .iter()
                .position(|name| place(taxonomies, name).contains(atom));
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
        })
        .collect();
    let mut areas = vec![Area {
        name: "union".to_owned(),
        members: vec![
            (place(taxonomies, "norland"), FIRST_DAY..=LAST_DAY),
            (place(taxonomies, "midland"), FIRST_DAY..=TURNING_DAY),
        ],
    }];
    if rng.bool() {
        let since = TURNING_DAY + rng.i64(0..=1);
        areas.push(Area {
            name: "pact".to_owned(),
            members: vec![
                (place(taxonomies, "midland_coast"), since..=LAST_DAY),
                (place(taxonomies, "farland"), FIRST_DAY..=LAST_DAY),
            ],
        });
    }
    Borders {
        country,
        as_home: place(taxonomies, "at_home"),
        areas,
    }
}

/// Where the parties sit: some in one place, some in several, some nowhere in particular.
pub(super) fn seats(rng: &mut Rng, taxonomies: &Taxonomies) -> Vec<Option<ValueSet>> {
    let seats = [
        Some(place(taxonomies, "norland")),
        Some(place(taxonomies, "midland").union(&place(taxonomies, "farland"))),
        Some(place(taxonomies, "farland")),
        Some(place(taxonomies, "at_home")),
        None,
        None,
    ];
    (0..taxonomies.atom_count(Kind::Party))
        .map(|_| rng.choice(&seats).cloned().flatten())
        .collect()
}
