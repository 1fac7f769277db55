//! Permits and guards that contradict each other: neither is an exception to the other, and nothing says which prevails.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::clash::{Clash, Stand};
use super::diagnostics::{contradiction, overlap_without_effect, unclear_precedence};
use super::{Analysis, SET};
use crate::check::policy::{Effect, Layer, RuleId};
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;

/// One finding for each permit and guard that clash: the worst of what they list.
pub(super) fn find(analysis: &mut Analysis<'_>) -> Result<Vec<Diagnostic>, TooLarge> {
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        for permit in analysis.rules(layer, |effect| effect == Effect::Permit) {
            let mark = analysis.space.mark();
            for clash in analysis.worst_clashes(permit)?.into_values() {
                found.push(told(analysis, &clash));
            }
            analysis.space.release(mark);
        }
    }
    Ok(found)
}

impl Analysis<'_> {
    /// For each forbid that clashes with the permit the worst clash.
    pub(super) fn worst_clashes(
        &mut self,
        permit: RuleId,
    ) -> Result<BTreeMap<RuleId, Clash>, TooLarge> {
        let mut worst: BTreeMap<RuleId, Clash> = BTreeMap::new();
        let (spoken, left) = self.spoken_and_left(permit)?;
        let rule = self.policy.rules.at(permit);
        let mut meets_forbid = false;
        for guard in self.rules(rule.layer, |effect| effect == Effect::Forbid) {
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
                    if known.is_none_or(|known| rank(&clash) > rank(known)) {
                        worst.insert(clash.guard.rule, clash);
                    }
                }
            }
            self.space.release(mark);
        }
        Ok(worst)
    }
}

fn rank(clash: &Clash) -> (bool, Stand) {
    (clash.witness.is_some(), clash.stand)
}

fn told(analysis: &Analysis<'_>, clash: &Clash) -> Diagnostic {
    let (policy, space) = (analysis.policy, &analysis.space);
    match (&clash.witness, clash.stand) {
        (None, _) => overlap_without_effect(policy, clash),
        (Some(witness), Stand::Crossing) => {
            contradiction(policy, clash, witness, &space.words(witness))
        }
        (Some(witness), _) => unclear_precedence(policy, clash, witness, &space.words(witness)),
    }
}
