//! Waivers decide nothing and lose nothing: with some put above random items, a policy has the same graph, and every finding is shown or accounted for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use privity::compile::Options;
use privity::diagnostic::suppressed::Suppression;
use privity::diagnostic::{Code, Diagnostic, Report, Severity};
use privity::source::SourceMap;
use privity::syntax::{ast, parse};
use privity_tests::alone::{Alone, compile_text};

/// How often waivers are put into each policy.
const ROUNDS: usize = 6;

fn policies() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let folder = entry.unwrap().path();
            ["broken.privity", "mended.privity"].map(|name| folder.join(name))
        })
        // A waiver of their own would be tried as well.
        .filter(|path| path.is_file() && !path.to_string_lossy().contains("/P004"))
        .collect();
    found.sort();
    found
}

fn compiled(text: &str) -> Alone {
    let options = Options {
        notes: true,
        ..Options::default()
    };
    compile_text(text, options)
}

/// A line of numbers that looks random and is always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// The offsets at which items and inner items begin.
fn starts(text: &str) -> Vec<usize> {
    fn collect(items: &[ast::Item], found: &mut Vec<usize>) {
        for item in items {
            found.push(item.span.start as usize);
            if let ast::ItemKind::Section(section) = &item.kind {
                collect(&section.items, found);
            }
        }
    }
    let mut sources = SourceMap::new();
    let file = sources.add("policy.privity", text).unwrap();
    let mut found = Vec::new();
    collect(&parse(file, &sources, &mut Report::new()).items, &mut found);
    found
}

fn may_be_waived(code: Code) -> bool {
    !code.is_about_waiving() && (code.severity() != Severity::Error || code.is_judgement())
}

/// The text with waivers of some of the codes above some of its items.
fn with_waivers(text: &str, codes: &[Code], numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    let mut starts = starts(&text);
    starts.sort_unstable();
    for start in starts.into_iter().rev() {
        let code = codes[numbers.below(codes.len())];
        let scope = [None, Some(""), Some(""), Some(" in this file")][numbers.below(4)];
        let Some(scope) = scope else { continue };
        // A scope of its own belongs to no item, so it stands between items only.
        let indented = start > 0 && !text[..start].ends_with('\n');
        if indented && !scope.is_empty() {
            continue;
        }
        text.insert_str(
            start,
            &format!("waive {}{scope} because \"known\" ", code.as_str()),
        );
    }
    text
}

/// What findings say, in order, without places and without what is said of waivers.
fn said<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> Vec<String> {
    let mut said: Vec<String> = findings
        .filter(|finding| !finding.code.is_about_waiving())
        .map(|finding| {
            let places = finding.elsewhere.len();
            format!("{} {} {places}", finding.code.as_str(), finding.message)
        })
        .collect();
    said.sort();
    said
}

#[test]
fn a_waiver_changes_no_decision_and_loses_no_finding() {
    let mut numbers = Numbers(7);
    let (mut tried, mut waived) = (0, 0);
    for path in policies() {
        let text = fs::read_to_string(&path).unwrap();
        let plain = compiled(&text);
        let mut codes: Vec<Code> = plain.findings.iter().map(|finding| finding.code).collect();
        codes.extend([Code::DeadPermit, Code::UnusedImport]);
        codes.retain(|&code| may_be_waived(code));
        for _ in 0..ROUNDS {
            let edited = with_waivers(&text, &codes, &mut numbers);
            // In a text that cannot be read a waiver may stand where the damage is.
            let unreadable = |found: &Alone| {
                found
                    .findings
                    .iter()
                    .any(|finding| finding.code.as_str().starts_with("P01"))
            };
            if unreadable(&plain) {
                continue;
            }
            let other = compiled(&edited);
            assert_eq!(
                plain.compiled.graph,
                other.compiled.graph,
                "{}:\n{edited}",
                path.display()
            );
            let known = other.suppressed.iter().map(|known| {
                let Suppression::Waiver { reason, .. } = &known.by else {
                    panic!("there is no baseline");
                };
                assert_eq!(reason, "known");
                &known.finding
            });
            // A finding of several places may be shown for some and waived for others.
            if plain
                .findings
                .iter()
                .all(|finding| finding.elsewhere.is_empty())
            {
                assert_eq!(
                    said(plain.findings.iter()),
                    said(other.findings.iter().chain(known)),
                    "{}:\n{edited}",
                    path.display()
                );
            }
            tried += 1;
            waived += other.suppressed.len();
        }
    }
    assert!(
        tried > 500 && waived > 200,
        "{tried} policies, {waived} waived"
    );
}
