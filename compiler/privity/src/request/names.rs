//! From the names in a request to values on class axes.

use super::diagnostics;
use crate::check::policy::{ClassAxis, Kind, Policy};
use crate::check::taxonomy::{NameTarget, Taxonomy};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What a name of the action axis stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// Values of the axis.
    Values(ValueSet),
    /// The word for what crosses a border.
    Transfer,
}

/// The words by which messages speak of a kind.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Action => "action",
        Kind::Data => "data item",
        Kind::Purpose => "purpose",
        Kind::Party => "party",
        Kind::Place => "place",
        Kind::Subject => "data subject",
        Kind::Right => "right",
        Kind::Event => "event",
        Kind::Duty => "duty",
        Kind::Channel => "channel",
        Kind::Guard => "guard kind",
    }
}

fn keyword(kind: Kind) -> &'static str {
    match kind {
        Kind::Data => "data",
        Kind::Subject => "subject",
        Kind::Guard => "guard",
        other => kind_word(other),
    }
}

/// The values of a class axis that a name stands for. `days` are the days asked about: a group may have other members
/// on other days.
pub(super) fn class_values(
    policy: &Policy,
    axis: ClassAxis,
    name: &str,
    span: Span,
    days: &ValueSet,
) -> Result<Named, Box<Diagnostic>> {
    let Some(kind) = axis.kind() else {
        return Err(Box::new(diagnostics::no_such_day(name, span)));
    };
    if kind == Kind::Action && matches!(name, "transfer" | "action.transfer") {
        return Ok(Named::Transfer);
    }
    atoms(policy, kind, name, span, days).map(Named::Values)
}

/// The values of the action axis that a right or an event stands for.
pub(super) fn response_values(
    policy: &Policy,
    kind: Kind,
    name: &str,
    span: Span,
) -> Result<ValueSet, Box<Diagnostic>> {
    let mut first = policy.taxonomies.atom_count(Kind::Action);
    if kind == Kind::Event {
        first += policy.taxonomies.atom_count(Kind::Right);
    }
    let atoms = atoms(policy, kind, name, span, &ValueSet::empty())?;
    Ok(ValueSet::from_intervals(
        atoms
            .intervals()
            .iter()
            .map(|&(low, high)| (low + first, high + first)),
    ))
}

/// The atoms of a kind that a name stands for: a node with all below it, `node.other`, a group, an alias, a former name, or
/// `role NAME` for parties; perhaps with the kind or a module of the standard library in front.
pub(super) fn atoms(
    policy: &Policy,
    kind: Kind,
    name: &str,
    span: Span,
    days: &ValueSet,
) -> Result<ValueSet, Box<Diagnostic>> {
    let what = kind_word(kind);
    let Some(taxonomy) = policy.taxonomies.kind(kind) else {
        return Err(Box::new(diagnostics::unknown_name(what, name, span, &[])));
    };
    if let Some(role) = name.strip_prefix("role ").filter(|_| kind == Kind::Party) {
        return parties_with_role(taxonomy, role.trim(), span);
    }
    if name == "any" && !taxonomy.names.contains_key("any") {
        return Ok(whole(taxonomy));
    }
    let short = without_qualifier(kind, name);
    if let Some(target) = taxonomy.names.get(short) {
        return Ok(target_atoms(taxonomy, *target, days));
    }
    let alike: Vec<(&String, &NameTarget)> = taxonomy
        .names
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(short))
        .collect();
    match alike.as_slice() {
        [(_, target)] => Ok(target_atoms(taxonomy, **target, days)),
        [] => {
            let known: Vec<&str> = taxonomy.names.keys().map(String::as_str).collect();
            Err(Box::new(diagnostics::unknown_name(
                what, name, span, &known,
            )))
        }
        several => {
            let candidates: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(Box::new(diagnostics::ambiguous(
                what,
                name,
                span,
                &candidates,
            )))
        }
    }
}

/// The names of a set of atoms.
pub(super) fn atom_names(policy: &Policy, kind: Kind, atoms: &ValueSet) -> Vec<String> {
    let Some(taxonomy) = policy.taxonomies.kind(kind) else {
        return Vec::new();
    };
    atoms
        .iter()
        .filter_map(|atom| taxonomy.atoms.get(usize::try_from(atom).ok()?).cloned())
        .collect()
}

fn whole(taxonomy: &Taxonomy) -> ValueSet {
    let count = i64::try_from(taxonomy.atoms.len()).unwrap_or(i64::MAX);
    ValueSet::range(0, count - 1)
}

fn target_atoms(taxonomy: &Taxonomy, target: NameTarget, days: &ValueSet) -> ValueSet {
    match target {
        NameTarget::Node(at) => taxonomy
            .nodes
            .get(at as usize)
            .map_or_else(ValueSet::empty, |node| node.atoms.clone()),
        NameTarget::Residual(atom) => ValueSet::single(i64::from(atom)),
        NameTarget::Group(at) => {
            taxonomy
                .groups
                .get(at as usize)
                .map_or_else(ValueSet::empty, |group| {
                    let parts = group.parts.iter().filter(|(_, range)| {
                        let range = ValueSet::range(*range.start(), *range.end());
                        days.is_empty() || !range.intersection(days).is_empty()
                    });
                    ValueSet::from_intervals(
                        parts.flat_map(|(atoms, _)| atoms.intervals().iter().copied()),
                    )
                })
        }
    }
}

fn parties_with_role(
    taxonomy: &Taxonomy,
    role: &str,
    span: Span,
) -> Result<ValueSet, Box<Diagnostic>> {
    let members = taxonomy
        .nodes
        .iter()
        .filter(|node| node.roles.iter().any(|own| own == role))
        .flat_map(|node| node.atoms.intervals().iter().copied());
    let set = ValueSet::from_intervals(members);
    if !set.is_empty() {
        return Ok(set);
    }
    let mut roles: Vec<&str> = taxonomy
        .nodes
        .iter()
        .flat_map(|node| node.roles.iter().map(String::as_str))
        .collect();
    roles.sort_unstable();
    roles.dedup();
    Err(Box::new(diagnostics::unknown_name(
        "role", role, span, &roles,
    )))
}

/// The name without the kind or the module of the standard library in front.
fn without_qualifier(kind: Kind, name: &str) -> &str {
    let module = privity_stdlib::MODULES
        .iter()
        .filter_map(|module| name.strip_prefix(module.path)?.strip_prefix('.'))
        .min_by_key(|rest| rest.len());
    module
        .or_else(|| name.strip_prefix(keyword(kind))?.strip_prefix('.'))
        .unwrap_or(name)
}
