//! Requirements that exclude each other: each can be met, but never both, so what both are about is denied whatever one does.

use super::diagnostics::excluding_requirements;
use super::{Analysis, Found, SET, Shown};
use crate::check::policy::{Effect, Layer, RuleId};
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// Two requirements that exclude each other, with a permit that they leave nothing of where both apply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excluding {
    pub(super) one: RuleId,
    pub(super) other: RuleId,
    permit: RuleId,
}

/// One finding a pair.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    for pair in analysis.excluding.clone() {
        let denied = analysis.denied_by_both(pair)?;
        let denied = analysis.space.and(denied, analysis.open)?;
        let finding = excluding_requirements(analysis.policy, [pair.one, pair.other], pair.permit);
        found.push(Shown::with(analysis.shown(denied), finding));
    }
    Ok(found)
}

impl Analysis<'_, '_> {
    /// All pairs of requirements that exclude each other, in order.
    pub(super) fn excluding(&mut self) -> Result<Vec<Excluding>, TooLarge> {
        let mut found = Vec::new();
        for layer in [Layer::Base, Layer::Transfer] {
            let requires = self.rules(layer, |effect| effect == Effect::Require);
            for (at, &one) in requires.iter().enumerate() {
                for &other in requires.iter().skip(at + 1) {
                    let mark = self.space.mark();
                    found.extend(self.are_excluding(one, other, layer)?);
                    self.space.release(mark);
                }
            }
        }
        Ok(found)
    }

    fn are_excluding(
        &mut self,
        one: RuleId,
        other: RuleId,
        layer: Layer,
    ) -> Result<Option<Excluding>, TooLarge> {
        let [deny_one, deny_other] = [one, other].map(|rule| self.space.rule(SET, rule));
        if deny_one.is_empty() || deny_other.is_empty() {
            return Ok(None);
        }
        let common = self.common_scope(one, other)?;
        if common.is_empty() {
            return Ok(None);
        }
        let denied = self.space.or(deny_one, deny_other)?;
        let alone =
            self.space.implies(common, deny_one)? || self.space.implies(common, deny_other)?;
        if alone || !self.space.implies(common, denied)? {
            return Ok(None);
        }
        for permit in self.rules(layer, |effect| effect == Effect::Permit) {
            let lifts = &self.policy.rules.at(permit).lifts;
            if lifts.contains(&one) || lifts.contains(&other) {
                continue;
            }
            let pair = Excluding { one, other, permit };
            let shown = self.denied_by_both(pair)?;
            if self.space.meet(shown, self.open)? {
                return Ok(Some(pair));
            }
        }
        Ok(None)
    }

    /// Where both requirements apply, before it is looked at whether they are met.
    fn common_scope(&mut self, one: RuleId, other: RuleId) -> Result<Region, TooLarge> {
        let mine = self.space.scope(SET, one)?;
        let theirs = self.space.scope(SET, other)?;
        let asked = self.asked(self.policy.rules.at(one).layer);
        let both = self.space.and(mine, theirs)?;
        self.space.and(both, asked)
    }

    /// What the permit of a pair would permit where both requirements apply, and one of them denies.
    fn denied_by_both(&mut self, pair: Excluding) -> Result<Region, TooLarge> {
        let common = self.common_scope(pair.one, pair.other)?;
        let permit = self.space.rule(SET, pair.permit);
        let both = self.space.and(common, permit)?;
        let one = self.space.live(SET, pair.one)?;
        let other = self.space.live(SET, pair.other)?;
        let live = self.space.or(one, other)?;
        self.space.and(both, live)
    }

    /// Whether a region is denied by two of which it is said elsewhere that they exclude each other.
    pub(super) fn is_denied_by_a_pair(&mut self, region: Region) -> Result<bool, TooLarge> {
        for pair in self.excluding.clone() {
            let one = self.space.live(SET, pair.one)?;
            let left = self.space.without(region, one)?;
            let other = self.space.live(SET, pair.other)?;
            if self.space.implies(left, other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
