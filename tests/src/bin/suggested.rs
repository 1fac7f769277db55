//! Tells how often the right word is among the first three suggestions while policies are typed: `suggested [nothing|rest] EVERY [NAME] [tell]`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command prints its result"
)]

use std::collections::BTreeMap;
use std::process::ExitCode;

use privity_tests::damage::corpus;
use privity_tests::suggested::{Behind, SHOWN, Tally, measure};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (behind, rest) = match words.as_slice() {
        ["nothing", rest @ ..] => (Behind::Nothing, rest),
        ["rest", rest @ ..] => (Behind::TheRest, rest),
        _ => return usage(),
    };
    let Some((Ok(every), rest)) = rest.split_first().map(|(n, rest)| (n.parse(), rest)) else {
        return usage();
    };
    let tells = rest.contains(&"tell");
    let only = rest.iter().find(|&&word| word != "tell");
    let mut programs: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all_sorts: BTreeMap<String, BTreeMap<String, Tally>> = BTreeMap::new();
    for policy in corpus() {
        let name = match policy.name.split_once(".md:") {
            Some(_) => "tests/spec".to_owned(),
            None if policy.entry == "policy" || policy.entry == "entry" => policy.name.clone(),
            None => format!("{}/{}", policy.name, policy.entry),
        };
        if only.is_some_and(|&only| only != name) {
            continue;
        }
        let sorts = measure(&policy, behind, every, &mut |place| {
            let first = place.offered.iter().take(SHOWN);
            if tells && !first.clone().any(|text| text == place.word) {
                let line = place.before.rsplit('\n').next().unwrap_or_default();
                let rank = place.offered.iter().position(|text| text == place.word);
                let first: Vec<&String> = first.collect();
                println!(
                    "{}: {line}| {} at {rank:?}; {first:?}",
                    place.module, place.word
                );
            }
        });
        for (sort, tally) in sorts {
            let whole = programs.entry(name.clone()).or_default();
            *whole = whole.plus(tally);
            let of_sort = all_sorts
                .entry(name.clone())
                .or_default()
                .entry(sort)
                .or_default();
            *of_sort = of_sort.plus(tally);
        }
    }
    for (name, tally) in &programs {
        println!("{name}: {tally}");
        for (sort, tally) in all_sorts.get(name).into_iter().flatten() {
            println!("    {sort}: {tally}");
        }
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: suggested nothing|rest EVERY [NAME] [tell]");
    ExitCode::FAILURE
}
