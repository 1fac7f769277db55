//! The full answer to a request: the verdict with its rules, duties, open questions and remedies, for people and for programs.

use serde::Serialize;

use super::decider::Decider;
use super::work::Work;
use super::{Class, Outcome, Reason, Request, contested, deciding, words};
use crate::check::duty::{self, Obligation, ObligationId};
use crate::check::policy::{AxisId, AxisRole, Layer, Policy, RuleId};
use crate::evaluate::Oracle;

pub use super::contested::{Contested, UnderReading};
pub use super::words::{Change, Range};

/// The most remedies that are listed.
const MOST_REMEDIES: usize = 10;
/// What an answer may cost: the verdict, the atom that decides it, other readings, and remedies.
pub const MOST_WORK: usize = 4 * Work::USUAL;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What may be done.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
    /// The rules that decided it, each once.
    pub rules: Vec<DecidingRule>,
    /// What must be done along with it.
    pub duties: Vec<Duty>,
    /// The facts and axes that must be known before there is an answer, sorted.
    pub needs: Vec<String>,
    /// What would have to change for a denied request to be permitted: any one of these.
    pub would_permit: Vec<Remedy>,
    /// The first single, fully known request that has the verdict, in words; for a deny or a request outside the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// The ambiguities of the text on which the answer depends: under another reading it would be another one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contested: Vec<Contested>,
}

/// A verdict in the words of the JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Allowed, with the duties.
    Permit,
    /// Not allowed.
    Deny,
    /// More must be known.
    Needs,
    /// Outside the policy, which does not allow either.
    NotApplicable,
}

impl Verdict {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny => "deny",
            Self::Needs => "needs more",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// A rule that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidingRule {
    /// Its name.
    pub name: String,
    /// Where it comes from, in words; empty when it cites nothing.
    pub citation: String,
}

/// A duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// What must be done: one of the alternatives.
    pub duty: String,
    /// Within which time: `72 hours`, `at once`, or the name of a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Before what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// By which channel, one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<Vec<String>>,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// The rules that ask for it; left out where only the duty is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// Changes that together turn a deny into a permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// In words.
    pub text: String,
    /// For programs.
    pub changes: Vec<Change>,
}

/// Answers a request by a decision graph or an index.
#[must_use]
pub fn answer<'a>(policy: &Policy, by: impl Into<Decider<'a>>, request: &Request) -> Answer {
    answer_within(policy, by, request, &mut Work::new(MOST_WORK))
}

/// Like [`answer`], and takes what it costs from this work: at most [`MOST_WORK`].
#[must_use]
pub fn answer_within<'a>(
    policy: &Policy,
    by: impl Into<Decider<'a>>,
    request: &Request,
    work: &mut Work,
) -> Answer {
    let decider = by.into();
    let outcome = work.part(|work| decider.decide(policy, request, work));
    let mut answer = work.part(|work| explained(policy, decider, request, &outcome, work));
    answer.contested =
        work.part(|work| contested::contested(policy, decider, request, &outcome, work));
    if answer.verdict == Verdict::Deny {
        answer.would_permit = work.part(|work| remedies(policy, decider, request, work));
    }
    answer
}

/// Answers a request without looking at other readings and at what would permit it, which takes longer than all the rest.
#[must_use]
pub fn brief<'a>(policy: &Policy, by: impl Into<Decider<'a>>, request: &Request) -> Answer {
    let decider = by.into();
    let outcome = decider.decide(policy, request, &mut Work::default());
    explained(policy, decider, request, &outcome, &mut Work::default())
}

fn explained(
    policy: &Policy,
    decider: Decider<'_>,
    request: &Request,
    outcome: &Outcome,
    work: &mut Work,
) -> Answer {
    let atom = decider.deciding_atom(policy, request, outcome, work);
    let reason = match (&request.inconsistent, &atom) {
        (Some(why), _) => Some(Reason::Inconsistent(why.clone())),
        (None, Some(atom)) => Some(Oracle::new(policy).reason(atom)),
        (None, None) => None,
    };
    let mut answer = Answer {
        verdict: verdict(outcome),
        reason: sentence(policy, reason.as_ref()),
        rules: Vec::new(),
        duties: Vec::new(),
        needs: Vec::new(),
        would_permit: Vec::new(),
        decided_by: None,
        contested: Vec::new(),
    };
    let shown = |atom: &Vec<i64>| words::atom(policy, request, atom);
    match outcome {
        Outcome::Needs(axes) => {
            answer.needs = names(policy, axes.iter().copied());
            answer.reason = format!("it depends on {}", and_list(&answer.needs));
        }
        Outcome::Definite {
            class: Class::Permit,
            duties,
        } => {
            let rules = atom.as_ref().map_or_else(Vec::new, |atom| {
                deciding::rules(policy, decider.dimensions(), request, atom)
            });
            answer.rules = cited(policy, &rules);
            answer.duties = joined(policy, duties.iter().copied().collect(), &rules);
        }
        Outcome::Definite { .. } => {
            let rules = match &reason {
                Some(Reason::Guarded(rules) | Reason::OutOfScope(rules)) => rules.clone(),
                _ => Vec::new(),
            };
            answer.rules = cited(policy, &rules);
            answer.decided_by = atom.as_ref().map(shown);
        }
    }
    answer
}

pub(super) fn verdict(outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Needs(_) => Verdict::Needs,
        Outcome::Definite { class, .. } => match class {
            Class::Permit => Verdict::Permit,
            Class::Deny => Verdict::Deny,
            Class::NotApplicable => Verdict::NotApplicable,
        },
    }
}

