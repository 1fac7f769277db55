//! `privity test`: runs the tests that a policy carries, and decides its assertions.

use std::fmt;

use privity::analyse::assertions;
use privity::compile::Goal;
use privity::comply::link;
use privity::diagnostic::render::Look;
use privity::diagnostic::run::{Case, CaseKind, CaseOutcome, Run};
use privity::diagnostic::suppressed::Suppressed;
use privity::diagnostic::{Code, Diagnostic, Severity};
use privity::examples;
use privity::graph::Budget;
use privity::source::SourceMap;
use privity::triage::Search;

use crate::Exit;
use crate::arguments::Test;
use crate::findings::{Deciding, Session, drawn};
use crate::output::{Failure, Output};
use crate::outputs::{Extra, Told};

pub(crate) fn run(options: &Test, output: &mut Output) -> Result<Exit, Failure> {
    options.outputs.check()?;
    let session = Session::open(&options.policy, Goal::Decision, None);
    let Some(ready) = session.deciding() else {
        let exit = session.refuse("test", &options.outputs, output)?;
        output.say("no test was run: mend the policy first");
        return Ok(exit);
    };
    let (cases, remarks) = tried(&ready, &session)?;
    let tally = Tally::of(&cases);
    let exit = match tally.failed {
        0 => Exit::Clean,
        _ => Exit::Findings,
    };
    let of_cases = cases.iter().flat_map(|case| &case.findings);
    let findings: Vec<Diagnostic> = of_cases.chain(&remarks).cloned().collect();
    let suppressed: Vec<Suppressed> = cases
        .iter()
        .flat_map(|case| case.suppressed.clone())
        .collect();
    let full = |look: &Look| Ok(told(ready.sources, &cases, &tally, look));
    let told = Told {
        run: Run {
            command: "test",
            sources: ready.sources,
            findings: &findings,
            suppressed: &suppressed,
            cases: Some(&cases),
            folder: "",
            exit: exit.code(),
        },
        folders: &session.folders(),
        extra: Extra::default(),
        full: &full,
    };
    options.outputs.write(&told, output)?;
    options.outputs.say_more(&findings, output);
    if options.outputs.is_full() {
        let look = output.terminal.stderr.clone();
        output.tell(&drawn(ready.sources, &remarks, look, &session.folder()));
    } else {
        output.say(&tally.to_string());
    }
    Ok(exit)
}

/// Every test of the policy and of its laws, and every assertion, with what came of it; and what is to be said of waivers that none of them
/// needs.
fn tried(ready: &Deciding<'_>, session: &Session) -> Result<(Vec<Case>, Vec<Diagnostic>), Failure> {
    let mut trials = examples::run(ready.policy, ready.decider);
    let laws = link(ready.policy, Budget::default())
        .map_err(|_| Failure::Said("a law is too intricate to be asked".to_owned()))?;
    for law in &laws {
        trials.extend(examples::run(&law.policy, &law.graph));
    }
    let trials = trials.into_iter().map(|trial| {
        let found = trial.failure;
        (trial.title, CaseKind::Test, trial.span, found)
    });
    let rulings = assertions::decide(ready.policy, Budget::default())
        .into_iter()
        .map(|ruling| {
            let title = format!("assert {}: {}", ruling.claim.word(), ruling.name);
            (title, CaseKind::Assertion, ruling.span, ruling.finding)
        });
    let mut failures = Vec::new();
    let cases = trials.chain(rulings).map(|(title, kind, span, found)| {
        let failed = found
            .as_ref()
            .is_some_and(|found: &Diagnostic| found.severity == Severity::Error);
        failures.extend(found.clone());
        let sorted = session.triaged(found.into_iter().collect(), None);
        Case {
            title,
            kind,
            span: Some(span),
            failed,
            findings: sorted.shown,
            suppressed: sorted.suppressed,
        }
    });
    let cases = cases.collect();
    let mut remarks = session.triaged(failures, Some(Search::Tests)).shown;
    remarks.retain(|finding| finding.code == Code::UnusedWaiver);
    Ok((cases, remarks))
}

/// A line a case, with a picture where something was found, and how many there were.
fn told(sources: &SourceMap, cases: &[Case], tally: &Tally, look: &Look) -> String {
    let mut text = String::new();
    for case in cases {
        let word = match case.outcome() {
            CaseOutcome::Passed => "pass",
            CaseOutcome::Failed => "FAIL",
            CaseOutcome::Excused => "excused",
        };
        let why = case
            .excuse()
            .map_or(String::new(), |why| format!(" ({why})"));
        text.push_str(&format!("{word}  {}{why}\n", case.title));
        if !case.findings.is_empty() {
            let picture = drawn(sources, &case.findings, look.clone(), &look.folder);
            text.push_str(&format!("\n{}", indented(&picture)));
        }
    }
    text.push_str(&format!("{tally}\n"));
    text
}

/// How many tests and assertions ended how.
#[derive(Debug)]
struct Tally {
    passed: usize,
    failed: usize,
    /// Failures that the authors of the policy do not count as ones.
    excused: usize,
}

impl Tally {
    fn of(cases: &[Case]) -> Self {
        let count = |outcome| {
            cases
                .iter()
                .filter(|case| case.outcome() == outcome)
                .count()
        };
        Self {
            passed: count(CaseOutcome::Passed),
            failed: count(CaseOutcome::Failed),
            excused: count(CaseOutcome::Excused),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.excused {
            0 => Ok(()),
            excused => write!(f, ", {excused} excused"),
        }
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| {
            if line.is_empty() {
                "\n".to_owned()
            } else {
                format!("      {line}\n")
            }
        })
        .collect()
}
