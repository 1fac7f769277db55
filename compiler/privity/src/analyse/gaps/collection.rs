//! Data that come from nowhere, lead nowhere, come for no purpose, or stay for ever. Each is summed up once.

use super::concepts::{actions, nodes_of, processing};
use super::diagnostics::{collected_for_anything, kept_for_ever, never_collected, never_used};
use super::requests::{Requests, SET, all_data, names, names_any, speaks_of, test};
use super::scope::minus;
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Kind, Policy, Rule};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// The acts that collect.
const COLLECTING: &[&str] = &["collect"];
/// The acts by which data are kept.
const HOLDING: &[&str] = &["store", "retain"];
/// The acts of which a rule says how long data stay.
const ENDING: &[&str] = &["retain", "erase", "deidentify"];
/// The duties that say it.
const ENDING_DUTIES: &[&str] = &[
    "delete",
    "delete_after",
    "erase",
    "erase_all",
    "keep",
    "deidentify_data",
];
/// With which data, about whom.
const WHOSE: &[ClassAxis] = &[ClassAxis::Data, ClassAxis::Subject];

/// The gaps between collecting, using and keeping, of a policy that lets data be collected.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let collected = requests.acts(&actions(requests.policy, COLLECTING))?;
    if collected.is_empty() {
        return Ok(Vec::new());
    }
    let found = [
        from_nowhere(requests, collected)?,
        for_nothing(requests, collected)?,
        for_anything(requests, collected)?,
        for_ever(requests, collected)?,
    ];
    Ok(found.into_iter().flatten().collect())
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let nodes = nodes_of(policy, Kind::Data);
    let mut tests: Vec<Condition> = [
        actions(policy, COLLECTING),
        actions(policy, HOLDING),
        actions(policy, ENDING),
        uses(policy),
    ]
    .iter()
    .map(|set| test(ClassAxis::Action, set))
    .collect();
    tests.push(test(ClassAxis::Action, &processing(policy)));
    tests.push(test(ClassAxis::Data, &all_data(policy)));
    tests.push(test(ClassAxis::Purpose, &no_purpose(policy)));
    for (derived, input) in lineage(policy) {
        for at in [derived, input] {
            let node = nodes.get(at);
            tests.extend(node.map(|node| test(ClassAxis::Data, &node.atoms)));
        }
    }
    tests.extend(policy.promises.iter().map(|promise| promise.holds.clone()));
    tests
}

/// What is done with data, apart from getting, keeping and losing them.
fn uses(policy: &Policy) -> ValueSet {
    let others = actions(
        policy,
        &["erase", "deidentify", "retain", "store", "collect"],
    );
    minus(&processing(policy), &others)
}

fn no_purpose(policy: &Policy) -> ValueSet {
    ValueSet::single(policy.taxonomies.atom_count(Kind::Purpose))
}

/// Data that may be used and that nobody may collect, about the same people, and that come of no data that somebody may.
fn from_nowhere(
    requests: &mut Requests<'_, '_>,
    collected: Region,
) -> Result<Option<Found>, TooLarge> {
    let known = requests.onto(collected, WHOSE)?;
    let known = along(requests, known, true)?;
    // A permit for whatever data rests on its conditions.
    let permits = requests.permits(|rule| names(rule, ClassAxis::Data));
    let named = requests.any_of(&permits)?;
    let used = requests.acts(&uses(requests.policy))?;
    let used = requests.space.and(used, named)?;
    let unknown = requests.space.without(used, known)?;
    if unknown.is_empty() {
        return Ok(None);
    }
    let data = requests.names(unknown, ClassAxis::Data)?;
    let rules = requests.holding(&permits, unknown)?;
    let all = requests.permits(|_| true);
    let source = requests.first_holding(&all, collected)?;
    let finding = never_collected(&data, &rules, source);
    Ok(Some(requests.told(unknown, finding)))
}

/// Data that may be collected, and with which nothing may be done, nor with what comes of them.
fn for_nothing(
    requests: &mut Requests<'_, '_>,
    collected: Region,
) -> Result<Option<Found>, TooLarge> {
    let policy = requests.policy;
    let done = uses(policy).union(&actions(policy, HOLDING));
    let used = requests.acts(&done)?;
    // A policy that speaks of collecting alone says nothing on use.
    if used.is_empty() {
        return Ok(None);
    }
    let used = requests.onto(used, WHOSE)?;
    let used = along(requests, used, false)?;
    let permits = requests.permits(|rule| names(rule, ClassAxis::Data));
    let named = requests.any_of(&permits)?;
    let collected = requests.space.and(collected, named)?;
    let idle = requests.space.without(collected, used)?;
    if idle.is_empty() {
        return Ok(None);
    }
    let data = requests.names(idle, ClassAxis::Data)?;
    let rules = requests.holding(&permits, idle)?;
    let finding = never_used(&data, &rules);
    Ok(Some(requests.told(idle, finding)))
}

