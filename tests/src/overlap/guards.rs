//! Permits and guards that deny what is permitted: requirements that exclude each other, dead permits and parts, contradictions.

use std::collections::BTreeMap;

use privity::check::policy::{Effect, Layer, RuleId};
use privity::diagnostic::Code;

use super::atoms::Atoms;
use super::expected::Expected;
use super::meaning::{Meaning, is_guard};
use super::statements::{Choice, Statement};

const LAYERS: [Layer; 2] = [Layer::Base, Layer::Transfer];

impl Meaning<'_> {
    /// Requirements that exclude each other, in pairs.
    fn excluding(&self, layer: Layer) -> BTreeMap<(RuleId, RuleId), Atoms> {
        let requires = self.of(layer, |effect| effect == Effect::Require);
        let mut found = BTreeMap::new();
        for (at, &one) in requires.iter().enumerate() {
            for &other in requires.iter().skip(at + 1) {
                let common = self.text(one).and(self.text(other));
                let common = common.and(&self.asked(layer));
                let (deny_one, deny_other) = (self.rule(one), self.rule(other));
                let alone = common.is_in(deny_one) || common.is_in(deny_other);
                if alone || !common.is_in(&deny_one.or(deny_other)) {
                    continue;
                }
                let live = self.live(one).or(self.live(other));
                let stopped = common.and(&live).and(&self.open);
                let permits = self.of(layer, |effect| effect == Effect::Permit);
                let met = permits.into_iter().find(|&permit| {
                    let lifts = &self.policy.rules.at(permit).lifts;
                    let lifted = lifts.contains(&one) || lifts.contains(&other);
                    !lifted && self.rule(permit).meets(&stopped)
                });
                if let Some(permit) = met {
                    found.insert((one, other), self.rule(permit).and(&stopped));
                }
            }
        }
        found
    }

    pub(super) fn expect_guards(&self, expected: &mut Expected) {
        for layer in LAYERS {
            let excluding = self.excluding(layer);
            for ((one, other), shown) in &excluding {
                let key = vec![self.name(*one), self.name(*other)];
                expected.insert((Code::ExcludingRequirements, key), Some(shown.clone()));
            }
            let pairs: Vec<(RuleId, RuleId)> = excluding.into_keys().collect();
            for permit in self.of(layer, |effect| effect == Effect::Permit) {
                self.expect_dead(permit, layer, &pairs, expected);
                self.expect_clashes(permit, layer, expected);
            }
        }
    }

    fn expect_dead(
        &self,
        permit: RuleId,
        layer: Layer,
        pairs: &[(RuleId, RuleId)],
        expected: &mut Expected,
    ) {
        let spoken = self.rule(permit).and(&self.asked(layer));
        let applies = spoken.and(&self.open);
        let left = applies.without(&self.guarded(layer));
        let name = self.name(permit);
        if spoken.is_empty() {
            return;
        }
        if applies.is_empty() {
            let key = vec![name, "outside".to_owned()];
            expected.insert((Code::DeadPermit, key), None);
            return;
        }
        if left.is_empty() {
            if let Some(code) = self.dead(permit, layer, &applies, &[], pairs) {
                expected.insert((code, vec![name]), Some(applies));
            }
            return;
        }
        let rule = self.policy.rules.at(permit);
        let axes: Vec<Vec<Choice>> = rule
            .named
            .iter()
            .filter(|scope| scope.listed.len() > 1)
            .map(|scope| self.choices(scope))
            .collect();
        // Each choice of at most one node an axis; those of fewer nodes count.
        let mut combinations: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
        for (axis, choices) in axes.iter().enumerate() {
            let longer: Vec<Vec<(usize, usize)>> = combinations
                .iter()
                .flat_map(|one| {
                    (0..choices.len()).map(move |at| [&one[..], &[(axis, at)]].concat())
                })
                .collect();
            combinations.extend(longer);
        }
        let inside = |combination: &[(usize, usize)]| {
            let choices = combination
                .iter()
                .filter_map(|&(axis, at)| axes.get(axis)?.get(at));
            choices.fold(self.grid.everything(), |all, choice| {
                all.and(&choice.inside)
            })
        };
        let is_dead = |combination: &[(usize, usize)]| {
            let inside = inside(combination);
            applies.meets(&inside) && !left.meets(&inside)
        };
        let dead: Vec<Vec<(usize, usize)>> = combinations
            .into_iter()
            .filter(|combination| is_dead(combination))
            .collect();
        for part in &dead {
            let is_least = !dead.iter().any(|other| {
                other.len() < part.len() && other.iter().all(|choice| part.contains(choice))
            });
            if !is_least {
                continue;
            }
            let names: Vec<String> = part
                .iter()
                .filter_map(|&(axis, at)| Some(axes.get(axis)?.get(at)?.name.clone()))
                .collect();
            let part: Vec<&Choice> = part
                .iter()
                .filter_map(|&(axis, at)| axes.get(axis)?.get(at))
                .collect();
            let region = part
                .iter()
                .fold(applies.clone(), |all, choice| all.and(&choice.inside));
            match self.dead(permit, layer, &region, &part, pairs) {
                Some(Code::DeadPermit) => {
                    let key = [vec![name.clone()], names].concat();
                    expected.insert((Code::DeadPart, key), Some(region));
                }
                // One plain contradiction for each rule, however many of its parts are the same.
                Some(code) => {
                    let shown = expected
                        .entry((code, vec![name.clone()]))
                        .or_insert_with(|| Some(self.grid.nothing()));
                    *shown = shown.as_ref().map(|shown| shown.or(&region));
                }
                None => {}
            }
        }
    }

    /// What is said of a permit, or of a part of it, that guards deny wherever it holds; `None` when it is said of the guards.
    fn dead(
        &self,
        permit: RuleId,
        layer: Layer,
        region: &Atoms,
        part: &[&Choice],
        pairs: &[(RuleId, RuleId)],
    ) -> Option<Code> {
        let mut guards = self.of(layer, is_guard).into_iter();
        let alone = guards.find(|&guard| region.is_in(self.live(guard)));
        let Some(guard) = alone else {
            let mut pairs = pairs.iter();
            let told =
                pairs.any(|&(one, other)| region.is_in(&self.live(one).or(self.live(other))));
            return (!told).then_some(Code::DeadPermit);
        };
        let forbids = self.policy.rules.at(guard).effect == Effect::Forbid;
        let mine = self.statements(permit);
        let theirs = self.statements(guard);
        let is_in_part = |statement: &Statement| {
            part.iter()
                .all(|choice| statement.inside.is_in(&choice.inside))
        };
        let same = mine
            .iter()
            .filter(|mine| is_in_part(mine))
            .any(|mine| theirs.iter().any(|theirs| mine.sides == theirs.sides));
        Some(if forbids && same {
            Code::Contradiction
        } else {
            Code::DeadPermit
        })
    }

    /// What D13 says of a permit and every guard: the worst of their statements and days.
    fn expect_clashes(&self, permit: RuleId, layer: Layer, expected: &mut Expected) {
        let left = self.rule(permit).and(&self.asked(layer)).and(&self.open);
        let left = left.without(&self.guarded(layer));
        let mut worst: BTreeMap<RuleId, (u8, Atoms)> = BTreeMap::new();
        for statement in self.statements(permit) {
            if !left.meets(&statement.inside) {
                continue;
            }
            for (guard, rank, shown) in self.clashes(permit, layer, &statement) {
                match worst.get_mut(&guard) {
                    Some(known) if known.0 > rank => {}
                    Some(known) if known.0 == rank => known.1 = known.1.or(&shown),
                    _ => {
                        worst.insert(guard, (rank, shown));
                    }
                }
            }
        }
        for (guard, (rank, shown)) in worst {
            let code = match rank {
                0 => Code::OverlapWithoutEffect,
                1 => Code::UnclearPrecedence,
                _ => Code::Contradiction,
            };
            let key = vec![self.name(permit), self.name(guard)];
            expected.insert((code, key), (rank > 0).then_some(shown));
        }
    }

    fn clashes(
        &self,
        permit: RuleId,
        layer: Layer,
        statement: &Statement,
    ) -> Vec<(RuleId, u8, Atoms)> {
        let lifts = &self.policy.rules.at(permit).lifts;
        let own = self.rule(permit).and(&statement.inside);
        let own = own.and(&self.asked(layer));
        let mut harmless = self.grid.nothing();
        let mut clashing: Vec<(RuleId, bool, Atoms)> = Vec::new();
        for guard in self.of(layer, is_guard) {
            if lifts.contains(&guard) || !own.meets(self.rule(guard)) {
                continue;
            }
            let rule = self.policy.rules.at(guard);
            let scope = self.scope(guard);
            let epochs = self.epochs(permit, guard);
            for theirs in self.statements(guard) {
                let denies = self.rule(guard).and(&theirs.inside);
                for days in &epochs {
                    let then = own.and(days);
                    if !then.meets(&denies) {
                        continue;
                    }
                    let leaves_a_way = !then.and(&scope).and(&theirs.inside).is_in(&denies);
                    let exception =
                        theirs.is_narrower(statement) && !statement.is_narrower(&theirs);
                    let crosses = statement.crosses(&theirs);
                    let live = self.live(guard).and(&theirs.inside).and(days);
                    let binds = rule.effect == Effect::Require || (rule.is_final && !crosses);
                    if leaves_a_way || exception || binds {
                        harmless = harmless.or(&live);
                    } else {
                        clashing.push((guard, crosses, live));
                    }
                }
            }
        }
        clashing
            .into_iter()
            .map(|(guard, crosses, live)| {
                let both = own.and(&live).without(&harmless).and(&self.open);
                match (both.is_empty(), crosses) {
                    (true, _) => (guard, 0, both),
                    (false, false) => (guard, 1, both),
                    (false, true) => (guard, 2, both),
                }
            })
            .collect()
    }
}
