//! What rules say in vain: conditions that always or never hold where the rule speaks, and lifts that never act.

use std::collections::BTreeMap;

use super::statement::scope;
use super::vain_diagnostics::{
    Nothing, always_holds, idle_lift, never_applies, never_holds, speaks_of_nothing,
};
use super::{Analysis, Found, SET};
use crate::check::policy::{ClassAxis, Condition, Effect, Policy, Rule, RuleId};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::TooLarge;
use crate::source::Span;

/// Conditions that decide nothing in their rule's scope, and rules whose conditions exclude each other.
pub(super) fn conditions(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    for id in analysis.policy.rules.ids() {
        let mark = analysis.space.mark();
        let idle = analysis.idle_conditions(id)?;
        found.extend(idle.into_iter().map(Found::from));
        analysis.space.release(mark);
    }
    Ok(found)
}

/// Whether a permit lifts all guards of a kind that its layer has, as `without` does.
fn lifts_kind(policy: &Policy, permit: &Rule, kind: &str) -> bool {
    policy.rules.entries().all(|(id, rule)| {
        let is_one = rule.guard_kind.as_deref() == Some(kind)
            && rule.layer == permit.layer
            && !rule.is_final;
        !is_one || permit.lifts.contains(&id)
    })
}

/// What is lifted at once: a guard kind, or a rule that has none.
type Lifted<'p> = (Option<&'p str>, Option<RuleId>);

/// Lifts of guards that the permit never meets.
pub(super) fn lifts(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    let policy = analysis.policy;
    for (id, permit) in policy.rules.entries() {
        let asked = analysis.asked(permit.layer);
        let mine = analysis.space.rule(SET, id);
        let mine = analysis.space.and(mine, asked)?;
        if mine.is_empty() {
            continue;
        }
        // A guard kind is lifted as a whole: it is enough that the permit meets one of its guards.
        let mut met: BTreeMap<Lifted, Vec<(RuleId, bool)>> = BTreeMap::new();
        for &lifted in &permit.lifts {
            let guard = policy.rules.at(lifted);
            let meets = match guard.effect {
                // Where its duties are lifted it is enough that it speaks.
                Effect::Oblige => analysis.space.scope(SET, lifted)?,
                _ => analysis.space.rule(SET, lifted),
            };
            let meets = analysis.space.meet(mine, meets)?;
            let kind = guard.guard_kind.as_deref();
            let kind = kind.filter(|kind| lifts_kind(policy, permit, kind));
            let alone = kind.is_none().then_some(lifted);
            met.entry((kind, alone)).or_default().push((lifted, meets));
        }
        for ((kind, _), guards) in met {
            if guards.iter().all(|(_, meets)| !meets) {
                let guards: Vec<RuleId> = guards.into_iter().map(|(guard, _)| guard).collect();
                found.push(idle_lift(policy, id, kind, &guards).into());
            }
        }
    }
    Ok(found)
}

impl Analysis<'_, '_> {
    fn idle_conditions(&mut self, id: RuleId) -> Result<Vec<Diagnostic>, TooLarge> {
        let policy = self.policy;
        let rule = policy.rules.at(id);
        let spoken = scope(rule);
        let scope = self.space.condition(&spoken)?;
        // An empty scope is reported where it is written.
        if scope.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.space.and(scope, self.seated)?;
        if scope.is_empty() {
            return Ok(vec![speaks_of_nothing(
                policy,
                id,
                Nothing::NobodySitsThere,
            )]);
        }
        let scope = self.space.and(scope, self.layer(rule.layer))?;
        if scope.is_empty() {
            return Ok(vec![speaks_of_nothing(policy, id, Nothing::NoBorder)]);
        }
        let mut found = Vec::new();
        for (part, place) in written(rule) {
            if is_about_days(part) {
                continue;
            }
            let holds = self.space.condition(part)?;
            if !self.space.meet(scope, holds)? {
                found.push(never_holds(policy, id, (part, *place)));
            } else if self.space.implies(scope, holds)? {
                found.push(always_holds(policy, id, (part, *place)));
            }
        }
        let applies = self.space.scope(SET, id)?;
        let applies = self.space.and(applies, scope)?;
        if applies.is_empty() {
            // What cannot be by itself was said.
            if !found.iter().any(|finding| finding.code == Code::NeverHolds) {
                found.push(never_applies(policy, id));
            }
            return Ok(found);
        }
        if rule.effect == Effect::Require {
            let met = self.space.condition(&rule.requirement)?;
            let place = rule
                .conditions
                .last()
                .map_or(rule.span, |(_, place)| *place);
            let asked = (&rule.requirement, place);
            if !self.space.meet(applies, met)? {
                found.push(never_holds(policy, id, asked));
            } else if self.space.implies(applies, met)? {
                found.push(always_holds(policy, id, asked));
            }
        }
        Ok(found)
    }
}

/// The conditions of a rule, without what it requires.
fn written(rule: &Rule) -> &[(Condition, Span)] {
    match (rule.effect, rule.conditions.split_last()) {
        (Effect::Require, Some((_, conditions))) => conditions,
        _ => &rule.conditions,
    }
}

/// Days are set one by one, and may well lie outside the life of the policy.
fn is_about_days(part: &Condition) -> bool {
    matches!(part, Condition::Test(axis, _) if *axis == ClassAxis::Date.id())
}
