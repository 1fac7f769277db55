//! Data collected for some purposes and used for more.

use super::concepts::{actions, below_consent, fact, nodes};
use super::diagnostics::{incompatible_purposes, purposes_widened};
use super::requests::{Requests, names, names_any, test};
use crate::analyse::Found;
use crate::check::policy::{AxisRole, ClassAxis, Condition, FactType, Kind, Policy, Rule, RuleId};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// What is done for a purpose with data that somebody has.
const USING: &[&str] = &[
    "use",
    "share",
    "sell",
    "combine",
    "profile",
    "decide_automatically",
];

/// Purposes that nobody has to expect who gave data for another: those of selling, and of whoever receives.
const FOREIGN: &[&str] = &[
    "marketing",
    "commercial",
    "credit_scoring",
    "ai_training",
    "list_resale",
    "recipient_own_purposes",
];

/// The purposes of use for which nobody may collect the same data about the same people: those that are at odds with the purposes of
/// collecting, and all others.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    // Where the law allows whatever it may be for, nothing is said on the purposes of collection.
    let sources = requests.permits(|rule| !names_any(rule, ClassAxis::Purpose));
    let by_purpose = requests.any_of(&sources)?;
    let collected = requests.acts(&actions(policy, &["collect"]))?;
    let collected = requests.space.and(collected, by_purpose)?;
    // A permit for any purpose rests on its conditions, not on a purpose.
    let permits = requests.permits(|rule| names(rule, ClassAxis::Purpose));
    let for_purpose = requests.any_of(&permits)?;
    let used = requests.acts(&actions(policy, USING))?;
    let used = requests.within(used, ClassAxis::Purpose, &real(policy))?;
    let used = requests.space.and(used, for_purpose)?;
    let whose = [ClassAxis::Data, ClassAxis::Subject];
    let had = requests.onto(collected, &whose)?;
    let used = requests.space.and(used, had)?;
    let meant = requests.onto(
        collected,
        &[ClassAxis::Data, ClassAxis::Subject, ClassAxis::Purpose],
    )?;
    let wider = requests.space.without(used, meant)?;
    let unasked = requests.space.condition(&unasked(policy))?;
    let foreign = requests.space.and(wider, unasked)?;
    // A permit that rests on facts says itself when such use is fair.
    let plain: Vec<RuleId> = permits
        .iter()
        .copied()
        .filter(|&id| !rests_on_facts(policy, policy.rules.at(id)))
        .collect();
    let by_plain = requests.any_of(&plain)?;
    let foreign = requests.space.and(foreign, by_plain)?;
    // Whoever gave data for one such purpose is not surprised by the next.
    let expected = requests.within(collected, ClassAxis::Purpose, &foreign_purposes(policy))?;
    let expected = requests.onto(expected, &whose)?;
    let foreign = requests.space.without(foreign, expected)?;
    let rest = {
        let purposes = requests.values(foreign, ClassAxis::Purpose)?;
        let told = requests.on(ClassAxis::Purpose, &purposes)?;
        requests.space.without(wider, told)?
    };
    let mut found = Vec::new();
    for (region, is_foreign) in [(foreign, true), (rest, false)] {
        if region.is_empty() {
            continue;
        }
        let purposes = requests.names(region, ClassAxis::Purpose)?;
        let rules = requests.holding(&permits, region)?;
        let sources = sources_of(requests, region, collected, &sources)?;
        let finding = if is_foreign {
            incompatible_purposes(&purposes, &rules, &sources)
        } else {
            purposes_widened(&purposes, &rules, &sources)
        };
        found.push(requests.told(region, finding));
    }
    Ok(found)
}

/// The permits by which the data of a region are collected.
fn sources_of<'p>(
    requests: &mut Requests<'_, 'p>,
    region: Region,
    collected: Region,
    sources: &[RuleId],
) -> Result<Vec<&'p Rule>, TooLarge> {
    let whose = requests.onto(region, &[ClassAxis::Data, ClassAxis::Subject])?;
    let there = requests.space.and(collected, whose)?;
    requests.holding(sources, there)
}

/// Whether a rule applies under some facts only.
fn rests_on_facts(policy: &Policy, rule: &Rule) -> bool {
    let mut found = false;
    rule.region.for_each_test(&mut |axis, _| {
        found |= matches!(
            policy.axes.at(axis).role,
            AxisRole::Fact(_) | AxisRole::Element(..)
        );
    });
    found
}

fn foreign_purposes(policy: &Policy) -> ValueSet {
    nodes(policy, Kind::Purpose, FOREIGN)
}

/// All purposes, without the value *no purpose*.
fn real(policy: &Policy) -> ValueSet {
    ValueSet::range(0, policy.taxonomies.atom_count(Kind::Purpose) - 1)
}

/// For a foreign purpose, without a yes of the person, with nobody who vouches that the purposes agree, and as the text is read by default.
fn unasked(policy: &Policy) -> Condition {
    let mut parts = vec![test(ClassAxis::Purpose, &foreign_purposes(policy))];
    parts.extend(below_consent(policy, "general"));
    let compatible = fact(policy, "compatible").map(|id| policy.facts.at(id));
    if let Some(compatible) = compatible.filter(|fact| matches!(fact.ty, FactType::Flag)) {
        let axes = compatible.axes.iter();
        parts.extend(axes.map(|&axis| Condition::Test(axis, ValueSet::single(0))));
    }
    for fact in policy.facts.iter().filter(|fact| fact.ambiguity.is_some()) {
        for &axis in &fact.axes {
            let default = policy.defaults.get(axis.index()).and_then(Option::as_ref);
            parts.extend(default.map(|default| Condition::Test(axis, default.clone())));
        }
    }
    Condition::All(parts)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let purposes = policy.taxonomies.atom_count(Kind::Purpose);
    let mut tests = vec![
        test(ClassAxis::Action, &actions(policy, USING)),
        test(ClassAxis::Purpose, &real(policy)),
        unasked(policy),
    ];
    // Each foreign purpose is told by its name.
    tests.extend(
        foreign_purposes(policy)
            .iter()
            .filter(|&purpose| purpose < purposes)
            .map(|purpose| test(ClassAxis::Purpose, &ValueSet::single(purpose))),
    );
    tests
}
