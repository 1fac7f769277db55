//! Conditions as text.

use privity::check::dates::day_name;
use privity::check::policy::{
    AxisId, AxisRole, ClassAxis, Condition, Fact, FactType, Kind, Policy,
};
use privity::check::values::ValueSet;

use super::{elements, names, of_kind};

/// Holds on every day there is.
const ALWAYS: &str = "date at least 1900-01-01";
/// Holds on no day.
const NEVER: &str = "not date at least 1900-01-01";

/// A condition, in parentheses where it has parts.
pub(super) fn condition(policy: &Policy, condition: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str, empty: &str| match parts {
        [] => empty.to_owned(),
        _ => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| self::condition(policy, part))
                .collect();
            format!("({})", parts.join(&format!(" {word} ")))
        }
    };
    match condition {
        Condition::All(parts) => joined(parts, "and", ALWAYS),
        Condition::Any(parts) => joined(parts, "or", NEVER),
        Condition::Not(inner) => format!("not ({})", self::condition(policy, inner)),
        Condition::Test(axis, set) => test(policy, *axis, set),
    }
}

fn test(policy: &Policy, axis: AxisId, set: &ValueSet) -> String {
    let info = policy.axes.at(axis);
    let whole = ValueSet::range(*info.domain.start(), *info.domain.end());
    if whole.is_subset(set) {
        return ALWAYS.to_owned();
    }
    if set.intersection(&whole).is_empty() {
        return NEVER.to_owned();
    }
    match info.role {
        AxisRole::Class(ClassAxis::Date) => ranges(&info.name, set, day_name),
        AxisRole::Class(class) => format!(
            "{} is ({})",
            info.name,
            class_names(policy, class, set).join(", ")
        ),
        AxisRole::Fact(fact) => fact_test(policy.facts.at(fact), set),
        AxisRole::Element(fact, element) => {
            let fact = policy.facts.at(fact);
            let word = element.and_then(|at| elements(&fact.ty).get(at as usize));
            let has = format!("{} has {}", fact.name, word.map_or("", String::as_str));
            if set.contains(1) {
                has
            } else {
                format!("not {has}")
            }
        }
        AxisRole::Kept(_) => ALWAYS.to_owned(),
    }
}

/// The names of values of a class axis, `none` last.
pub(super) fn class_names(policy: &Policy, class: ClassAxis, set: &ValueSet) -> Vec<String> {
    let kinds: &[Kind] = match class {
        ClassAxis::Action => &[Kind::Action, Kind::Right, Kind::Event],
        _ => &class.kind().map_or(Vec::new(), |kind| vec![kind]),
    };
    let mut found: Vec<String> = kinds
        .iter()
        .flat_map(|&kind| names(policy, kind, &of_kind(policy, class, kind, set)))
        .collect();
    if class.has_none() && set.contains(*policy.class_axis(class).domain.end()) {
        found.push("none".to_owned());
    }
    found
}

fn fact_test(fact: &Fact, set: &ValueSet) -> String {
    let mut parts = Vec::new();
    let mut own = set.clone();
    if let Some((none, word)) = &fact.none_value {
        if set.contains(*none) {
            parts.push(format!("{} is {word}", fact.name));
        }
        own = set.intersection(&ValueSet::range(i64::MIN, none - 1));
    }
    match &fact.ty {
        _ if own.is_empty() => {}
        FactType::Flag if own.contains(1) => parts.push(fact.name.clone()),
        FactType::Flag => parts.push(format!("not {}", fact.name)),
        FactType::Words { words, .. } => {
            let named: Vec<&str> = (0..)
                .zip(words)
                .filter(|(at, _)| own.contains(*at))
                .map(|(_, word)| word.as_str())
                .collect();
            parts.push(format!("{} is ({})", fact.name, named.join(", ")));
        }
        FactType::Date => parts.push(ranges(&fact.name, &own, day_name)),
        _ => parts.push(ranges(&fact.name, &own, |number| number.to_string())),
    }
    format!("({})", parts.join(" or "))
}

/// Numbers or days between bounds.
fn ranges(name: &str, set: &ValueSet, value: impl Fn(i64) -> String) -> String {
    let parts: Vec<String> = set
        .intervals()
        .iter()
        .map(|&(low, high)| {
            format!(
                "({name} at least {} and {name} at most {})",
                value(low),
                value(high)
            )
        })
        .collect();
    format!("({})", parts.join(" or "))
}
