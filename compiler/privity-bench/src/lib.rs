//! Rule sets by shape, size and seed, and what Privity and other engines take for them.
//!
//! The program is [`run`]; benches take their input from [`write_policy`].

#![allow(
    clippy::print_stdout,
    reason = "a program that prints what it measured"
)]

mod arguments;
mod engine;
mod generate;
mod measure;
mod model;
mod requests;
mod translate;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use clap::Parser as _;
use serde_json::json;

use crate::arguments::{Arguments, Command, Measure};
use crate::generate::generate;
use crate::measure::table::{Table, figure};
use crate::measure::{Plan, compilation, decisions, job, passes};

pub use crate::generate::Shape;

/// What may go wrong is told as it is: nobody handles it.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Runs the program on the arguments of this process.
///
/// # Errors
/// When a file cannot be written, an engine refuses its input, or two engines answer a request differently.
pub fn run() -> Outcome<()> {
    match Arguments::parse().command {
        Command::Write {
            shape,
            rules,
            seed,
            folder,
        } => {
            write_policy(shape, rules, seed, &folder)?;
            println!("{rules} rules: {}", folder.display());
            Ok(())
        }
        Command::Passes { folder } => print_passes(&folder),
        Command::Decisions(measure) => {
            let decisions = decisions::measure(&decisions_plan(&measure))?;
            print(&decisions.tables(), &decisions.remarks());
            save(&measure, &json!({ "decisions": decisions }))
        }
        Command::Compilation(measure) => {
            let compilation = compilation::measure(&compilation_plan(&measure))?;
            print(&compilation.tables(), compilation.skipped());
            save(&measure, &json!({ "compilation": compilation }))
        }
        Command::All(measure) => {
            let compilation = compilation::measure(&compilation_plan(&measure))?;
            print(&compilation.tables(), compilation.skipped());
            let decisions = decisions::measure(&decisions_plan(&measure))?;
            print(&decisions.tables(), &decisions.remarks());
            save(
                &measure,
                &json!({ "compilation": compilation, "decisions": decisions }),
            )
        }
        Command::Job { job, folder } => {
            println!("{}", serde_json::to_string(&job::run(job, &folder)?)?);
            Ok(())
        }
    }
}

/// Writes a generated rule set as a policy folder.
///
/// # Errors
/// When a shape does not go that far, or a file cannot be written.
pub fn write_policy(shape: Shape, rules: usize, seed: u64, folder: &Path) -> Outcome<()> {
    if rules > shape.most_rules() {
        let (name, most) = (shape.name(), shape.most_rules());
        return Err(format!("a set of shape `{name}` has at most {most} rules").into());
    }
    let files = translate::privity::files(&generate(shape, rules, seed));
    translate::privity::write(&files, folder)?;
    Ok(())
}

fn print_passes(folder: &Path) -> Outcome<()> {
    let passes = passes::passes(folder)?;
    let milliseconds = |time: Duration| figure(time.as_secs_f64() * 1e3);
    let mut lines: Vec<Vec<String>> = passes
        .iter()
        .map(|pass| {
            vec![
                pass.name.to_owned(),
                milliseconds(pass.time),
                pass.note.clone(),
            ]
        })
        .collect();
    let sum = passes.iter().map(|pass| pass.time).sum();
    lines.push(vec!["all".to_owned(), milliseconds(sum), String::new()]);
    let table = Table {
        title: format!("Passes: {}", folder.display()),
        head: ["pass", "ms", "result"].map(str::to_owned).to_vec(),
        lines,
    };
    println!("{table}");
    Ok(())
}

fn print(tables: &[Table], remarks: &[String]) {
    for table in tables {
        println!("{table}");
    }
    for remark in remarks {
        println!("- {remark}");
    }
    println!();
}

fn save(measure: &Measure, figures: &serde_json::Value) -> Outcome<()> {
    if let Some(file) = &measure.json {
        fs::write(file, serde_json::to_string_pretty(figures)? + "\n")?;
    }
    Ok(())
}

fn sizes(measure: &Measure) -> Vec<usize> {
    match (&measure.sizes, measure.quick) {
        (Some(sizes), _) => {
            let mut sizes = sizes.clone();
            sizes.sort_unstable();
            sizes
        }
        (None, true) => vec![10, 100],
        (None, false) => vec![10, 100, 1_000, 10_000, 100_000],
    }
}

fn plan(measure: &Measure, usual_rounds: usize, limit: Duration) -> Plan {
    let usual_rounds = if measure.quick { 3 } else { usual_rounds };
    Plan {
        shape: measure.shape,
        sizes: sizes(measure),
        seed: measure.seed,
        rounds: measure.rounds.unwrap_or(usual_rounds),
        limit,
    }
}

fn decisions_plan(measure: &Measure) -> Plan {
    let slice = if measure.quick { 20 } else { 100 };
    plan(measure, 7, Duration::from_millis(slice))
}

fn compilation_plan(measure: &Measure) -> Plan {
    plan(measure, 5, Duration::from_secs(measure.limit))
}
