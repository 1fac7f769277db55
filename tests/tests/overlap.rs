//! Findings on overlapping rules are what brute force finds: `PRIVITY_CASES` sets on how many policies.

use privity_tests::overlap::{Tally, compare};

#[test]
fn findings_on_small_policies_are_those_of_brute_force() {
    let cases = std::env::var("PRIVITY_CASES");
    let cases: u64 = cases.map_or(1_000, |cases| {
        cases.parse().expect("PRIVITY_CASES is a number")
    });
    let mut tally = Tally::new();
    for seed in 0..cases {
        if let Err(wrong) = compare(seed, &mut tally) {
            panic!("{wrong}");
        }
    }
    // Random policies must have every one of these, or nothing was compared.
    for code in [
        "P0350", "P0351", "P0352", "P0353", "P0354", "P0355", "P0358", "P0359", "P0360", "P0361",
        "P0362",
    ] {
        assert!(
            cases < 1_000 || tally.get(code).is_some_and(|&count| count > 2),
            "{code} in {tally:?}"
        );
    }
}
