//! `policies/mi-home/FINDINGS.md` is what `privity findings` writes, and every finding of a careful reader is in it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use privity::compile::{Compilation, Goal, Options, compile_at};
use privity::findings::{Found, markdown};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn compiled(folder: &str) -> Compilation {
    let options = Options {
        goal: Goal::Findings,
        notes: true,
        ..Options::default()
    };
    compile_at(&root().join(folder), &|_| None, options)
}

fn found(compilation: &Compilation) -> Found<'_> {
    Found {
        program: &compilation.package.program,
        policy: &compilation.compiled.as_ref().unwrap().policy,
        findings: &compilation.findings,
    }
}

#[test]
fn the_report_on_mi_home_is_up_to_date() {
    let (policy, first) = (
        compiled("policies/mi-home"),
        compiled("tests/first_translation"),
    );
    let report = markdown::report(found(&policy), Some(found(&first)));
    let path = root().join("policies/mi-home/FINDINGS.md");
    if std::env::var_os("UPDATE_FINDINGS").is_some() {
        fs::write(&path, &report).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == report,
        "write it anew: privity findings policies/mi-home --also tests/first_translation --out policies/mi-home/FINDINGS.md"
    );
}

#[test]
fn all_contradictions_and_vague_words_are_recorded_once() {
    let policy = compiled("policies/mi-home");
    let ids: Vec<&str> = found(&policy)
        .policy
        .recorded
        .iter()
        .map(|finding| finding.id.as_str())
        .collect();
    let wanted: Vec<String> = (1..=33)
        .map(|number| format!("X_{number:02}"))
        .chain((1..=34).map(|number| format!("V_{number:02}")))
        .collect();
    assert_eq!(ids, wanted);
}
