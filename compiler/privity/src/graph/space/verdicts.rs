//! Regions by verdict, without the graph.

use super::{Member, Region, RuleSet, Space};
use crate::check::policy::{Effect, Layer, Policy, RuleId};
use crate::graph::apply::Workshop;
use crate::graph::budget::{OverBudget, TooLarge};
use crate::graph::rule_regions::{bound, broken};
use crate::graph::store::Diagram;

/// What has been worked out of a policy.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    bound: Option<Diagram>,
    outside: Option<Diagram>,
    permitted: Option<Diagram>,
    /// What guards deny.
    guarded: ByLayer,
    /// What rules permit.
    permitted_by: ByLayer,
}

/// A region of each layer, once it is worked out.
#[derive(Debug, Default)]
struct ByLayer {
    base: Option<Diagram>,
    transfer: Option<Diagram>,
}

impl ByLayer {
    fn of(&mut self, layer: Layer) -> &mut Option<Diagram> {
        match layer {
            Layer::Base => &mut self.base,
            Layer::Transfer => &mut self.transfer,
        }
    }
}

impl Verdicts {
    /// Forgets the diagrams that `keep` refuses.
    pub(super) fn forget(&mut self, keep: impl Fn(Diagram) -> bool) {
        for slot in [
            &mut self.bound,
            &mut self.outside,
            &mut self.permitted,
            &mut self.guarded.base,
            &mut self.guarded.transfer,
            &mut self.permitted_by.base,
            &mut self.permitted_by.transfer,
        ] {
            *slot = slot.filter(|&diagram| keep(diagram));
        }
    }
}

impl Space<'_> {
    /// The processing acts that cross a border, which the transfer layer binds.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn crossing(&mut self, set: RuleSet) -> Result<Region, TooLarge> {
        self.try_with(set, Member::bound)
    }

    /// Where the policy applies: on the days of its life, and outside all that its rules exclude.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn applicable(&mut self, set: RuleSet) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| {
            let outside = member.outside(workshop)?;
            workshop.not(outside)
        })
    }

    /// Where the verdict of the whole policy is *permit*.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn permitted(&mut self, set: RuleSet) -> Result<Region, TooLarge> {
        self.try_with(set, Member::permitted)
    }

    /// Where in a region the verdict of the whole policy is *permit*; takes less than [`Space::permitted`] where the region is small.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn permitted_within(&mut self, set: RuleSet, region: Region) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| {
            member.permitted_within(region.0, workshop)
        })
    }

    /// Where the verdict of the whole policy is *deny*: neither permitted nor outside.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn denied(&mut self, set: RuleSet) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| {
            let outside = member.outside(workshop)?;
            let permitted = member.permitted(workshop)?;
            let either = workshop.or(outside, permitted)?;
            workshop.not(either)
        })
    }

    /// Where the rules of one layer permit, whatever the other layer says, the policy's life, its exclusions and conflicts of duties.
    /// What is allowed by default counts as permitted by the base layer; the transfer layer is not limited to what crosses a border.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn permitted_by(&mut self, set: RuleSet, layer: Layer) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| member.permitted_by(layer, workshop))
    }

    /// Where some guard of a layer denies: those live, and the live obliges with a broken duty.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn guarded_by(&mut self, set: RuleSet, layer: Layer) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| member.guarded_by(layer, workshop))
    }

    /// Where the duties exclude each other of acts that would be permitted otherwise.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn duty_conflicts(&mut self, set: RuleSet) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| {
            if member.suspects().is_empty() {
                return Ok(Diagram::FALSE);
            }
            let allowed = member.permitted_apart_from_conflicts(Diagram::TRUE, workshop)?;
            member.conflicts(allowed, workshop)
        })
    }
}

