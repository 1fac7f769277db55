//! Which rules differ between two policies on the same axes, and where each of them can have changed an answer.

use std::collections::BTreeMap;

use super::atoms::Side;
use super::parts::{NEW, OLD, Part};
use crate::check::policy::{Effect, Layer, Policy, Rule, RuleId};
use crate::graph::TooLarge;
use crate::graph::space::{Region, RuleSet, Space};

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Only the new policy has it.
    Added,
    /// Only the old policy has it.
    Removed,
    /// Both have a rule of this name, and they differ in where they apply, what they lift or what duties they bring.
    Changed,
}

/// A rule that differs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause {
    pub(super) fate: Fate,
    /// The policy whose rule is meant.
    pub(super) side: Side,
    pub(super) rule: RuleId,
}

impl Cause {
    const fn set(self) -> RuleSet {
        match self.side {
            Side::Old => OLD,
            Side::New => NEW,
        }
    }

    pub(super) fn of(self, policies: &[Policy; 2]) -> &Rule {
        let [old, new] = policies;
        match self.side {
            Side::Old => old.rules.at(self.rule),
            Side::New => new.rules.at(self.rule),
        }
    }

    /// Where the rule, as its policy has it, can be what makes a part of the difference; `None` when it cannot be.
    pub(super) fn region(
        self,
        part: Part,
        policies: &[Policy; 2],
        space: &mut Space<'_>,
    ) -> Result<Option<Region>, TooLarge> {
        let rule = self.of(policies);
        let effect = rule.effect;
        let guards = matches!(effect, Effect::Forbid | Effect::Require | Effect::Oblige);
        let (permits, stops) = match part {
            Part::NewlyPermitted => (Side::New, Side::Old),
            Part::NoLongerPermitted => (Side::Old, Side::New),
            Part::NoLongerCovered | Part::NewlyDenied => {
                let relevant = effect == Effect::Exclude;
                return Ok(relevant.then(|| space.rule(self.set(), self.rule)));
            }
            Part::WeakerDuties | Part::StrongerDuties | Part::OtherDuties => {
                let brings = matches!(effect, Effect::Permit | Effect::Oblige);
                return match effect {
                    _ if !brings => Ok(None),
                    Effect::Oblige if !rule.obligations.is_empty() => {
                        space.live(self.set(), self.rule).map(Some)
                    }
                    // A permit can bring duties of its own, or lift those of others.
                    _ if rule.obligations.is_empty() && rule.lifts.is_empty() => Ok(None),
                    _ => Ok(Some(space.rule(self.set(), self.rule))),
                };
            }
        };
        if effect == Effect::Permit && self.side == permits {
            return Ok(Some(space.rule(self.set(), self.rule)));
        }
        if effect == Effect::Exclude && self.side == stops {
            return Ok(Some(space.rule(self.set(), self.rule)));
        }
        if guards && self.side == stops {
            return match effect {
                Effect::Oblige => {
                    let live = space.live(self.set(), self.rule)?;
                    let broken = space.broken(self.set(), self.rule)?;
                    space.and(live, broken).map(Some)
                }
                _ => space.live(self.set(), self.rule).map(Some),
            };
        }
        Ok(None)
    }
}

/// All rules that differ: new and changed ones as the new policy has them, then removed and changed ones as the old policy has them.
pub(super) fn causes(policies: &[Policy; 2], space: &mut Space<'_>) -> Vec<Cause> {
    let [old, new] = policies;
    let (before, after) = (by_name(old), by_name(new));
    let mut causes = Vec::new();
    let mut changed_before = Vec::new();
    for (key, &id) in &after {
        match before.get(key) {
            None => causes.push((Fate::Added, Side::New, id)),
            Some(&was) if differ(policies, was, id, space) => {
                causes.push((Fate::Changed, Side::New, id));
                changed_before.push((Fate::Changed, Side::Old, was));
            }
            Some(_) => {}
        }
    }
    for (key, &id) in &before {
        if !after.contains_key(key) {
            causes.push((Fate::Removed, Side::Old, id));
        }
    }
    causes.extend(changed_before);
    causes.sort_by_key(|&(fate, side, id)| (fate, side != Side::New, id));
    causes
        .into_iter()
        .map(|(fate, side, rule)| Cause { fate, side, rule })
        .collect()
}

/// The two layers of one rule share a name.
fn by_name(policy: &Policy) -> BTreeMap<(&str, Layer, Effect), RuleId> {
    let rules = policy.rules.entries();
    rules
        .map(|(id, rule)| ((rule.name.as_str(), rule.layer, rule.effect), id))
        .collect()
}

fn differ(policies: &[Policy; 2], was: RuleId, is: RuleId, space: &mut Space<'_>) -> bool {
    let [old, new] = policies;
    let (old_rule, new_rule) = (old.rules.at(was), new.rules.at(is));
    let lifts = |policy: &Policy, rule: &Rule| {
        let lifts = rule.lifts.iter().filter_map(|&id| policy.rules.get(id));
        let mut names: Vec<(String, Layer)> =
            lifts.map(|rule| (rule.name.clone(), rule.layer)).collect();
        names.sort();
        names
    };
    let duties = |rule: &Rule| {
        let mut duties = rule.obligations.clone();
        duties.sort();
        duties
    };
    space.rule(OLD, was) != space.rule(NEW, is)
        || duties(old_rule) != duties(new_rule)
        || lifts(old, old_rule) != lifts(new, new_rule)
}
