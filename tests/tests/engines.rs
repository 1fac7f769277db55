//! All engines give the same answer to the same request.

use fastrand::Rng;
use privity_tests::comparison::Tally;
use privity_tests::every_atom::{Count, Engines};
use privity_tests::generator;

#[test]
fn the_graph_answers_as_the_oracle_does() {
    let rng = &mut Rng::with_seed(2018);
    let mut tally = Tally::default();
    for seed in 0..300 {
        let policy = generator::policy(seed);
        tally.compare_graph(&format!("policy of seed {seed}"), &policy, rng, 20);
    }
    assert_eq!(tally.differences, Vec::<String>::new());
    assert!(tally.requests > 5_000, "{tally}");
}

#[test]
fn a_policy_written_as_text_means_what_it_meant() {
    compare_texts(0..200, |text| Ok(text.to_owned()));
}

#[test]
fn formatting_changes_no_meaning() {
    compare_texts(200..300, |text| {
        privity::syntax::format(text).map_err(|errors| format!("{errors:?}"))
    });
}

fn compare_texts(seeds: std::ops::Range<u64>, layout: fn(&str) -> Result<String, String>) {
    let rng = &mut Rng::with_seed(seeds.start);
    let mut tally = Tally::default();
    for seed in seeds.clone() {
        let policy = generator::policy(seed);
        let origin = format!("policy of seed {seed}");
        tally.compare_text(&origin, &policy, layout, rng, 30);
    }
    assert_eq!(tally.differences, Vec::<String>::new());
    assert!(tally.requests > 25 * (seeds.end - seeds.start), "{tally}");
}

#[test]
fn all_engines_answer_every_atom_of_a_grid_as_the_oracle_does() {
    let rng = &mut Rng::with_seed(2026);
    let mut count = Count::default();
    for seed in 0..40 {
        let policy = generator::policy(seed);
        let origin = format!("policy of seed {seed}");
        let mut engines = Engines::new(&policy).unwrap();
        count
            .compare(&origin, &mut engines, None, rng, 500)
            .unwrap();
    }
    assert_eq!(count.differences, Vec::<String>::new());
    let [in_process @ .., emitted] = count.decisions;
    assert_eq!((in_process, emitted), ([count.requests; 4], 0));
    assert!(
        count.answers.iter().all(|&answers| answers > 100),
        "{count}"
    );
    assert!(count.with_duties > 100, "{count}");
}