impl Member<'_> {
    pub(super) fn rules(&self, layer: Layer, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        rules(self.policy, layer, wanted)
    }

    pub(super) fn bound(&mut self, workshop: &mut Workshop) -> Result<Diagram, OverBudget> {
        if let Some(known) = self.verdicts.bound {
            return Ok(known);
        }
        let made = bound(&self.lowered, workshop)?;
        self.verdicts.bound = Some(made);
        Ok(made)
    }

    fn outside(&mut self, workshop: &mut Workshop) -> Result<Diagram, OverBudget> {
        if let Some(known) = self.verdicts.outside {
            return Ok(known);
        }
        let excluded = |member: &Self, layer| {
            let rules = member.rules(layer, |effect| effect == Effect::Exclude);
            let regions = rules.into_iter().map(|rule| member.regions.region(rule));
            regions.collect::<Vec<_>>()
        };
        let base = excluded(self, Layer::Base);
        let across = workshop.union(excluded(self, Layer::Transfer))?;
        let bound = self.bound(workshop)?;
        let across = workshop.and(across, bound)?;
        let alive = workshop.formula(&self.lowered.alive)?;
        let dead = workshop.not(alive)?;
        let made = workshop.union(base.into_iter().chain([across, dead]))?;
        self.verdicts.outside = Some(made);
        Ok(made)
    }

    fn guarded_by(&mut self, layer: Layer, workshop: &mut Workshop) -> Result<Diagram, OverBudget> {
        if let &mut Some(known) = self.verdicts.guarded.of(layer) {
            return Ok(known);
        }
        let mut guards = Vec::new();
        for rule in self.rules(layer, |effect| {
            matches!(effect, Effect::Forbid | Effect::Require)
        }) {
            guards.push(self.regions.live(rule, workshop)?);
        }
        for rule in self.rules(layer, |effect| effect == Effect::Oblige) {
            let live = self.regions.live(rule, workshop)?;
            let broken = broken(rule, &self.lowered, workshop)?;
            guards.push(workshop.and(live, broken)?);
        }
        let made = workshop.union(guards)?;
        *self.verdicts.guarded.of(layer) = Some(made);
        Ok(made)
    }

    fn permitted_by(
        &mut self,
        layer: Layer,
        workshop: &mut Workshop,
    ) -> Result<Diagram, OverBudget> {
        if let &mut Some(known) = self.verdicts.permitted_by.of(layer) {
            return Ok(known);
        }
        let mut permits: Vec<Diagram> = self
            .rules(layer, |effect| effect == Effect::Permit)
            .into_iter()
            .map(|rule| self.regions.region(rule))
            .collect();
        if layer == Layer::Base {
            permits.push(workshop.formula(&self.lowered.responses)?);
        }
        let permits = workshop.union(permits)?;
        let guards = self.guarded_by(layer, workshop)?;
        let made = workshop.without(permits, guards)?;
        *self.verdicts.permitted_by.of(layer) = Some(made);
        Ok(made)
    }

    fn permitted_apart_from_conflicts(
        &mut self,
        within: Diagram,
        workshop: &mut Workshop,
    ) -> Result<Diagram, OverBudget> {
        let base = self.permitted_by(Layer::Base, workshop)?;
        let base = workshop.and(base, within)?;
        let transfer = self.permitted_by(Layer::Transfer, workshop)?;
        let bound = self.bound(workshop)?;
        let stopped = workshop.without(bound, transfer)?;
        let allowed = workshop.without(base, stopped)?;
        let outside = self.outside(workshop)?;
        workshop.without(allowed, outside)
    }

    pub(super) fn permitted(&mut self, workshop: &mut Workshop) -> Result<Diagram, OverBudget> {
        if let Some(known) = self.verdicts.permitted {
            return Ok(known);
        }
        let made = self.permitted_within(Diagram::TRUE, workshop)?;
        self.verdicts.permitted = Some(made);
        Ok(made)
    }

    fn permitted_within(
        &mut self,
        within: Diagram,
        workshop: &mut Workshop,
    ) -> Result<Diagram, OverBudget> {
        let allowed = self.permitted_apart_from_conflicts(within, workshop)?;
        let conflicts = self.conflicts(allowed, workshop)?;
        workshop.without(allowed, conflicts)
    }
}

fn rules(policy: &Policy, layer: Layer, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
    policy
        .rules
        .entries()
        .filter(|(_, rule)| rule.layer == layer && wanted(rule.effect))
        .map(|(id, _)| id)
        .collect()
}
