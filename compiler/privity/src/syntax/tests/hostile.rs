//! Texts that nobody writes: the parser answers all of them, soon, with a diagnostic and without a panic.

use super::super::format;
use super::{SAMPLE, parse, problems};
use crate::diagnostic::Code;

/// The codes of a text, after checking that every place lies in it.
fn codes(text: &str) -> Vec<Code> {
    let (_, problems, sources) = parse(text);
    for problem in &problems {
        let span = problem.primary.as_ref().unwrap().span;
        assert!(sources.line_column(span).is_some(), "{problem:?}");
    }
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn deep_brackets_are_one_error() {
    for (open, close) in [("(", ")"), ("{", "}")] {
        let deep = 100_000;
        let closed = format!(
            "data {{ a {}{} }}\npermit use to x",
            open.repeat(deep),
            close.repeat(deep)
        );
        assert!(codes(&closed).contains(&Code::TooDeep));
        let unclosed = format!("permit use when {}", open.repeat(deep));
        assert!(codes(&unclosed).contains(&Code::TooDeep));
        assert!(codes(&close.repeat(deep / 10)).len() <= 200);
    }
}

/// Looking at what follows from each of the blank lines anew would take minutes.
#[test]
fn many_lines_that_are_too_deep_are_few_errors() {
    for line in ["allow if {\n", "{\n", "section \"x\" {\n"] {
        let found = codes(&line.repeat(30_000));
        assert!((1..=200).contains(&found.len()), "{line}: {}", found.len());
    }
}

#[test]
fn a_deep_condition_costs_its_own_rule_only() {
    let deep = format!(
        "rule a\npermit use\n  when {}x{}\nrule b\npermit use\n  too y\nrule c permit use",
        "(".repeat(500),
        ")".repeat(500)
    );
    let (tree, problems, _) = parse(&deep);
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::TooDeep, Code::MisspeltKeyword]);
    let damaged: Vec<bool> = super::rules(&tree)
        .iter()
        .map(|rule| rule.damaged)
        .collect();
    assert_eq!(damaged, [true, true, false]);
}

#[test]
fn brackets_may_be_nested_as_deep_as_the_limit() {
    let inside = |depth: usize| {
        format!(
            "permit use when {}x{}",
            "(".repeat(depth),
            ")".repeat(depth)
        )
    };
    assert_eq!(codes(&inside(128)), []);
    assert_eq!(codes(&inside(129)), [Code::TooDeep]);
    let nodes = |depth: usize| format!("data {}{}", "{ a ".repeat(depth), "}".repeat(depth));
    assert_eq!(codes(&nodes(128)), []);
    assert_eq!(codes(&nodes(129)), [Code::TooDeep]);
    assert!(format(&nodes(128)).is_ok());
}

#[test]
fn a_long_chain_of_nots_is_no_deep_tree() {
    let text = format!("permit use when {}x", "not ".repeat(100_001));
    assert_eq!(codes(&text), []);
}

#[test]
fn long_lines_are_read_to_the_end() {
    let names = format!("group a is {}b", "name, ".repeat(20_000));
    assert_eq!(codes(&names), []);
    for piece in [
        "x", " ", "{", "}", "(", ")", "\"", "\\", "\0", "é", "//", "/*", "'", "“", "not ",
        "permit ", "a.", ",", "x y,", "1", "\"x ", "a {", "[",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        assert!(codes(&text).len() <= 200, "{piece}");
    }
    assert!(codes(&"x".repeat(10_000_000)).len() <= 200);
}

#[test]
fn control_characters_are_shown_and_skipped() {
    assert_eq!(
        problems("permit\0\0 use\u{7}"),
        [
            "P0106 1:7 [\0\0] a control character stands in the text",
            "P0106 1:13 [\u{7}] a control character stands in the text",
        ]
    );
}

#[test]
fn the_text_of_another_language_is_a_few_errors_a_line() {
    let python = "def f(x):\n    if x['a'] == \"b\":\n        return {1: 2}\n";
    let found = codes(&python.repeat(20));
    assert!(!found.is_empty() && found.len() <= 200);
}

#[test]
fn the_last_error_shown_says_that_there_may_be_more() {
    let (_, problems, _) = parse(&"permit use;\n".repeat(300));
    assert_eq!(problems.len(), 200);
    let help = problems[199].help.as_deref().unwrap();
    assert!(
        help.ends_with("further syntax errors of this file are not shown"),
        "{help}"
    );
}

#[test]
fn every_prefix_of_a_policy_is_answered() {
    for end in 0..=SAMPLE.len() {
        if end % 7 == 0 || SAMPLE.len() - end < 50 {
            SAMPLE.get(..end).map(codes);
        }
    }
}
