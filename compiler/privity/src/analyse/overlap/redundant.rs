//! Rules that change nothing, because others say as much wherever they hold.

use super::vain_diagnostics::{redundant_guard, redundant_permit};
use super::{Analysis, SET, is_guard};
use crate::check::policy::{Effect, Layer, RuleId};
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// Permits and guards without which every request gets the same answer.
pub(super) fn find(analysis: &mut Analysis<'_>) -> Result<Vec<Diagnostic>, TooLarge> {
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        for permit in analysis.rules(layer, |effect| effect == Effect::Permit) {
            let mark = analysis.space.mark();
            if let Some(others) = analysis.permits_instead(permit)? {
                found.push(redundant_permit(analysis.policy, permit, &others));
            }
            analysis.space.release(mark);
        }
        for guard in analysis.rules(layer, is_guard) {
            let mark = analysis.space.mark();
            if let Some(other) = analysis.denies_instead(guard)? {
                found.push(redundant_guard(analysis.policy, guard, other));
            }
            analysis.space.release(mark);
        }
    }
    Ok(found)
}

impl Analysis<'_> {
    /// The permits that permit all that this one does, with at least its duties: one if one is enough. `None` when it permits something of its own.
    pub(super) fn permits_instead(
        &mut self,
        permit: RuleId,
    ) -> Result<Option<Vec<RuleId>>, TooLarge> {
        let policy = self.policy;
        let rule = policy.rules.at(permit);
        let (_, left) = self.spoken_and_left(permit)?;
        // A dead permit is a finding of its own.
        if left.is_empty() {
            return Ok(None);
        }
        for &lifted in &rule.lifts {
            let (mine, theirs) = (self.space.rule(SET, permit), self.space.rule(SET, lifted));
            if self.space.meet(mine, theirs)? {
                return Ok(None);
            }
        }
        let mut together = Vec::new();
        for other in self.rules(rule.layer, |effect| effect == Effect::Permit) {
            let its = policy.rules.at(other);
            let asks_as_much = rule
                .obligations
                .iter()
                .all(|duty| its.obligations.contains(duty));
            let region = self.space.rule(SET, other);
            if other == permit || !asks_as_much || !self.space.meet(left, region)? {
                continue;
            }
            if self.space.implies(left, region)? {
                // Of two that permit the same, the later is the repetition.
                let is_later = other < permit || !self.is_replaced_by(other, permit)?;
                if is_later {
                    return Ok(Some(vec![other]));
                }
                continue;
            }
            // Permits that might be found redundant themselves in favour of this one cannot stand in for it.
            if other < permit {
                together.push(other);
            }
        }
        let region = |&other: &RuleId| self.space.rule(SET, other);
        let regions: Vec<Region> = together.iter().map(region).collect();
        let union = self.space.any(regions)?;
        Ok(self
            .space
            .implies(left, union)?
            .then_some(together)
            .filter(|together| !together.is_empty()))
    }

    /// Whether the second permits all that the first does, with at least its duties.
    fn is_replaced_by(&mut self, one: RuleId, other: RuleId) -> Result<bool, TooLarge> {
        let policy = self.policy;
        let (_, left) = self.spoken_and_left(one)?;
        let theirs = &policy.rules.at(other).obligations;
        let mut duties = policy.rules.at(one).obligations.iter();
        let as_much = duties.all(|duty| theirs.contains(duty));
        Ok(as_much && self.space.implies(left, self.space.rule(SET, other))?)
    }

    /// A guard that denies wherever this one does; `None` when it denies something of its own.
    pub(super) fn denies_instead(&mut self, guard: RuleId) -> Result<Option<RuleId>, TooLarge> {
        let layer = self.policy.rules.at(guard).layer;
        let speaks = self.layer(layer);
        let live = self.space.live(SET, guard)?;
        let live = self.space.and(live, speaks)?;
        if live.is_empty() {
            return Ok(None);
        }
        for other in self.rules(layer, is_guard) {
            if other == guard {
                continue;
            }
            let its = self.space.live(SET, other)?;
            if self.space.implies(live, its)? {
                let its = self.space.and(its, speaks)?;
                if other < guard || its != live {
                    return Ok(Some(other));
                }
            }
        }
        Ok(None)
    }
}
