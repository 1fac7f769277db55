//! Findings of the compiler that the authors know of: a recorded finding names what settles them, so they need not be told again.

use std::collections::BTreeSet;

use super::evidence::Evidence;
use super::places::Places;
use crate::check::policy::Policy;
use crate::diagnostic::{Code, Report, Severity};
use crate::resolve::World;

/// Makes notes of the warnings and the advice on rules that a recorded finding names. An error stays one.
pub(crate) fn settle(world: &World, policy: &Policy, report: &mut Report) {
    if policy.recorded.is_empty() {
        return;
    }
    let places = Places::of(world, policy);
    let settled: Vec<BTreeSet<&str>> = policy
        .recorded
        .iter()
        .map(|finding| {
            let names = finding.settled.iter();
            names.map(|settled| settled.name.as_str()).collect()
        })
        .collect();
    report.revise(|finding| {
        let told = matches!(finding.severity, Severity::Warning | Severity::Advice);
        if !told || !weighs_rules(finding.code) {
            return;
        }
        let evidence = Evidence::of(finding, &places);
        // What words and conditions are declared as is not settled by itself; the rules on them are.
        let mut rules: Vec<&String> = evidence
            .items
            .iter()
            .filter(|item| places.named(item).any(|place| place.speaks))
            .collect();
        if rules.is_empty() {
            rules = evidence.items.iter().collect();
        }
        let known = |names: &BTreeSet<&str>| rules.iter().all(|rule| names.contains(rule.as_str()));
        if !rules.is_empty() && settled.iter().any(known) {
            finding.severity = Severity::Note;
        }
    });
}

/// Whether a code is about sound rules that do not fit together, rather than about a mistake in one of them.
fn weighs_rules(code: Code) -> bool {
    ("P0333".."P0440").contains(&code.as_str())
}
