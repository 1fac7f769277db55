//! The names of values, for requests, messages and outputs.

use super::dates::day_name;
use super::policy::{AxisId, AxisRole, ClassAxis, FactType, Kind, Policy};

/// How a value of an axis is called.
pub(super) fn value_name(policy: &Policy, axis: AxisId, value: i64) -> String {
    match &policy.axes.at(axis).role {
        AxisRole::Class(class) => class_value_name(policy, *class, value),
        AxisRole::Fact(fact) => {
            let fact = policy.facts.at(*fact);
            if let Some((none, word)) = &fact.none_value
                && *none == value
            {
                return word.clone();
            }
            match &fact.ty {
                FactType::Flag | FactType::Set { .. } => yes_no(value),
                FactType::Words { words, .. } => usize::try_from(value)
                    .ok()
                    .and_then(|at| words.get(at).cloned())
                    .unwrap_or_else(|| value.to_string()),
                FactType::Number(_) | FactType::Duration => value.to_string(),
                FactType::Date => day_name(value),
            }
        }
        AxisRole::Element(..) | AxisRole::Kept(_) => yes_no(value),
    }
}

fn yes_no(value: i64) -> String {
    if value == 0 { "no" } else { "yes" }.to_owned()
}

fn class_value_name(policy: &Policy, class: ClassAxis, value: i64) -> String {
    let Some(kind) = class.kind() else {
        return day_name(value);
    };
    let kinds: &[Kind] = if class == ClassAxis::Action {
        &[Kind::Action, Kind::Right, Kind::Event]
    } else {
        &[kind]
    };
    let mut at = value;
    for &kind in kinds {
        let count = policy.taxonomies.atom_count(kind);
        if at < count {
            let name = policy.taxonomies.kind(kind).and_then(|taxonomy| {
                let at = usize::try_from(at).ok()?;
                taxonomy.atoms.get(at).cloned()
            });
            return name.unwrap_or_else(|| value.to_string());
        }
        at -= count;
    }
    "none".to_owned()
}
