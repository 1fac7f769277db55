//! How good the suggestions are while a real policy is typed: at every seventh place where Mi Home refers to a name.
//!
//! What stands before the place in its file is known, and the other files; what stands behind it tells nothing.
//! Of 942 places the word is among the first three at 59 % before a letter is typed, at 86 % after one, at 90 % after two and at 91 % after three, as
//! `cargo test -p privity-tests --test completion -- --nocapture` prints it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::collections::BTreeMap;

use privity::check;
use privity::completion::{self, Known};
use privity::diagnostic::Report;
use privity::occurrences::{Occurrences, Sense};
use privity::resolve;
use privity_tests::damage::corpus;

/// So many suggestions are seen at a glance.
const SHOWN: usize = 3;
/// So many letters are typed of a word before the list is read.
const TYPED: usize = 3;
/// Every so many places are looked at.
const EVERY: usize = 7;

#[derive(Default)]
struct Tally {
    places: usize,
    /// For each number of letters typed, at how many places the word is among the first few.
    found: [usize; TYPED + 1],
}

#[test]
fn the_right_word_is_among_the_first_three_at_four_of_five_places_of_mi_home() {
    let programs = corpus();
    let mi_home = programs
        .iter()
        .find(|program| program.name == "mi-home" && program.entry == "policy")
        .unwrap();
    let mut report = Report::new();
    let program = mi_home.read(None, &mut report);
    let world = resolve::resolve(&program, &mut report);
    let policy = check::check(&world, &mut report);
    let names = Occurrences::of(&program, &world, &policy);
    let known = Known {
        program: &program,
        world: &world,
        names: &names,
    };
    let mut all = Tally::default();
    let mut by_sort: BTreeMap<String, Tally> = BTreeMap::new();
    let own = |name: &&privity::occurrences::Occurrence| {
        let file = program.sources.locate(name.span).unwrap().0;
        let mut modules = program.modules.iter();
        modules.any(|module| module.file == file && !module.standard)
    };
    let refers = names.all().iter().filter(|name| !name.declares);
    let places = refers
        .filter(|name| matches!(name.sense, Sense::Declared(_)))
        .filter(own);
    for name in places.step_by(EVERY) {
        let (file, range) = program.sources.locate(name.span).unwrap();
        let word = &program.sources.file(file).text[range.clone()];
        // A path in an import is written as a whole.
        let first = word.split('.').next().unwrap();
        let tally = by_sort.entry(format!("{:?}", name.space)).or_default();
        tally.places += 1;
        all.places += 1;
        for typed in 0..=TYPED.min(first.len()) {
            let found = completion::at(known, &[], file, range.start + typed);
            let found = found.all.iter().take(SHOWN);
            let right = found.filter(|one| one.text == word).count();
            tally.found[typed] += right;
            all.found[typed] += right;
        }
        for typed in first.len() + 1..=TYPED {
            tally.found[typed] += 1;
            all.found[typed] += 1;
        }
    }
    let share = |tally: &Tally, typed: usize| 100 * tally.found[typed] / tally.places.max(1);
    let line = |name: &str, tally: &Tally| {
        let shares: Vec<String> = (0..=TYPED)
            .map(|typed| format!("{} %", share(tally, typed)))
            .collect();
        format!("{name}: {} places: {}\n", tally.places, shares.join(", "))
    };
    let mut table = line("all", &all);
    for (sort, tally) in &by_sort {
        table.push_str(&line(sort, tally));
    }
    println!("{table}");
    assert!(all.places > 500, "{table}");
    assert!(share(&all, 0) >= 50, "{table}");
    assert!(share(&all, 1) >= 80, "{table}");
}
