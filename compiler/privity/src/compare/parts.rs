//! Where two policies on the same axes differ: six disjoint parts, exact.

use std::collections::BTreeSet;

use crate::check::duty::{Obligation, ObligationId, keep};
use crate::check::policy::{AxisRole, ClassAxis, Condition, Effect, Layer, Policy};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::{Region, RuleSet, Space, consistent};

/// The old policy of a space over both.
pub(super) const OLD: RuleSet = RuleSet(0);
/// The new one.
pub(super) const NEW: RuleSet = RuleSet(1);

/// In which way the answer to a request changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It was denied or outside, and is permitted.
    NewlyPermitted,
    /// It was permitted, and is denied or outside.
    NoLongerPermitted,
    /// It was denied, and the policy no longer applies to it.
    NoLongerCovered,
    /// The policy did not apply to it, and denies it now.
    NewlyDenied,
    /// It stays permitted, with duties that ask for less.
    WeakerDuties,
    /// It stays permitted, with duties that ask for more.
    StrongerDuties,
    /// It stays permitted, with duties that ask for more of one thing and less of another.
    OtherDuties,
}

impl Part {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::NewlyPermitted,
        Self::NoLongerPermitted,
        Self::NoLongerCovered,
        Self::NewlyDenied,
        Self::WeakerDuties,
        Self::StrongerDuties,
        Self::OtherDuties,
    ];
}

/// The parts of a difference, each with its region; those that are empty are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub(super) regions: Vec<(Part, Region)>,
}

impl Parts {
    /// Everything that changed.
    pub(super) fn all(&self, space: &mut Space<'_>) -> Result<Region, TooLarge> {
        space.any(self.regions.iter().map(|(_, region)| *region))
    }

    /// What of the parts lies in a region.
    pub(super) fn inside(&self, region: Region, space: &mut Space<'_>) -> Result<Self, TooLarge> {
        self.cut(|part, space| space.and(part, region), space)
    }

    /// What of the parts lies outside a region.
    pub(super) fn outside(&self, region: Region, space: &mut Space<'_>) -> Result<Self, TooLarge> {
        self.cut(|part, space| space.without(part, region), space)
    }

    fn cut(
        &self,
        cut: impl Fn(Region, &mut Space<'_>) -> Result<Region, TooLarge>,
        space: &mut Space<'_>,
    ) -> Result<Self, TooLarge> {
        let mut regions = Vec::new();
        for &(part, region) in &self.regions {
            let left = cut(region, space)?;
            if !left.is_empty() {
                regions.push((part, left));
            }
        }
        Ok(Self { regions })
    }
}

/// The conditions that [`parts`] asks a space for, besides those of the rules.
pub(super) fn conditions(policies: &[Policy; 2]) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = policies.iter().map(consistent).collect();
    conditions.push(pledged(policies));
    // That no data, purpose or recipient is named is told apart from all that is.
    let [old, _] = policies;
    let none = ClassAxis::ALL.into_iter().filter(|class| class.has_none());
    conditions.extend(none.map(|class| {
        let last = *old.class_axis(class).domain.end();
        Condition::Test(class.id(), ValueSet::single(last))
    }));
    conditions
}

/// Where every duty counts as kept.
pub(super) fn pledged([old, _]: &[Policy; 2]) -> Condition {
    let kept = old
        .axes
        .entries()
        .filter(|(_, axis)| matches!(axis.role, AxisRole::Kept(_)));
    Condition::All(
        kept.map(|(axis, _)| Condition::Test(axis, ValueSet::single(1)))
            .collect(),
    )
}

/// Everything that one policy says: where it permits, and where it does not apply. A request that contradicts itself is denied.
pub(super) struct Said {
    pub(super) permitted: Region,
    outside: Region,
    denied: Region,
}

impl Said {
    pub(super) fn by(
        set: RuleSet,
        policy: &Policy,
        space: &mut Space<'_>,
    ) -> Result<Self, TooLarge> {
        let possible = space.condition(&consistent(policy))?;
        let permitted = space.permitted(set)?;
        let permitted = space.and(permitted, possible)?;
        let applicable = space.applicable(set)?;
        let outside = space.without(possible, applicable)?;
        let either = space.or(permitted, outside)?;
        Ok(Self {
            permitted,
            outside,
            denied: space.not(either)?,
        })
    }
}

