//! Where the rules of a policy hold, as diagrams: their regions, what is left of guards after all lifts, and the acts that the transfer layer binds.

use std::collections::BTreeMap;

use super::apply::Workshop;
use super::budget::OverBudget;
use super::crossing::crossing;
use super::store::Diagram;
use crate::check::policy::{Policy, RuleId};
use crate::lower::Lowered;

/// The diagrams of the rules of a policy.
#[derive(Debug)]
pub(super) struct RuleRegions {
    /// For every guard and oblige that is lifted somewhere, the permits that lift it.
    lifters: BTreeMap<RuleId, Vec<RuleId>>,
    /// Where each rule applies, by number.
    regions: Vec<Diagram>,
    /// Where at least one of some permits applies.
    unions: BTreeMap<Vec<RuleId>, Diagram>,
}

impl RuleRegions {
    pub(super) fn of(
        policy: &Policy,
        lowered: &Lowered,
        workshop: &mut Workshop,
    ) -> Result<Self, OverBudget> {
        Ok(Self {
            lifters: lifters(policy),
            regions: lowered
                .rules
                .iter()
                .map(|rule| workshop.formula(&rule.region))
                .collect::<Result<_, _>>()?,
            unions: BTreeMap::new(),
        })
    }

    /// Where a rule applies: a require where its requirement fails, a permit only where none of its duties is broken.
    pub(super) fn region(&self, rule: RuleId) -> Diagram {
        self.regions
            .get(rule.index())
            .copied()
            .unwrap_or(Diagram::FALSE)
    }

    /// Where a guard or oblige applies and no permit lifts it.
    pub(super) fn live(
        &mut self,
        guard: RuleId,
        workshop: &mut Workshop,
    ) -> Result<Diagram, OverBudget> {
        let Some(lifters) = self.lifters.get(&guard) else {
            return Ok(self.region(guard));
        };
        let lifted = match self.unions.get(lifters) {
            Some(&known) => known,
            None => {
                let regions = lifters.iter().map(|&lifter| self.region(lifter)).collect();
                let union = workshop.merge(regions, Diagram::FALSE, &mut Workshop::or)?;
                self.unions.insert(lifters.clone(), union);
                union
            }
        };
        workshop.without(self.region(guard), lifted)
    }

    /// The permits that lift a guard or oblige, in order.
    pub(super) fn lifters(&self, guard: RuleId) -> &[RuleId] {
        self.lifters.get(&guard).map_or(&[], Vec::as_slice)
    }

    /// Every diagram held here.
    pub(super) fn roots(&mut self) -> impl Iterator<Item = &mut Diagram> {
        self.regions.iter_mut().chain(self.unions.values_mut())
    }

    /// Forgets the diagrams that `keep` refuses; those of the rules themselves are always kept.
    pub(super) fn forget(&mut self, keep: impl Fn(Diagram) -> bool) {
        self.unions.retain(|_, &mut union| keep(union));
    }
}

fn lifters(policy: &Policy) -> BTreeMap<RuleId, Vec<RuleId>> {
    let mut lifters: BTreeMap<RuleId, Vec<RuleId>> = BTreeMap::new();
    for (id, rule) in policy.rules.entries() {
        for &lifted in &rule.lifts {
            let same_layer = policy
                .rules
                .get(lifted)
                .is_some_and(|guard| guard.layer == rule.layer);
            if same_layer {
                lifters.entry(lifted).or_default().push(id);
            }
        }
    }
    lifters
}

/// Where a duty of the rule is known to be broken.
pub(super) fn broken(
    rule: RuleId,
    lowered: &Lowered,
    workshop: &mut Workshop,
) -> Result<Diagram, OverBudget> {
    match lowered.rules.get(rule.index()) {
        Some(rule) => workshop.formula(&rule.broken),
        None => Ok(Diagram::FALSE),
    }
}

/// The acts that the transfer layer binds: processing that crosses a border.
pub(super) fn bound(lowered: &Lowered, workshop: &mut Workshop) -> Result<Diagram, OverBudget> {
    let crossing = crossing(workshop, lowered)?;
    let responses = workshop.formula(&lowered.responses)?;
    workshop.without(crossing, responses)
}
