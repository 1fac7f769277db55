//! All engines give the same answer to the same request.

use fastrand::Rng;
use privity_tests::comparison::Tally;
use privity_tests::generator;

#[test]
fn the_graph_answers_as_the_oracle_does() {
    let rng = &mut Rng::with_seed(2018);
    let mut tally = Tally::default();
    for seed in 0..300 {
        let policy = generator::policy(seed);
        tally.compare_graph(&format!("policy of seed {seed}"), &policy, rng, 20);
    }
    println!("{tally}");
    assert_eq!(tally.differences, Vec::<String>::new());
    assert!(tally.requests > 5_000, "{tally}");
}

#[test]
fn a_policy_written_as_text_means_what_it_meant() {
    let rng = &mut Rng::with_seed(1);
    let mut tally = Tally::default();
    for seed in 0..200 {
        let policy = generator::policy(seed);
        let as_it_is = |text: &str| Ok(text.to_owned());
        tally.compare_text(
            &format!("policy of seed {seed}"),
            &policy,
            as_it_is,
            rng,
            30,
        );
    }
    println!("{tally}");
    assert_eq!(tally.differences, Vec::<String>::new());
    assert!(tally.requests > 5_000, "{tally}");
}
