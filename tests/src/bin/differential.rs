//! Compares the engines on generated policies, or on one real policy, for as long as one likes.
//!
//! `differential --policies 1000 --requests 100 --seed 1 --emitted 0 [--policy FOLDER_OR_FILE]`; `--emitted` is how many of the policies are
//! also asked as emitted Rust and through the Python reader, which takes `rustc` and `python3`. Generated policies are compared as values and
//! as text. Ends with a line of counts, and fails if answers differ.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fastrand::Rng;
use privity::compile::{Options as CompileOptions, compile_at};
use privity::diagnostic::Severity;
use privity_tests::command_line;
use privity_tests::comparison::Tally;
use privity_tests::generator;

struct Options {
    policies: u64,
    requests: u64,
    seed: u64,
    emitted: u64,
    policy: Option<PathBuf>,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        policies: 1_000,
        requests: 100,
        seed: 1,
        emitted: 0,
        policy: None,
    };
    for (name, value) in command_line::options()? {
        let number = || command_line::number(&value);
        match name.as_str() {
            "--policies" => options.policies = number()?,
            "--requests" => options.requests = number()?,
            "--seed" => options.seed = number()?,
            "--emitted" => options.emitted = number()?,
            "--policy" => options.policy = Some(PathBuf::from(&value)),
            _ => return Err(format!("unknown option `{name}`")),
        }
    }
    Ok(options)
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program that reports"
)]
fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let mut tally = Tally::default();
    let done = match &options.policy {
        Some(path) => compare_real(path, &options, &mut tally),
        None => compare_generated(&options, &mut tally),
    };
    if let Err(error) = done {
        tally.differences.push(error.to_string());
    }
    for difference in tally.differences.iter().take(20) {
        println!("{difference}");
    }
    println!("{tally}");
    if tally.differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Asks a policy on disk `--policies` times `--requests`; its text is that of the folder or file.
fn compare_real(path: &Path, options: &Options, tally: &mut Tally) -> std::io::Result<()> {
    let compilation = compile_at(path, &|_| None, CompileOptions::default());
    let mut findings = compilation.findings.iter();
    if let Some(error) = findings.find(|finding| finding.severity == Severity::Error) {
        return Err(std::io::Error::other(error.message.clone()));
    }
    let Some(policy) = compilation.compiled.map(|compiled| compiled.policy) else {
        return Err(std::io::Error::other("there is no policy"));
    };
    let rng = &mut Rng::with_seed(options.seed);
    let requests = options.policies.saturating_mul(options.requests);
    tally.compare_graph(&path.display().to_string(), &policy, rng, requests);
    if options.emitted > 0 {
        let folder = tempfile::tempdir()?;
        let named = [(path.display().to_string(), policy)];
        tally.compare_emitted(folder.path(), &named, rng, requests)?;
    }
    Ok(())
}

fn compare_generated(options: &Options, tally: &mut Tally) -> std::io::Result<()> {
    let rng = &mut Rng::with_seed(options.seed);
    for at in 0..options.policies {
        let seed = options.seed.wrapping_mul(1_000_003).wrapping_add(at);
        let policy = generator::policy(seed);
        let origin = format!("policy of seed {seed}");
        tally.compare_graph(&origin, &policy, rng, options.requests);
        let as_it_is = |text: &str| Ok(text.to_owned());
        tally.compare_text(&origin, &policy, as_it_is, rng, options.requests);
    }
    compare_emitted(options, tally)
}

/// How many policies become one driver.
const BATCH: u64 = 20;

fn compare_emitted(options: &Options, tally: &mut Tally) -> std::io::Result<()> {
    let rng = &mut Rng::with_seed(options.seed);
    let mut at = 0;
    while at < options.emitted {
        let seeds = at..options.emitted.min(at + BATCH);
        at = seeds.end;
        let policies: Vec<_> = seeds
            .map(|at| options.seed.wrapping_mul(1_000_003).wrapping_add(at))
            .map(|seed| (format!("policy of seed {seed}"), generator::policy(seed)))
            .collect();
        let folder = tempfile::tempdir()?;
        tally.compare_emitted(folder.path(), &policies, rng, options.requests)?;
    }
    Ok(())
}
