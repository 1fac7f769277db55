//! A way to say no to what needs a yes first: the text asks for consent and behaves as if silence were enough.

use super::concepts::{fact, is_guard, tests};
use super::diagnostics::opt_out_beside_consent;
use super::scope::Scope;
use crate::check::policy::{Effect, Policy, Rule};
use crate::diagnostic::Diagnostic;

/// One finding for each opt-out, with the rules that ask for consent to the same.
pub(super) fn find(policy: &Policy) -> Vec<Diagnostic> {
    let consent = fact(policy, "consent");
    let asks_for_consent = |rule: &&Rule| {
        rule.effect == Effect::Require
            && (is_guard(rule, "consent")
                || consent.is_some_and(|consent| tests(policy, &rule.requirement, consent)))
    };
    let consents: Vec<(&Rule, Scope)> = policy
        .rules
        .iter()
        .filter(asks_for_consent)
        .map(|rule| (rule, Scope::of(policy, rule)))
        .collect();
    policy
        .rules
        .iter()
        .filter(|rule| is_guard(rule, "opt_out"))
        .filter_map(|opt_out| {
            let scope = Scope::of(policy, opt_out);
            let asked: Vec<&Rule> = consents
                .iter()
                .filter(|(rule, wide)| rule.layer == opt_out.layer && scope.meets(wide))
                .map(|(rule, _)| *rule)
                .collect();
            (!asked.is_empty()).then(|| opt_out_beside_consent(opt_out, &asked))
        })
        .collect()
}
