//! What is said of rules that say something in vain, and of duties and transfers that cannot be. One constructor a problem.

use std::collections::BTreeSet;

use super::diagnostics::said;
use crate::check::duty::{Obligation, ObligationId};
use crate::check::policy::{ClassAxis, Condition, Effect, Policy, RuleId};
use crate::diagnostic::{Code, Diagnostic};
use crate::request::words;
use crate::source::Span;

/// Rules, or parties with places, that a finding shows; of more only the number.
const MOST_SHOWN: usize = 4;

pub(super) fn duties_clash(policy: &Policy, asking: &[(ObligationId, RuleId)]) -> Diagnostic {
    let duties: Vec<String> = asking
        .iter()
        .map(|(duty, _)| format!("`{}`", policy.obligations.at(*duty)))
        .collect();
    let message = match duties.as_slice() {
        [only] => format!("the duty {only} cannot be kept"),
        all => format!("the duties {} cannot be kept together", all.join(" and ")),
    };
    let mut asking = asking.iter().map(|(duty, rule)| {
        let asks = format!("asks for `{}`", policy.obligations.at(*duty));
        (policy.rules.at(*rule), asks)
    });
    let finding = match asking.next() {
        Some((rule, asks)) => Diagnostic::at(Code::DutiesClash, rule.span, message)
            .because(format!("`{}` {asks}", rule.name)),
        None => Diagnostic::without_place(Code::DutiesClash, message),
    };
    asking
        .fold(finding, |finding, (rule, asks)| {
            finding.label(rule.span, format!("`{}` {asks}", rule.name))
        })
        .help("narrow one of the rules, weaken a duty, or let a permit override the `oblige`; until then the act is denied")
}

pub(super) fn forbidden_duty(
    policy: &Policy,
    rule: RuleId,
    obligation: &Obligation,
    guards: &[RuleId],
) -> Diagnostic {
    let rule = policy.rules.at(rule);
    let finding = Diagnostic::at(
        Code::ForbiddenDuty,
        rule.span,
        format!(
            "`{}` asks for `{}`, which is never permitted",
            rule.name,
            obligation.short()
        ),
    )
    .because("an action of the same name is what this duty asks for")
    .help("permit that act, or ask for another duty");
    labelled(policy, finding, guards)
}

pub(super) fn redundant_permit(policy: &Policy, permit: RuleId, others: &[RuleId]) -> Diagnostic {
    let permit = policy.rules.at(permit);
    let finding = Diagnostic::at(
        Code::RedundantPermit,
        permit.span,
        format!("`{}` permits nothing of its own", permit.name),
    )
    .because(match others {
        [] => "answers and events need no permit",
        [_] => "another permit allows all of it, with at least its duties",
        _ => "other permits together allow all of it, with at least its duties",
    })
    .help("take it out and cite its clause at the other, or narrow the other");
    labelled(policy, finding, others)
}

pub(super) fn redundant_guard(policy: &Policy, guard: RuleId, others: &[RuleId]) -> Diagnostic {
    let guard = policy.rules.at(guard);
    let finding = Diagnostic::at(
        Code::RedundantGuard,
        guard.span,
        format!("`{}` denies nothing of its own", guard.name),
    )
    .because(match others {
        [_] => "another rule denies wherever this one does",
        _ => "other rules together deny wherever this one does",
    })
    .help("take it out and cite its clause at the other, or narrow the other");
    labelled(policy, finding, others)
}

fn labelled(policy: &Policy, finding: Diagnostic, rules: &[RuleId]) -> Diagnostic {
    rules
        .iter()
        .take(MOST_SHOWN)
        .map(|&rule| policy.rules.at(rule))
        .fold(finding, |finding, rule| {
            finding.label(rule.span, said(rule))
        })
}

pub(super) fn always_holds(
    policy: &Policy,
    rule: RuleId,
    condition: (&Condition, Span),
) -> Diagnostic {
    let (why, help) = match policy.rules.at(rule).effect {
        Effect::Require => ("so it denies nothing", "ask for more, or take the rule out"),
        _ => (
            "where the rule speaks, this condition decides nothing",
            "take the condition out, or test something else",
        ),
    };
    of_condition(policy, rule, (Code::AlwaysHolds, "always"), condition)
        .because(why)
        .help(help)
}

pub(super) fn never_holds(
    policy: &Policy,
    rule: RuleId,
    condition: (&Condition, Span),
) -> Diagnostic {
    let (why, help) = match policy.rules.at(rule).effect {
        Effect::Require => (
            "so it denies everything in its scope",
            "write `forbid`, or ask for something that can be",
        ),
        _ => (
            "so the rule never applies",
            "mend the condition, or take the rule out",
        ),
    };
    of_condition(policy, rule, (Code::NeverHolds, "never"), condition)
        .because(why)
        .help(help)
}