/// Data that may be collected for no purpose, by permits that have no clause on it.
fn for_anything(
    requests: &mut Requests<'_, '_>,
    collected: Region,
) -> Result<Option<Found>, TooLarge> {
    let permits = requests.permits(|rule| !speaks_of(rule, ClassAxis::Purpose));
    let silent = requests.any_of(&permits)?;
    let none = no_purpose(requests.policy);
    let open = requests.within(collected, ClassAxis::Purpose, &none)?;
    let open = requests.space.and(open, silent)?;
    if open.is_empty() {
        return Ok(None);
    }
    let rules = requests.holding(&permits, open)?;
    let finding = collected_for_anything(&rules);
    Ok(Some(requests.told(open, finding)))
}

/// Data that may be collected, and of which no rule, duty or promise says how long they stay.
fn for_ever(requests: &mut Requests<'_, '_>, collected: Region) -> Result<Option<Found>, TooLarge> {
    let policy = requests.policy;
    let ending = requests.on(ClassAxis::Action, &actions(policy, ENDING))?;
    let acts = requests.on(ClassAxis::Action, &processing(policy))?;
    let responses = requests.space.not(acts)?;
    let rights = {
        let first = policy.taxonomies.atom_count(Kind::Action);
        let last = first + policy.taxonomies.atom_count(Kind::Right) - 1;
        requests.on(ClassAxis::Action, &ValueSet::range(first, last))?
    };
    let mut said = Vec::new();
    for (id, rule) in policy.rules.entries() {
        let by_duty = says_how_long(policy, rule);
        let by_act = !names_any(rule, ClassAxis::Action);
        if !by_duty && !by_act {
            continue;
        }
        let text = requests.space.scope(SET, id)?;
        if by_act {
            said.push(requests.space.and(text, ending)?);
        }
        if by_duty {
            // Whoever must ask for it has no promise that data go.
            let text = requests.space.without(text, rights)?;
            let event = requests.space.and(text, responses)?;
            said.push(requests.whatever(event, ClassAxis::Data)?);
            said.push(requests.space.and(text, acts)?);
        }
    }
    for promise in &policy.promises {
        let duties = promise.duties.iter();
        let mut names = duties.flat_map(|duty| &duty.alternatives);
        if names.any(|duty| ENDING_DUTIES.contains(&duty.name.as_str())) {
            said.push(requests.space.condition(&promise.holds)?);
        }
    }
    let said = requests.space.any(said)?;
    let said = requests.onto(said, WHOSE)?;
    let stays = requests.space.without(collected, said)?;
    if stays.is_empty() {
        return Ok(None);
    }
    let is_all = said.is_empty();
    let data = requests.names(stays, ClassAxis::Data)?;
    let permits = requests.permits(|_| true);
    let rules = requests.holding(&permits, stays)?;
    let finding = kept_for_ever(&data, &rules, is_all);
    Ok(Some(requests.told(stays, finding)))
}

/// Whether a rule attaches a duty that says how long data stay.
fn says_how_long(policy: &Policy, rule: &Rule) -> bool {
    rule.obligations
        .iter()
        .flat_map(|&id| &policy.obligations.at(id).alternatives)
        .any(|duty| ENDING_DUTIES.contains(&duty.name.as_str()))
}

/// Data with what comes of them, or with what they come of: a region on data and people, grown along the lineage.
fn along(
    requests: &mut Requests<'_, '_>,
    start: Region,
    onwards: bool,
) -> Result<Region, TooLarge> {
    let nodes = nodes_of(requests.policy, Kind::Data);
    let lineage = lineage(requests.policy);
    let mut reached = start;
    loop {
        let before = reached;
        for &(derived, input) in &lineage {
            let (from, to) = if onwards {
                (input, derived)
            } else {
                (derived, input)
            };
            let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) else {
                continue;
            };
            let there = requests.within(reached, ClassAxis::Data, &from.atoms)?;
            let people = requests.whatever(there, ClassAxis::Data)?;
            let more = requests.within(people, ClassAxis::Data, &to.atoms)?;
            reached = requests.space.or(reached, more)?;
        }
        if reached == before {
            return Ok(reached);
        }
    }
}

/// Each derived node with each of its inputs, by position.
fn lineage(policy: &Policy) -> Vec<(usize, usize)> {
    let nodes = nodes_of(policy, Kind::Data).iter().enumerate();
    nodes
        .flat_map(|(at, node)| {
            let inputs = node.derived_from.iter();
            inputs.map(move |&input| (at, input as usize))
        })
        .collect()
}
