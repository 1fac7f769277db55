//! The pages about citations, as tests.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::collections::BTreeSet;
use std::path::Path;

use privity::compile::{Goal, Options, compile_at};
use privity::coverage::{Report, compare, findings, unusable};
use privity::diagnostic::{Code, Severity};
use privity_tests::alone::compile_text;

/// The fenced blocks of a page in one language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    page.split(open.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

/// The codes that a comparison finds, and whether it is complete.
fn compared(policy: &str, text: &str) -> (BTreeSet<Code>, bool) {
    let options = Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let alone = compile_text(policy, options);
    let errors = alone
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{:#?}\n{policy}", alone.findings);
    let comparison = compare(&alone.compiled.policy.texts[0], text);
    let found = findings(&comparison, 0);
    assert_eq!(found.is_empty(), Report::of(&comparison).is_complete());
    let codes = found.iter().map(|finding| finding.code).collect();
    (codes, Report::of(&comparison).is_complete())
}

#[test]
fn every_anchor_of_the_real_policies_is_cited() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let mut idle = Vec::new();
    let mut anchors = 0;
    for entry in std::fs::read_dir(root).unwrap() {
        let options = Options {
            goal: Goal::Check,
            ..Options::default()
        };
        let path = entry.unwrap().path();
        let compilation = compile_at(&path, &|_| None, options);
        let policy = compilation.compiled.unwrap().policy;
        for anchor in policy.texts.iter().flat_map(|text| &text.anchors) {
            anchors += 1;
            if anchor.cited_at.is_empty() {
                idle.push(format!("{}: {}", path.display(), anchor.name));
            }
        }
    }
    assert!(idle.is_empty(), "nothing cites {idle:#?}");
    assert!(anchors >= 199, "only {anchors} anchors");
}

#[test]
fn every_page_about_citations_shows_its_finding_and_its_cure() {
    for code in [
        Code::Uncited,
        Code::WordsChanged,
        Code::WordsMoved,
        Code::WordsDivided,
        Code::WordsGone,
    ] {
        let page = code.page();
        let text = blocks(page, "text")[0];
        let policies = blocks(page, "privity");
        let [broken, mended] = policies.as_slice() else {
            panic!("{}: {} policies", code.as_str(), policies.len());
        };
        let (codes, _) = compared(broken, text);
        assert!(codes.contains(&code), "{}: {codes:?}", code.as_str());
        let (codes, _) = compared(mended, text);
        let left: BTreeSet<_> = codes
            .difference(&BTreeSet::from([Code::Uncited]))
            .copied()
            .collect();
        assert!(
            left.is_empty() && !codes.contains(&code),
            "{}: {codes:?}",
            code.as_str()
        );
    }
    let refused = blocks(Code::TextUnusable.page(), "text");
    assert!(unusable("a", refused[0]).is_some());
    assert!(unusable("a", refused[1]).is_none());
}
