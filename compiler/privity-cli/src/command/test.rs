//! `privity test`: runs the tests that a policy carries, and decides its assertions.

use privity::analyse::assertions;
use privity::compile::Goal;
use privity::comply::link;
use privity::diagnostic::{Diagnostic, Severity};
use privity::examples;
use privity::graph::Budget;
use privity::graph::verify::Effort;

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
    let (mut passed, mut failed) = (0, 0);
    for (title, finding) in trials.chain(rulings) {
        let is_failure = |finding: &Diagnostic| finding.severity == Severity::Error;
        let word = if finding.as_ref().is_some_and(is_failure) {
            failed += 1;
            "FAIL"
        } else {
            passed += 1;
            "pass"
        };
        match finding {
            None => output.print_line(&format!("{word}  {title}"))?,
            Some(finding) => {
                output.print_line(&format!("{word}  {title}\n"))?;
                let look = output.terminal.stdout.clone();
                let picture = drawn(ready.sources, &[finding], look, &folder);
                output.print(&indented(&picture))?;
            }
        }
    }
    output.print_line(&format!("{passed} passed, {failed} failed"))?;
    output.finish()?;
    Ok(if failed == 0 {
        Exit::Clean
    } else {
        Exit::Findings
    })
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
