//! Permits that can never permit, as a whole or in something that they name, because guards are live wherever they hold.

use super::diagnostics::{Dead, dead_part, dead_permit, outside_the_policy, plain_contradiction};
use super::meeting::definitions;
use super::statement::{Statement, inside};
use super::{Analysis, Found, SET, Shown, is_guard};
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, RuleId};
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// Combinations of listed nodes that are tried, of each permit.
const MOST_COMBINATIONS: usize = 4_096;

/// Dead permits, and the dead parts of others.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    for layer in [Layer::Base, Layer::Transfer] {
        for permit in analysis.rules(layer, |effect| effect == Effect::Permit) {
            let mark = analysis.space.mark();
            found.extend(analysis.dead(permit)?);
            analysis.space.release(mark);
        }
    }
    Ok(found)
}

/// A node that a permit lists, with the test that it makes.
struct Choice {
    axis: ClassAxis,
    name: String,
    inside: Condition,
}

/// What a permit names in vain, with the rules that deny it.
struct DeadPart {
    guards: Vec<RuleId>,
    /// Statements of the permit and of the only guard that name the same.
    same: Option<(Statement, Statement)>,
    names: Vec<Vec<(ClassAxis, String)>>,
    region: Region,
}

impl Analysis<'_, '_> {
    fn dead(&mut self, permit: RuleId) -> Result<Vec<Found>, TooLarge> {
        let (spoken, left) = self.spoken_and_left(permit);
        if spoken.is_empty() {
            return Ok(Vec::new());
        }
        let applies = self.space.and(spoken, self.open)?;
        let rule = self.policy.rules.at(permit);
        if applies.is_empty() {
            let excluded = self.rules(Layer::Base, |effect| effect == Effect::Exclude);
            let mut met = Vec::new();
            for exclusion in excluded {
                if self.space.meet(spoken, self.space.rule(SET, exclusion))? {
                    met.push(exclusion);
                }
            }
            return Ok(vec![outside_the_policy(self.policy, rule, &met).into()]);
        }
        if left.is_empty() {
            let guards = self.cover(applies, permit)?;
            if guards.len() > 1 && self.is_denied_by_a_pair(applies)? {
                return Ok(Vec::new());
            }
            let dead = Dead {
                rule,
                guards: guards.clone(),
            };
            let finding = match self.same_thing(permit, None, &guards) {
                Some((mine, theirs)) => {
                    self.told.insert((permit, theirs.rule));
                    plain_contradiction(self.policy, &dead, &mine, &theirs)
                }
                None => dead_permit(self.policy, &dead),
            };
            let shown = self.shown(applies);
            let finding = self.with_definitions(finding, permit, &guards, shown.as_ref());
            return Ok(vec![Shown::with(shown, finding)]);
        }
        self.dead_parts(permit, applies, left)
    }

    /// What a permit that is not dead names in vain.
    fn dead_parts(
        &mut self,
        permit: RuleId,
        applies: Region,
        left: Region,
    ) -> Result<Vec<Found>, TooLarge> {
        let rule = self.policy.rules.at(permit);
        let axes: Vec<Vec<Choice>> = rule
            .named
            .iter()
            .filter(|scope| scope.listed.len() > 1)
            .map(|scope| {
                let listed = scope.listed.iter();
                let choice = |(name, values): &(String, _)| Choice {
                    axis: scope.axis,
                    name: name.clone(),
                    inside: inside(self.policy, scope.axis, values),
                };
                listed.map(choice).collect()
            })
            .collect();
        let mut found: Vec<DeadPart> = Vec::new();
        let mut dead: Vec<Vec<(usize, usize)>> = Vec::new();
        for combination in combinations(&axes) {
            let is_known = dead
                .iter()
                .any(|part| part.iter().all(|choice| combination.contains(choice)));
            if is_known {
                continue;
            }
            let chosen: Vec<&Choice> = combination
                .iter()
                .filter_map(|&(axis, at)| axes.get(axis)?.get(at))
                .collect();
            let inside =
                Condition::All(chosen.iter().map(|choice| choice.inside.clone()).collect());
            let inside = self.space.condition(&inside)?;
            if self.space.meet(left, inside)? || !self.space.meet(applies, inside)? {
                continue;
            }
            let region = self.space.and(applies, inside)?;
            let guards = self.cover(region, permit)?;
            dead.push(combination);
            if guards.len() > 1 && self.is_denied_by_a_pair(region)? {
                continue;
            }
            let names: Vec<(ClassAxis, String)> = chosen
                .iter()
                .map(|choice| (choice.axis, choice.name.clone()))
                .collect();
            let same = self.same_thing(permit, Some(&names), &guards);
            // What the same guards deny is one finding.
            let known = found
                .iter_mut()
                .find(|known| known.guards == guards && known.same.is_some() == same.is_some());
            match known {
                Some(known) => {
                    known.names.push(names);
                    known.region = self.space.or(known.region, region)?;
                }
                None => found.push(DeadPart {
                    guards,
                    same,
                    names: vec![names],
                    region,
                }),
            }
        }
        for (_, theirs) in found.iter().filter_map(|part| part.same.as_ref()) {
            self.told.insert((permit, theirs.rule));
        }
        let told = found.into_iter().map(|part| {
            let what = Dead {
                rule,
                guards: part.guards.clone(),
            };
            let finding = match &part.same {
                Some((permit, guard)) => plain_contradiction(self.policy, &what, permit, guard),
                None => dead_part(self.policy, &what, &part.names),
            };
            let shown = self.shown(part.region);
            let finding = self.with_definitions(finding, permit, &part.guards, shown.as_ref());
            Shown::with(shown, finding)
        });
        Ok(told.collect())
    }

