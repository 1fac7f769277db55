//! Sharing that implies a transfer nobody permits: the act is permitted, the recipient sits across a border, and no transfer rule ever lets it go there.

use std::collections::{BTreeMap, BTreeSet};

use super::vain_diagnostics::{Unreached, transfer_never_permitted};
use super::{Analysis, Found, SET, Shown};
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// One finding a place, with all parties there and all permits that let data go to them in vain.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = analysis.policy;
    let seats = abroad(analysis)?;
    if seats.is_empty() {
        return Ok(Vec::new());
    }
    let abroad = seats.iter().map(|seat| seat.there).collect::<Vec<_>>();
    let abroad = analysis.space.any(abroad)?;
    // A permit that names no recipient is not about sending anything anywhere.
    let sending: Vec<RuleId> = analysis
        .rules(Layer::Base, |effect| effect == Effect::Permit)
        .into_iter()
        .filter(|&permit| names_recipient(policy, permit))
        .collect();
    let sent: Vec<Region> = sending
        .iter()
        .map(|&permit| analysis.space.rule(SET, permit))
        .collect();
    let sent = analysis.space.any(sent)?;
    let abroad = analysis.space.and(abroad, sent)?;
    let base = analysis.space.permitted_by(SET, Layer::Base)?;
    let abroad = analysis.space.and(abroad, base)?;
    let transfer = analysis.space.permitted_by(SET, Layer::Transfer)?;
    // The cause is one for all who sit in the same place: nothing lets data go there.
    let mut found: BTreeMap<i64, (Unreached, Region)> = BTreeMap::new();
    for Seat {
        party,
        place,
        there,
    } in seats
    {
        let asked = analysis.space.and(abroad, there)?;
        if !asked.is_empty() && !analysis.space.meet(asked, transfer)? {
            let (unreached, all) = found.entry(place).or_insert_with(|| {
                let unreached = Unreached {
                    place,
                    parties: Vec::new(),
                    permits: BTreeSet::new(),
                };
                (unreached, Region::NOTHING)
            });
            unreached.parties.push(party);
            *all = analysis.space.or(*all, asked)?;
            for &permit in &sending {
                if analysis
                    .space
                    .meet(asked, analysis.space.rule(SET, permit))?
                {
                    unreached.permits.insert(permit);
                }
            }
        }
    }
    let mut told = Vec::new();
    for (unreached, all) in found.values() {
        let first = unreached.permits.first();
        let by_first = first.map_or(Region::NOTHING, |&permit| analysis.space.rule(SET, permit));
        let asked = analysis.space.and(*all, by_first)?;
        let finding = transfer_never_permitted(policy, unreached);
        told.push(Shown::with(analysis.shown(asked), finding));
    }
    Ok(told)
}

/// A party across a border.
struct Seat {
    party: i64,
    place: i64,
    /// All acts from here to this party there.
    there: Region,
}

/// The parties that sit across a border from here.
fn abroad(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Seat>, TooLarge> {
    let from_here = analysis.space.condition(&from_here(analysis.policy))?;
    let from_here = analysis.space.and(from_here, analysis.open)?;
    let crossing = analysis
        .space
        .and(from_here, analysis.layer(Layer::Transfer))?;
    let mut abroad = Vec::new();
    for (party, place) in seats(analysis.policy) {
        let there = analysis.space.condition(&seat(party, place))?;
        let there = analysis.space.and(there, crossing)?;
        if !there.is_empty() {
            abroad.push(Seat {
                party,
                place,
                there,
            });
        }
    }
    Ok(abroad)
}

fn names_recipient(policy: &Policy, rule: RuleId) -> bool {
    let named = policy.rules.get(rule).map(|rule| rule.named.as_slice());
    named
        .unwrap_or_default()
        .iter()
        .any(|scope| scope.axis == ClassAxis::Recipient)
}

/// Acts on people at home where the controller sits, with data that come from there; all acts when it is not said where.
///
/// People may live anywhere, and somebody who lives in a land that no transfer rule speaks of crosses a border with whatever is done
/// with their data. That is no mistake of a rule on some recipient.
fn from_here(policy: &Policy) -> Condition {
    let Some(here) = here(policy) else {
        return Condition::TRUE;
    };
    Condition::All(vec![
        Condition::Test(ClassAxis::Home.id(), here.clone()),
        Condition::Test(ClassAxis::Origin.id(), here),
    ])
}

/// Where people are at home by default, or else where the controller sits.
fn here(policy: &Policy) -> Option<ValueSet> {
    let default = |axis: ClassAxis| policy.defaults.get(axis.id().index())?.as_ref();
    if let Some(home) = default(ClassAxis::Home) {
        return Some(home.clone());
    }
    let controller = default(ClassAxis::Actor)?;
    let mut seats = ValueSet::empty();
    for party in controller.iter() {
        let sits = policy.sits_in.get(usize::try_from(party).ok()?)?;
        seats = seats.union(sits.as_ref()?);
    }
    (!seats.is_empty()).then_some(seats)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    seats(policy)
        .into_iter()
        .map(|(party, place)| seat(party, place))
        .chain([from_here(policy)])
        .collect()
}

fn seat(party: i64, place: i64) -> Condition {
    Condition::All(vec![
        Condition::Test(ClassAxis::Recipient.id(), ValueSet::single(party)),
        Condition::Test(ClassAxis::Destination.id(), ValueSet::single(place)),
    ])
}

/// All parties with the places they sit in.
fn seats(policy: &Policy) -> Vec<(i64, i64)> {
    let parties = (0_i64..).zip(&policy.sits_in);
    parties
        .filter_map(|(party, places)| Some((party, places.as_ref()?)))
        .flat_map(|(party, places)| places.iter().map(move |place| (party, place)))
        .collect()
}