/// The parts in which two policies of a space differ.
///
/// # Errors
/// When it costs more than the budget of the space.
pub(super) fn parts(policies: &[Policy; 2], space: &mut Space<'_>) -> Result<Parts, TooLarge> {
    let [old_policy, new_policy] = policies;
    let old = Said::by(OLD, old_policy, space)?;
    let new = Said::by(NEW, new_policy, space)?;
    let both = space.and(old.permitted, new.permitted)?;
    let mut regions = vec![
        (
            Part::NewlyPermitted,
            space.without(new.permitted, old.permitted)?,
        ),
        (
            Part::NoLongerPermitted,
            space.without(old.permitted, new.permitted)?,
        ),
        (Part::NoLongerCovered, space.and(old.denied, new.outside)?),
        (Part::NewlyDenied, space.and(old.outside, new.denied)?),
    ];
    regions.extend(by_duties(policies, both, space)?);
    regions.retain(|(_, region)| !region.is_empty());
    Ok(Parts { regions })
}

/// What both permit, with duties that differ.
fn by_duties(
    policies: &[Policy; 2],
    both: Region,
    space: &mut Space<'_>,
) -> Result<Vec<(Part, Region)>, TooLarge> {
    let [policy, _] = policies;
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (id, duty) in policy.obligations.entries() {
        let changed = space.scratch(|space| {
            if comes_alike(policies, id, space)? {
                return Ok(false);
            }
            let old = space.permitted_with(OLD, id)?;
            let new = space.permitted_with(NEW, id)?;
            let old = space.and(old, both)?;
            let new = space.and(new, both)?;
            Ok(old != new)
        })?;
        if changed {
            names.extend(duty.alternatives.iter().map(|duty| duty.name.clone()));
        }
    }
    let mut found = [
        (Part::WeakerDuties, Region::NOTHING),
        (Part::StrongerDuties, Region::NOTHING),
        (Part::OtherDuties, Region::NOTHING),
    ];
    if names.is_empty() {
        return Ok(Vec::new());
    }
    // Duties of other names neither keep one of these nor are kept by it.
    let among = |id: ObligationId| {
        let duty = policy.obligations.at(id);
        duty.alternatives
            .iter()
            .any(|duty| names.contains(&duty.name))
    };
    let old = space.by_duties(OLD, among)?;
    let new = space.by_duties(NEW, among)?;
    for (was, was_there) in &old {
        let here = space.and(*was_there, both)?;
        if here.is_empty() {
            continue;
        }
        for (is, is_there) in &new {
            if was == is {
                continue;
            }
            let Some(part) = compared(policy, was, is) else {
                continue;
            };
            let there = space.and(here, *is_there)?;
            if let Some(slot) = found.iter_mut().find(|(of, _)| *of == part) {
                slot.1 = space.or(slot.1, there)?;
            }
        }
    }
    Ok(found.to_vec())
}

/// Whether the rules that bring a duty do so in the same places, as most do, which is found out without looking at what is permitted.
fn comes_alike(
    policies: &[Policy; 2],
    duty: ObligationId,
    space: &mut Space<'_>,
) -> Result<bool, TooLarge> {
    if space.crossing(OLD)? != space.crossing(NEW)? {
        return Ok(false);
    }
    for layer in [Layer::Base, Layer::Transfer] {
        let mut found = Vec::new();
        for (set, policy) in [OLD, NEW].into_iter().zip(policies) {
            let mut regions = Vec::new();
            for (id, rule) in policy.rules.entries() {
                if rule.layer != layer || !rule.obligations.contains(&duty) {
                    continue;
                }
                regions.push(match rule.effect {
                    Effect::Oblige => space.live(set, id)?,
                    _ => space.rule(set, id),
                });
            }
            found.push(space.any(regions)?);
        }
        if found.first() != found.last() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How duties changed; `None` when each of the two lists keeps the other.
pub(super) fn compared(
    policy: &Policy,
    was: &BTreeSet<ObligationId>,
    is: &BTreeSet<ObligationId>,
) -> Option<Part> {
    let duties = |ids: &BTreeSet<ObligationId>| -> Vec<&Obligation> {
        ids.iter().map(|&id| policy.obligations.at(id)).collect()
    };
    let (was, is) = (duties(was), duties(is));
    let keeps = |mine: &[&Obligation], theirs: &[&Obligation]| {
        theirs
            .iter()
            .all(|wanted| keep(&policy.taxonomies, mine, wanted))
    };
    match (keeps(&is, &was), keeps(&was, &is)) {
        (true, true) => None,
        (true, false) => Some(Part::StrongerDuties),
        (false, true) => Some(Part::WeakerDuties),
        (false, false) => Some(Part::OtherDuties),
    }
}
