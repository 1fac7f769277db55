//! Breaks sound policies by small accidents and tallies what is said about them: `damage COUNT SEED [tell]`, COUNT of every sort.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints its result"
)]

use std::process::ExitCode;

use privity_tests::damage::{Plan, corpus, measure, report};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = words.iter().map(|word| word.parse::<u64>());
    let (Some(Ok(count)), Some(Ok(seed))) = (numbers.next(), numbers.next()) else {
        eprintln!("usage: damage COUNT SEED [tell]");
        return ExitCode::FAILURE;
    };
    let tells = words.get(2).is_some_and(|word| word == "tell");
    let plan = Plan {
        wanted: usize::try_from(count).unwrap_or(usize::MAX),
        seed,
        large: 50,
    };
    let tallies = measure(&corpus(), plan, &mut |_, story| {
        if tells {
            println!("{story}");
        }
    });
    println!("{}", report(&tallies));
    ExitCode::SUCCESS
}
