//! A rule in one sentence.

use crate::check::policy::{ClassAxis, Effect, Layer, NamedScope, Policy, Rule};
use crate::request::words;

/// Longer conditions are counted instead of told.
const LONGEST: usize = 160;

/// What a rule says, in one sentence: whom it permits what, or what it denies, requires or adds.
#[must_use]
pub fn sentence(policy: &Policy, rule: &Rule) -> String {
    let acts = acts(policy, rule);
    let duties: Vec<String> = rule
        .obligations
        .iter()
        .map(|&duty| format!("`{}`", policy.obligations.at(duty)))
        .collect();
    let duties = duties.join(", ");
    let mut said = match rule.effect {
        Effect::Permit => format!("permits {acts}"),
        Effect::Forbid => format!("denies {acts}"),
        Effect::Require => format!("denies {acts}"),
        Effect::Oblige => format!("adds {duties} to {acts}"),
        Effect::Exclude => format!("leaves {acts} outside of the policy"),
    };
    let (last, before) = match (rule.effect, rule.conditions.split_last()) {
        (Effect::Require, Some((last, before))) => (Some(&last.0), before),
        _ => (None, rule.conditions.as_slice()),
    };
    let told: Vec<String> = before
        .iter()
        .map(|(condition, _)| words::condition(policy, condition))
        .collect();
    if !told.is_empty() {
        said.push_str(&format!(
            ", where {}",
            short(&told.join(" and "), told.len())
        ));
    }
    if let Some(required) = last {
        let required = words::condition(policy, required);
        said.push_str(&format!(", unless {}", short(&required, 1)));
    }
    if rule.effect == Effect::Permit && !duties.is_empty() {
        said.push_str(&format!(", with {duties}"));
    }
    said
}

fn short(text: &str, count: usize) -> String {
    match count {
        _ if text.len() <= LONGEST => text.to_owned(),
        1 => "a condition holds".to_owned(),
        _ => format!("{count} conditions hold"),
    }
}

/// The acts that a rule is about: `share` of `email` to `courier` for `delivery`.
fn acts(policy: &Policy, rule: &Rule) -> String {
    let on = |axis: ClassAxis| rule.named.iter().filter(move |scope| scope.axis == axis);
    let action = on(ClassAxis::Action).map(|scope| names(policy, scope));
    let action: Vec<String> = action.collect();
    let mut said = match (action.is_empty(), rule.layer) {
        (_, Layer::Transfer) => "crossing a border".to_owned(),
        (true, Layer::Base) => "any act".to_owned(),
        (false, Layer::Base) => action.join(", "),
    };
    let parts = [
        (ClassAxis::Data, "of"),
        (ClassAxis::Source, "from"),
        (ClassAxis::Origin, "from"),
        (ClassAxis::Recipient, "to"),
        (ClassAxis::Destination, "in"),
        (ClassAxis::Purpose, "for"),
        (ClassAxis::Subject, "about"),
        (ClassAxis::Actor, "by"),
    ];
    for (axis, word) in parts {
        for scope in on(axis) {
            said.push_str(&match scope.listed.is_empty() && !scope.except.is_empty() {
                true => format!(" outside {}", words::cover(policy, axis, &scope.except)),
                false => format!(" {word} {}", names(policy, scope)),
            });
        }
    }
    said
}

fn names(policy: &Policy, scope: &NamedScope) -> String {
    let listed: Vec<String> = scope
        .listed
        .iter()
        .map(|(name, _)| match name.as_str() {
            "any" | "none" => name.clone(),
            _ => format!("`{name}`"),
        })
        .collect();
    let mut said = if listed.is_empty() {
        "any".to_owned()
    } else {
        listed.join(", ")
    };
    if !scope.except.is_empty() {
        let except = words::cover(policy, scope.axis, &scope.except);
        said.push_str(&format!(" except {except}"));
    }
    said
}
