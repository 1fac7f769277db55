//! Rules that change nothing, because others say as much wherever they hold.
//!
//! The rules of a layer are tried from the last to the first, and one that is found stays out while the others are tried. So all that are
//! found can be taken out together, and of two that say the same the later is the repetition. A permit changes nothing if, wherever it
//! permits, other permits do, no guard comes to life that it lifts, and each of its duties, and each that it lifts, is asked for as
//! strictly by others. A guard changes nothing if, wherever it is live, other guards are.

use std::collections::BTreeSet;

use super::vain_diagnostics::{redundant_guard, redundant_permit};
use super::{Analysis, Found, SET, Shown, is_guard};
use crate::check::duty::ObligationId;
use crate::check::policy::{Effect, Layer, RuleId};
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// Permits and guards without which every request gets the same answer.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        let mut out = BTreeSet::new();
        for permit in analysis.later_first(layer, |effect| effect == Effect::Permit) {
            let mark = analysis.space.mark();
            if let Some((others, left)) = analysis.permitted_instead(permit, &out)? {
                out.insert(permit);
                let finding = redundant_permit(analysis.policy, permit, &others);
                found.push(Shown::with(analysis.shown(left), finding));
            }
            analysis.space.release(mark);
        }
        for guard in analysis.later_first(layer, is_guard) {
            let mark = analysis.space.mark();
            if let Some((others, live)) = analysis.denied_instead(guard, &out)? {
                out.insert(guard);
                let finding = redundant_guard(analysis.policy, guard, &others);
                found.push(Shown::with(analysis.shown(live), finding));
            }
            analysis.space.release(mark);
        }
    }
    Ok(found)
}

impl Analysis<'_, '_> {
    fn later_first(&self, layer: Layer, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        let mut rules = self.rules(layer, wanted);
        rules.reverse();
        rules
    }

    /// The permits that permit all that this one does, as few as will do, and what that is. `None` when it changes something, and when
    /// it permits nothing, which is a finding of its own.
    fn permitted_instead(
        &mut self,
        permit: RuleId,
        out: &BTreeSet<RuleId>,
    ) -> Result<Option<(Vec<RuleId>, Region)>, TooLarge> {
        let layer = self.policy.rules.at(permit).layer;
        let (_, left) = self.spoken_and_left(permit);
        if left.is_empty() {
            return Ok(None);
        }
        let mut others = Vec::new();
        for other in self.near(permit, |effect| effect == Effect::Permit) {
            let region = self.space.rule(SET, other);
            if other != permit && !out.contains(&other) {
                others.push((other, region));
            }
        }
        let free = match layer {
            Layer::Base => self.responses,
            Layer::Transfer => Region::NOTHING,
        };
        let needed = self.space.without(left, free)?;
        let Some(enough) = self.enough(needed, &others)? else {
            return Ok(None);
        };
        let rule = self.policy.rules.at(permit);
        if rule.lifts.is_empty() && rule.obligations.is_empty() {
            return Ok(Some((enough, left)));
        }
        let after = out.iter().copied().chain([permit]).collect();
        let is_same = self.lifts_nothing_of_its_own(permit, left, out, &after)?
            && self.asks_nothing_of_its_own(permit, left, &after)?;
        Ok(is_same.then_some((enough, left)))
    }

