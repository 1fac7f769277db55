//! What rules say in vain: conditions that always or never hold where the rule speaks, and lifts that never act.

use std::collections::BTreeMap;

use super::statement::{parts, scope};
use super::vain_diagnostics::{always_holds, idle_lift, never_applies, never_holds};
use super::{Analysis, SET};
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, RuleId};
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;
use crate::request::words;

/// Conditions that decide nothing in their rule's scope, and rules whose conditions exclude each other.
pub(super) fn conditions(analysis: &mut Analysis<'_>) -> Result<Vec<Diagnostic>, TooLarge> {
    let mut found = Vec::new();
    for id in analysis.policy.rules.ids() {
        let mark = analysis.space.mark();
        found.extend(analysis.idle_conditions(id)?);
        analysis.space.release(mark);
    }
    Ok(found)
}

/// What is lifted at once: a guard kind, or a rule that has none.
type Lifted<'p> = (Option<&'p str>, Option<RuleId>);

/// Lifts of guards that the permit never meets.
pub(super) fn lifts(analysis: &mut Analysis<'_>) -> Result<Vec<Diagnostic>, TooLarge> {
    let mut found = Vec::new();
    let policy = analysis.policy;
    for (id, permit) in policy.rules.entries() {
        let mine = analysis.space.rule(SET, id);
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
            let alone = kind.is_none().then_some(lifted);
            met.entry((kind, alone)).or_default().push((lifted, meets));
        }
        for ((kind, _), guards) in met {
            if guards.iter().all(|(_, meets)| !meets) {
                let guards: Vec<RuleId> = guards.into_iter().map(|(guard, _)| guard).collect();
                found.push(idle_lift(policy, id, kind, &guards));
            }
        }
    }
    Ok(found)
}

impl Analysis<'_> {
    fn idle_conditions(&mut self, id: RuleId) -> Result<Vec<Diagnostic>, TooLarge> {
        let policy = self.policy;
        let rule = policy.rules.at(id);
        let spoken = scope(rule);
        let scope = self.space.condition(&spoken)?;
        let scope = match rule.layer {
            Layer::Base => scope,
            Layer::Transfer => self.space.and(scope, self.layer(Layer::Transfer))?,
        };
        // An empty scope is reported where it is written.
        if scope.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let scopes = parts(&spoken);
        let is_scope = |part: &Condition| {
            scopes.iter().any(|scope| parts(scope).contains(part)) || scopes.contains(part)
        };
        for part in parts(&rule.region) {
            if is_scope(part) || is_about_days(part) {
                continue;
            }
            let holds = self.space.condition(part)?;
            if !self.space.meet(scope, holds)? {
                found.push(never_holds(policy, id, &words::condition(policy, part)));
            } else if self.space.implies(scope, holds)? {
                found.push(always_holds(policy, id, &words::condition(policy, part)));
            }
        }
        let applies = self.space.scope(SET, id)?;
        if found.is_empty() && applies.is_empty() {
            found.push(never_applies(policy, id));
        }
        if rule.effect == Effect::Require && !applies.is_empty() {
            let met = self.space.condition(&rule.requirement)?;
            let asked = words::condition(policy, &rule.requirement);
            if !self.space.meet(applies, met)? {
                found.push(never_holds(policy, id, &asked));
            } else if self.space.implies(applies, met)? {
                found.push(always_holds(policy, id, &asked));
            }
        }
        Ok(found)
    }
}

/// Days are set one by one, and may well lie outside the life of the policy.
fn is_about_days(part: &Condition) -> bool {
    matches!(part, Condition::Test(axis, _) if *axis == ClassAxis::Date.id())
}
