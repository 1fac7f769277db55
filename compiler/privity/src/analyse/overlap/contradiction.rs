//! Permits and guards that contradict each other: neither is an exception to the other, and nothing says which prevails.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::clash::{Clash, Stand};
use super::diagnostics::{contradiction, overlap_without_effect, unclear_precedence};
use super::{Analysis, Found, SET, Shown};
use crate::check::policy::{Effect, Layer, RuleId};
use crate::graph::TooLarge;

/// One finding for each permit and guard that clash: the worst of what they list.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        for permit in analysis.rules(layer, |effect| effect == Effect::Permit) {
            let mark = analysis.space.mark();
            for (guard, clash) in analysis.worst_clashes(permit)? {
                if !analysis.told.contains(&(permit, guard)) {
                    found.push(told(analysis, &clash));
                }
            }
            analysis.space.release(mark);
        }
    }
    Ok(found)
}

impl Analysis<'_, '_> {
    /// For each forbid that clashes with the permit the worst clash.
    pub(super) fn worst_clashes(
        &mut self,
        permit: RuleId,
    ) -> Result<BTreeMap<RuleId, Clash>, TooLarge> {
        let mut worst: BTreeMap<RuleId, Clash> = BTreeMap::new();
        let (spoken, left) = self.spoken_and_left(permit);
        let rule = self.policy.rules.at(permit);
        let mut meets_forbid = false;
        for guard in self.near(permit, |effect| effect == Effect::Forbid) {
            let region = self.space.rule(SET, guard);
            meets_forbid |= !rule.lifts.contains(&guard) && self.space.meet(spoken, region)?;
        }
        if !meets_forbid {
            return Ok(worst);
        }
        let all = Rc::clone(&self.statements);
        for statement in all.get(permit.index()).into_iter().flatten() {
            let mark = self.space.mark();
            let inside = self.space.condition(&statement.inside)?;
            // A dead statement is a finding of its own.
            if self.space.meet(left, inside)? {
                for clash in self.clashes(statement)? {
                    let known = worst.get(&clash.guard.rule);
                    if known.is_none_or(|known| self.is_worse(&clash, known)) {
                        worst.insert(clash.guard.rule, clash);
                    }
                }
            }
            self.space.release(mark);
        }
        Ok(worst)
    }

    /// Whether one clash of two rules is worse than another of the same, or as bad and shown by a smaller request.
    fn is_worse(&self, one: &Clash, other: &Clash) -> bool {
        rank(one).cmp(&rank(other)).is_gt()
            || rank(one) == rank(other)
                && match (&one.witness, &other.witness) {
                    (Some(one), Some(other)) => self.space.compare(&one.atom, &other.atom).is_lt(),
                    _ => false,
                }
    }
}

/// A clash that some request shows is worse than one without effect.
fn rank(clash: &Clash) -> (bool, Stand) {
    (clash.witness.is_some(), clash.stand)
}

fn told(analysis: &Analysis<'_, '_>, clash: &Clash) -> Found {
    let policy = analysis.policy;
    let Some(witness) = &clash.witness else {
        return overlap_without_effect(policy, clash).into();
    };
    let finding = match clash.stand {
        Stand::Crossing => contradiction(policy, clash, witness),
        _ => unclear_precedence(policy, clash, witness),
    };
    let shown = Shown {
        atom: witness.atom.clone(),
        words: analysis.space.words(witness),
    };
    Shown::with(Some(shown), finding)
}
