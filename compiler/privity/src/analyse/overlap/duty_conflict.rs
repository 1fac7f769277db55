//! Acts that would be permitted, if only the duties that come with them could be kept together.

use std::collections::BTreeSet;

use super::vain_diagnostics::duties_clash;
use super::{Analysis, Found, SET, Shown};
use crate::check::duty::{ObligationId, conflicting};
use crate::check::policy::{Effect, Layer, RuleId};
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// More clashes than this are not told apart.
const MOST_CLASHES: usize = 20;

/// One finding for each set of rules whose duties clash.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    let clashing = analysis.space.duty_conflicts(SET)?;
    let mut left = analysis.space.and(clashing, analysis.open)?;
    while found.len() < MOST_CLASHES
        && let Some(witness) = analysis.space.witness(left)
    {
        let attached = analysis.attached(&witness.atom)?;
        let duties: BTreeSet<ObligationId> = attached
            .iter()
            .flat_map(|(rule, _)| &analysis.policy.rules.at(*rule).obligations)
            .copied()
            .collect();
        let core = conflicting(analysis.policy, &duties);
        // For each duty that cannot be kept with the others the first rule that asks for it.
        let asking: Vec<(ObligationId, (RuleId, Region))> = core
            .iter()
            .filter_map(|&duty| {
                let mut attached = attached.iter();
                let asks =
                    |rule: RuleId| analysis.policy.rules.at(rule).obligations.contains(&duty);
                let first = attached.find(|(rule, _)| asks(*rule))?;
                Some((duty, *first))
            })
            .collect();
        let mut common = left;
        for (_, (_, region)) in &asking {
            common = analysis.space.and(common, *region)?;
        }
        if common.is_empty() || asking.is_empty() {
            break;
        }
        left = analysis.space.without(left, common)?;
        let asking: Vec<(ObligationId, RuleId)> = asking
            .into_iter()
            .map(|(duty, (rule, _))| (duty, rule))
            .collect();
        let shown = Shown {
            words: analysis.space.words(&witness),
            atom: witness.atom,
        };
        found.push(Shown::with(
            Some(shown),
            duties_clash(analysis.policy, &asking),
        ));
    }
    Ok(found)
}

impl Analysis<'_, '_> {
    /// The rules that attach duties to an atom, each with where it does, in order.
    fn attached(&mut self, atom: &[i64]) -> Result<Vec<(RuleId, Region)>, TooLarge> {
        let mut found = Vec::new();
        for (id, rule) in self.policy.rules.entries() {
            let region = match rule.effect {
                Effect::Permit => self.space.rule(SET, id),
                Effect::Oblige => self.space.live(SET, id)?,
                _ => continue,
            };
            let region = match rule.layer {
                Layer::Base => region,
                Layer::Transfer => self.space.and(region, self.layer(Layer::Transfer))?,
            };
            if !rule.obligations.is_empty() && self.space.contains(region, atom) {
                found.push((id, region));
            }
        }
        Ok(found)
    }
}
