//! One mistake made in many places is one finding with many places.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity};
use crate::source::Span;

/// Joins findings that say the same words about several places to the first of them. Findings come sorted and stay so.
pub(super) fn same_words(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first_with: BTreeMap<Words, usize> = BTreeMap::new();
    let mut merged: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        let Some((words, place)) = words(&finding) else {
            merged.push(finding);
            continue;
        };
        match first_with.get(&words).and_then(|&at| merged.get_mut(at)) {
            Some(first) => {
                first.elsewhere.push(place);
                first.elsewhere.extend(finding.elsewhere);
                for fix in finding.fixes {
                    fix.join(&mut first.fixes);
                }
            }
            None => {
                first_with.insert(words, merged.len());
                merged.push(finding);
            }
        }
    }
    for finding in &mut merged {
        finding.elsewhere.sort_unstable();
        finding.elsewhere.dedup();
    }
    merged
}

/// Leaves out what a contradiction says already: that a party is in two roles whose rules differ, where just these rules contradict each
/// other at it.
pub(super) fn told_once(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let contradictions: Vec<Vec<Span>> = findings
        .iter()
        .filter(|finding| matches!(finding.code, Code::Contradiction | Code::UnclearPrecedence))
        .map(places)
        .collect();
    findings.retain(|finding| {
        let own = places(finding);
        let is_told = |all: &Vec<Span>| own.iter().all(|span| all.contains(span));
        finding.code != Code::SeveralRoles || !contradictions.iter().any(is_told)
    });
    findings
}

fn places(finding: &Diagnostic) -> Vec<Span> {
    let labels = finding.primary.iter().chain(&finding.labels);
    labels.map(|label| label.span).collect()
}

/// Joins findings that have the same rules for a reason: one rule may stand in the way of twenty, and is then one thing to look at. The
/// places of the others stand behind that of the first.
#[must_use]
pub fn same_causes(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first_with: BTreeMap<(Code, Severity, Vec<Span>), usize> = BTreeMap::new();
    let mut merged: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for finding in findings {
        let reason = (finding.code, finding.severity, finding.causes.clone());
        let is_first = finding.causes.is_empty() || !first_with.contains_key(&reason);
        let first = first_with.get(&reason).and_then(|&at| merged.get_mut(at));
        match (first, finding.primary.as_ref()) {
            (Some(first), Some(primary)) if !is_first => {
                first.elsewhere.push(primary.span);
                first.elsewhere.extend(finding.elsewhere);
                for fix in finding.fixes {
                    fix.join(&mut first.fixes);
                }
            }
            _ => {
                if !finding.causes.is_empty() {
                    first_with.insert(reason, merged.len());
                }
                merged.push(finding);
            }
        }
    }
    merged
}

/// What a finding says, whatever the place.
type Words = (
    Code,
    Severity,
    String,
    String,
    Option<String>,
    Vec<(Span, String)>,
);

fn words(finding: &Diagnostic) -> Option<(Words, Span)> {
    if !names_its_cause(finding.code) || finding.witness.is_some() {
        return None;
    }
    let primary = finding.primary.as_ref()?;
    let labels = finding.labels.iter();
    let words = (
        finding.code,
        finding.severity,
        finding.message.clone(),
        primary.text.clone(),
        finding.help.clone(),
        labels
            .map(|label| (label.span, label.text.clone()))
            .collect(),
    );
    Some((words, primary.span))
}

/// Whether the message of a code names the word that is wrong, so that the same message means the same mistake.
const fn names_its_cause(code: Code) -> bool {
    matches!(
        code,
        Code::ModuleNotFound
            | Code::UnknownName
            | Code::WrongKind
            | Code::DuplicateName
            | Code::NoResidual
            | Code::NoSuchDay
            | Code::WrongComparison
            | Code::WrongUnit
            | Code::NotAValue
            | Code::OutOfRange
            | Code::WrongArguments
            | Code::LiftsNothing
            | Code::CannotLift
            | Code::NotAReading
    )
}
