//! One duty asked for in several strengths in the same cases: the strongest makes the others idle talk.

use std::collections::BTreeMap;

use super::diagnostics::several_strengths;
use super::implication::implies;
use crate::check::duty::Argument;
use crate::check::policy::{Effect, Policy, Rule};
use crate::diagnostic::Diagnostic;

/// One finding for each duty with an ordered parameter that a wider rule asks for more strongly than a narrower one.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let mut by_duty: BTreeMap<&str, Vec<Demand<'_>>> = BTreeMap::new();
    for rule in policy.rules.iter() {
        if !matches!(rule.effect, Effect::Oblige) {
            continue;
        }
        for &id in &rule.obligations {
            // An alternative leaves a choice, so only a duty that stands alone is asked for.
            let [duty] = policy.obligations.at(id).alternatives.as_slice() else {
                continue;
            };
            for argument in &duty.arguments {
                if let Argument::Level(level, word) = argument {
                    by_duty.entry(&duty.name).or_default().push(Demand {
                        rule,
                        level: *level,
                        word,
                    });
                }
            }
        }
    }
    by_duty
        .into_iter()
        .filter_map(|(duty, demands)| {
            let strongest = demands.iter().max_by_key(|demand| demand.level)?;
            let weaker: Vec<(&Rule, &str)> = demands
                .iter()
                .filter(|demand| {
                    demand.level < strongest.level
                        && demand.rule.layer == strongest.rule.layer
                        && implies(&demand.rule.region, &strongest.rule.region)
                })
                .map(|demand| (demand.rule, demand.word))
                .collect();
            (!weaker.is_empty())
                .then(|| several_strengths(duty, (strongest.rule, strongest.word), &weaker))
        })
        .collect()
}

struct Demand<'p> {
    rule: &'p Rule,
    level: u32,
    word: &'p str,
}
