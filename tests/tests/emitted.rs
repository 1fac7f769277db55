//! What is emitted says what the policy says: the Rust file and the JSON document against the definition, on generated policies.

use fastrand::Rng;
use privity_tests::comparison::Tally;
use privity_tests::emitted::{EmittedEngines, start_rust};
use privity_tests::every_atom::{Count, Engines};
use privity_tests::generator;

#[test]
fn the_graph_the_emitted_rust_and_the_python_reader_answer_as_the_oracle_does() {
    let folder = tempfile::tempdir().unwrap();
    let policies: Vec<_> = (0..12)
        .map(|seed| (format!("policy of seed {seed}"), generator::policy(seed)))
        .collect();
    let rng = &mut Rng::with_seed(2018);
    let mut tally = Tally::default();
    tally
        .compare_emitted(folder.path(), &policies, rng, 200)
        .unwrap_or_else(|error| panic!("{error}"));
    println!("{tally}");
    assert_eq!(tally.differences, Vec::<String>::new());
    assert!(tally.requests > 2_000, "{tally}");
    assert!(tally.answers.iter().all(|&count| count > 20), "{tally}");
    assert!(tally.mix.rarest().0 > 5, "{tally}");
}

#[test]
fn emitted_rust_answers_every_atom_of_a_grid_as_the_oracle_does() {
    let folder = tempfile::tempdir().unwrap();
    let policies: Vec<_> = (200..204).map(generator::policy).collect();
    let mut engines: Vec<_> = policies
        .iter()
        .map(|policy| Engines::new(policy).unwrap())
        .collect();
    let emitted = policies.iter().zip(&engines);
    let emitted: Vec<_> = emitted
        .map(|(policy, engines)| (policy, engines.graph()))
        .collect();
    let mut program = start_rust(folder.path(), &emitted).unwrap_or_else(|error| panic!("{error}"));
    let rng = &mut Rng::with_seed(2026);
    let mut count = Count::default();
    for (at, engines) in engines.iter_mut().enumerate() {
        count
            .compare("policy", engines, Some((&mut program, at)), rng, 2_000)
            .unwrap();
    }
    assert_eq!(count.differences, Vec::<String>::new());
    assert_eq!(count.decisions, [count.requests; 5]);
    assert_eq!(count.requests, 8_000, "{count}");
}

#[test]
fn what_is_emitted_keeps_to_the_schema() {
    let schema = serde_json::from_str(&privity::emit::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let policies: Vec<_> = (100..104).map(generator::policy).collect();
    let policies: Vec<_> = policies.iter().collect();
    let engines =
        EmittedEngines::start(folder.path(), &policies).unwrap_or_else(|error| panic!("{error}"));
    for document in &engines.documents {
        let text = std::fs::read_to_string(document).unwrap();
        let document = serde_json::from_str(&text).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