/// A finding on a condition of a rule, at the place where it is written. A single test is told in words; of several, what they are made
/// of, definitions and what is deemed included, would be too many.
fn of_condition(
    policy: &Policy,
    rule: RuleId,
    (code, when): (Code, &str),
    (condition, place): (&Condition, Span),
) -> Diagnostic {
    let rule = policy.rules.at(rule);
    let is_single = match condition {
        Condition::Test(..) => true,
        Condition::Not(inner) => matches!(**inner, Condition::Test(..)),
        Condition::All(_) | Condition::Any(_) => false,
    };
    let message = if is_single {
        let words = words::condition(policy, condition);
        format!("in `{}` it {when} holds that {words}", rule.name)
    } else {
        format!("a condition of `{}` {when} holds", rule.name)
    };
    Diagnostic::at(code, place, message)
}

pub(super) fn never_applies(policy: &Policy, rule: RuleId) -> Diagnostic {
    let rule = policy.rules.at(rule);
    Diagnostic::at(
        Code::NeverHolds,
        rule.span,
        format!("the conditions of `{}` never hold together", rule.name),
    )
    .because("so the rule never applies")
    .help("take one of them out, or write two rules")
}

/// Why a rule speaks of no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// None of the recipients sits at the destination.
    NobodySitsThere,
    /// Nothing of it crosses a border.
    NoBorder,
}

pub(super) fn speaks_of_nothing(policy: &Policy, rule: RuleId, why: Nothing) -> Diagnostic {
    let rule = policy.rules.at(rule);
    let (why, help) = match why {
        Nothing::NobodySitsThere => (
            "no recipient that it names sits at the destination that it names",
            "mend the places, or say at the party where it sits",
        ),
        Nothing::NoBorder => (
            "a rule on `transfer` speaks of what crosses a border, and nothing that it names does",
            "mend the places, or write the rule for the act itself",
        ),
    };
    Diagnostic::at(
        Code::NeverHolds,
        rule.span,
        format!("`{}` speaks of no request that can be made", rule.name),
    )
    .because(why)
    .help(help)
}

pub(super) fn idle_lift(
    policy: &Policy,
    permit: RuleId,
    kind: Option<&str>,
    guards: &[RuleId],
) -> Diagnostic {
    let permit = policy.rules.at(permit);
    let what = match (kind, guards) {
        (Some(kind), [_, _, ..]) => format!("the guards of kind `{kind}`"),
        (_, [guard, ..]) => format!("`{}`", policy.rules.at(*guard).name),
        (_, []) => "nothing".to_owned(),
    };
    let finding = Diagnostic::at(
        Code::IdleLift,
        permit.span,
        format!("`{}` lifts {what} in vain", permit.name),
    )
    .because("they never apply to what it permits")
    .help("take them out of `without` or `overrides`, or widen the permit");
    guards
        .iter()
        .take(MOST_SHOWN)
        .map(|&guard| policy.rules.at(guard))
        .fold(finding, |finding, guard| {
            finding.label(guard.span, "never meets the permit")
        })
}

/// A place that no transfer ever reaches.
pub(super) struct Unreached {
    pub(super) place: i64,
    /// Who sits there, and may receive.
    pub(super) parties: Vec<i64>,
    /// The permits that let data go to them, each with a request.
    pub(super) permits: BTreeSet<RuleId>,
}

pub(super) fn transfer_never_permitted(policy: &Policy, unreached: &Unreached) -> Diagnostic {
    let place = policy.value_name(ClassAxis::Destination.id(), unreached.place);
    let parties = unreached.parties.iter().take(MOST_SHOWN);
    let parties: Vec<String> = parties
        .map(|&party| format!("`{}`", policy.value_name(ClassAxis::Recipient.id(), party)))
        .collect();
    let more = match unreached.parties.len().saturating_sub(MOST_SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "nothing may ever go to {}{more} in `{place}`, although it may be shared with them",
        parties.join(", ")
    );
    let mut permits = unreached.permits.iter();
    let Some(&first) = permits.next() else {
        return Diagnostic::without_place(Code::TransferNeverPermitted, message);
    };
    let finding = Diagnostic::at(
        Code::TransferNeverPermitted,
        policy.rules.at(first).span,
        message,
    )
    .because("this lets data go there, which crosses a border, and no `transfer` rule permits that")
    .help(format!(
        "permit the transfer, for instance `permit transfer any in {place} when …`, or leave these recipients out"
    ));
    permits.take(MOST_SHOWN).fold(finding, |finding, &permit| {
        finding.label(policy.rules.at(permit).span, "this too")
    })
}
