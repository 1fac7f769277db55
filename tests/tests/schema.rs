//! The published schema is the one that the compiler writes, and it is a schema.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::path::Path;

use privity::compile::{Options, compile_at};
use privity::diagnostic::run::{Case, CaseKind, Run};
use privity::diagnostic::suppressed::{Suppressed, Suppression};
use privity::diagnostic::{Code, Diagnostic, json};

#[test]
fn the_published_schema_is_the_one_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/graph.v2.json");
    let made = privity::emit::schema();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(
        published == made,
        "docs/schema/graph.v2.json differs from the types; run this test with BLESS=1 and look at the difference"
    );
}

#[test]
fn the_schema_is_a_schema() {
    let schema: serde_json::Value = serde_json::from_str(&privity::emit::schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    assert_eq!(schema["$id"], privity::emit::SCHEMA_ID);
}

#[test]
fn the_published_schema_of_findings_is_the_one_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/findings.v1.json");
    let made = json::schema();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(
        published == made,
        "docs/schema/findings.v1.json differs from the types; run this test with BLESS=1 and look at the difference"
    );
}

#[test]
fn findings_and_their_lines_obey_their_schema_and_others_do_not() {
    let schema: serde_json::Value = serde_json::from_str(&json::schema()).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let whole = jsonschema::validator_for(&schema).unwrap();
    let mut of_line = schema.clone();
    // The same definitions with a line at the root.
    for key in ["properties", "required", "type", "title", "description"] {
        of_line.as_object_mut().unwrap().shift_remove(key);
    }
    of_line["$ref"] = "#/$defs/Line".into();
    let line = jsonschema::validator_for(&of_line).unwrap();
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("findings/P0350-contradiction/broken.privity");
    let compilation = compile_at(&path, &|_| None, Options::default());
    let mut findings = compilation.findings;
    findings.push(Diagnostic::without_place(Code::NoPolicy, "no place"));
    let span = findings[0].primary.as_ref().map(|label| label.span);
    let case = Case {
        title: "a test".to_owned(),
        kind: CaseKind::Test,
        span,
        failed: true,
        findings: Vec::new(),
        suppressed: Vec::new(),
    };
    let known = Suppressed {
        finding: findings[0].clone(),
        by: Suppression::Baseline {
            file: "baseline.json".to_owned(),
        },
    };
    let run = Run {
        command: "check",
        sources: &compilation.package.program.sources,
        findings: &findings,
        suppressed: &[known],
        cases: Some(&[case]),
        folder: "",
        exit: 1,
    };
    let mut document = serde_json::to_value(json::findings(&run)).unwrap();
    assert!(whole.is_valid(&document), "{:?}", whole.validate(&document));
    let lines: Vec<_> = json::lines(&run)
        .map(|line| serde_json::to_value(line).unwrap())
        .collect();
    assert_eq!(lines.len(), findings.len() + 3);
    for object in &lines {
        assert!(
            line.is_valid(object),
            "{object}: {:?}",
            line.validate(object)
        );
    }
    document["diagnostics"][0]["severity"] = "fatal".into();
    assert!(!whole.is_valid(&document));
    let mut wrong = lines[0].clone();
    wrong["type"] = "other".into();
    assert!(!line.is_valid(&wrong));
}