fn sentence(policy: &Policy, reason: Option<&Reason>) -> String {
    let named = |rules: &[RuleId]| {
        let mut names: Vec<String> = rules
            .iter()
            .map(|rule| format!("`{}`", policy.rules.at(*rule).name))
            .collect();
        names.dedup();
        names.join(", ")
    };
    match reason {
        Some(Reason::Permitted { permits, obliges }) if permits.is_empty() => {
            format!(
                "allowed unless a rule says otherwise, with duties by {}",
                named(obliges)
            )
        }
        Some(Reason::Permitted { permits, .. }) => format!("permitted by {}", named(permits)),
        Some(Reason::Guarded(rules)) => format!("denied by {}", named(rules)),
        Some(Reason::NoPermit(Layer::Base)) => "no rule permits it".to_owned(),
        Some(Reason::NoPermit(Layer::Transfer)) => {
            "it crosses a border, and no rule on `transfer` permits that".to_owned()
        }
        Some(Reason::ResponseByDefault) => {
            "demands and events may be answered unless a rule says otherwise".to_owned()
        }
        Some(Reason::DutyConflict(duties)) => {
            let duties: Vec<String> = duties
                .iter()
                .map(|duty| format!("`{}`", policy.obligations.at(*duty)))
                .collect();
            format!("its duties cannot be kept together: {}", duties.join(", "))
        }
        Some(Reason::OutOfScope(rules)) if rules.is_empty() => {
            "the policy does not apply on that day".to_owned()
        }
        Some(Reason::OutOfScope(rules)) => format!("left out of the policy by {}", named(rules)),
        Some(Reason::Inconsistent(why)) => format!("the request contradicts itself: {why}"),
        None => {
            "the request stands for too many different acts to decide about all of them".to_owned()
        }
    }
}

/// The names of facts and axes, each once, sorted. The elements of a set are asked for by the name of the set.
fn names(policy: &Policy, axes: impl Iterator<Item = AxisId>) -> Vec<String> {
    let mut names: Vec<String> = axes
        .map(|axis| {
            let axis = policy.axes.at(axis);
            match axis.role {
                AxisRole::Element(fact, _) => policy.facts.at(fact).name.clone(),
                _ => axis.name.clone(),
            }
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// `a`, `b` and `c`
fn and_list(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [init @ .., last] => format!("`{}` and `{last}`", init.join("`, `")),
    }
}

fn cited(policy: &Policy, rules: &[RuleId]) -> Vec<DecidingRule> {
    let mut cited: Vec<DecidingRule> = Vec::new();
    for rule in rules.iter().map(|rule| policy.rules.at(*rule)) {
        let citations: Vec<String> = rule.citations.iter().map(ToString::to_string).collect();
        let one = DecidingRule {
            name: rule.name.clone(),
            citation: citations.join("; "),
        };
        // A rule on several actions, one of them `transfer`, is two rules of one name.
        if !cited.contains(&one) {
            cited.push(one);
        }
    }
    cited
}

/// The duties that come with an outcome, without the rules that ask for them.
pub(super) fn duties_of(policy: &Policy, outcome: &Outcome) -> Vec<Duty> {
    match outcome {
        Outcome::Definite { duties, .. } => joined(policy, duties.iter().copied().collect(), &[]),
        Outcome::Needs(_) => Vec::new(),
    }
}

fn joined(policy: &Policy, duties: Vec<ObligationId>, rules: &[RuleId]) -> Vec<Duty> {
    let obligations: Vec<&Obligation> = duties
        .iter()
        .map(|duty| policy.obligations.at(*duty))
        .collect();
    duty::join(&policy.taxonomies, obligations)
        .iter()
        .map(|obligation| {
            let mut by: Vec<String> = rules
                .iter()
                .map(|rule| policy.rules.at(*rule))
                .filter(|rule| {
                    rule.obligations
                        .iter()
                        .any(|duty| are_alike(policy.obligations.at(*duty), obligation))
                })
                .map(|rule| rule.name.clone())
                .collect();
            by.dedup();
            described(obligation, by)
        })
        .collect()
}

/// Whether one may have been joined into the other.
fn are_alike(part: &Obligation, whole: &Obligation) -> bool {
    part.alternatives
        .iter()
        .map(|duty| &duty.name)
        .eq(whole.alternatives.iter().map(|duty| &duty.name))
}

fn described(obligation: &Obligation, rules: Vec<String>) -> Duty {
    let time = |deadline: &duty::Deadline| match deadline {
        duty::Deadline::Within(length) if length.max == 0 => "at once".to_owned(),
        duty::Deadline::Within(length) => length.to_string(),
        duty::Deadline::Period(name) | duty::Deadline::Before(name) => name.clone(),
    };
    let (before, within) = match &obligation.deadline {
        Some(duty::Deadline::Before(name)) => (Some(name.clone()), None),
        other => (None, other.as_ref().map(time)),
    };
    Duty {
        duty: obligation.short(),
        within,
        before,
        through: obligation
            .through
            .as_ref()
            .map(|channels| channels.names.clone()),
        every: obligation.every.as_ref().map(time),
        rules,
    }
}

/// What would permit a denied request: the first few changes of circumstances.
pub(crate) fn remedies(
    policy: &Policy,
    decider: Decider<'_>,
    request: &Request,
    work: &mut Work,
) -> Vec<Remedy> {
    decider
        .would_permit(policy, request, work)
        .into_iter()
        .take(MOST_REMEDIES)
        .map(|changes| {
            let (changes, texts): (Vec<Change>, Vec<String>) = changes
                .iter()
                .map(|(axis, values)| words::change(policy, *axis, values))
                .unzip();
            Remedy {
                text: texts.join(" and "),
                changes,
            }
        })
        .collect()
}
