//! What is said of assertions that do not hold, claim nothing, or cannot be decided.

use super::Nothing;
use crate::check::duty::Obligation;
use crate::check::policy::{Assertion, Claim, Effect, Layer, Policy, Rule, RuleId};
use crate::diagnostic::{Code, Diagnostic};
use crate::evaluate::Oracle;
use crate::request::Reason;

/// The most rules of one sort that a finding points at.
const MOST_RULES: usize = 4;

/// An assertion with a request that breaks it.
pub(super) struct Failure<'a, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) oracle: &'a Oracle<'p>,
    pub(super) assertion: &'a Assertion,
    pub(super) atom: &'a [i64],
    /// Why it is answered as it is.
    pub(super) reason: Reason,
    /// The request in words.
    pub(super) words: String,
}

impl Failure<'_, '_> {
    /// The finding; with the duty that is missing, if that is what breaks the claim.
    pub(super) fn finding(self, duty: Option<&Obligation>) -> Diagnostic {
        let reason = &self.reason;
        let (what, help) = match (self.assertion.claim, duty) {
            (Claim::Never, _) => (
                "something of it is permitted".to_owned(),
                "mend the rule that permits it, or say with `unless` what may be permitted",
            ),
            (Claim::Always, _) => (
                format!("something of it is {}", refused(reason)),
                "mend the rules, or say with `when` or `unless` what is not claimed",
            ),
            (Claim::Some, _) => (
                format!(
                    "nothing of it is permitted; the nearest is {}",
                    refused(reason)
                ),
                "write a permit for it, or claim `never`",
            ),
            (Claim::Whenever, Some(duty)) => (
                format!("something of it is permitted without `{duty}`"),
                "write the duty into the rule that permits it, or `oblige … whenever …` for all of it",
            ),
            (Claim::Whenever, None) => (
                "something of it is permitted without its duty".to_owned(),
                "write the duty into the rule that permits it",
            ),
        };
        let name = &self.assertion.name;
        let mut diagnostic = Diagnostic::at(
            Code::AssertionFailed,
            self.assertion.span,
            format!("the assertion `{name}` does not hold: {what}"),
        )
        .help(help)
        .witness(self.words.clone());
        let because = self.because(reason, duty);
        if !because.is_empty() {
            diagnostic = diagnostic.because(because);
        }
        for (rule, text) in self.deciding(reason) {
            diagnostic = diagnostic.label(rule.span, text);
        }
        diagnostic
    }

    fn because(&self, reason: &Reason, duty: Option<&Obligation>) -> String {
        match reason {
            Reason::NoPermit(Layer::Base) => "no rule permits it".to_owned(),
            Reason::NoPermit(Layer::Transfer) => {
                "it crosses a border, and no `transfer` rule permits that".to_owned()
            }
            Reason::ResponseByDefault => "answers and events need no permit".to_owned(),
            Reason::OutOfScope(rules) if rules.is_empty() => {
                "the policy does not apply on that day".to_owned()
            }
            Reason::DutyConflict(duties) => {
                let names: Vec<String> = duties
                    .iter()
                    .map(|&duty| format!("`{}`", self.policy.obligations.at(duty)))
                    .collect();
                format!("its duties exclude each other: {}", names.join(", "))
            }
            _ if duty.is_some() => {
                let duties = self.oracle.verdict(self.atom).duties;
                let names: Vec<String> = duties
                    .iter()
                    .map(|&duty| format!("`{}`", self.policy.obligations.at(duty)))
                    .collect();
                if names.is_empty() {
                    "it comes with no duty".to_owned()
                } else {
                    format!("it comes with {}", names.join(", "))
                }
            }
            _ => String::new(),
        }
    }

