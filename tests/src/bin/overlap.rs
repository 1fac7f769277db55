//! Compares what is found over all requests with brute force on many policies: `overlap FLAVOUR FIRST COUNT`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints its result"
)]

use std::process::ExitCode;

use privity_tests::generator::overlap::{Flavour, text};
use privity_tests::overlap::{Tally, compare};

/// Differences of which the policy is shown.
const MOST_SHOWN: u64 = 5;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let flavour = words
        .first()
        .and_then(|name| Flavour::ALL.into_iter().find(|(known, _)| known == name));
    let mut numbers = words.iter().skip(1).map(|number| number.parse::<u64>());
    let (Some((name, flavour)), Some(Ok(first)), Some(Ok(count))) =
        (flavour, numbers.next(), numbers.next())
    else {
        let names = Flavour::ALL.map(|(name, _)| name).join("|");
        eprintln!("usage: overlap {names} FIRST COUNT");
        return ExitCode::FAILURE;
    };
    let mut tally = Tally::default();
    let mut shown = 0;
    let mut wrong: std::collections::BTreeMap<(&str, bool), u64> = Default::default();
    for seed in first..first.saturating_add(count) {
        let differences = match compare(flavour, seed, &mut tally) {
            Ok(differences) => differences,
            Err(broken) => {
                eprintln!("seed {seed}: {broken}\n{}", text(flavour, seed));
                return ExitCode::FAILURE;
            }
        };
        for difference in &differences {
            let key = (difference.code.as_str(), difference.is_false_alarm);
            *wrong.entry(key).or_default() += 1;
            if shown < MOST_SHOWN {
                eprintln!("seed {seed}: {difference:?}");
            }
        }
        if !differences.is_empty() && shown < MOST_SHOWN {
            shown += 1;
            eprintln!("{}", text(flavour, seed));
        }
    }
    println!(
        "{name} {first} {count}: {} policies, left out {:?}",
        tally.policies, tally.left_out
    );
    for (code, count) in &tally.codes {
        let of = |is_false_alarm: bool| wrong.get(&(*code, is_false_alarm)).unwrap_or(&0);
        println!(
            "{code}: {} policies have it, {} findings, {} requests looked at, {} false positives, {} false negatives",
            count.policies,
            count.findings,
            count.witnesses,
            of(true),
            of(false)
        );
    }
    if wrong.is_empty() {
        println!("0 differences");
        ExitCode::SUCCESS
    } else {
        println!("differences: {wrong:?}");
        ExitCode::FAILURE
    }
}
