//! Consent without a way back, and a way back that leaves the data where they are.

use super::concepts::{actions, fact, is_guard, rule_tests, tests as tests_fact};
use super::diagnostics::{kept_after_withdrawal, no_way_back};
use super::requests::{Requests, SET, test};
use crate::analyse::Found;
use crate::check::policy::{AxisRole, ClassAxis, Condition, Effect, Kind, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// The acts by which data stay.
const HOLDING: &[&str] = &["store", "retain"];
/// The acts that a withdrawal stops first of all.
const USING: &[&str] = &["use"];
/// The rights by which a consent is taken back.
const WAYS_BACK: &[&str] = &["withdraw_consent", "opt_out_of_marketing", "objection"];

/// At most one finding of either sort.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let found = [left_behind(requests)?, without_way_back(requests)?];
    Ok(found.into_iter().flatten().collect())
}

/// Whether a guard stops acts after a withdrawal.
fn is_stop(policy: &Policy, rule: &Rule) -> bool {
    matches!(rule.effect, Effect::Forbid | Effect::Require)
        && (is_guard(rule, "withdrawal")
            || fact(policy, "withdrawn").is_some_and(|fact| rule_tests(policy, rule, fact)))
}

/// Holding data that may not be used any more, when everything is taken back.
fn left_behind(requests: &mut Requests<'_, '_>) -> Result<Option<Found>, TooLarge> {
    let policy = requests.policy;
    let stops = requests.rules(|rule| is_stop(policy, rule));
    let stopped = requests.any_of(&stops)?;
    let stopped = requests.within(stopped, ClassAxis::Action, &actions(policy, USING))?;
    let all = requests.space.condition(&all_taken_back(policy))?;
    let stopped = requests.space.and(stopped, all)?;
    let stopped = requests.whatever(stopped, ClassAxis::Action)?;
    let held = requests.acts(&actions(policy, HOLDING))?;
    let left = requests.space.and(held, stopped)?;
    if left.is_empty() {
        return Ok(None);
    }
    let names = requests.names(left, ClassAxis::Action)?;
    let permits = requests.permits(|_| true);
    let rules = requests.holding(&permits, left)?;
    let stop = stops.first().map(|&id| policy.rules.at(id));
    let finding = stop.map(|stop| kept_after_withdrawal(stop, &names, &rules));
    Ok(finding.map(|finding| requests.told(left, finding)))
}

/// All elements of the fact `withdrawn`, if it is a set.
fn all_taken_back(policy: &Policy) -> Condition {
    let elements = fact(policy, "withdrawn").into_iter().flat_map(|id| {
        let axes = policy.facts.at(id).axes.iter();
        axes.filter(|axis| matches!(policy.axes.at(**axis).role, AxisRole::Element(..)))
    });
    Condition::All(
        elements
            .map(|&axis| Condition::Test(axis, ValueSet::single(1)))
            .collect(),
    )
}

/// People who are asked for consent and have no right, switch or guard that takes it back.
fn without_way_back(requests: &mut Requests<'_, '_>) -> Result<Option<Found>, TooLarge> {
    let policy = requests.policy;
    let consent = fact(policy, "consent");
    let asking = requests.rules(|rule| {
        rule.effect == Effect::Require
            && (is_guard(rule, "consent")
                || consent.is_some_and(|consent| tests_fact(policy, &rule.requirement, consent)))
    });
    let asked = requests.texts_of(&asking)?;
    let permits = requests.permits(|_| true);
    let allowed = requests.any_of(&permits)?;
    let asked = requests.space.and(asked, allowed)?;
    let asked = requests.space.and(asked, requests.open)?;
    let back = ways_back(requests)?;
    let back = requests.onto(back, &[ClassAxis::Subject, ClassAxis::Home])?;
    let left = requests.space.without(asked, back)?;
    if left.is_empty() {
        return Ok(None);
    }
    let mut first = None;
    for &id in &asking {
        let text = requests.space.scope(SET, id)?;
        if first.is_none() && requests.space.meet(text, left)? {
            first = Some(policy.rules.at(id));
        }
    }
    let finding = first.map(|rule| no_way_back(rule, back.is_empty()));
    Ok(finding.map(|finding| requests.told(left, finding)))
}

/// Where a consent can be taken back.
fn ways_back(requests: &mut Requests<'_, '_>) -> Result<Region, TooLarge> {
    let policy = requests.policy;
    let rights = requests.on(ClassAxis::Action, &rights(policy))?;
    let mut back = Vec::new();
    for (id, rule) in policy.rules.entries() {
        let text = match rule.effect {
            Effect::Oblige => {
                let text = requests.space.scope(SET, id)?;
                requests.space.and(text, rights)?
            }
            _ if rule.layer == Layer::Base
                && (is_guard(rule, "switch")
                    || is_guard(rule, "opt_out")
                    || is_stop(policy, rule)) =>
            {
                requests.space.scope(SET, id)?
            }
            _ => continue,
        };
        back.push(text);
    }
    requests.space.any(back)
}

/// The answers to those who take their consent back.
fn rights(policy: &Policy) -> ValueSet {
    let offset = policy.taxonomies.atom_count(Kind::Action);
    WAYS_BACK
        .iter()
        .filter_map(|name| policy.node(Kind::Right, name))
        .fold(ValueSet::empty(), |all, right| {
            all.union(&right.atoms.shifted(offset))
        })
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let mut tests = vec![
        test(ClassAxis::Action, &actions(policy, USING)),
        test(ClassAxis::Action, &actions(policy, HOLDING)),
        test(ClassAxis::Action, &rights(policy)),
    ];
    tests.push(all_taken_back(policy));
    tests
}
