//! The rules of the house, as tests: what a reviewer would otherwise have to remember.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the compiler, each with the rooms it may look into. A room that is not listed may look anywhere.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("arena", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic"]),
    ("program", &["source", "diagnostic", "syntax"]),
    (
        "resolve",
        &[
            "source",
            "arena",
            "diagnostic",
            "syntax",
            "program",
            "check",
        ],
    ),
    (
        "check",
        &[
            "source",
            "arena",
            "diagnostic",
            "syntax",
            "program",
            "resolve",
            "request",
        ],
    ),
    (
        "occurrences",
        &[
            "source",
            "arena",
            "diagnostic",
            "syntax",
            "program",
            "resolve",
            "check",
        ],
    ),
    (
        "insight",
        &["source", "syntax", "resolve", "check", "graph", "request"],
    ),
    (
        "completion",
        &[
            "source",
            "diagnostic",
            "syntax",
            "program",
            "resolve",
            "check",
            "occurrences",
        ],
    ),
    ("coverage", &["source", "diagnostic", "check"]),
    (
        "analyse",
        &[
            "source",
            "arena",
            "diagnostic",
            "syntax",
            "resolve",
            "check",
            "evaluate",
            "lower",
            "graph",
            "request",
        ],
    ),
    (
        "findings",
        &[
            "source",
            "diagnostic",
            "syntax",
            "program",
            "resolve",
            "check",
        ],
    ),
    (
        "triage",
        &[
            "source",
            "diagnostic",
            "syntax",
            "program",
            "resolve",
            "check",
        ],
    ),
    (
        "evaluate",
        &["source", "arena", "check", "request", "syntax"],
    ),
    ("lower", &["source", "arena", "check", "syntax", "request"]),
    (
        "graph",
        &["source", "arena", "check", "lower", "request", "syntax"],
    ),
    (
        "comply",
        &[
            "source",
            "arena",
            "diagnostic",
            "check",
            "evaluate",
            "lower",
            "graph",
            "request",
        ],
    ),
    (
        "compare",
        &[
            "source",
            "arena",
            "diagnostic",
            "resolve",
            "check",
            "evaluate",
            "lower",
            "graph",
            "request",
        ],
    ),
    (
        "index",
        &["source", "arena", "check", "lower", "request", "syntax"],
    ),
    (
        "emit",
        &[
            "source", "arena", "check", "lower", "graph", "request", "syntax",
        ],
    ),
];

/// Lines of code a file, without tests, comments and blank lines.
const LONGEST: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                if !path.ends_with("target") && !path.ends_with("node_modules") {
                    folders.push(path);
                }
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn rust_files() -> Vec<PathBuf> {
    ["compiler", "stdlib", "tests"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"))
        .collect()
}

fn name(path: &Path) -> String {
    let full = path.canonicalize().unwrap();
    let root = root().canonicalize().unwrap();
    full.strip_prefix(root)
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// The text up to the first test module.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

#[test]
fn every_file_says_at_its_top_what_it_is_for() {
    let silent: Vec<_> = rust_files()
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| name(path))
        .collect();
    assert!(
        silent.is_empty(),
        "files without a module comment: {silent:#?}"
    );
}

#[test]
fn no_file_is_too_long_to_keep_in_mind() {
    let long: Vec<_> = rust_files()
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let lines = code(&text)
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with("//"))
                .count();
            (name(path), lines)
        })
        .filter(|(_, lines)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "split these files: {long:#?}");
}

#[test]
fn rooms_look_only_into_rooms_before_them() {
    let mut wrong = Vec::new();
    for path in files("compiler/privity/src", ".rs") {
        // Tests may compare a room with any other.
        if path.ends_with("tests.rs") {
            continue;
        }
        let file = name(&path);
        let inside = file.strip_prefix("compiler/privity/src/").unwrap();
        let room = inside.split('/').next().unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == room) else {
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in code(&text).match_indices("crate::") {
            let target: String = code(&text)[at + "crate::".len()..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            if target != room
                && ARROWS.iter().any(|(known, _)| *known == target)
                && !allowed.contains(&target.as_str())
            {
                wrong.push(format!("{file} looks into {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point back: {wrong:#?}");
}

#[test]
fn only_the_loader_touches_the_disk() {
    let offenders: Vec<_> = files("compiler/privity/src", ".rs")
        .iter()
        .filter(|path| !path.ends_with("load.rs"))
        .filter(|path| {
            let text = fs::read_to_string(path).unwrap();
            [
                "std::fs",
                "std::env",
                "std::net",
                "std::process",
                "SystemTime",
                "Instant::now",
            ]
            .iter()
            .any(|word| code(&text).contains(word))
        })
        .map(|path| name(path))
        .collect();
    assert!(offenders.is_empty(), "outside load.rs: {offenders:#?}");
}

#[test]
fn every_code_has_a_page_worth_reading_and_is_reported_somewhere() {
    let sources: BTreeMap<_, _> = files("compiler", ".rs")
        .into_iter()
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect();
    let mut wrong = Vec::new();
    for &code in privity::diagnostic::Code::ALL {
        if code.page().trim().len() < 80 {
            wrong.push(format!("{} has no page worth reading", code.as_str()));
        }
        let use_of_it = format!("Code::{code:?}");
        let used = sources
            .iter()
            .any(|(file, text)| !file.ends_with("diagnostic/code.rs") && text.contains(&use_of_it));
        if !used {
            wrong.push(format!("{} ({code:?}) is never reported", code.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_explain_page_belongs_to_a_code() {
    let known: BTreeSet<_> = privity::diagnostic::Code::ALL
        .iter()
        .map(|code| format!("{}.md", code.as_str()))
        .collect();
    let stray: Vec<_> = files("compiler/privity/src/diagnostic/explain", ".md")
        .iter()
        .filter(|path| !known.contains(path.file_name().unwrap().to_str().unwrap()))
        .map(|path| name(path))
        .collect();
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn every_file_of_the_standard_library_is_in_the_crate() {
    let listed: BTreeSet<_> = privity_stdlib::MODULES
        .iter()
        .map(|module| module.file.to_owned())
        .collect();
    let present: BTreeSet<_> = files("stdlib", ".privity")
        .iter()
        .map(|path| name(path).trim_start_matches("stdlib/").to_owned())
        .collect();
    assert_eq!(listed, present);
}

#[test]
fn nothing_is_left_unfinished() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["#[ig", "nore"].concat(),
    ];
    let marked: Vec<_> = rust_files()
        .iter()
        .filter(|path| {
            let text = fs::read_to_string(path).unwrap();
            marks.iter().any(|mark| text.contains(mark.as_str()))
        })
        .map(|path| name(path))
        .collect();
    assert!(marked.is_empty(), "{marked:#?}");
}
