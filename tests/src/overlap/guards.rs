//! Permits and guards that deny what is permitted: requirements that exclude each other, dead permits and parts, contradictions.

use std::collections::BTreeMap;

use privity::check::policy::{Effect, Layer, RuleId};
use privity::diagnostic::Code;

use super::atoms::Atoms;
use super::expected::Expected;
use super::meaning::{Meaning, is_guard};
use super::statements::{Choice, Statement};

const LAYERS: [Layer; 2] = [Layer::Base, Layer::Transfer];

/// Why a permit is dead, or a part of it.
#[derive(PartialEq, Eq)]
enum Dead {
    /// One forbid names the very same.
    Plain(RuleId),
    /// These deny all of it together.
    Guarded(Vec<RuleId>),
}

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
                let same = self.expect_dead(permit, layer, &pairs, expected);
                self.expect_clashes(permit, layer, &same, expected);
            }
        }
    }

    /// Gives the forbids that name the very same as the permit, or as a part of it.
    fn expect_dead(
        &self,
        permit: RuleId,
        layer: Layer,
        pairs: &[(RuleId, RuleId)],
        expected: &mut Expected,
    ) -> Vec<RuleId> {
        let mut same = Vec::new();
        let spoken = self.rule(permit).and(&self.asked(layer));
        let applies = spoken.and(&self.open);
        let left = applies.without(&self.guarded(layer));
        let name = self.name(permit);
        if spoken.is_empty() {
            return same;
        }
        if applies.is_empty() {
            let key = vec![name, "outside".to_owned()];
            expected.insert((Code::DeadPermit, key), None);
            return same;
        }
        if left.is_empty() {
            let key = match self.dead(permit, layer, &applies, &[], pairs) {
                Some(Dead::Guarded(_)) => (Code::DeadPermit, vec![name]),
                Some(Dead::Plain(guard)) => {
                    same.push(guard);
                    (Code::Contradiction, vec![name, self.name(guard)])
                }
                None => return same,
            };
            expected.insert(key, Some(applies));
            return same;
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
        combinations.sort_by_key(Vec::len);
        let dead: Vec<Vec<(usize, usize)>> = combinations
            .into_iter()
            .filter(|combination| is_dead(combination))
            .collect();
        let mut merged: Vec<(Dead, Vec<String>, Atoms)> = Vec::new();
        for part in &dead {
            let is_least = !dead.iter().any(|other| {
                other.len() < part.len() && other.iter().all(|choice| part.contains(choice))
            });
            if !is_least {
                continue;
            }
            let names: Vec<Vec<String>> = part
                .iter()
                .filter_map(|&(axis, at)| Some(vec![axes.get(axis)?.get(at)?.name.clone()]))
                .collect();
            let part: Vec<&Choice> = part
                .iter()
                .filter_map(|&(axis, at)| axes.get(axis)?.get(at))
                .collect();
            let region = part
                .iter()
                .fold(applies.clone(), |all, choice| all.and(&choice.inside));
            let Some(told) = self.dead(permit, layer, &region, &part, pairs) else {
                continue;
            };
            let names = names.concat();
            match merged.iter_mut().find(|(known, ..)| *known == told) {
                Some((_, known, all)) => {
                    known.extend(names);
                    *all = all.or(&region);
                }
                None => merged.push((told, names, region)),
            }
        }
        // What the same guards deny is one finding.
        for (told, names, region) in merged {
            let key = match told {
                Dead::Plain(guard) => {
                    same.push(guard);
                    (Code::Contradiction, vec![name.clone(), self.name(guard)])
                }
                Dead::Guarded(_) => (Code::DeadPart, [vec![name.clone()], names].concat()),
            };
            expected.insert(key, Some(region));
        }
        same
    }

    /// What is said of a permit, or of a part of it, that guards deny wherever it holds; `None` when it is said of the guards.
    fn dead(
        &self,
        permit: RuleId,
        layer: Layer,
        region: &Atoms,
        part: &[&Choice],
        pairs: &[(RuleId, RuleId)],
    ) -> Option<Dead> {
        let guards = self.of(layer, is_guard).into_iter();
        let guards = guards.map(|guard| (guard, self.live(guard).clone()));
        let obliges = self
            .of(layer, |effect| effect == Effect::Oblige)
            .into_iter();
        let obliges = obliges.map(|rule| (rule, self.live(rule).and(self.broken(rule))));
        let mut denying: Vec<(RuleId, Atoms)> = guards
            .chain(obliges)
            .filter(|(_, denies)| denies.meets(region))
            .collect();
        let alone = denying.iter().find(|(_, denies)| region.is_in(denies));
        let Some((guard, _)) = alone else {
            let mut pairs = pairs.iter();
            let told =
                pairs.any(|&(one, other)| region.is_in(&self.live(one).or(self.live(other))));
            if told {
                return None;
            }
            // From the first on those go without which the others deny all of it.
            let mut at = 0;
            while at < denying.len() {
                let others = denying.iter().enumerate().filter(|(other, _)| *other != at);
                if region.is_in(&self.union(others.map(|(_, (_, denies))| denies))) {
                    denying.remove(at);
                } else {
                    at += 1;
                }
            }
            return Some(Dead::Guarded(
                denying.into_iter().map(|(rule, _)| rule).collect(),
            ));
        };
        let forbids = self.policy.rules.at(*guard).effect == Effect::Forbid;
        let mine = self.statements(permit);
        let theirs = self.statements(*guard);
        let is_in_part = |statement: &Statement| {
            part.iter()
                .all(|choice| statement.inside.is_in(&choice.inside))
        };
        let same = mine
            .iter()
            .filter(|mine| is_in_part(mine))
            .any(|mine| theirs.iter().any(|theirs| mine.sides == theirs.sides));
        Some(if forbids && same {
            Dead::Plain(*guard)
        } else {
            Dead::Guarded(vec![*guard])
        })
    }

    /// What D13 says of a permit and every guard: the worst of their statements and days.
    fn expect_clashes(
        &self,
        permit: RuleId,
        layer: Layer,
        same: &[RuleId],
        expected: &mut Expected,
    ) {
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
            // Of two that name the very same no more is told.
            if !same.contains(&guard) {
                expected.insert((code, key), (rank > 0).then_some(shown));
            }
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
            let scope = self.scope_of_guard(guard);
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