    /// The guards, and obliges with a broken duty, that deny a region of a permit together, none too many; one that denies all of it alone comes first.
    fn cover(&mut self, region: Region, permit: RuleId) -> Result<Vec<RuleId>, TooLarge> {
        let mut live = Vec::new();
        let guards = self.near(permit, is_guard).into_iter();
        let obliges = self.near(permit, |effect| effect == Effect::Oblige);
        for guard in guards.chain(obliges) {
            let mut part = self.space.live(SET, guard)?;
            if self.policy.rules.at(guard).effect == Effect::Oblige {
                let broken = self.space.broken(SET, guard)?;
                part = self.space.and(part, broken)?;
            }
            if self.space.implies(region, part)? {
                return Ok(vec![guard]);
            }
            if self.space.meet(region, part)? {
                live.push((guard, part));
            }
        }
        let mut at = 0;
        while at < live.len() {
            let others = live.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<Region> = others.map(|(_, (_, part))| *part).collect();
            let others = self.space.any(others)?;
            if self.space.implies(region, others)? {
                live.remove(at);
            } else {
                at += 1;
            }
        }
        Ok(live.into_iter().map(|(guard, _)| guard).collect())
    }

    /// The finding with the definitions that make the permit and the only guard that denies it meet at the request that is shown.
    fn with_definitions(
        &self,
        finding: Diagnostic,
        permit: RuleId,
        guards: &[RuleId],
        shown: Option<&Shown>,
    ) -> Diagnostic {
        let ([guard], Some(shown)) = (guards, shown) else {
            return finding;
        };
        let speaks = |statement: &&Statement| {
            statement.sides.iter().all(|(axis, side)| {
                let value = shown.atom.get(axis.id().index());
                value.is_some_and(|&value| side.values.contains(value))
            })
        };
        let of = |rule: RuleId| {
            let statements = self.statements.get(rule.index());
            statements.into_iter().flatten().find(speaks)
        };
        let (Some(one), Some(other)) = (of(permit), of(*guard)) else {
            return finding;
        };
        definitions(self.policy, one, other, &shown.atom)
            .into_iter()
            .fold(finding, |finding, (span, text)| finding.label(span, text))
    }

    /// The statements of the permit and of the only guard that name the same, if there are such.
    fn same_thing(
        &self,
        permit: RuleId,
        part: Option<&[(ClassAxis, String)]>,
        guards: &[RuleId],
    ) -> Option<(Statement, Statement)> {
        let [guard] = guards else { return None };
        if self.policy.rules.at(*guard).effect != Effect::Forbid {
            return None;
        }
        let of = |rule: RuleId| {
            self.statements
                .get(rule.index())
                .map_or(&[][..], Vec::as_slice)
        };
        let is_in_part = |statement: &&Statement| {
            part.is_none_or(|part| {
                part.iter().all(|(axis, name)| {
                    let side = statement.sides.get(axis);
                    side.is_some_and(|side| side.name == *name)
                })
            })
        };
        of(permit).iter().filter(is_in_part).find_map(|mine| {
            let theirs = of(*guard)
                .iter()
                .find(|theirs| mine.names_the_same(theirs))?;
            Some((mine.clone(), theirs.clone()))
        })
    }
}

/// All choices of one node on some of the axes, those on fewer axes first.
fn combinations(axes: &[Vec<Choice>]) -> Vec<Vec<(usize, usize)>> {
    let mut all: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    for (axis, choices) in axes.iter().enumerate() {
        let longer: Vec<_> = all
            .iter()
            .flat_map(|one| (0..choices.len()).map(move |at| [&one[..], &[(axis, at)]].concat()))
            .take(MOST_COMBINATIONS.saturating_sub(all.len()))
            .collect();
        all.extend(longer);
    }
    all.retain(|one| !one.is_empty());
    all.sort_by_key(Vec::len);
    all
}
