//! Runs a file of decision scenarios against a policy: `scenarios FILE.json [--policy PATH] [--verbose]`.
//!
//! Prints every failure with its clauses, what was expected and what came out, and closes with `N passed, N failed`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints its result"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use privity_tests::scenario::compare::is_right;
use privity_tests::scenario::decide::{Got, Subject};
use privity_tests::scenario::explain::explain;
use privity_tests::scenario::{Scenario, ScenarioFile};

/// The policy that is asked when none is named.
const DEFAULT_POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/mi-home");

struct Options {
    file: PathBuf,
    policy: PathBuf,
    verbose: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| run(&options)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, String> {
    let mut file = None;
    let mut policy = PathBuf::from(DEFAULT_POLICY);
    let mut verbose = false;
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--verbose") => verbose = true,
            Some("--policy") => {
                policy = arguments.next().ok_or("`--policy` needs a path")?.into();
            }
            Some(option) if option.starts_with('-') => {
                return Err(format!("there is no option `{option}`"));
            }
            _ if file.is_none() => file = Some(PathBuf::from(argument)),
            _ => return Err("only one file of scenarios can be run".to_owned()),
        }
    }
    let file = file.ok_or("usage: scenarios FILE.json [--policy PATH] [--verbose]")?;
    Ok(Options {
        file,
        policy,
        verbose,
    })
}

fn run(options: &Options) -> Result<usize, String> {
    let shown = options.file.display();
    let text = std::fs::read_to_string(&options.file)
        .map_err(|error| format!("cannot read {shown}: {error}"))?;
    let file: ScenarioFile =
        serde_json::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
    let subject = Subject::load(&options.policy)?;
    let mut failed = 0;
    for scenario in &file.scenarios {
        let got = subject.decide(&scenario.request);
        let right = is_right(scenario, &got);
        failed += usize::from(!right);
        if !right || options.verbose {
            print(&subject, scenario, &got, right);
        }
    }
    println!("{} passed, {failed} failed", file.scenarios.len() - failed);
    Ok(failed)
}

fn print(subject: &Subject, scenario: &Scenario, got: &Got, right: bool) {
    let mark = if right { "ok  " } else { "FAIL" };
    println!("{mark} {} ({})", scenario.id, scenario.clauses.join(", "));
    println!("     expected {}", scenario.expected);
    for reading in scenario.readings.iter().filter(|_| scenario.contested) {
        println!("     or       {reading}");
    }
    println!("     got      {got}");
    if let Ok(request) = subject.request(&scenario.request) {
        println!("     because  {}", explain(&subject.policy, &request));
    }
}
