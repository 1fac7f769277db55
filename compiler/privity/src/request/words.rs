//! Requests and changes in words, for people who get an answer.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ask, Request};
use crate::check::dates::{FIRST_DAY, LAST_DAY, day_name};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Condition, FactType, Kind, Policy};
use crate::check::values::ValueSet;
use crate::syntax::ast::Unit;

/// A change of one circumstance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The fact, `fact.element`, or `kept DUTY`.
    pub axis: String,
    /// The values that help, by name; absent for numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The ranges of numbers or days that help, both ends included; absent for words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
}

/// Numbers or days from one end to the other, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The smallest.
    pub from: String,
    /// The largest.
    pub to: String,
}

/// Most atoms' names are listed; of long lists the rest is counted.
const MOST_NAMES: usize = 8;

/// A change for programs, and in words: `consent at least explicit`.
pub(crate) fn change(policy: &Policy, axis: AxisId, values: &ValueSet) -> (Change, String) {
    let info = policy.axes.at(axis);
    let name = &info.name;
    let domain = (*info.domain.start(), *info.domain.end());
    let fact = match &info.role {
        AxisRole::Kept(duty) => {
            let words = format!("`{}` is kept", policy.obligations.at(*duty));
            return (named(policy, axis, values), words);
        }
        AxisRole::Element(fact, element) => {
            let fact = policy.facts.at(*fact);
            let element = match (&fact.ty, element) {
                (FactType::Set { elements, .. }, Some(at)) => elements.get(*at as usize).cloned(),
                _ => None,
            };
            let has = if values.contains(1) { "has" } else { "has not" };
            let element = element.unwrap_or_else(|| "anything else".to_owned());
            let words = format!("`{}` {has} `{element}`", fact.name);
            return (named(policy, axis, values), words);
        }
        AxisRole::Class(_) => {
            let machine = named(policy, axis, values);
            let words = format!("`{name}` is {}", list(&machine.values));
            return (machine, words);
        }
        AxisRole::Fact(fact) => policy.facts.at(*fact),
    };
    match &fact.ty {
        FactType::Words { ordered: true, .. } => {
            let machine = named(policy, axis, values);
            let words = match values.intervals() {
                [(low, high)] if *high == domain.1 && low < high => {
                    format!("`{name}` at least `{}`", policy.value_name(axis, *low))
                }
                [(low, high)] if *low == domain.0 && low < high => {
                    format!("`{name}` at most `{}`", policy.value_name(axis, *high))
                }
                _ => format!("`{name}` is {}", list(&machine.values)),
            };
            (machine, words)
        }
        FactType::Number(_) | FactType::Duration | FactType::Date => {
            let none = fact.none_value.as_ref().map(|(value, _)| *value);
            ranges(policy, axis, values, domain, none, unit(&fact.ty))
        }
        FactType::Flag | FactType::Words { .. } | FactType::Set { .. } => {
            let machine = named(policy, axis, values);
            let words = format!("`{name}` is {}", list(&machine.values));
            (machine, words)
        }
    }
}

fn named(policy: &Policy, axis: AxisId, values: &ValueSet) -> Change {
    Change {
        axis: policy.axes.at(axis).name.clone(),
        values: values
            .iter()
            .take(1000)
            .map(|value| policy.value_name(axis, value))
            .collect(),
        ranges: Vec::new(),
    }
}

fn ranges(
    policy: &Policy,
    axis: AxisId,
    values: &ValueSet,
    domain: (i64, i64),
    none: Option<i64>,
    unit: &str,
) -> (Change, String) {
    let name = policy.axes.at(axis).name.clone();
    let shown = |value: i64| format!("{}{unit}", policy.value_name(axis, value));
    let mut machine = Change {
        axis: name.clone(),
        values: Vec::new(),
        ranges: Vec::new(),
    };
    let mut parts = Vec::new();
    // The value that means there is none lies at an end of the axis, where it may touch the numbers.
    let numbers = match none {
        Some(none) if values.contains(none) => {
            let word = policy.value_name(axis, none);
            parts.push(format!("is `{word}`"));
            machine.values.push(word);
            values.intersection(&ValueSet::single(none).complement(&(domain.0..=domain.1)))
        }
        _ => values.clone(),
    };
    let limits = match none {
        Some(none) if none == domain.0 => (domain.0 + 1, domain.1),
        Some(none) if none == domain.1 => (domain.0, domain.1 - 1),
        _ => domain,
    };
    for &(low, high) in numbers.intervals().iter().take(MOST_NAMES) {
        machine.ranges.push(Range {
            from: policy.value_name(axis, low),
            to: policy.value_name(axis, high),
        });
        parts.push(match (low <= limits.0, high >= limits.1) {
            (true, true) => "is any number".to_owned(),
            (false, true) => format!("at least {}", shown(low)),
            (true, false) => format!("at most {}", shown(high)),
            (false, false) if low == high => format!("is {}", shown(low)),
            (false, false) => format!("between {} and {}", shown(low), shown(high)),
        });
    }
    (machine, format!("`{name}` {}", parts.join(" or ")))
}

