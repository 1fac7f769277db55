//! What a change of the policy itself demands: the facts that only a comparison knows, and what the rules about changes say of them.

use super::atoms::Side;
use super::parts::{NEW, OLD, Part, Parts, Said};
use crate::check::policy::{AxisId, ClassAxis, Condition, FactType, Kind, Policy};
use crate::check::values::ValueSet;
use crate::graph::space::{Region, Space};
use crate::graph::{Budget, TooLarge, build};
use crate::lower::lower;
use crate::request::Request;
use crate::request::answer::{Answer, answer};
use crate::request::build::{Elements, RequestBuilder};

pub use crate::check::policy::NEW_ELEMENTS;

/// What the rules of one of the policies say of this change.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Whose rules.
    pub side: Side,
    /// The event that they speak of.
    pub event: String,
    /// What follows from it, as far as the comparison alone tells.
    pub answer: Answer,
}

/// What the new policy has that the old one had not, of [`NEW_ELEMENTS`].
///
/// Data and purposes are new when something that was done before may now be done with or for them too; recipients and places also when what is
/// done to or in them is new itself. That nothing was named (no data, nobody) is no element.
pub(super) fn new_elements(
    policies: &[Policy; 2],
    parts: &Parts,
    space: &mut Space<'_>,
) -> Result<Vec<&'static str>, TooLarge> {
    let [old, new] = policies;
    let domain = &new.class_axis(ClassAxis::Action).domain;
    let processing = new.responses().complement(domain);
    let acts = space.values(ClassAxis::Action.id(), &processing)?;
    let was = Said::by(OLD, old, space)?.permitted;
    let was = space.and(was, acts)?;
    let is = Said::by(NEW, new, space)?.permitted;
    let is = space.and(is, acts)?;
    // Where no act is permitted that was not, none is permitted with or for anything new.
    let mut found = if space.implies(is, was)? {
        Vec::new()
    } else {
        elements_of_acts(new, was, is, space)?
    };
    let has = |wanted: &[Part]| {
        let mut parts = parts.regions.iter();
        parts.any(|(part, _)| wanted.contains(part))
    };
    for (word, wanted) in [
        ("more_permitted", &[Part::NewlyPermitted][..]),
        ("less_permitted", &[Part::NoLongerPermitted]),
        ("fewer_duties", &[Part::WeakerDuties, Part::OtherDuties]),
        ("more_duties", &[Part::StrongerDuties, Part::OtherDuties]),
    ] {
        if has(wanted) {
            found.push(word);
        }
    }
    Ok(found)
}

/// The new elements of acts, which are permitted now or were before.
fn elements_of_acts(
    new: &Policy,
    was: Region,
    is: Region,
    space: &mut Space<'_>,
) -> Result<Vec<&'static str>, TooLarge> {
    let action = ClassAxis::Action.id();
    let done_before = space.for_some(was, |axis| axis != action)?;
    let mut found = Vec::new();
    for (word, class, by_known_acts) in [
        ("new_data", ClassAxis::Data, true),
        ("new_purpose", ClassAxis::Purpose, true),
        ("new_recipient", ClassAxis::Recipient, false),
        ("new_place", ClassAxis::Destination, false),
    ] {
        let is_new = space.scratch(|space| {
            let others = |axis: AxisId| axis != class.id() && axis != action;
            let before = space.for_some(was, others)?;
            let mut after = space.for_some(is, others)?;
            if class.has_none() {
                let last = *new.class_axis(class).domain.end();
                let none = space.values(class.id(), &ValueSet::single(last))?;
                after = space.without(after, none)?;
            }
            let beyond = space.without(after, before)?;
            let known = if by_known_acts {
                space.and(beyond, done_before)?
            } else {
                beyond
            };
            if !known.is_empty() {
                return Ok(true);
            }
            // What was known for no act at all is new whatever is done with it.
            let alone = |axis: AxisId| axis != class.id();
            let before = space.for_some(before, alone)?;
            let after = space.for_some(after, alone)?;
            Ok(!space.implies(after, before)?)
        })?;
        if is_new {
            found.push(word);
        }
    }
    let done_now = space.for_some(is, |axis| axis != action)?;
    if !space.implies(done_now, done_before)? {
        found.push("new_action");
    }
    Ok(found)
}

