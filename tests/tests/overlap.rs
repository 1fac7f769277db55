//! What is found over all requests is what brute force finds: `PRIVITY_CASES` sets on how many policies of each flavour.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use privity_tests::generator::overlap::{Flavour, text};
use privity_tests::overlap::{Tally, compare};

/// Compares policies of a flavour, which must have each of these findings, or nothing was compared.
fn compared(flavour: Flavour, codes: &[&str]) {
    let cases = std::env::var("PRIVITY_CASES");
    let cases: u64 = cases.map_or(120, |cases| {
        cases.parse().expect("PRIVITY_CASES is a number")
    });
    let mut tally = Tally::default();
    for seed in 0..cases {
        let wrong = compare(flavour, seed, &mut tally);
        let wrong = wrong.unwrap_or_else(|broken| panic!("seed {seed}: {broken}"));
        assert!(
            wrong.is_empty(),
            "seed {seed}: {wrong:?}\n{}",
            text(flavour, seed)
        );
    }
    let left_out: u64 = tally.left_out.values().sum();
    assert!(left_out * 4 < cases, "{:?} left out", tally.left_out);
    for code in codes {
        assert!(
            tally
                .codes
                .get(code)
                .is_some_and(|count| count.findings > 1),
            "{code} in {tally:?}"
        );
    }
}

#[test]
fn guards_that_deny_what_is_permitted_are_found() {
    compared(Flavour::Guards, &["P0350", "P0351", "P0352"]);
}

#[test]
fn contradictions_without_effect_are_found() {
    compared(Flavour::Exceptions, &["P0350", "P0351", "P0354"]);
}

#[test]
fn dead_parts_are_found() {
    compared(Flavour::Parts, &["P0350", "P0353"]);
}

#[test]
fn requirements_that_exclude_each_other_are_found() {
    compared(Flavour::Requirements, &["P0355"]);
}

#[test]
fn what_is_said_in_vain_is_found() {
    compared(Flavour::Vain, &["P0360", "P0361", "P0362"]);
}

#[test]
fn rules_that_change_nothing_are_found() {
    compared(Flavour::Repeated, &["P0358", "P0359"]);
}

#[test]
fn duties_that_are_forbidden_acts_are_found() {
    compared(Flavour::Duties, &["P0357"]);
}

#[test]
fn duties_that_cannot_be_kept_together_are_found() {
    compared(Flavour::Conflicts, &["P0356"]);
}

#[test]
fn transfers_that_nobody_permits_are_found() {
    compared(Flavour::Borders, &["P0363"]);
}

#[test]
fn defaults_that_do_not_protect_are_found() {
    compared(Flavour::Readings, &["P0334"]);
}

#[test]
fn assertions_that_do_not_hold_or_claim_nothing_are_found() {
    compared(Flavour::Assertions, &["P0602", "P0603"]);
}

#[test]
fn what_is_left_open_is_found() {
    compared(
        Flavour::Gaps,
        &[
            "P0411", "P0412", "P0413", "P0414", "P0415", "P0416", "P0420", "P0421", "P0422",
            "P0423",
        ],
    );
}

#[test]
fn parties_that_sit_nowhere_are_found() {
    compared(Flavour::Seats, &["P0418"]);
}