fn unit(ty: &FactType) -> &'static str {
    match ty {
        FactType::Duration | FactType::Number(Some(Unit::Hour)) => " hours",
        FactType::Number(Some(Unit::Day)) => " days",
        FactType::Number(Some(Unit::Week)) => " weeks",
        FactType::Number(Some(Unit::Month)) => " months",
        FactType::Number(Some(Unit::Year)) => " years",
        _ => "",
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    if more > 0 {
        format!("{} or {more} more", quoted.join(", "))
    } else {
        quoted.join(" or ")
    }
}

/// The word in front of what stands on a class axis, in the order in which an act is told.
const PREPOSITIONS: [(ClassAxis, &str); 9] = [
    (ClassAxis::Recipient, "to"),
    (ClassAxis::Purpose, "for"),
    (ClassAxis::Source, "from"),
    (ClassAxis::Subject, "about"),
    (ClassAxis::Origin, "from"),
    (ClassAxis::Destination, "in"),
    (ClassAxis::Home, "of somebody at home in"),
    (ClassAxis::Actor, "by"),
    (ClassAxis::Date, "on"),
];

/// An atom of a request in words: `share name to court for legal_duty with consent explicit`.
///
/// The act is always told; of all else what the request speaks of.
pub(super) fn atom(policy: &Policy, request: &Request, atom: &[i64]) -> String {
    let said = |axis: AxisId| {
        let domain = &policy.axes.at(axis).domain;
        let whole = ValueSet::range(*domain.start(), *domain.end());
        let default = policy.defaults.get(axis.index()).and_then(Option::as_ref);
        request.asks.get(axis.index()).is_some_and(|ask| match ask {
            Ask::All(values) | Ask::One(values) => *values != whole && Some(values) != default,
        })
    };
    words(policy, atom, said, request.implied_destination)
}

/// An atom in words: the act, and of all else what `told` picks, unless a request that leaves it out means the same.
pub(crate) fn told_atom(policy: &Policy, atom: &[i64], told: impl Fn(AxisId) -> bool) -> String {
    let value = |axis: AxisId| atom.get(axis.index()).copied().unwrap_or_default();
    let is_default = |axis: AxisId| {
        let default = policy.defaults.get(axis.index()).and_then(Option::as_ref);
        default.is_some_and(|default| default.as_single() == Some(value(axis)))
            || matches!(policy.axes.at(axis).role, AxisRole::Kept(_)) && value(axis) == 1
    };
    words(policy, atom, |axis| told(axis) && !is_default(axis), false)
}

/// An atom in words; `implied` when the request leaves the destination out.
fn words(policy: &Policy, atom: &[i64], said: impl Fn(AxisId) -> bool, implied: bool) -> String {
    let value = |axis: ClassAxis| atom.get(axis.id().index()).copied().unwrap_or_default();
    let name = |axis: ClassAxis| policy.value_name(axis.id(), value(axis));
    let is_none =
        |axis: ClassAxis| axis.has_none() && value(axis) == *policy.class_axis(axis).domain.end();
    let mut words = name(ClassAxis::Action);
    if !is_none(ClassAxis::Data) {
        words.push_str(&format!(" {}", name(ClassAxis::Data)));
    }
    for (axis, word) in PREPOSITIONS {
        // Where the recipient sits is told, as the request does not say it.
        let follows = axis == ClassAxis::Destination && implied && !is_none(ClassAxis::Recipient);
        if !is_none(axis) && (said(axis.id()) || follows) {
            words.push_str(&format!(" {word} {}", name(axis)));
        }
    }
    let circumstances: Vec<String> = policy
        .axes
        .entries()
        .filter(|(id, axis)| !matches!(axis.role, AxisRole::Class(_)) && said(*id))
        .filter_map(|(id, _)| {
            let value = atom.get(id.index()).copied()?;
            Some(change(policy, id, &ValueSet::single(value)).1)
        })
        .take(MOST_NAMES)
        .collect();
    if !circumstances.is_empty() {
        words.push_str(&format!(", where {}", circumstances.join(" and ")));
    }
    words
}

/// A box of atoms in words, with nodes and groups in place of what is below them; axes that are not named may have any value.
pub(crate) fn sides(policy: &Policy, sides: &BTreeMap<AxisId, ValueSet>) -> String {
    let of = |axis: ClassAxis| {
        let values = sides.get(&axis.id())?;
        Some(cover(policy, axis, values))
    };
    let mut words = of(ClassAxis::Action).unwrap_or_else(|| "any act".to_owned());
    if let Some(data) = of(ClassAxis::Data) {
        let with = if sides.contains_key(&ClassAxis::Action.id()) {
            ""
        } else {
            " with"
        };
        words.push_str(&format!("{with} {data}"));
    }
    for (axis, word) in PREPOSITIONS {
        if let Some(named) = of(axis) {
            words.push_str(&format!(" {word} {named}"));
        }
    }
    let circumstances: Vec<String> = sides
        .iter()
        .filter(|(axis, _)| !matches!(policy.axes.at(**axis).role, AxisRole::Class(_)))
        .map(|(axis, values)| change(policy, *axis, values).1)
        .collect();
    if !circumstances.is_empty() {
        words.push_str(&format!(", where {}", circumstances.join(" and ")));
    }
    words
}

