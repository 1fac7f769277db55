//! What places mean beyond being nodes: countries, areas without borders, the home of the person, where parties sit.

use super::checker::Checker;
use super::policy::{Area, Borders};
use super::taxonomy::Taxonomy;
use super::values::ValueSet;
use crate::resolve::names::{Space, What};
use crate::syntax::ast::Kind;

impl Checker<'_, '_> {
    /// The place atoms that are wherever the data subject is at home.
    pub(super) fn home_atoms(&self) -> ValueSet {
        let places = self.world.nodes.iter();
        places
            .filter(|entry| entry.kind == Kind::Place && entry.node.as_home)
            .filter_map(|entry| {
                let taxonomies = &self.world.taxonomies;
                taxonomies.node(Kind::Place, &entry.node.name.text)
            })
            .fold(ValueSet::empty(), |all, node| all.union(&node.atoms))
    }

    /// Where borders are.
    pub(super) fn borders(&self) -> Borders {
        let Some(places) = self.world.taxonomies.kind(Kind::Place) else {
            return Borders::default();
        };
        let groups = self.world.groups.iter();
        let areas = groups
            .filter(|group| group.item.one_area)
            .filter_map(|group| {
                let name = &group.item.name.text;
                let set = places.groups.iter().find(|set| set.name == *name)?;
                let space = Space::Kind(Kind::Place);
                let declared = self.world.names.declared(space, name)?;
                matches!(declared.what, What::Group(_)).then(|| Area {
                    name: name.clone(),
                    members: set.parts.clone(),
                })
            });
        Borders {
            country: countries(places),
            as_home: self.as_home.clone(),
            areas: areas.collect(),
        }
    }

    /// `as one area` says something of places only.
    pub(super) fn check_areas(&mut self) {
        let world = self.world;
        for group in world.groups.iter().filter(|group| group.item.one_area) {
            let name = &group.item.name;
            let of_places = world
                .names
                .declared(Space::Kind(Kind::Place), &name.text)
                .is_some_and(|declared| declared.span == name.span);
            let known = crate::resolve::names::KINDS.iter().any(|kind| {
                world
                    .names
                    .declared(Space::Kind(*kind), &name.text)
                    .is_some_and(|declared| declared.span == name.span)
            });
            if known && !of_places {
                self.report
                    .push(super::diagnostics::area_of_no_places(name));
            }
        }
    }

    /// For every party atom the places it sits in: its own, or those of the nearest party above that names any.
    pub(super) fn sits_in(&mut self) -> Vec<Option<ValueSet>> {
        let world = self.world;
        let Some(parties) = world.taxonomies.kind(Kind::Party) else {
            return Vec::new();
        };
        let mut own: Vec<Option<ValueSet>> = vec![None; parties.nodes.len()];
        for entry in world.nodes.iter().filter(|entry| entry.kind == Kind::Party) {
            for path in &entry.node.sits_in {
                let Some((_, places)) = self.nodes(Kind::Place, path, entry.module) else {
                    continue;
                };
                let name = &entry.node.name.text;
                let position = parties.nodes.iter().position(|node| node.name == *name);
                if let Some(slot) = position.and_then(|at| own.get_mut(at)) {
                    let places = places.ever();
                    *slot = Some(slot.take().unwrap_or_default().union(&places));
                }
            }
        }
        let mut seats = own.clone();
        // A node may stand before one of its parents, so go on until nothing changes.
        loop {
            let mut changed = false;
            for (at, node) in parties.nodes.iter().enumerate() {
                if own.get(at).is_some_and(Option::is_some) {
                    continue;
                }
                let above = node
                    .parents
                    .iter()
                    .filter_map(|&parent| seats.get(parent as usize).cloned().flatten());
                let inherited = above.reduce(|all, part| all.union(&part));
                if let Some(slot) = seats.get_mut(at)
                    && *slot != inherited
                {
                    *slot = inherited;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let atoms = (0_i64..).zip(&parties.atoms);
        atoms
            .map(|(atom, name)| {
                let node = name.strip_suffix(".other").unwrap_or(name);
                let position = parties.nodes.iter().position(|own| own.name == node);
                let position = position.or_else(|| {
                    let holds = |own: &super::taxonomy::TaxonomyNode| own.atoms.contains(atom);
                    parties.nodes.iter().rposition(holds)
                });
                position.and_then(|at| seats.get(at).cloned().flatten())
            })
            .collect()
    }
}

/// For every place atom the position of its topmost ancestor; of several the first.
fn countries(places: &Taxonomy) -> Vec<u32> {
    let mut country = vec![0; places.atoms.len()];
    for (position, node) in places.nodes.iter().enumerate().rev() {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        if node.parents.is_empty() {
            for atom in node.atoms.iter() {
                let slot = usize::try_from(atom)
                    .ok()
                    .and_then(|at| country.get_mut(at));
                if let Some(slot) = slot {
                    *slot = position;
                }
            }
        }
    }
    country
}
