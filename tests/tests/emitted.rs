//! What is emitted says what the policy says: the Rust file and the JSON document against the definition, on generated policies.

use fastrand::Rng;
use privity::check::policy::Policy;
use privity::emit::{self, RustOptions};
use privity::graph::{self, Budget, DecisionGraph};
use privity::lower::lower;
use privity::source::SourceMap;
use privity_tests::emitted::{ProcessEngine, build_driver};
use privity_tests::engine::{Engine as _, OracleEngine};
use privity_tests::generator;

/// How many policies, and how many requests to each.
const POLICIES: u64 = 12;
const REQUESTS: usize = 250;
/// The most atoms that the oracle looks at for one request.
const MOST_ATOMS: u64 = 20_000;

#[test]
fn emitted_rust_and_the_python_reader_answer_as_the_definition_does() {
    let folder = tempfile::tempdir().unwrap();
    let sources = SourceMap::new();
    let policies: Vec<Policy> = (0..POLICIES).map(generator::policy).collect();
    let graphs: Vec<DecisionGraph> = policies
        .iter()
        .map(|policy| graph::build(policy, &lower(policy), Budget::default()).unwrap())
        .collect();
    let texts: Vec<String> = policies
        .iter()
        .zip(&graphs)
        .map(|(policy, graph)| emit::rust(policy, graph, &sources, RustOptions::default()).unwrap())
        .collect();
    let driver = build_driver(folder.path(), &texts).unwrap_or_else(|error| panic!("{error}"));
    let schema = serde_json::from_str(&emit::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let rng = &mut Rng::with_seed(0);
    let mut compared = 0;
    for (at, (policy, graph)) in policies.iter().zip(&graphs).enumerate() {
        let document = emit::json(policy, graph, &sources);
        let value = serde_json::from_str(&document).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let file = folder.path().join(format!("policy_{at}.json"));
        std::fs::write(&file, document).unwrap();
        let mut oracle = OracleEngine::new(policy, MOST_ATOMS);
        let mut engines = [
            ProcessEngine::python(&file).unwrap(),
            ProcessEngine::rust(&driver, at).unwrap(),
        ];
        for _ in 0..REQUESTS {
            let request = generator::request(rng, policy);
            let Some(expected) = oracle.decide(&request) else {
                continue;
            };
            for engine in &mut engines {
                let answer = engine.decide(&request);
                assert_eq!(
                    answer.as_ref(),
                    Some(&expected),
                    "{} on policy {at}: {request:?}",
                    engine.name()
                );
            }
            compared += 1;
        }
    }
    assert!(
        compared > usize::try_from(POLICIES).unwrap() * REQUESTS / 2,
        "only {compared} requests were small enough"
    );
}
