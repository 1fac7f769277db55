//! Compares the engines on every atom of grids of generated policies: the most decisions for the time.
//!
//! `every_atom --policies 100 --emitted 0 --atoms 100000 --seed 1`; `--atoms` is how many atoms of each policy are asked about, and `--emitted` how
//! many of the policies are also asked as emitted Rust, which takes `rustc`. Ends with a line of counts, and fails if answers differ.

use std::process::ExitCode;

use fastrand::Rng;
use privity::check::policy::Policy;
use privity_tests::command_line;
use privity_tests::emitted::{Answering, start_rust};
use privity_tests::every_atom::{Count, Engines};
use privity_tests::generator;

/// How many policies become one program.
const BATCH: u64 = 20;

struct Options {
    policies: u64,
    emitted: u64,
    atoms: usize,
    seed: u64,
}

fn options() -> Result<Options, String> {
    let mut options = Options {
        policies: 100,
        emitted: 0,
        atoms: 100_000,
        seed: 1,
    };
    for (name, value) in command_line::options()? {
        let number = command_line::number(&value)?;
        match name.as_str() {
            "--policies" => options.policies = number,
            "--emitted" => options.emitted = number,
            "--atoms" => options.atoms = usize::try_from(number).unwrap_or(usize::MAX),
            "--seed" => options.seed = number,
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
    let mut count = Count::default();
    let mut at = 0;
    while at < options.policies {
        let end = options.policies.min(at + BATCH);
        let emitted = options.emitted.clamp(at, end) - at;
        if let Err(error) = compare(&options, at..end, emitted, &mut count) {
            count.differences.push(error);
        }
        at = end;
        eprintln!("{count}");
    }
    for difference in count.differences.iter().take(20) {
        println!("{difference}");
    }
    println!("{count}");
    if count.differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Compares policies, the first of them in emitted form as well.
fn compare(
    options: &Options,
    numbers: std::ops::Range<u64>,
    emitted: u64,
    count: &mut Count,
) -> Result<(), String> {
    let rng = &mut Rng::with_seed(options.seed ^ numbers.start);
    let policies: Vec<(u64, Policy)> = numbers
        .map(|at| options.seed.wrapping_mul(1_000_003).wrapping_add(at))
        .map(|seed| (seed, generator::policy(seed)))
        .collect();
    let mut engines = Vec::new();
    for (seed, policy) in &policies {
        let named = |message| format!("policy of seed {seed}: {message}");
        engines.push((*seed, policy, Engines::new(policy).map_err(named)?));
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let emitted = usize::try_from(emitted).unwrap_or_default();
    let mut program: Option<Answering> = None;
    if emitted > 0 {
        let bare = engines.iter().take(emitted);
        let bare: Vec<_> = bare
            .map(|(_, policy, engines)| (*policy, engines.graph()))
            .collect();
        let started = start_rust(folder.path(), &bare).map_err(|error| error.to_string())?;
        program = Some(started);
    }
    for (at, (seed, _, engines)) in engines.iter_mut().enumerate() {
        let origin = format!("policy of seed {seed}");
        let asked = program.as_mut().filter(|_| at < emitted);
        let asked = asked.map(|program| (program, at));
        count
            .compare(&origin, engines, asked, rng, options.atoms)
            .map_err(|error| format!("{origin}: {error}"))?;
    }
    Ok(())
}
