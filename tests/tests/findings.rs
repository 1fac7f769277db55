//! One folder a code: a small policy that gives the finding, and the same policy mended.
//!
//! The snapshot beside them shows what the user sees. A file `budget` says how many steps a graph or an analysis may take there, for the
//! findings on what takes too many.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use privity::check::dates::day_number;
use privity::compile::{Options, compile_at};
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Code, Diagnostic, Severity};
use privity::graph::Budget;
use privity::source::SourceMap;
use privity_tests::folders::{code_of, folders};

/// Everything the compiler says about one policy file; with the notes if the code is one.
fn findings(path: &Path, code: Code) -> (SourceMap, Vec<Diagnostic>) {
    let budget = path.with_file_name("budget");
    let steps = fs::read_to_string(budget).map(|steps| steps.trim().parse().unwrap());
    let options = Options {
        notes: code.severity() == Severity::Note,
        budget: steps.ok().map(|steps| Budget {
            steps,
            ..Budget::default()
        }),
        today: day_number(2026, 6, 30),
        ..Options::default()
    };
    let compilation = compile_at(path, &|_| None, options);
    (compilation.package.program.sources, compilation.findings)
}

#[test]
fn every_broken_policy_gives_its_finding() {
    for folder in folders() {
        let code = code_of(&folder);
        let path = folder.join("broken.privity");
        let (sources, findings) = findings(&path, code);
        assert!(
            findings.iter().any(|finding| finding.code == code),
            "{}: {} is not among {:?}",
            path.display(),
            code.as_str(),
            findings
                .iter()
                .map(|finding| finding.code.as_str())
                .collect::<Vec<_>>(),
        );
        let renderer = Renderer::new(&sources, Look::default());
        let shown: String = findings
            .iter()
            .map(|finding| renderer.render(finding))
            .collect();
        insta::with_settings!({
            snapshot_path => &folder,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("broken", shown);
        });
    }
}

#[test]
fn no_mended_policy_gives_a_warning() {
    for folder in folders() {
        let path = folder.join("mended.privity");
        let (sources, findings) = findings(&path, code_of(&folder));
        let left: Vec<_> = findings
            .iter()
            .filter(|finding| {
                finding.severity < Severity::Advice || finding.code == code_of(&folder)
            })
            .map(|finding| Renderer::new(&sources, Look::default()).render(finding))
            .collect();
        assert!(left.is_empty(), "{}:\n{}", path.display(), left.concat());
    }
}

/// Codes of files, requests, failing tests and cited texts: `check` of a single small policy cannot show them; other tests do.
const WITHOUT_A_FOLDER: [&str; 3] = ["P00", "P0601", "P07"];

#[test]
fn every_code_of_the_language_has_a_folder() {
    let shown: BTreeSet<_> = folders().iter().map(|folder| code_of(folder)).collect();
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| {
            WITHOUT_A_FOLDER
                .iter()
                .all(|range| !code.as_str().starts_with(range))
                && !shown.contains(code)
        })
        .map(|code| code.as_str())
        .collect();
    assert!(
        missing.is_empty(),
        "without a folder in tests/findings: {missing:?}"
    );
}