/// The values of a class axis by as few names as will do: `health_data, name`, `any except DE`, `from 2021-01-01`.
pub(crate) fn cover(policy: &Policy, axis: ClassAxis, values: &ValueSet) -> String {
    let domain = policy.class_axis(axis).domain.clone();
    let Some(kind) = axis.kind() else {
        let days = values.intervals().iter().map(|&(first, last)| {
            let (from, to) = (day_name(first), day_name(last));
            match (first <= *domain.start(), last >= *domain.end()) {
                (true, true) => "any day".to_owned(),
                (false, true) => format!("{from} or later"),
                (true, false) => format!("{to} or earlier"),
                (false, false) if first == last => from,
                (false, false) => format!("{from} to {to}"),
            }
        });
        return days.collect::<Vec<_>>().join(" or ");
    };
    let kinds: &[Kind] = if axis == ClassAxis::Action {
        &[Kind::Action, Kind::Right, Kind::Event]
    } else {
        &[kind]
    };
    let plain = names(policy, axis, kinds, values);
    let rest = values.complement(&domain);
    let others = names(policy, axis, kinds, &rest);
    if rest.is_empty() {
        "any".to_owned()
    } else if others.len() + 1 < plain.len() {
        format!("any except {}", enumerate(&others))
    } else {
        enumerate(&plain)
    }
}

fn enumerate(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>();
    let shown = shown.join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

/// Names of nodes and lasting groups that together stand for exactly these values, the widest first; what no name fits goes by its atoms.
fn names(policy: &Policy, axis: ClassAxis, kinds: &[Kind], values: &ValueSet) -> Vec<String> {
    let domain = policy.class_axis(axis).domain.clone();
    let mut names = Vec::new();
    let mut offset = 0;
    for &kind in kinds {
        let count = policy.taxonomies.atom_count(kind);
        let own = values.intersection(&ValueSet::range(offset, offset + count - 1));
        let mut left = own.shifted(-offset);
        let inside = left.clone();
        if let Some(taxonomy) = policy.taxonomies.kind(kind) {
            let nodes = taxonomy.nodes.iter().map(|node| (&node.name, &node.atoms));
            let groups = taxonomy.groups.iter().filter_map(|group| {
                let [(atoms, days)] = group.parts.as_slice() else {
                    return None;
                };
                (*days == (FIRST_DAY..=LAST_DAY)).then_some((&group.name, atoms))
            });
            let mut fitting: Vec<_> = nodes
                .chain(groups)
                .filter(|(_, atoms)| !atoms.is_empty() && atoms.is_subset(&inside))
                .collect();
            fitting.sort_by_key(|(_, atoms)| std::cmp::Reverse(atoms.len()));
            for (name, atoms) in fitting {
                if !atoms.intersection(&left).is_empty() {
                    names.push(name.clone());
                    left = left.intersection(&atoms.complement(&(0..=count - 1)));
                }
            }
        }
        names.extend(
            left.shifted(offset)
                .iter()
                .map(|value| policy.value_name(axis.id(), value)),
        );
        offset += count;
    }
    if axis.has_none() && values.contains(*domain.end()) {
        names.push("none".to_owned());
    }
    names
}

/// A condition in words: `consent` at least `general` and not `minor` is `yes`.
pub(crate) fn condition(policy: &Policy, tested: &Condition) -> String {
    let all = |parts: &[Condition], word: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => {
                    format!("({})", condition(policy, part))
                }
                _ => condition(policy, part),
            })
            .collect();
        parts.join(word)
    };
    match tested {
        Condition::All(parts) if parts.is_empty() => "anything is so".to_owned(),
        Condition::Any(parts) if parts.is_empty() => "nothing is so".to_owned(),
        Condition::All(parts) => all(parts, " and "),
        Condition::Any(parts) => all(parts, " or "),
        Condition::Not(inner) => match &**inner {
            Condition::Test(axis, values) => {
                let domain = &policy.axes.at(*axis).domain;
                let others = values.complement(domain);
                condition(policy, &Condition::Test(*axis, others))
            }
            other => format!("not ({})", condition(policy, other)),
        },
        Condition::Test(axis, values) => match policy.axes.at(*axis).role {
            AxisRole::Class(class) => {
                format!("`{}` in `{}`", class.name(), cover(policy, class, values))
            }
            _ => change(policy, *axis, values).1,
        },
    }
}