    /// The rules that let it through or stop it, each with what it does.
    fn deciding(&self, reason: &Reason) -> Vec<(&Rule, String)> {
        let mut told = Vec::new();
        let mut tell = |rules: &[RuleId], does: &dyn Fn(&Rule) -> &'static str| {
            for &id in rules.iter().take(MOST_RULES) {
                let rule = self.policy.rules.at(id);
                told.push((
                    rule,
                    format!("`{}` {}{}", rule.name, does(rule), cited(rule)),
                ));
            }
        };
        match reason {
            Reason::Permitted { permits, obliges } => {
                tell(permits, &|rule| match rule.layer {
                    Layer::Base => "permits it",
                    Layer::Transfer => "lets it cross the border",
                });
                if self.assertion.claim == Claim::Whenever {
                    tell(obliges, &|_| "brings other duties");
                }
                for (guard, permit) in self.lifted(permits) {
                    let text = format!(
                        "`{}` would stop it, but `{}` lifts that{}",
                        guard.name,
                        permit.name,
                        cited(guard)
                    );
                    told.push((guard, text));
                }
            }
            Reason::Guarded(rules) => tell(rules, &|rule| match rule.effect {
                Effect::Require => "demands more before it",
                Effect::Oblige => "asks for a duty that is broken",
                _ => "forbids it",
            }),
            Reason::OutOfScope(rules) => tell(rules, &|_| "excludes it"),
            Reason::NoPermit(_)
            | Reason::ResponseByDefault
            | Reason::DutyConflict(_)
            | Reason::Inconsistent(_) => {}
        }
        told
    }

    /// The guards that would stop the request if no permit lifted them.
    fn lifted(&self, permits: &[RuleId]) -> Vec<(&Rule, &Rule)> {
        lifted(self.policy, permits, self.atom)
    }
}

fn lifted<'p>(policy: &'p Policy, permits: &[RuleId], atom: &[i64]) -> Vec<(&'p Rule, &'p Rule)> {
    let mut lifted = Vec::new();
    for &permit in permits {
        let permit = policy.rules.at(permit);
        for guard in permit.lifts.iter().filter_map(|&id| policy.rules.get(id)) {
            let stops = match guard.effect {
                Effect::Forbid => true,
                Effect::Require => !guard.requirement.holds(atom),
                _ => false,
            };
            if stops && guard.region.holds(atom) {
                lifted.push((guard, permit));
            }
        }
    }
    lifted.truncate(MOST_RULES);
    lifted
}

/// The rules that make an answer what it is, with the guards that are lifted.
pub(super) fn deciding_rules<'p>(
    policy: &'p Policy,
    reason: &Reason,
    atom: &[i64],
) -> Vec<&'p Rule> {
    let (ids, permits): (&[RuleId], &[RuleId]) = match reason {
        Reason::Permitted { permits, obliges } => (obliges, permits),
        Reason::Guarded(rules) | Reason::OutOfScope(rules) => (rules, &[]),
        Reason::NoPermit(_)
        | Reason::ResponseByDefault
        | Reason::DutyConflict(_)
        | Reason::Inconsistent(_) => (&[], &[]),
    };
    let direct = ids
        .iter()
        .chain(permits)
        .filter_map(|&id| policy.rules.get(id));
    let lifted = lifted(policy, permits, atom)
        .into_iter()
        .map(|(guard, _)| guard);
    direct.chain(lifted).collect()
}

fn refused(reason: &Reason) -> &'static str {
    match reason {
        Reason::OutOfScope(_) => "outside the policy",
        _ => "denied",
    }
}

fn cited(rule: &Rule) -> String {
    let labels: Vec<&str> = rule
        .citations
        .iter()
        .map(|citation| citation.label.as_str())
        .collect();
    if labels.is_empty() {
        String::new()
    } else {
        format!(", citing {}", labels.join(", "))
    }
}

/// An assertion that is true, or cannot be false, because there is nothing it speaks of.
pub(super) fn claims_nothing(assertion: &Assertion, why: Nothing) -> Diagnostic {
    let why = match why {
        Nothing::Contradictory => "what it says is never true together",
        Nothing::NoBorder => "nothing of it crosses a border",
        Nothing::OutsideLife => "it speaks of days on which the policy does not apply",
        Nothing::NobodySitsThere => "no recipient it names sits at the destination it names",
        Nothing::Excluded => "the policy excludes all of it",
    };
    if assertion.claim == Claim::Some {
        return Diagnostic::at(
            Code::AssertionFailed,
            assertion.span,
            format!(
                "the assertion `{}` does not hold: there is no such request",
                assertion.name
            ),
        )
        .because(why)
        .help("mend the scope of the assertion");
    }
    Diagnostic::at(
        Code::AssertionVacuous,
        assertion.span,
        format!("the assertion `{}` claims nothing", assertion.name),
    )
    .because(why)
    .help("mend the scope of the assertion, or take it out")
}

/// An assertion that could not be decided within the budget.
pub(super) fn undecided(assertion: &Assertion) -> Diagnostic {
    Diagnostic::at(
        Code::AssertionUndecided,
        assertion.span,
        format!(
            "the assertion `{}` is too intricate to be decided",
            assertion.name
        ),
    )
    .because("nothing is known of it")
    .help("let it speak of fewer things at once, in several assertions")
}
