//! The policies of this repository, against scenarios in a neutral vocabulary.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use privity_tests::scenario::ScenarioFile;
use privity_tests::scenario::compare::is_right;
use privity_tests::scenario::decide::{Got, Subject};
use serde_json::json;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/mi-home")
}

/// Its graph takes a moment to build, so it is built once.
fn mi_home() -> &'static Subject {
    static MI_HOME: LazyLock<Subject> = LazyLock::new(|| Subject::load(&folder()).unwrap());
    &MI_HOME
}

fn scenarios() -> ScenarioFile {
    let text = fs::read_to_string(folder().join("scenarios.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn mi_home_decides_every_scenario_as_its_text_says() {
    let wrong: Vec<String> = scenarios()
        .scenarios
        .iter()
        .map(|scenario| (scenario, mi_home().decide(&scenario.request)))
        .filter(|(scenario, got)| !is_right(scenario, got))
        .map(|(scenario, got)| format!("{}: {got}", scenario.id))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_examples_in_the_policy_come_out_as_it_says() {
    assert_eq!(mi_home().failed_examples(), Vec::<String>::new());
}

#[test]
fn the_graph_and_the_definition_decide_scenarios_alike() {
    for scenario in scenarios().scenarios {
        assert_eq!(
            mi_home().decide(&scenario.request),
            mi_home().decide_by_definition(&scenario.request),
            "{}",
            scenario.id
        );
    }
}

#[test]
fn a_word_outside_the_vocabulary_is_no_request_that_could_pass() {
    let scenarios = scenarios();
    let mut request = scenarios.scenarios[0].request.clone();
    for (field, value, complaint) in [
        (
            "purpose",
            json!("world_domination"),
            "`world_domination` is not in the vocabulary",
        ),
        (
            "mood",
            json!("good"),
            "the field `mood` is not in the vocabulary",
        ),
        ("recipient_country", json!(7), "7 is no code"),
        (
            "channel",
            json!("pigeon"),
            "`pigeon` is not in the vocabulary",
        ),
    ] {
        request.insert("action".to_owned(), json!("disclose"));
        let before = request.insert(field.to_owned(), value);
        let Got::NoAnswer(problem) = mi_home().decide(&request) else {
            panic!("`{field}` was answered");
        };
        assert!(problem.contains(complaint), "{problem}");
        match before {
            Some(before) => request.insert(field.to_owned(), before),
            None => request.remove(field),
        };
    }
}
