//! Compares findings on overlapping rules with brute force on many policies: `overlap FIRST COUNT`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints its result"
)]

use std::process::ExitCode;

use privity_tests::overlap::{Tally, compare};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<u64>());
    let (Some(Ok(first)), Some(Ok(count))) = (numbers.next(), numbers.next()) else {
        eprintln!("usage: overlap FIRST COUNT");
        return ExitCode::FAILURE;
    };
    let mut tally = Tally::new();
    for seed in first..first.saturating_add(count) {
        if let Err(wrong) = compare(seed, &mut tally) {
            eprintln!("{wrong}");
            return ExitCode::FAILURE;
        }
    }
    println!("{count} policies, 0 differences");
    for (code, count) in tally {
        println!("{code} {count}");
    }
    ExitCode::SUCCESS
}
