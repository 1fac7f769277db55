//! The Mi Home policy as a whole: every statement of its text is accounted for, and what decides something is shown both ways.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use privity::check::policy::{Citation, Policy, Test};
use privity::diagnostic::{Report, Severity};

/// How many statements the text was cut into.
const STATEMENTS: usize = 199;

/// The statements that decide no request: invitations, advice, disclaimers, addresses, and duties that the company has at all times.
const DECIDE_NOTHING: [u16; 39] = [
    4, 8, 15, 16, 17, 18, 20, 49, 101, 102, 103, 107, 108, 112, 113, 114, 117, 118, 119, 120, 121,
    131, 139, 151, 152, 161, 166, 171, 174, 178, 180, 181, 192, 193, 195, 196, 197, 198, 199,
];

/// Rules with what they must cite, no more and no less.
const CARRIED: [(&str, &[u16]); 16] = [
    ("lawful", &[14]),
    ("stricter_agreement", &[170]),
    ("special_categories_consent", &[13]),
    ("minimisation", &[19, 21]),
    ("purpose_limitation", &[22]),
    ("from_ecosystem_companies", &[93]),
    ("wifi_stays", &[59]),
    ("wifi_is_encrypted", &[58]),
    ("marketing_consent", &[73]),
    ("nothing_for_partners_own_marketing", &[77]),
    ("no_sale_of_personal_data", &[78]),
    ("ecosystem_sharing_is_protected", &[94]),
    ("encrypted_on_the_way", &[105]),
    ("kept_for_research", &[125]),
    ("gdpr_safeguards", &[158]),
    ("every_transfer_is_secured", &[154]),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../policies/mi-home")
}

fn policy() -> &'static Policy {
    static POLICY: LazyLock<Policy> = LazyLock::new(|| {
        let mut report = Report::new();
        let package = privity::load::load(&folder(), &|_| None, &mut report);
        let world = privity::resolve::resolve(&package.program, &mut report);
        let policy = privity::check::check(&world, &mut report);
        let mistakes: Vec<String> = report
            .into_sorted()
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.message)
            .collect();
        assert_eq!(mistakes, Vec::<String>::new());
        policy
    });
    &POLICY
}

fn anchor(number: u16) -> String {
    format!("MH_{number:03}")
}

fn labels(citations: &[Citation]) -> BTreeSet<&str> {
    citations
        .iter()
        .map(|citation| citation.label.as_str())
        .collect()
}

/// Whether an anchor is a numbered statement, and one that decides something.
fn decides(anchor: &str) -> bool {
    anchor.starts_with("MH_")
        && !DECIDE_NOTHING
            .iter()
            .any(|&number| self::anchor(number) == anchor)
}

/// The anchors that the files of the folder name, apart from comments: those of its sources, and those of all else but the examples.
fn anchors_in_files() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut declared, mut cited) = (BTreeSet::new(), BTreeSet::new());
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "privity") {
            continue;
        }
        let anchors = if path.ends_with("sources.privity") {
            &mut declared
        } else {
            &mut cited
        };
        let text = fs::read_to_string(&path).unwrap();
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            let words = line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            anchors.extend(
                words
                    .filter(|word| word.starts_with("MH_"))
                    .map(str::to_owned),
            );
        }
    }
    (declared, cited)
}

/// What a test expects of the answer, whoever gives it.
fn expectation(test: &Test) -> String {
    format!("{:?} {:?}", test.expect.verdict, test.expect.duties)
}

#[test]
fn every_statement_is_declared_and_cited_beside_the_examples() {
    let (declared, cited) = anchors_in_files();
    let all: BTreeSet<String> = (1..=STATEMENTS)
        .map(|number| format!("MH_{number:03}"))
        .collect();
    assert_eq!(declared, all);
    assert_eq!(cited, all);
}

#[test]
fn every_statement_that_decides_is_shown_both_ways() {
    let mut shown: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for test in &policy().tests {
        for label in labels(&test.citations) {
            shown.entry(label).or_default().insert(expectation(test));
        }
    }
    let (declared, _) = anchors_in_files();
    let one_sided: Vec<&String> = declared
        .iter()
        .filter(|anchor| decides(anchor))
        .filter(|anchor| shown.get(anchor.as_str()).is_none_or(|ways| ways.len() < 2))
        .collect();
    assert_eq!(one_sided, Vec::<&String>::new());
}

#[test]
fn every_test_shows_statements_that_decide() {
    let idle: Vec<&str> = policy()
        .tests
        .iter()
        .filter(|test| {
            let shown = labels(&test.citations);
            shown.is_empty() || !shown.into_iter().all(decides)
        })
        .map(|test| test.title.as_str())
        .collect();
    assert_eq!(idle, Vec::<&str>::new());
}

#[test]
fn the_rules_that_a_test_names_cite_what_it_shows() {
    let policy = policy();
    for test in &policy.tests {
        let shown = labels(&test.citations);
        for name in &test.expect.by {
            let rule = policy.rules.iter().find(|rule| rule.name == *name).unwrap();
            let cited = labels(&rule.citations);
            assert!(
                !cited.is_disjoint(&shown),
                "`{name}` in \"{}\": {cited:?} and {shown:?}",
                test.title
            );
        }
    }
}

#[test]
fn titles_are_told_once() {
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = policy()
        .tests
        .iter()
        .map(|test| test.title.as_str())
        .filter(|title| !seen.insert(*title))
        .collect();
    assert_eq!(twice, Vec::<&str>::new());
}

#[test]
fn rules_cite_statements_that_decide_and_texts_those_that_do_not() {
    let policy = policy();
    for rule in policy.rules.iter() {
        for label in labels(&rule.citations) {
            assert!(decides(label), "rule `{}` cites {label}", rule.name);
        }
    }
    for text in &policy.informative {
        for label in labels(&text.citations) {
            assert!(!decides(label), "text `{}` cites {label}", text.name);
        }
    }
}

#[test]
fn rules_with_one_root_cite_it_alone() {
    let policy = policy();
    for (name, numbers) in CARRIED {
        let rule = policy.rules.iter().find(|rule| rule.name == name).unwrap();
        let expected: BTreeSet<String> = numbers.iter().map(|&number| anchor(number)).collect();
        let cited: BTreeSet<String> = labels(&rule.citations)
            .into_iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(cited, expected, "{name}");
    }
}
