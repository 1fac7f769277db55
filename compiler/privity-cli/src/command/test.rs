//! `privity test`: runs the tests that a policy carries, and decides its assertions.

use std::fmt;

use privity::analyse::assertions;
use privity::compile::Goal;
use privity::comply::link;
use privity::diagnostic::{Code, Diagnostic, Severity};
use privity::examples;
use privity::graph::Budget;
use privity::graph::verify::Effort;
use privity::triage::{Search, Sorted};

use crate::Exit;
use crate::arguments::Policy;
use crate::findings::{Session, drawn};
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Policy, output: &mut Output) -> Result<Exit, Failure> {
    let session = Session::open(options, Goal::Decision, Effort::default());
    let Some(ready) = session.deciding() else {
        session.tell(output);
        output.say("no test was run: mend the policy first");
        return Ok(session.exit());
    };
    let mut trials = examples::run(ready.policy, ready.decider);
    let laws = link(ready.policy, Budget::default())
        .map_err(|_| Failure::Said("a law is too intricate to be asked".to_owned()))?;
    for law in &laws {
        trials.extend(examples::run(&law.policy, &law.graph));
    }
    let trials = trials.into_iter().map(|trial| (trial.title, trial.failure));
    let rulings = assertions::decide(ready.policy, Budget::default())
        .into_iter()
        .map(|ruling| {
            let title = format!("assert {}: {}", ruling.claim.word(), ruling.name);
            (title, ruling.finding)
        });
    let folder = session.folder();
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for (title, found) in trials.chain(rulings) {
        let failed = found.as_ref().is_some_and(is_error);
        failures.extend(found.clone());
        let Sorted { shown, suppressed } = session.triaged(found.into_iter().collect(), None);
        let word = match (failed, shown.iter().any(is_error)) {
            (_, true) => {
                tally.failed += 1;
                "FAIL"
            }
            (true, false) => {
                tally.excused += 1;
                "excused"
            }
            (false, false) => {
                tally.passed += 1;
                "pass"
            }
        };
        let why = suppressed
            .first()
            .map_or(String::new(), |known| format!(" ({})", known.by));
        output.print_line(&format!("{word}  {title}{why}"))?;
        if !shown.is_empty() {
            let look = output.terminal.stdout.clone();
            let picture = drawn(ready.sources, &shown, look, &folder);
            output.print(&format!("\n{}", indented(&picture)))?;
        }
    }
    output.print_line(&tally.to_string())?;
    output.finish()?;
    let mut remarks = session.triaged(failures, Some(Search::Tests)).shown;
    remarks.retain(|finding| finding.code == Code::UnusedWaiver);
    let look = output.terminal.stderr.clone();
    output.tell(&drawn(ready.sources, &remarks, look, &folder));
    Ok(if tally.failed == 0 {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// How many tests and assertions ended how.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
    /// Failures that the authors of the policy do not count as ones.
    excused: usize,
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

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
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
