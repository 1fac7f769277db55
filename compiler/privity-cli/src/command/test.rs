//! `privity test`: runs the tests that a policy carries.

use privity::comply::link;
use privity::examples;
use privity::graph::Budget;

use privity::compile::Goal;
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
    let folder = session.folder();
    let mut failed = 0;
    for trial in &trials {
        match &trial.failure {
            None => output.print_line(&format!("pass  {}", trial.title))?,
            Some(failure) => {
                failed += 1;
                output.print_line(&format!("FAIL  {}\n", trial.title))?;
                let look = output.terminal.stdout.clone();
                let failure = std::slice::from_ref(failure);
                let picture = drawn(ready.sources, failure, look, &folder);
                output.print(&indented(&picture))?;
            }
        }
    }
    output.print_line(&format!(
        "{} passed, {failed} failed",
        trials.len() - failed
    ))?;
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
