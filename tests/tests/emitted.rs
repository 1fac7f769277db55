//! What is emitted says what the policy says: the Rust file and the JSON document against the definition, on generated policies.

use fastrand::Rng;
use privity_tests::comparison::Tally;
use privity_tests::emitted::EmittedEngines;
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
