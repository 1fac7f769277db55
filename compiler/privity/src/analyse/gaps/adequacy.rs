//! Transfers that rest on a decision on adequacy which ends while the policy still holds.

use super::diagnostics::adequacy_ends;
use super::requests::{Requests, SET, test};
use crate::analyse::Found;
use crate::check::dates::{day_name, day_number};
use crate::check::policy::{ClassAxis, Condition, Kind, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;
use crate::resolve::World;

/// The groups of countries found adequate, by the names of the standard library.
const ADEQUATE: [&str; 2] = ["adequate", "adequate_in_part"];

/// What an act is, whatever the day and the facts.
const WITHOUT_DATE: [ClassAxis; 10] = [
    ClassAxis::Actor,
    ClassAxis::Action,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Recipient,
    ClassAxis::Source,
    ClassAxis::Subject,
    ClassAxis::Home,
    ClassAxis::Origin,
    ClassAxis::Destination,
];

/// The last day on which a country is held to be adequate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The country.
    pub(super) country: String,
    /// Its places.
    places: ValueSet,
    /// The day, as a day number.
    pub(super) day: i64,
}

/// The decisions of the program that end within the life of the policy, and after which no other follows.
pub(super) fn endings(world: &World, policy: &Policy) -> Vec<Ending> {
    let mut found = Vec::new();
    let groups = world
        .groups
        .iter()
        .filter(|group| ADEQUATE.contains(&group.item.name.text.as_str()));
    for group in groups {
        let members = &group.item.members;
        for member in members {
            let name = |of: &crate::syntax::ast::Member| {
                of.path.segments.last().map(|word| word.text.clone())
            };
            let Some(country) = name(member) else {
                continue;
            };
            let day = member
                .until
                .as_ref()
                .and_then(|day| day_number(day.year, day.month, day.day));
            let follows = members.iter().any(|other| {
                let is_same = name(other).as_ref() == Some(&country);
                let until = other
                    .until
                    .as_ref()
                    .map(|day| day_number(day.year, day.month, day.day));
                is_same && until.is_none_or(|until| until > day)
            });
            let Some(day) = day.filter(|day| !follows && lives_on(policy, *day)) else {
                continue;
            };
            if let Some(node) = policy.node(Kind::Place, &country) {
                found.push(Ending {
                    country,
                    places: node.atoms.clone(),
                    day,
                });
            }
        }
    }
    found
}

/// Whether the policy holds on a day and on the next.
fn lives_on(policy: &Policy, day: i64) -> bool {
    policy.effective.contains(&day) && policy.effective.contains(&(day + 1))
}

/// One finding for each country to which something may be sent on the last day, and not on the next.
pub(super) fn find(
    requests: &mut Requests<'_, '_>,
    endings: &[Ending],
) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let mut found = Vec::new();
    for ending in endings {
        let crossing = requests.space.crossing(SET)?;
        let there = requests.within(crossing, ClassAxis::Destination, &ending.places)?;
        let there = requests.space.and(there, requests.permitted)?;
        let last = on_day(requests, there, ending.day)?;
        let next = on_day(requests, there, ending.day + 1)?;
        // On the next day other facts may let the same through, such as clauses that were signed.
        let next = requests.onto(next, &WITHOUT_DATE)?;
        let lost = requests.space.without(last, next)?;
        if lost.is_empty() {
            continue;
        }
        let dated: Vec<RuleId> = policy
            .rules
            .entries()
            .filter(|(_, rule)| {
                ends_on(&rule.region, ending.day) || ends_on(&rule.requirement, ending.day)
            })
            .map(|(id, _)| id)
            .collect();
        let rules: Vec<_> = dated.iter().map(|&id| policy.rules.at(id)).collect();
        let finding = adequacy_ends(&ending.country, &day_name(ending.day), &rules);
        found.push(requests.told(lost, finding));
    }
    Ok(found)
}

fn on_day(requests: &mut Requests<'_, '_>, region: Region, day: i64) -> Result<Region, TooLarge> {
    requests.within(region, ClassAxis::Date, &ValueSet::single(day))
}

/// Whether a condition looks at days, and tells this one from the next.
fn ends_on(condition: &Condition, day: i64) -> bool {
    let mut found = false;
    condition.for_each_test(&mut |axis, days| {
        found |= axis == ClassAxis::Date.id() && days.contains(day) && !days.contains(day + 1);
    });
    found
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(endings: &[Ending]) -> Vec<Condition> {
    let of = |ending: &Ending| {
        [
            test(ClassAxis::Destination, &ending.places),
            test(ClassAxis::Date, &ValueSet::single(ending.day)),
            test(ClassAxis::Date, &ValueSet::single(ending.day + 1)),
        ]
    };
    endings.iter().flat_map(of).collect()
}