    /// Whether no guard comes to life in a region when a permit that lifts it goes, and no duty that nobody asked for before.
    fn lifts_nothing_of_its_own(
        &mut self,
        permit: RuleId,
        region: Region,
        before: &BTreeSet<RuleId>,
        after: &BTreeSet<RuleId>,
    ) -> Result<bool, TooLarge> {
        for &lifted in &self.policy.rules.at(permit).lifts {
            let revived = self.live_without(lifted, after)?;
            let revived = self.space.and(revived, region)?;
            if revived.is_empty() {
                continue;
            }
            let broken = self.space.broken(SET, lifted)?;
            if self.policy.rules.at(lifted).effect != Effect::Oblige
                || self.space.meet(revived, broken)?
                || !self.asks_nothing_of_its_own(lifted, revived, before)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether others ask for each duty of a rule, or for a stricter one, wherever a region is.
    fn asks_nothing_of_its_own(
        &mut self,
        rule: RuleId,
        region: Region,
        out: &BTreeSet<RuleId>,
    ) -> Result<bool, TooLarge> {
        let policy = self.policy;
        if policy.rules.at(rule).obligations.is_empty() {
            return Ok(true);
        }
        let near = self.near(rule, |_| true);
        for &duty in &policy.rules.at(rule).obligations {
            let keeps = |&other: &ObligationId| {
                let other = policy.obligations.at(other);
                other.is_at_least_as_strict_as(policy.obligations.at(duty))
            };
            let mut asked = Vec::new();
            for &other in &near {
                let its = policy.rules.at(other);
                let asks = its.obligations.iter().any(keeps);
                if other == rule || out.contains(&other) || !asks {
                    continue;
                }
                asked.push(match its.effect {
                    Effect::Oblige => self.live_without(other, out)?,
                    _ => self.space.rule(SET, other),
                });
            }
            let asked = self.space.any(asked)?;
            if !self.space.implies(region, asked)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where a guard or oblige is live when some permits are gone.
    fn live_without(&mut self, guard: RuleId, out: &BTreeSet<RuleId>) -> Result<Region, TooLarge> {
        let lifters = self.space.lifters(SET, guard).to_vec();
        if !lifters.iter().any(|lifter| out.contains(lifter)) {
            return self.space.live(SET, guard);
        }
        let lifters = lifters.into_iter().filter(|lifter| !out.contains(lifter));
        let regions: Vec<Region> = lifters.map(|lifter| self.space.rule(SET, lifter)).collect();
        let lifted = self.space.any(regions)?;
        self.space.without(self.space.rule(SET, guard), lifted)
    }

    /// The guards that deny wherever this one does, as few as will do, and where that is; `None` when it denies something of its own.
    fn denied_instead(
        &mut self,
        guard: RuleId,
        out: &BTreeSet<RuleId>,
    ) -> Result<Option<(Vec<RuleId>, Region)>, TooLarge> {
        let layer = self.policy.rules.at(guard).layer;
        let live = self.live_without(guard, out)?;
        let speaks = self.layer(layer);
        let live = self.space.and(live, speaks)?;
        let live = self.space.and(live, self.open)?;
        if live.is_empty() {
            return Ok(None);
        }
        let mut others = Vec::new();
        for other in self.near(guard, is_guard) {
            if other != guard && !out.contains(&other) {
                others.push((other, self.live_without(other, out)?));
            }
        }
        Ok(self.enough(live, &others)?.map(|enough| (enough, live)))
    }

    /// The first rule whose region holds all of another, else several that do together and of which none could be left out;
    /// `None` when all of them do not.
    fn enough(
        &mut self,
        region: Region,
        rules: &[(RuleId, Region)],
    ) -> Result<Option<Vec<RuleId>>, TooLarge> {
        let Some(witness) = self.space.witness(region) else {
            return Ok(Some(Vec::new()));
        };
        // Mostly one request that no other rule speaks of settles it.
        let mut is_met = false;
        for &(rule, its) in rules {
            if self.space.contains(its, &witness.atom) {
                is_met = true;
                if self.space.implies(region, its)? {
                    return Ok(Some(vec![rule]));
                }
            }
        }
        if !is_met {
            return Ok(None);
        }
        let mut kept = Vec::new();
        for &(rule, its) in rules {
            if self.space.meet(region, its)? {
                kept.push((rule, its));
            }
        }
        let all = self.space.any(kept.iter().map(|(_, its)| *its))?;
        if !self.space.implies(region, all)? {
            return Ok(None);
        }
        let mut at = kept.len();
        while let Some(last) = at.checked_sub(1) {
            at = last;
            let others = kept.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<Region> = others.map(|(_, (_, its))| *its).collect();
            let others = self.space.any(others)?;
            if self.space.implies(region, others)? {
                kept.remove(at);
            }
        }
        Ok(Some(kept.into_iter().map(|(rule, _)| rule).collect()))
    }
}
