//! The law packs of the standard library: their own examples, and a real policy beside them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use privity::check::dates::parse_day;
use privity::compile::{Compiled, Goal, Options, compile_at};
use privity::comply::{self, Question};
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Diagnostic, Severity};
use privity::examples;
use privity::graph::Budget;
use privity::source::SourceMap;

fn compiled(file: &str, goal: Goal) -> (Compiled, SourceMap) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let options = Options {
        goal,
        ..Options::default()
    };
    let compilation = compile_at(&path, &|_| None, options);
    let sources = compilation.package.program.sources;
    let wrong: Vec<&Diagnostic> = compilation
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert!(wrong.is_empty(), "{}", shown(&sources, wrong.into_iter()));
    (compilation.compiled.unwrap(), sources)
}

fn shown<'d>(sources: &SourceMap, findings: impl Iterator<Item = &'d Diagnostic>) -> String {
    let renderer = Renderer::new(sources, Look::default());
    findings.map(|finding| renderer.render(finding)).collect()
}

#[test]
fn every_example_of_a_law_pack_gets_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("laws");
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        let (compiled, sources) = compiled(file.to_str().unwrap(), Goal::Check);
        for law in comply::link(&compiled.policy, Budget::default()).unwrap() {
            let trials = examples::run(&law.policy, &law.graph);
            assert!(
                !trials.is_empty(),
                "{} has no examples",
                law.policy.header.name
            );
            let failed: Vec<&Diagnostic> = trials
                .iter()
                .filter_map(|trial| trial.failure.as_ref())
                .collect();
            assert!(failed.is_empty(), "{}", shown(&sources, failed.into_iter()));
        }
    }
}

/// Every rule of a pack is named by an example that it decides.
#[test]
fn every_rule_of_a_law_pack_decides_an_example() {
    let (compiled, _) = compiled("laws/gdpr.privity", Goal::Check);
    let law = &compiled.policy.laws.laws[0];
    let named: Vec<&String> = law.tests.iter().flat_map(|test| &test.expect.by).collect();
    let silent: Vec<&str> = law
        .rules
        .iter()
        .map(|rule| rule.name.as_str())
        .filter(|name| !named.iter().any(|by| by == name))
        .collect();
    assert!(silent.is_empty(), "rules without an example: {silent:?}");
}

/// Mi Home beside the Regulation on two days. The list was looked through by hand; see the comments in `policies/mi-home/gdpr.privity`.
#[test]
fn what_mi_home_lacks_by_the_regulation_is_known() {
    let (compiled, _) = compiled("../policies/mi-home/gdpr.privity", Goal::Check);
    let policy = &compiled.policy;
    let law = policy.laws.named("gdpr").unwrap();
    for day in ["2018-05-25", "2026-11-23"] {
        let question = Question {
            days: vec![parse_day(day).unwrap()],
            ..Question::default()
        };
        let comparison = comply::compare(policy, law, &question).unwrap();
        let mut list = String::new();
        for finding in comply::findings(policy, law, &comparison, None) {
            let code = finding.code.as_str();
            let _ = writeln!(list, "{code} {}", finding.message);
            let first = finding.primary.iter().map(|label| &label.text);
            let others = finding.labels.iter().map(|label| &label.text);
            for text in first.chain(others) {
                let _ = writeln!(list, "      {text}");
            }
            let _ = writeln!(list, "      request: {}", finding.witness.unwrap());
        }
        insta::with_settings!({
            snapshot_path => "laws_snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("mi_home_{day}"), list);
        });
    }
}
