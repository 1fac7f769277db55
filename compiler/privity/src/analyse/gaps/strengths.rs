//! One duty asked for in several strengths in the same cases: the strongest makes the others idle talk.

use std::collections::BTreeMap;

use super::diagnostics::several_strengths;
use super::implication::implies;
use crate::check::duty::{Argument, Obligation};
use crate::check::policy::{Condition, Effect, Layer, Policy};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A duty that a rule or a promise asks for in some strength.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand<'p> {
    /// Where it is asked for.
    pub(super) span: Span,
    /// How strongly, in words.
    pub(super) word: &'p str,
    layer: Layer,
    region: &'p Condition,
    level: u32,
}

/// One finding for each duty with an ordered parameter that is asked for more strongly wherever it is asked for more weakly.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let mut by_duty: BTreeMap<&str, Vec<Demand<'_>>> = BTreeMap::new();
    let mut add = |obligation, span, layer, region| {
        if let Some((duty, level, word)) = strength(obligation) {
            by_duty.entry(duty).or_default().push(Demand {
                span,
                word,
                layer,
                region,
                level,
            });
        }
    };
    for rule in policy
        .rules
        .iter()
        .filter(|rule| rule.effect == Effect::Oblige)
    {
        for &id in &rule.obligations {
            add(
                policy.obligations.at(id),
                rule.span,
                rule.layer,
                &rule.region,
            );
        }
    }
    for promise in &policy.promises {
        for obligation in &promise.duties {
            add(obligation, promise.span, Layer::Base, &promise.holds);
        }
    }
    by_duty
        .into_iter()
        .filter_map(|(duty, demands)| {
            let strongest = demands.iter().max_by_key(|demand| demand.level)?;
            let weaker: Vec<Demand<'_>> = demands
                .iter()
                .filter(|demand| {
                    demand.level < strongest.level
                        && demand.layer == strongest.layer
                        && implies(demand.region, strongest.region)
                })
                .copied()
                .collect();
            (!weaker.is_empty()).then(|| several_strengths(duty, *strongest, &weaker))
        })
        .collect()
}

/// The duty and its strength. An alternative leaves a choice, so only a duty that stands alone is asked for.
fn strength(obligation: &Obligation) -> Option<(&str, u32, &str)> {
    let [duty] = obligation.alternatives.as_slice() else {
        return None;
    };
    duty.arguments.iter().find_map(|argument| match argument {
        Argument::Level(level, word) => Some((duty.name.as_str(), *level, word.as_str())),
        _ => None,
    })
}
