//! What rules say in vain: conditions that decide nothing, lifts that never act, rules that change nothing.

use std::collections::{BTreeMap, BTreeSet};

use privity::check::policy::{ClassAxis, Condition, Effect, Layer, RuleId};
use privity::diagnostic::Code;

use super::atoms::Atoms;
use super::expected::Expected;
use super::meaning::{Meaning, is_guard};

impl Meaning<'_> {
    pub(super) fn expect_vain(&self, expected: &mut Expected) {
        self.expect_conditions(expected);
        for id in self.policy.rules.ids() {
            self.expect_lifts(id, expected);
        }
        for layer in [Layer::Base, Layer::Transfer] {
            self.expect_redundant(layer, expected);
        }
    }

    /// One key for each rule with conditions that decide nothing: the rule, and how many of its conditions do.
    fn expect_conditions(&self, expected: &mut Expected) {
        // A rule that speaks of transfers among other acts is two rules of one name, of which the same may be said.
        let mut idle: BTreeMap<(Code, String), BTreeSet<String>> = BTreeMap::new();
        for id in self.policy.rules.ids() {
            for (code, condition) in self.idle_conditions(id) {
                let of_rule = idle.entry((code, self.name(id))).or_default();
                of_rule.insert(condition);
            }
        }
        for ((code, rule), conditions) in idle {
            expected.insert((code, vec![rule, conditions.len().to_string()]), None);
        }
    }

    fn idle_conditions(&self, id: RuleId) -> Vec<(Code, String)> {
        let rule = self.policy.rules.at(id);
        let mut found = Vec::new();
        let written = self.scope(id);
        if written.is_empty() {
            return found;
        }
        let seated = written.and(&self.seated);
        let scope = written.and(&self.asked(rule.layer));
        let mut never = |what: &str| found.push((Code::NeverHolds, what.to_owned()));
        if seated.is_empty() {
            never("nobody sits there");
            return found;
        }
        if scope.is_empty() {
            never("nothing crosses a border");
            return found;
        }
        for (at, part) in self.conditions(id).iter().enumerate() {
            let holds = self.grid.condition(part);
            if !scope.meets(&holds) {
                found.push((Code::NeverHolds, at.to_string()));
            } else if scope.is_in(&holds) {
                found.push((Code::AlwaysHolds, at.to_string()));
            }
        }
        let applies = self.text(id).and(&scope);
        if applies.is_empty() {
            if !found.iter().any(|(code, _)| *code == Code::NeverHolds) {
                found.push((Code::NeverHolds, "together".to_owned()));
            }
        } else if rule.effect == Effect::Require {
            let met = self.grid.condition(&rule.requirement);
            if !applies.meets(&met) {
                found.push((Code::NeverHolds, "required".to_owned()));
            } else if applies.is_in(&met) {
                found.push((Code::AlwaysHolds, "required".to_owned()));
            }
        }
        found
    }

    /// The conditions of a rule as they are written, without what it requires and what is about days only.
    fn conditions(&self, id: RuleId) -> Vec<Condition> {
        let rule = self.policy.rules.at(id);
        let mut conditions: Vec<Condition> = rule
            .conditions
            .iter()
            .map(|(condition, _)| condition.clone())
            .collect();
        if rule.effect == Effect::Require {
            conditions.pop();
        }
        let date = ClassAxis::Date.id();
        conditions
            .retain(|condition| !matches!(condition, Condition::Test(axis, _) if *axis == date));
        conditions
    }

    fn expect_lifts(&self, id: RuleId, expected: &mut Expected) {
        let permit = self.policy.rules.at(id);
        let mine = self.rule(id).and(&self.asked(permit.layer));
        if mine.is_empty() {
            return;
        }
        // What is lifted as a kind is lifted at once.
        let mut groups: BTreeMap<String, Vec<RuleId>> = BTreeMap::new();
        for &lifted in &permit.lifts {
            let guard = self.policy.rules.at(lifted);
            let kind = guard.guard_kind.clone().filter(|kind| {
                let mut all = self.policy.rules.entries().filter(|(_, other)| {
                    other.layer == permit.layer
                        && !other.is_final
                        && other.guard_kind.as_ref() == Some(kind)
                });
                all.all(|(other, _)| permit.lifts.contains(&other))
            });
            let group = kind.map_or_else(|| guard.name.clone(), |kind| format!("kind {kind}"));
            groups.entry(group).or_default().push(lifted);
        }
        for guards in groups.into_values() {
            let acts = guards.iter().any(|&guard| {
                let lifted = match self.policy.rules.at(guard).effect {
                    Effect::Oblige => self.text(guard),
                    _ => self.rule(guard),
                };
                lifted.meets(&mine)
            });
            if !acts {
                let names = guards.into_iter().map(|guard| self.name(guard));
                let key = [permit.name.clone()].into_iter().chain(names).collect();
                expected.insert((Code::IdleLift, key), None);
            }
        }
    }

    /// Rules without which a layer gives the same answers and duties at every atom, tried from the last to the first.
    fn expect_redundant(&self, layer: Layer, expected: &mut Expected) {
        let asked = self.asked(layer).and(&self.open);
        let mut out: BTreeSet<RuleId> = BTreeSet::new();
        let before = self.answers(layer, &out);
        for code in [Code::RedundantPermit, Code::RedundantGuard] {
            let mut rules = self.of(layer, |effect| match code {
                Code::RedundantPermit => effect == Effect::Permit,
                _ => is_guard(effect),
            });
            rules.reverse();
            for rule in rules {
                let acts = match code {
                    Code::RedundantPermit => self.rule(rule).without(&before.guarded),
                    _ => self.live_without(rule, &out),
                };
                let acts = acts.and(&asked);
                if acts.is_empty() {
                    continue;
                }
                out.insert(rule);
                let after = self.answers(layer, &out);
                let same = match code {
                    Code::RedundantPermit => {
                        before.permitted.and(&asked) == after.permitted.and(&asked)
                            && self.same_duties(layer, &before.permitted.and(&acts), &out)
                    }
                    _ => acts.is_in(&self.denied_by_rules(layer, &out)),
                };
                if same {
                    expected.insert((code, vec![self.name(rule)]), Some(acts));
                } else {
                    out.remove(&rule);
                }
            }
        }
    }

    fn live_without(&self, guard: RuleId, out: &BTreeSet<RuleId>) -> Atoms {
        if out.contains(&guard) {
            return self.grid.nothing();
        }
        let lifters = self.policy.rules.entries();
        let lifters = lifters.filter(|(id, rule)| !out.contains(id) && rule.lifts.contains(&guard));
        lifters.fold(self.rule(guard).clone(), |left, (id, _)| {
            left.without(self.rule(id))
        })
    }

    fn denied_by_rules(&self, layer: Layer, out: &BTreeSet<RuleId>) -> Atoms {
        let guards = self.of(layer, is_guard).into_iter();
        guards.fold(self.grid.nothing(), |all, guard| {
            all.or(&self.live_without(guard, out))
        })
    }

    fn answers(&self, layer: Layer, out: &BTreeSet<RuleId>) -> Answers {
        let mut guarded = self.denied_by_rules(layer, out);
        for oblige in self.of(layer, |effect| effect == Effect::Oblige) {
            let live = self.live_without(oblige, out);
            guarded = guarded.or(&live.and(self.broken(oblige)));
        }
        let permits = self.of(layer, |effect| effect == Effect::Permit);
        let permits = permits.into_iter().filter(|permit| !out.contains(permit));
        let mut permitted = self.union(permits.map(|permit| self.rule(permit)));
        if layer == Layer::Base {
            permitted = permitted.or(&self.responses);
        }
        Answers {
            permitted: permitted.without(&guarded),
            guarded,
        }
    }

    /// Whether at each atom the duties of the layer ask for as much with the rules that are out as without: each duty, or a stricter one.
    fn same_duties(&self, layer: Layer, among: &Atoms, out: &BTreeSet<RuleId>) -> bool {
        let none = BTreeSet::new();
        let of_state = |out: &BTreeSet<RuleId>| -> Vec<(Atoms, RuleId)> {
            let asking = self.of(layer, |effect| {
                matches!(effect, Effect::Permit | Effect::Oblige)
            });
            asking
                .into_iter()
                .filter(|rule| !out.contains(rule))
                .filter(|rule| !self.policy.rules.at(*rule).obligations.is_empty())
                .map(|rule| match self.policy.rules.at(rule).effect {
                    Effect::Oblige => (self.live_without(rule, out), rule),
                    _ => (self.rule(rule).clone(), rule),
                })
                .collect()
        };
        let (with, without) = (of_state(&none), of_state(out));
        let mut known: BTreeSet<(Vec<RuleId>, Vec<RuleId>)> = BTreeSet::new();
        among.iter().all(|at| {
            let asking = |state: &[(Atoms, RuleId)]| -> Vec<RuleId> {
                let here = state.iter().filter(|(region, _)| region.contains(at));
                here.map(|(_, rule)| *rule).collect()
            };
            let (with, without) = (asking(&with), asking(&without));
            !known.insert((with.clone(), without.clone()))
                || self.keeps(&with, &without) && self.keeps(&without, &with)
        })
    }

    /// Whether each duty of the one rules is a duty of the others, or a weaker one.
    fn keeps(&self, one: &[RuleId], others: &[RuleId]) -> bool {
        let duties = |rules: &[RuleId]| -> Vec<_> {
            let of = |rule: &RuleId| self.policy.rules.at(*rule).obligations.clone();
            rules.iter().flat_map(of).collect()
        };
        let others = duties(others);
        duties(one).iter().all(|duty| {
            let duty = self.policy.obligations.at(*duty);
            others.iter().any(|other| {
                let other = self.policy.obligations.at(*other);
                other.is_at_least_as_strict_as(duty)
            })
        })
    }
}

/// What a layer says without some of its rules.
struct Answers {
    permitted: Atoms,
    guarded: Atoms,
}
