//! A way to say no to what needs a yes first: the text asks for consent and behaves as if silence were enough.

use super::concepts::{fact, is_guard, tests};
use super::diagnostics::opt_out_beside_consent;
use super::requests::{Requests, SET};
use crate::analyse::Found;
use crate::check::policy::{Effect, Rule, RuleId};
use crate::graph::TooLarge;

/// One finding for each opt-out that stops only acts for which consent is asked.
///
/// An opt-out that also stops acts which need no consent has its place, whatever else it meets.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let consent = fact(policy, "consent");
    let asks_for_consent = |rule: &Rule| {
        rule.effect == Effect::Require
            && (is_guard(rule, "consent")
                || consent.is_some_and(|consent| tests(policy, &rule.requirement, consent)))
    };
    let opt_outs = requests.rules(|rule| is_guard(rule, "opt_out"));
    if opt_outs.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = Vec::new();
    for id in requests.rules(asks_for_consent) {
        let mut text = requests.space.scope(SET, id)?;
        let lifters: Vec<RuleId> = requests.space.lifters(SET, id).to_vec();
        let lifted = requests.any_of(&lifters)?;
        text = requests.space.without(text, lifted)?;
        asked.push((id, text));
    }
    let for_all = requests.space.any(asked.iter().map(|(_, text)| *text))?;
    let permits = requests.permits(|_| true);
    let allowed = requests.any_of(&permits)?;
    let allowed = requests.space.and(allowed, requests.open)?;
    let mut found = Vec::new();
    for id in opt_outs {
        let live = requests.space.live(SET, id)?;
        let stopped = requests.space.and(live, allowed)?;
        if stopped.is_empty() || !requests.space.implies(stopped, for_all)? {
            continue;
        }
        let mut rules = Vec::new();
        for &(rule, text) in &asked {
            if requests.space.meet(stopped, text)? {
                rules.push(policy.rules.at(rule));
            }
        }
        let finding = opt_out_beside_consent(policy.rules.at(id), &rules);
        found.push(requests.told(stopped, finding));
    }
    Ok(found)
}
