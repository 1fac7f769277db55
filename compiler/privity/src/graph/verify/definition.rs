//! The meaning of a policy at one atom, read off its own conditions: what the graph must agree with.
//!
//! Nothing here looks at dimensions, classes or diagrams.

use std::collections::BTreeSet;

use super::super::decision_graph::{Cause, Decision, DecisionGraph, Leaf};
use crate::check::duty::{ObligationId, conflict};
use crate::check::policy::{
    AxisRole, Borders, ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId,
};
use crate::check::values::ValueSet;
use crate::request::Class;

/// An answer to an atom, with its duties spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The verdict.
    pub class: Class,
    /// The duties, ascending.
    pub duties: Vec<ObligationId>,
    /// What decided.
    pub cause: Cause,
}

impl Answer {
    /// What a graph answers.
    #[must_use]
    pub fn of_decision(graph: &DecisionGraph, decision: &Decision) -> Self {
        let mut duties: Vec<ObligationId> = graph.duties_of(decision).collect();
        duties.sort_unstable();
        Self {
            class: decision.class,
            duties,
            cause: decision.cause,
        }
    }

    /// What a leaf says.
    pub(super) fn of_leaf(graph: &DecisionGraph, leaf: &Leaf) -> Self {
        Self {
            class: leaf.class,
            duties: graph.duties(leaf).to_vec(),
            cause: leaf.cause,
        }
    }

    pub(super) fn without_duties(class: Class, cause: Cause) -> Self {
        Self {
            class,
            duties: Vec::new(),
            cause,
        }
    }
}

/// What a policy answers to an atom: one value per axis, by number.
#[must_use]
pub fn answer(policy: &Policy, atom: &[i64]) -> Answer {
    let mut answer = answer_of(policy, Layer::Base, atom);
    if answer.class != Class::Permit {
        return answer;
    }
    let transfer = answer_of(policy, Layer::Transfer, atom);
    if transfer.class != Class::Permit {
        return transfer;
    }
    answer.duties.extend(transfer.duties);
    answer.duties.sort_unstable();
    answer.duties.dedup();
    kept_together(policy, answer)
}

/// What a layer answers to an atom: the base layer without a thought of borders but for what it excludes, the transfer layer whatever the base
/// layer says.
pub(super) fn answer_of(policy: &Policy, of: Layer, atom: &[i64]) -> Answer {
    let at = |axis: ClassAxis| atom.get(axis.id().index()).copied().unwrap_or_default();
    let response = policy.responses().contains(at(ClassAxis::Action));
    let bound = !response && crosses(policy, atom);
    if of == Layer::Transfer {
        let mut answer = Answer::without_duties(Class::Permit, Cause::Unopposed);
        if bound {
            answer = layer(policy, of, false, atom);
            if answer.class == Class::Permit {
                answer.cause = Cause::Unopposed;
            }
        }
        return answer;
    }
    let excluded = policy.rules.entries().find(|(_, rule)| {
        rule.effect == Effect::Exclude
            && (rule.layer == Layer::Base || bound)
            && rule.region.holds(atom)
    });
    if let Some((rule, _)) = excluded {
        return Answer::without_duties(Class::NotApplicable, Cause::Rule(rule));
    }
    if !policy.effective.contains(&at(ClassAxis::Date)) {
        return Answer::without_duties(Class::NotApplicable, Cause::OutsideLife);
    }
    layer(policy, of, response, atom)
}

/// The answer, or deny when its duties exclude each other.
fn kept_together(policy: &Policy, answer: Answer) -> Answer {
    if conflict(policy, &answer.duties.iter().copied().collect()) {
        return Answer::without_duties(Class::Deny, Cause::DutyConflict);
    }
    answer
}

fn layer(policy: &Policy, layer: Layer, response: bool, atom: &[i64]) -> Answer {
    let rules = || {
        policy
            .rules
            .entries()
            .filter(|(_, rule)| rule.layer == layer)
    };
    let broken = |rule: &Rule| is_broken(policy, rule).iter().any(|test| test.holds(atom));
    let permits: Vec<(RuleId, &Rule)> = rules()
        .filter(|(_, rule)| {
            rule.effect == Effect::Permit && rule.region.holds(atom) && !broken(rule)
        })
        .collect();
    let live = |id: RuleId| !permits.iter().any(|(_, permit)| permit.lifts.contains(&id));
    let mut duties = BTreeSet::new();
    for (id, rule) in rules() {
        let denies = match rule.effect {
            Effect::Forbid => rule.region.holds(atom),
            Effect::Require => rule.region.holds(atom) && !rule.requirement.holds(atom),
            Effect::Oblige => rule.region.holds(atom) && broken(rule),
            Effect::Permit | Effect::Exclude => false,
        };
        if denies && live(id) {
            return Answer::without_duties(Class::Deny, Cause::Rule(id));
        }
        if rule.effect == Effect::Oblige && rule.region.holds(atom) && live(id) {
            duties.extend(rule.obligations.iter().copied());
        }
    }
    let cause = match permits.first() {
        Some(&(id, _)) => Cause::Rule(id),
        None if response => Cause::ResponseByDefault,
        None => return Answer::without_duties(Class::Deny, Cause::NoPermit(layer)),
    };
    for (_, permit) in &permits {
        duties.extend(permit.obligations.iter().copied());
    }
    let permitted = Answer {
        class: Class::Permit,
        duties: duties.into_iter().collect(),
        cause,
    };
    kept_together(policy, permitted)
}

/// The tests of which one holds when a duty of the rule is known to be broken.
pub(super) fn is_broken(policy: &Policy, rule: &Rule) -> Vec<Condition> {
    let mut tests = Vec::new();
    for (axis, of) in policy.axes.entries() {
        let shows = match &of.role {
            AxisRole::Kept(duty) => rule.obligations.contains(duty),
            AxisRole::Fact(fact) => {
                let name = &policy.facts.at(*fact).name;
                rule.obligations
                    .iter()
                    .any(|&duty| policy.obligations.at(duty).shown_by.as_ref() == Some(name))
            }
            AxisRole::Class(_) | AxisRole::Element(..) => false,
        };
        if shows {
            tests.push(Condition::Test(axis, ValueSet::single(0)));
        }
    }
    tests
}

/// Whether the destination of an atom lies across a border from its home or its origin.
fn crosses(policy: &Policy, atom: &[i64]) -> bool {
    let at = |axis: ClassAxis| atom.get(axis.id().index()).copied().unwrap_or_default();
    let home = at(ClassAxis::Home);
    let real = |place: i64| {
        if policy.borders.as_home.contains(place) {
            home
        } else {
            place
        }
    };
    let destination = real(at(ClassAxis::Destination));
    let origin = real(at(ClassAxis::Origin));
    let day = at(ClassAxis::Date);
    border(&policy.borders, home, destination, day)
        || border(&policy.borders, origin, destination, day)
}

/// Whether there is a border between two places on a day.
fn border(borders: &Borders, one: i64, other: i64, day: i64) -> bool {
    let country = |place: i64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| borders.country.get(place))
    };
    let inside = |members: &[(ValueSet, std::ops::RangeInclusive<i64>)], place: i64| {
        members
            .iter()
            .any(|(places, days)| places.contains(place) && days.contains(&day))
    };
    country(one) != country(other)
        && !borders
            .areas
            .iter()
            .any(|area| inside(&area.members, one) && inside(&area.members, other))
}
