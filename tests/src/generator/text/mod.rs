//! Generated policies as source text, so that parser and checker are tested along with what stands behind them.
//!
//! The text says what the policy says, in the words a person would use where there are any: trees with second parents, clauses,
//! named rules that override each other. [`printable`] leaves out beforehand what no text can say.

mod conditions;
mod rules;
mod vocabulary;

use privity::check::dates::{FIRST_DAY, LAST_DAY, day_name};
use privity::check::policy::{
    AxisRole, ClassAxis, Condition, Effect, FactType, Kind, Layer, Policy,
};
use privity::check::values::ValueSet;
use std::fmt::Write as _;

/// The source text of a policy that [`printable`] made.
#[must_use]
pub fn text(policy: &Policy) -> String {
    let mut text = format!("policy {} \"A generated policy\"\n", policy.header.name);
    // Writing to a string cannot fail.
    let _ = text.write_str(&since_until(policy.effective.clone()));
    text.push_str(&vocabulary::vocabulary(policy));
    for fact in &policy.facts {
        text.push_str(&vocabulary::fact(policy, fact));
    }
    for id in policy.rules.ids() {
        text.push_str(&rules::rule(policy, id));
    }
    text
}

/// `since` and `until` clauses for a stretch of days; none for all days.
fn since_until(days: std::ops::RangeInclusive<i64>) -> String {
    let mut clauses = String::new();
    if *days.start() > FIRST_DAY {
        let _ = writeln!(clauses, "  since {}", day_name(*days.start()));
    }
    if *days.end() < LAST_DAY {
        let _ = writeln!(clauses, "  until {}", day_name(*days.end()));
    }
    clauses
}

/// The policy without what no text says, and with what the text will mean spelled out.
///
/// Tests on the elements of a set that no rule names hold; transfer rules speak of processing alone, which is all that they can reach.
/// A place that is wherever the data subject is at home lies in a set of places if the home does.
#[must_use]
pub fn printable(policy: &Policy) -> Policy {
    let mut printable = policy.clone();
    for id in policy.rules.ids() {
        let rule = printable.rules.at_mut(id);
        rule.region = spelled_out(policy, &rule.region);
        rule.requirement = spelled_out(policy, &rule.requirement);
    }
    printable
}

/// The meaning of a printable policy, as the language defines it: tests on places look through `as home`.
#[must_use]
pub fn meaning(policy: &Policy) -> Policy {
    let mut meaning = policy.clone();
    for id in policy.rules.ids() {
        let rule = meaning.rules.at_mut(id);
        rule.region = at_home(policy, &rule.region);
        rule.requirement = at_home(policy, &rule.requirement);
        if rule.layer == Layer::Transfer && rule.effect != Effect::Exclude {
            let processing = policy
                .responses()
                .complement(&policy.class_axis(ClassAxis::Action).domain);
            let only = Condition::Test(ClassAxis::Action.id(), processing);
            rule.region = Condition::All(vec![only, rule.region.clone()]);
        }
    }
    meaning
}

fn mapped(condition: &Condition, leaf: &dyn Fn(&Condition) -> Condition) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| mapped(part, leaf)).collect();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(inner) => Condition::Not(Box::new(mapped(inner, leaf))),
        test @ Condition::Test(..) => leaf(test),
    }
}

fn spelled_out(policy: &Policy, condition: &Condition) -> Condition {
    mapped(condition, &|test| match test {
        Condition::Test(axis, _) if is_unnamed(policy, *axis) => Condition::TRUE,
        other => other.clone(),
    })
}

fn is_unnamed(policy: &Policy, axis: privity::check::policy::AxisId) -> bool {
    matches!(policy.axes.at(axis).role, AxisRole::Element(_, None))
}

fn at_home(policy: &Policy, condition: &Condition) -> Condition {
    let home = ClassAxis::Home.id();
    mapped(condition, &|test| match test {
        Condition::Test(axis, set)
            if *axis == ClassAxis::Origin.id() || *axis == ClassAxis::Destination.id() =>
        {
            Condition::Any(vec![
                test.clone(),
                Condition::All(vec![
                    Condition::Test(*axis, policy.borders.as_home.clone()),
                    Condition::Test(home, set.clone()),
                ]),
            ])
        }
        other => other.clone(),
    })
}

/// The atoms of a kind in a set of values of a class axis, as numbers of that kind; the action axis holds three kinds.
fn of_kind(policy: &Policy, class: ClassAxis, kind: Kind, values: &ValueSet) -> ValueSet {
    let before: &[Kind] = match (class, kind) {
        (ClassAxis::Action, Kind::Right) => &[Kind::Action],
        (ClassAxis::Action, Kind::Event) => &[Kind::Action, Kind::Right],
        _ => &[],
    };
    let offset: i64 = before
        .iter()
        .map(|kind| policy.taxonomies.atom_count(*kind))
        .sum();
    let own = ValueSet::range(offset, offset + policy.taxonomies.atom_count(kind) - 1);
    let inside = own.intersection(values);
    ValueSet::from_intervals(
        inside
            .intervals()
            .iter()
            .map(|(low, high)| (low - offset, high - offset)),
    )
}

/// The names of a set of atoms.
fn names(policy: &Policy, kind: Kind, atoms: &ValueSet) -> Vec<String> {
    policy
        .taxonomies
        .kind(kind)
        .map(|taxonomy| taxonomy.names_of(atoms))
        .unwrap_or_default()
}

/// Whether a fact's elements are words of its own.
fn elements(ty: &FactType) -> &[String] {
    match ty {
        FactType::Set { elements, .. } => elements,
        _ => &[],
    }
}
