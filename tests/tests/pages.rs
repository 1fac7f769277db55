//! The pages of `privity explain` are true: the first example on a page gives the finding, the second does not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use privity::check::dates::day_number;
use privity::compile::{Goal, Options};
use privity::diagnostic::{Code, Diagnostic, Report, Severity};
use privity::examples;
use privity::manifest;
use privity::request::json::parse_all;
use privity::request::read::read;
use privity::source::SourceMap;
use privity_tests::alone::{Alone, compile_text};

/// Pages whose finding no text of a few lines shows: unreadable and enormous files, several files, baselines, options, and policies that are too intricate.
/// Other tests show these.
const WITHOUT_EXAMPLES: [Code; 15] = [
    Code::Unreadable,
    Code::ModuleNotFound,
    Code::ImportCycle,
    Code::NoPolicy,
    Code::TooLarge,
    Code::RequestsTooMuch,
    Code::TooIntricate,
    Code::GraphDiffers,
    Code::NotAnalysed,
    Code::NoSuchReading,
    Code::NotCompared,
    Code::BaselineUnusable,
    Code::StaleBaseline,
    Code::TooDeep,
    Code::AssertionUndecided,
];

/// What the requests on the pages are asked of.
const ASKED: &str = "policy shop by shop\nimport privity.prelude\nparty { shop role controller }\npermit share email_address to court when age at least 16 years\n";

/// The examples of a page in one language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    page.split(open.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

fn compiled(text: &str, goal: Goal) -> Alone {
    let options = Options {
        notes: true,
        today: day_number(2026, 6, 30),
        goal,
        ..Options::default()
    };
    compile_text(text, options)
}

/// Everything that is found in a policy, its tests included.
fn in_policy(text: &str) -> Vec<Diagnostic> {
    let alone = compiled(text, Goal::Proof);
    let policy = &alone.compiled;
    let trials = policy
        .decider()
        .map(|decider| examples::run(&policy.policy, decider))
        .unwrap_or_default();
    let failures = trials.into_iter().filter_map(|trial| trial.failure);
    alone.findings.into_iter().chain(failures).collect()
}

fn in_request(text: &str) -> Vec<Diagnostic> {
    let policy = compiled(ASKED, Goal::Check).compiled.policy;
    let mut report = Report::new();
    for request in parse_all(text, 0) {
        match request {
            Ok(json) => _ = read(&policy, &json, &mut report),
            Err(finding) => report.push(*finding),
        }
    }
    report.into_sorted()
}

fn in_manifest(text: &str) -> Vec<Diagnostic> {
    let mut sources = SourceMap::new();
    let file = sources.add(manifest::FILE_NAME, text).unwrap();
    let mut report = Report::new();
    manifest::read(file, &sources, &mut report);
    report.into_sorted()
}

/// Finds what is wrong with an example.
type Look = fn(&str) -> Vec<Diagnostic>;

/// What is wrong with the examples of a page.
fn untrue(code: Code) -> Option<String> {
    let ways: [(&str, Look); 3] = [
        ("privity", in_policy),
        ("json", in_request),
        ("toml", in_manifest),
    ];
    let shown = ways.into_iter().find_map(|(language, findings)| {
        let examples = blocks(code.page(), language);
        (!examples.is_empty()).then_some((examples, findings))
    });
    let Some(([broken, mended, ..], findings)) = shown
        .as_ref()
        .map(|(examples, findings)| (examples.as_slice(), findings))
    else {
        return Some("shows no broken and mended example".to_owned());
    };
    let found = findings(broken);
    if !found.iter().any(|finding| finding.code == code) {
        let found: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        return Some(format!("the first example gives {found:?}"));
    }
    let left = findings(mended)
        .into_iter()
        .find(|finding| finding.code == code || finding.severity == Severity::Error)?;
    Some(format!(
        "the second example gives {}: {}",
        left.code.as_str(),
        left.message
    ))
}

#[test]
fn every_page_shows_an_example_with_the_finding_and_one_without() {
    let is_shown = |code: &Code| {
        // Names of other modules need two files, and citations a text: the folders of findings and the tests of coverage have them.
        *code != Code::NotImported
            && !code.as_str().starts_with("P07")
            && !WITHOUT_EXAMPLES.contains(code)
    };
    let wrong: Vec<String> = Code::ALL
        .iter()
        .filter(|code| is_shown(code))
        .filter_map(|&code| Some(format!("{}: {}", code.as_str(), untrue(code)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
