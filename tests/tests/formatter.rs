//! The formatter over real policies and the examples of the language: the same tree, the same comments, the same decisions, and nothing left to do.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use privity::compile::{Goal, Options, compile};
use privity::diagnostic::Report;
use privity::graph::DecisionGraph;
use privity::syntax::format;
use privity::syntax::tokens::{Sort, tokens};
use privity_tests::damage::{Program, corpus};

/// Policies with more text than this are formatted, but their graphs are not built: that takes minutes without optimization.
const LARGE: usize = 6_000;

/// The text with other white space: blanks and empty lines more, none less.
fn respaced(text: &str, seed: usize) -> String {
    let mut new = String::new();
    let mut end = 0;
    for (at, token) in tokens(text).into_iter().enumerate() {
        let gap = &text[end..token.range.start];
        match gap {
            " " => new.push_str(&" ".repeat(1 + (at * 7 + seed) % 3)),
            _ if gap.contains('\n') && (at + seed).is_multiple_of(5) => {
                new.push_str(&gap.replacen('\n', "\n\n  \n", 1));
            }
            _ => new.push_str(gap),
        }
        new.push_str(&text[token.range.clone()]);
        end = token.range.end;
    }
    new + &text[end..]
}

fn comments(text: &str) -> Vec<&str> {
    let all = tokens(text);
    let all = all.iter().filter(|token| token.sort == Sort::Comment);
    all.map(|token| text[token.range.clone()].trim_end())
        .collect()
}

/// The tokens without comments: what the tree is made of.
fn words(text: &str) -> Vec<&str> {
    let all = tokens(text);
    let all = all.iter().filter(|token| token.sort != Sort::Comment);
    all.map(|token| &text[token.range.clone()]).collect()
}

fn graph(program: &Program) -> Option<DecisionGraph> {
    let mut report = Report::new();
    let read = program.read(None, &mut report);
    let options = Options {
        goal: Goal::Graph,
        ..Options::default()
    };
    compile(&read, options, &mut report).graph
}

#[test]
fn formatting_keeps_words_comments_and_decisions_and_is_done_at_once() {
    let (mut formatted, mut built) = (0, 0);
    for program in corpus() {
        let mut modules: BTreeMap<String, Arc<str>> = program.modules.clone();
        for (seed, (path, text)) in program.modules.iter().enumerate() {
            let Ok(expected) = format(text) else {
                continue;
            };
            let spaced = respaced(text, seed);
            let neat = format(&spaced).unwrap();
            let name = format!("{} {path}", program.name);
            assert_eq!(
                format(&neat).as_ref(),
                Ok(&neat),
                "{name}: not done at once"
            );
            assert_eq!(format(&expected).as_ref(), Ok(&expected), "{name}");
            assert_eq!(words(&neat), words(text), "{name}");
            assert_eq!(comments(&neat), comments(text), "{name}");
            modules.insert(path.clone(), neat.into());
            formatted += 1;
        }
        let length: usize = program.modules.values().map(|text| text.len()).sum();
        if length > LARGE {
            continue;
        }
        let before = graph(&program);
        let neat = Program { modules, ..program };
        assert!(before == graph(&neat), "{}", neat.name);
        built += usize::from(before.is_some());
    }
    assert!(formatted > 100, "{formatted}");
    assert!(built > 40, "{built}");
}
