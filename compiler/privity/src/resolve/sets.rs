//! Sets of nodes as written, turned into sets of atoms.

use std::ops::RangeInclusive;

use super::dated_set::DatedSet;
use super::diagnostics::{no_lineage, unknown_role};
use super::lookups::Lookups;
use super::names::NameTable;
use super::world::ModuleIndex;
use crate::check::taxonomy::{NameTarget, Taxonomies};
use crate::check::values::ValueSet;
use crate::diagnostic::Report;
use crate::syntax::ast::{Kind, Path, Set, SetMember};

/// The roles a party can have.
pub const ROLES: [&str; 4] = ["controller", "processor", "joint", "authority"];

/// A set of nodes of one kind, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSet {
    /// Whether `any` is among the members.
    pub any: bool,
    /// Whether the word `none` is among the members.
    pub none: bool,
    /// The members, as written, with their atoms.
    pub listed: Vec<(String, DatedSet)>,
    /// What is taken out.
    pub except: Vec<(String, DatedSet)>,
}

impl NodeSet {
    /// The atoms that are listed, before anything is taken out; `atom_count` is how many the kind has.
    #[must_use]
    pub fn listed_values(&self, atom_count: i64) -> DatedSet {
        let all = if self.any {
            ValueSet::range(0, atom_count - 1)
        } else {
            ValueSet::empty()
        };
        union(&self.listed, DatedSet::constant(all))
    }

    /// The atoms that are taken out.
    #[must_use]
    pub fn except_values(&self) -> DatedSet {
        union(&self.except, DatedSet::constant(ValueSet::empty()))
    }

    /// The atoms in the set; `atom_count` is how many the kind has.
    #[must_use]
    pub fn values(&self, atom_count: i64) -> DatedSet {
        let domain: RangeInclusive<i64> = 0..=atom_count.max(1) - 1;
        self.listed_values(atom_count)
            .minus(&self.except_values(), &domain)
    }
}

fn union(parts: &[(String, DatedSet)], start: DatedSet) -> DatedSet {
    parts.iter().fold(start, |all, (_, part)| all.union(part))
}

/// Looks a set up. `None` when a part is unknown, which is noted or reported.
pub fn resolve_set(
    names: &NameTable,
    taxonomies: &Taxonomies,
    lookups: &mut Lookups,
    set: &Set,
    kind: Kind,
    module: ModuleIndex,
    report: &mut Report,
) -> Option<NodeSet> {
    let mut found = NodeSet {
        any: false,
        none: false,
        listed: Vec::new(),
        except: Vec::new(),
    };
    let mut sound = true;
    let mut look_up = |path: &Path, report: &mut Report| {
        let (name, target) = lookups.target(names, taxonomies, kind, path, module, report)?;
        Some((name, dated_target(taxonomies, kind, target)))
    };
    for member in &set.members {
        let part = match member {
            SetMember::Any(_) => {
                found.any = true;
                continue;
            }
            SetMember::Path(path) if is_none(path) && can_be_none(kind) => {
                found.none = true;
                continue;
            }
            SetMember::Path(path) => look_up(path, report),
            SetMember::DerivedFrom(path) | SetMember::WithDerived(path) if kind != Kind::Data => {
                report.push(no_lineage(kind, path));
                None
            }
            SetMember::DerivedFrom(path) => look_up(path, report).map(|(name, from)| {
                let derived = derived_from(taxonomies, &from.ever());
                (format!("derived from {name}"), DatedSet::constant(derived))
            }),
            SetMember::WithDerived(path) => look_up(path, report).map(|(name, own)| {
                let derived = derived_from(taxonomies, &own.ever());
                let all = own.union(&DatedSet::constant(derived));
                (format!("{name} and derived"), all)
            }),
            SetMember::Role(role) if ROLES.contains(&role.text.as_str()) => {
                let parties = parties_of(taxonomies, &role.text);
                Some((format!("role {}", role.text), DatedSet::constant(parties)))
            }
            SetMember::Role(role) => {
                report.push(unknown_role(role));
                None
            }
        };
        match part {
            Some(part) => found.listed.push(part),
            None => sound = false,
        }
    }
    for path in &set.except {
        match look_up(path, report) {
            Some(part) => found.except.push(part),
            None => sound = false,
        }
    }
    sound.then_some(found)
}

/// Requests can be about no data, for no purpose, to or from nobody.
fn can_be_none(kind: Kind) -> bool {
    matches!(kind, Kind::Data | Kind::Purpose | Kind::Party)
}

fn is_none(path: &Path) -> bool {
    matches!(path.segments.as_slice(), [only] if only.text == "none")
}

/// The atoms that a name stands for.
#[must_use]
pub fn dated_target(taxonomies: &Taxonomies, kind: Kind, target: NameTarget) -> DatedSet {
    let taxonomy = taxonomies.kind(kind);
    match target {
        NameTarget::Node(at) => DatedSet::constant(
            taxonomy
                .and_then(|taxonomy| taxonomy.nodes.get(at as usize))
                .map(|node| node.atoms.clone())
                .unwrap_or_default(),
        ),
        NameTarget::Residual(atom) => DatedSet::constant(ValueSet::single(i64::from(atom))),
        NameTarget::Group(at) => DatedSet::from_parts(
            taxonomy
                .and_then(|taxonomy| taxonomy.groups.get(at as usize))
                .map(|group| group.parts.as_slice())
                .unwrap_or_default(),
        ),
    }
}

/// All data computed from any of these atoms, at any distance; the atoms themselves only if they are computed from one another.
#[must_use]
pub fn derived_from(taxonomies: &Taxonomies, from: &ValueSet) -> ValueSet {
    let Some(data) = taxonomies.kind(Kind::Data) else {
        return ValueSet::empty();
    };
    let mut derived = ValueSet::empty();
    loop {
        let sources = from.union(&derived);
        let computed = data.nodes.iter().filter(|node| {
            let inputs = node.derived_from.iter();
            inputs
                .filter_map(|&at| data.nodes.get(at as usize))
                .any(|input| !input.atoms.intersection(&sources).is_empty())
        });
        let next = computed.fold(derived.clone(), |all, node| all.union(&node.atoms));
        if next == derived {
            return derived;
        }
        derived = next;
    }
}

/// All parties of a role, with all below them.
fn parties_of(taxonomies: &Taxonomies, role: &str) -> ValueSet {
    let nodes = taxonomies
        .kind(Kind::Party)
        .into_iter()
        .flat_map(|parties| &parties.nodes);
    nodes
        .filter(|node| node.roles.iter().any(|own| own == role))
        .fold(ValueSet::empty(), |all, node| all.union(&node.atoms))
}
