//! The policies of this repository, each of another trade: they have no errors and no warnings and keep their own examples.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use privity::compile::{Compilation, Goal, Options, compile_at};
use privity::diagnostic::Severity;
use privity::examples;

fn policies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("privity.toml").exists())
        // Mi Home is by far the largest and has tests of its own.
        .filter(|path| !path.ends_with("mi-home"))
        .collect();
    found.sort();
    found
}

fn compiled(path: &Path) -> Compilation {
    let options = Options {
        goal: Goal::Graph,
        ..Options::default()
    };
    compile_at(path, &|_| None, options)
}

#[test]
fn there_are_policies_of_more_than_one_trade() {
    assert!(policies().len() >= 2, "{:?}", policies());
}

#[test]
fn they_have_no_warnings_and_keep_their_examples() {
    for path in policies() {
        let compilation = compiled(&path);
        let findings: Vec<&String> = compilation
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Advice)
            .map(|finding| &finding.message)
            .collect();
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
        let compiled = compilation.compiled.unwrap();
        assert!(compiled.policy.rules.len() >= 100, "{}", path.display());
        let failed: Vec<String> = examples::run(&compiled.policy, &compiled.graph.unwrap())
            .into_iter()
            .filter_map(|trial| trial.failure.map(|_| trial.title))
            .collect();
        assert!(failed.is_empty(), "{}: {failed:#?}", path.display());
    }
}