/// Asks the rules of a policy about the events that a comparison can answer for: those of which some rule tests a fact `from diff`,
/// and `policy_change`, if the policy has that event. They are asked about the day on which the new version begins, as far as it says one.
///
/// # Errors
/// When there is such an event and the decision graph, which answers, would cost more than the budget.
pub fn demands(
    side: Side,
    policy: &Policy,
    budget: Budget,
    begins: Option<i64>,
    new_elements: &[&'static str],
) -> Result<Vec<Demand>, TooLarge> {
    let Some(events) = policy.taxonomies.kind(Kind::Event) else {
        return Ok(Vec::new());
    };
    let offset =
        policy.taxonomies.atom_count(Kind::Action) + policy.taxonomies.atom_count(Kind::Right);
    let asked: Vec<(i64, &String)> = (offset..)
        .zip(&events.atoms)
        .filter(|(action, event)| {
            is_asked_about(policy, *action) || event.as_str() == "policy_change"
        })
        .collect();
    // Most policies say nothing about changes, and need no graph to say so.
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let graph = build(policy, &lower(policy), budget)?;
    let demand = |(action, event): (i64, &String)| Demand {
        side,
        event: event.clone(),
        answer: answer(
            policy,
            &graph,
            &request(policy, action, begins, new_elements),
        ),
    };
    Ok(asked.into_iter().map(demand).collect())
}

/// The first day of a policy's life, if it says one.
#[must_use]
pub fn begins(policy: &Policy) -> Option<i64> {
    let first = *policy.effective.start();
    let earliest = *policy.class_axis(ClassAxis::Date).domain.start();
    (first > earliest).then_some(first)
}

fn request(
    policy: &Policy,
    action: i64,
    begins: Option<i64>,
    new_elements: &[&'static str],
) -> Request {
    let mut builder = RequestBuilder::new(policy);
    builder.all_of(ClassAxis::Action, &ValueSet::single(action));
    // The old version may have ended by then; its last day is the one before.
    if let Some(day) = begins {
        let day = day.clamp(*policy.effective.start(), *policy.effective.end());
        builder.all_of(ClassAxis::Date, &ValueSet::single(day));
    }
    for (id, fact) in policy.facts.entries().filter(|(_, fact)| fact.from_diff) {
        let FactType::Set { elements, .. } = &fact.ty else {
            continue;
        };
        let known = elements.iter();
        let inside = known.filter(|word| new_elements.contains(&word.as_str()));
        builder.elements(id, &Elements::Only(inside.cloned().collect()));
    }
    builder.build()
}

/// Whether some rule about this event tests a fact that a comparison gives.
fn is_asked_about(policy: &Policy, action: i64) -> bool {
    let given: Vec<_> = policy
        .facts
        .iter()
        .filter(|fact| fact.from_diff)
        .flat_map(|fact| fact.axes.iter().copied())
        .collect();
    policy.rules.iter().any(|rule| {
        let mut tests_it = false;
        for condition in [&rule.region, &rule.requirement] {
            condition.for_each_test(&mut |axis, _| tests_it |= given.contains(&axis));
        }
        tests_it && may_speak_of(&rule.region, action)
    })
}

/// Whether the outermost tests of a region leave an action in.
fn may_speak_of(region: &Condition, action: i64) -> bool {
    match region {
        Condition::Test(axis, set) if *axis == ClassAxis::Action.id() => set.contains(action),
        Condition::All(parts) => parts.iter().all(|part| may_speak_of(part, action)),
        _ => true,
    }
}
