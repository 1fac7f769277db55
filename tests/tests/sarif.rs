//! The logs for code scanning obey the official schema, whatever is found.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use privity::compile::{Compilation, Options, compile_at};
use privity::diagnostic::run::Run;
use privity::diagnostic::suppressed::{Suppressed, Suppression};
use privity::diagnostic::{Code, Diagnostic, sarif};
use privity::source::SourceMap;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn official() -> Validator {
    let text = fs::read_to_string(root().join("sarif/sarif-schema-2.1.0.json")).unwrap();
    // Two patterns end in a stray bracket; see the page beside the schema.
    let mended = text.replace("{2}]?$", "{2}$");
    assert_eq!(text.len() - mended.len(), 4);
    jsonschema::draft7::new(&serde_json::from_str(&mended).unwrap()).unwrap()
}

fn log(sources: &SourceMap, findings: &[Diagnostic], folder: &str) -> Value {
    log_with(sources, findings, &[], folder)
}

fn log_with(
    sources: &SourceMap,
    findings: &[Diagnostic],
    suppressed: &[Suppressed],
    folder: &str,
) -> Value {
    let run = Run {
        command: "check",
        sources,
        findings,
        suppressed,
        cases: None,
        folder,
        exit: 1,
    };
    serde_json::from_str(&sarif::log(&run)).unwrap()
}

fn complaints(schema: &Validator, log: &Value) -> Vec<String> {
    schema
        .iter_errors(log)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}

#[test]
fn the_log_of_every_example_of_a_finding_is_accepted() {
    let schema = official();
    let mut seen = 0;
    for folder in fs::read_dir(root().join("findings")).unwrap() {
        let path = folder.unwrap().path().join("broken.privity");
        let options = Options {
            notes: true,
            ..Options::default()
        };
        let Compilation {
            package, findings, ..
        } = compile_at(&path, &|_| None, options);
        let log = log(&package.program.sources, &findings, "a folder/with ü");
        let complaints = complaints(&schema, &log);
        assert!(complaints.is_empty(), "{}: {complaints:#?}", path.display());
        seen += findings.len();
    }
    assert!(seen > 100, "only {seen} findings");
}

#[test]
fn the_log_of_every_code_and_of_nothing_is_accepted() {
    let schema = official();
    let sources = SourceMap::new();
    let all: Vec<Diagnostic> = Code::ALL
        .iter()
        .map(|&code| Diagnostic::without_place(code, "odd \u{1b} \u{202e} \"x\"\n`y`"))
        .collect();
    for findings in [all.as_slice(), &[]] {
        let log = log(&sources, findings, "");
        assert_eq!(complaints(&schema, &log), Vec::<String>::new());
    }
}

#[test]
fn a_log_that_breaks_the_schema_is_refused() {
    let schema = official();
    let mut sources = SourceMap::new();
    sources.add("policy.privity", "permit").unwrap();
    let findings = [Diagnostic::at(
        Code::Unexpected,
        privity::source::Span::new(0, 6),
        "odd",
    )];
    let good = log(&sources, &findings, "");
    assert!(schema.is_valid(&good));
    let breaks: [(&str, Value); 5] = [
        ("/version", json!("2.0.0")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/ruleIndex", json!(-2)),
        (
            "/runs/0/results/0/locations/0/physicalLocation/region/startLine",
            json!(0),
        ),
    ];
    for (place, wrong) in breaks {
        let mut bad = good.clone();
        *bad.pointer_mut(place).unwrap() = wrong;
        assert!(!schema.is_valid(&bad), "{place}");
    }
}

#[test]
fn what_is_waived_is_in_the_log_as_suppressed() {
    let schema = official();
    let mut sources = SourceMap::new();
    sources.add("policy.privity", "permit\nwaive").unwrap();
    let span = privity::source::Span::new;
    let finding = Diagnostic::at(Code::RepeatedImport, span(0, 6), "odd");
    let by = [
        Suppression::Waiver {
            at: span(7, 12),
            reason: "the printed text names them".to_owned(),
            until: None,
        },
        Suppression::Baseline {
            file: "baseline.json".to_owned(),
        },
    ];
    let suppressed = by.map(|by| Suppressed {
        finding: finding.clone(),
        by,
    });
    let log = log_with(&sources, std::slice::from_ref(&finding), &suppressed, "");
    assert_eq!(complaints(&schema, &log), Vec::<String>::new());
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["suppressions"], json!([]));
    let waived = &results[1]["suppressions"][0];
    assert_eq!(waived["kind"], "inSource");
    assert_eq!(
        waived["location"]["physicalLocation"]["region"]["startLine"],
        2
    );
    assert_eq!(results[2]["suppressions"][0]["kind"], "external");
}
