//! Nodes by what they hold: which rules speak of what an item names, and which nodes are akin to those of a list.

use std::collections::BTreeMap;

use super::Known;
use super::past::{Token, Used};
use crate::check::taxonomy::NameTarget;
use crate::check::values::ValueSet;
use crate::occurrences::{DeclarationId, Sense};
use crate::resolve::names::Space;
use crate::syntax::ast::Kind;

/// A rule that names more is not looked at.
const LONGEST: usize = 60;

/// What an item names of each kind.
pub(super) struct Asked(BTreeMap<Kind, ValueSet>);

impl Asked {
    pub(super) fn of(known: Known<'_>, item: &[Used<'_>]) -> Self {
        let mut kinds: BTreeMap<Kind, ValueSet> = BTreeMap::new();
        for used in item.iter().filter(|used| !used.declares) {
            if let Token::Declared(id) = used.token
                && let Some((kind, atoms)) = atoms_of(known, id)
            {
                let all = kinds.entry(kind).or_default();
                *all = all.union(&atoms);
            }
        }
        Self(kinds)
    }

    /// Of the kinds of which the item names something: the share of which a rule names the same, and the share of which it names only
    /// something else. Nothing of what is no rule.
    pub(super) fn shares_of(&self, known: Known<'_>, rule: DeclarationId) -> [f64; 2] {
        let declared = known.names.declaration(rule);
        let declared = declared.filter(|declared| declared.space() == Some(Space::Rule));
        let passage = declared.and_then(|rule| known.names.passage_at(rule.whole.start));
        let names = passage.map(|passage| known.names.names_of(passage));
        let Some(names) = names.filter(|names| names.len() < LONGEST) else {
            return [0.0; 2];
        };
        let mut met: BTreeMap<Kind, bool> = BTreeMap::new();
        for name in known.names.all().get(names).unwrap_or_default() {
            if let (Sense::Declared(id), false) = (name.sense, name.declares)
                && let Some((kind, atoms)) = atoms_of(known, id)
                && let Some(asked) = self.0.get(&kind)
            {
                *met.entry(kind).or_default() |= asked.meets(&atoms);
            }
        }
        let count = |which: bool| met.values().filter(|&&met| met == which).count() as f64;
        let all = self.0.len().max(1) as f64;
        [count(true) / all, count(false) / all]
    }
}

/// What a node is to others: its parents, and what it holds.
struct Place {
    kind: Kind,
    parents: Vec<u32>,
    atoms: ValueSet,
}

/// The nodes of a list.
pub(super) struct Listed(Vec<Place>);

impl Listed {
    pub(super) fn of(known: Known<'_>, listed: &[Token<'_>]) -> Self {
        let places = listed.iter().filter_map(|token| match token {
            Token::Declared(id) => place_of(known, *id),
            Token::Word(_) => None,
        });
        Self(places.collect())
    }

    /// Whether a node has a parent with one of them in common, and whether it holds something that one of them holds.
    pub(super) fn akin(&self, known: Known<'_>, node: DeclarationId) -> [bool; 2] {
        if self.0.is_empty() {
            return [false; 2];
        }
        let Some(node) = place_of(known, node) else {
            return [false; 2];
        };
        let mut others = self.0.iter().filter(|other| other.kind == node.kind);
        let are_siblings =
            |other: &Place| (other.parents.iter()).any(|parent| node.parents.contains(parent));
        [
            others.clone().any(are_siblings),
            others.any(|other| other.atoms.meets(&node.atoms)),
        ]
    }
}

fn place_of(known: Known<'_>, id: DeclarationId) -> Option<Place> {
    let (kind, atoms) = atoms_of(known, id)?;
    let name = &known.names.declaration(id)?.name;
    let node = known.world.taxonomies.node(kind, name);
    Some(Place {
        kind,
        parents: node.map(|node| node.parents.clone()).unwrap_or_default(),
        atoms,
    })
}

/// The kind of a node or a group, and all that it ever holds.
fn atoms_of(known: Known<'_>, id: DeclarationId) -> Option<(Kind, ValueSet)> {
    let declared = known.names.declaration(id)?;
    let Space::Kind(kind) = declared.space()? else {
        return None;
    };
    let taxonomy = known.world.taxonomies.kind(kind)?;
    let atoms = match taxonomy.names.get(&declared.name)? {
        NameTarget::Node(at) => taxonomy.nodes.get(*at as usize)?.atoms.clone(),
        NameTarget::Residual(at) => ValueSet::single(i64::from(*at)),
        NameTarget::Group(at) => {
            let parts = &taxonomy.groups.get(*at as usize)?.parts;
            let parts = parts.iter().flat_map(|(atoms, _)| atoms.intervals());
            ValueSet::from_intervals(parts.copied())
        }
    };
    Some((kind, atoms))
}
