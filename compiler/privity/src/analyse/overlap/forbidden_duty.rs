//! Duties that the policy itself denies: a duty that bears the name of an act is that act, and must be permitted.

use super::vain_diagnostics::forbidden_duty;
use super::{Analysis, Found, SET, Shown};
use crate::check::duty::{Argument, Duty, ParameterType};
use crate::check::policy::{ClassAxis, Condition, Effect, Kind, Layer, Policy};
use crate::graph::TooLarge;

/// One finding for each rule and duty of which no alternative is ever permitted.
pub(super) fn find(analysis: &mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let mut found = Vec::new();
    let policy = analysis.policy;
    for (id, rule) in policy.rules.entries() {
        if !matches!(rule.effect, Effect::Permit | Effect::Oblige) {
            continue;
        }
        for &duty in &rule.obligations {
            let obligation = policy.obligations.at(duty);
            let alternatives = obligation.alternatives.iter();
            let acts: Option<Vec<Condition>> = alternatives.map(|duty| act(policy, duty)).collect();
            // An alternative that is no act can be kept.
            let Some(acts) = acts else { continue };
            let permitted = analysis.space.permitted(SET)?;
            let act = analysis.space.condition(&Condition::Any(acts))?;
            let act = analysis.space.and(act, analysis.open)?;
            if act.is_empty() || analysis.space.meet(act, permitted)? {
                continue;
            }
            let mut guards = Vec::new();
            for layer in [Layer::Base, Layer::Transfer] {
                let here = analysis.space.and(act, analysis.layer(layer))?;
                for guard in analysis.rules(layer, super::is_guard) {
                    let live = analysis.space.live(SET, guard)?;
                    if analysis.space.meet(here, live)? {
                        guards.push(guard);
                    }
                }
            }
            let finding = forbidden_duty(policy, id, obligation, &guards);
            found.push(Shown::with(analysis.shown(act), finding));
        }
    }
    Ok(found)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let obligations = policy.obligations.iter();
    let duties = obligations.flat_map(|obligation| &obligation.alternatives);
    duties.filter_map(|duty| act(policy, duty)).collect()
}

/// The act that a duty asks for: of the action of its name, with the data and to the parties that are its arguments.
fn act(policy: &Policy, duty: &Duty) -> Option<Condition> {
    let action = policy.node(Kind::Action, &duty.name)?;
    let mut parts = vec![Condition::Test(
        ClassAxis::Action.id(),
        action.atoms.clone(),
    )];
    let kind = policy
        .duty_kinds
        .iter()
        .find(|kind| kind.name == duty.name)?;
    for (parameter, argument) in kind.parameters.iter().zip(&duty.arguments) {
        if let (ParameterType::Nodes(kind), Argument::Nodes(_, atoms)) = (parameter, argument) {
            let axis = match kind {
                Kind::Data => ClassAxis::Data,
                Kind::Party => ClassAxis::Recipient,
                Kind::Purpose => ClassAxis::Purpose,
                _ => continue,
            };
            parts.push(Condition::Test(axis.id(), atoms.clone()));
        }
    }
    Some(Condition::All(parts))
}
