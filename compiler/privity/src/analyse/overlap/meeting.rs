//! Why two names meet: the groups, roles and parents that put one value under both.

use super::statement::Statement;
use crate::check::policy::{ClassAxis, Kind, Policy};
use crate::check::taxonomy::{NameTarget, Taxonomy, TaxonomyNode};
use crate::source::Span;

/// The definitions that made two statements meet at an atom: each place with what it does there, in order of the axes.
pub(super) fn definitions(
    policy: &Policy,
    one: &Statement,
    other: &Statement,
    atom: &[i64],
) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    for (&axis, mine) in &one.sides {
        let Some(theirs) = other.sides.get(&axis) else {
            continue;
        };
        let value = atom.get(axis.id().index()).copied().unwrap_or_default();
        if mine.name == theirs.name {
            continue;
        }
        for side in [mine, theirs] {
            if !side.values.contains(value) {
                continue;
            }
            let Some((span, text)) = reason(policy, axis, &side.name, value) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == span) {
                Some((_, known)) if *known != text => known.push_str(&format!(", and {text}")),
                Some(_) => {}
                None => found.push((span, text)),
            }
        }
    }
    found
}

/// Why a value lies under a name: where that is said, and what is said there.
fn reason(policy: &Policy, axis: ClassAxis, name: &str, value: i64) -> Option<(Span, String)> {
    let called = policy.value_name(axis.id(), value);
    if called == name {
        return None;
    }
    let (kind, atom) = kind_and_atom(policy, axis, value)?;
    let taxonomy = policy.taxonomies.kind(kind)?;
    if let Some(role) = name.strip_prefix("role ") {
        let holder = smallest(taxonomy, atom, |node| {
            node.roles.iter().any(|own| own == role)
        })?;
        return Some((
            holder.span,
            format!("`{}` has the role `{role}`", holder.name),
        ));
    }
    let leaf = smallest(taxonomy, atom, |_| true)?;
    if name.starts_with("derived from ") {
        return Some((leaf.span, format!("`{called}` is {}", quoted(name))));
    }
    match taxonomy.names.get(name)? {
        NameTarget::Group(at) => {
            let group = taxonomy.groups.get(*at as usize)?;
            Some((group.span, format!("`{name}` holds `{called}`")))
        }
        NameTarget::Node(_) => Some((leaf.span, format!("`{called}` belongs to `{name}`"))),
        NameTarget::Residual(_) => None,
    }
}

/// `derived from x` with the name in backticks.
fn quoted(derived: &str) -> String {
    let from = derived.trim_start_matches("derived from ");
    format!("derived from `{from}`")
}

/// The node with the fewest atoms that holds an atom, of those wanted.
fn smallest(
    taxonomy: &Taxonomy,
    atom: i64,
    wanted: impl Fn(&TaxonomyNode) -> bool,
) -> Option<&TaxonomyNode> {
    let nodes = taxonomy.nodes.iter();
    nodes
        .filter(|node| node.atoms.contains(atom) && wanted(node))
        .min_by_key(|node| node.atoms.len())
}

/// The kind of a value of a class axis, and its number within the kind.
fn kind_and_atom(policy: &Policy, axis: ClassAxis, value: i64) -> Option<(Kind, i64)> {
    let kind = axis.kind()?;
    let kinds = match axis {
        ClassAxis::Action => vec![Kind::Action, Kind::Right, Kind::Event],
        _ => vec![kind],
    };
    let mut atom = value;
    for kind in kinds {
        let count = policy.taxonomies.atom_count(kind);
        if atom < count {
            return Some((kind, atom));
        }
        atom -= count;
    }
    None
}
