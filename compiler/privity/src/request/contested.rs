//! What an answer would be if the text were read in another way.

use serde::Serialize;

use super::answer::{Duty, Verdict};
use super::decider::Decider;
use super::work::Work;
use super::{Ask, Outcome, Request, answer};
use crate::check::policy::{AxisId, Fact, FactType, Policy};
use crate::check::values::ValueSet;

/// An ambiguity on which an answer depends, with the answer under each of its readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contested {
    /// Its name.
    pub ambiguity: String,
    /// What is open, as a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Where the text is, in words; empty when it cites nothing.
    pub citation: String,
    /// Its readings, in order.
    pub readings: Vec<UnderReading>,
}

/// The answer under one reading, everything else as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnderReading {
    /// Its name.
    pub reading: String,
    /// What the text says then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether it is the one that the answer follows.
    pub taken: bool,
    /// What may be done.
    pub verdict: Verdict,
    /// What must be done along with it.
    pub duties: Vec<Duty>,
    /// The other readings that would have to be taken as well, each `NAME.READING`; empty when this one alone makes the difference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together_with: Vec<String>,
}

/// An ambiguity of which the request takes a single reading.
struct Open<'p> {
    fact: &'p Fact,
    axis: AxisId,
    taken: i64,
}

/// The ambiguities under which the answer to a request would be another one: by another reading alone, or by two at once.
pub(super) fn contested(
    policy: &Policy,
    decider: Decider<'_>,
    request: &Request,
    outcome: &Outcome,
    work: &mut Work,
) -> Vec<Contested> {
    let all = open(policy, request);
    if all.is_empty() || request.inconsistent.is_some() {
        return Vec::new();
    }
    // One question about all readings at once tells most requests apart, whose answer is the same under each of them.
    let any = with(
        request,
        all.iter()
            .map(|open| (open.axis, readings(policy, open.axis))),
    );
    if decider.decide_exactly(policy, &any, work).as_ref() == Some(outcome) {
        return Vec::new();
    }
    // What is too much work to be told counts as no other answer.
    let mut under = |choices: &[(&Open, i64)]| {
        let choices = choices
            .iter()
            .map(|(open, value)| (open.axis, ValueSet::single(*value)));
        let request = with(request, choices);
        let answer = decider.decide_exactly(policy, &request, work);
        answer.unwrap_or_else(|| outcome.clone())
    };
    let mut found = Vec::new();
    let mut silent = Vec::new();
    for open in &all {
        let answers: Vec<(i64, Outcome)> = readings(policy, open.axis)
            .iter()
            .map(|value| (value, under(&[(open, value)])))
            .collect();
        if answers.iter().all(|(_, answer)| answer == outcome) {
            silent.push(open);
        } else {
            let answers = answers
                .into_iter()
                .map(|(value, answer)| shown(policy, open, value, &answer, Vec::new()));
            found.push(named(open, answers.collect()));
        }
    }
    // Two readings of which neither makes a difference alone.
    for (at, first) in silent.iter().enumerate() {
        for second in silent.iter().skip(at + 1) {
            let pair = pairs(policy, first, second).find_map(|(one, other)| {
                let answer = under(&[(first, one), (second, other)]);
                (answer != *outcome).then_some((one, other, answer))
            });
            if let Some((one, other, answer)) = pair {
                let beside = format!("{}.{}", second.fact.name, word(second.fact, other));
                found.push(named(
                    first,
                    vec![
                        shown(policy, first, first.taken, outcome, Vec::new()),
                        shown(policy, first, one, &answer, vec![beside]),
                    ],
                ));
            }
        }
    }
    found
}

fn open<'p>(policy: &'p Policy, request: &Request) -> Vec<Open<'p>> {
    let ambiguities = policy.facts.iter().filter(|fact| fact.ambiguity.is_some());
    ambiguities
        .filter_map(|fact| {
            let axis = *fact.axes.first()?;
            let mut values = request.asks.get(axis.index())?.values().iter();
            // A reading that is left open is asked for by the answer itself.
            match (values.next(), values.next()) {
                (Some(taken), None) => Some(Open { fact, axis, taken }),
                _ => None,
            }
        })
        .filter(|open| readings(policy, open.axis).iter().nth(1).is_some())
        .collect()
}

/// The values of the readings that a policy still leaves open.
fn readings(policy: &Policy, axis: AxisId) -> ValueSet {
    let domain = &policy.axes.at(axis).domain;
    ValueSet::range(*domain.start(), *domain.end())
}

fn with(request: &Request, choices: impl Iterator<Item = (AxisId, ValueSet)>) -> Request {
    let mut request = request.clone();
    for (axis, values) in choices {
        if let Some(ask) = request.asks.get_mut(axis.index()) {
            *ask = Ask::One(values);
        }
    }
    request
}

/// The pairs of readings that are both not taken.
fn pairs<'p>(
    policy: &'p Policy,
    first: &'p Open<'p>,
    second: &'p Open<'p>,
) -> impl Iterator<Item = (i64, i64)> + 'p {
    let others = |open: &Open<'_>| -> Vec<i64> {
        let taken = open.taken;
        let all = readings(policy, open.axis);
        all.iter().filter(|value| *value != taken).collect()
    };
    let theirs = others(second);
    others(first)
        .into_iter()
        .flat_map(move |one| theirs.clone().into_iter().map(move |other| (one, other)))
}

fn word(fact: &Fact, value: i64) -> String {
    let at = usize::try_from(value).ok();
    match (&fact.ty, at) {
        (FactType::Words { words, .. }, Some(at)) => words.get(at).cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

fn named(open: &Open<'_>, readings: Vec<UnderReading>) -> Contested {
    let ambiguity = open.fact.ambiguity.as_ref();
    let citations = ambiguity.map_or(&[][..], |ambiguity| &ambiguity.citations);
    let citations: Vec<String> = citations.iter().map(ToString::to_string).collect();
    Contested {
        ambiguity: open.fact.name.clone(),
        question: ambiguity.and_then(|ambiguity| ambiguity.question.clone()),
        citation: citations.join("; "),
        readings,
    }
}

fn shown(
    policy: &Policy,
    open: &Open<'_>,
    value: i64,
    outcome: &Outcome,
    together_with: Vec<String>,
) -> UnderReading {
    let text = open.fact.ambiguity.as_ref().and_then(|ambiguity| {
        let at = usize::try_from(value).ok()?;
        ambiguity.texts.get(at).cloned().flatten()
    });
    UnderReading {
        reading: word(open.fact, value),
        text,
        taken: value == open.taken,
        verdict: answer::verdict(outcome),
        duties: answer::duties_of(policy, outcome),
        together_with,
    }
}
