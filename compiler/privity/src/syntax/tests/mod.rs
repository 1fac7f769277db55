//! Tests of the parser and the formatter, one file a topic.

mod formatting;
mod habits;
mod hostile;
mod messages;
mod mutations;
mod recovery;
mod sample;
mod waivers;

use std::sync::Arc;

use super::ast::{ItemKind, Module, Rule};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::SourceMap;

/// A policy that uses every construct of the language, formatted.
pub(super) const SAMPLE: &str = include_str!("sample.privity");

/// Parses a text behind another file, so that local and global offsets differ.
fn parse(text: &str) -> (Module, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::new();
    sources.add("before.privity", "// sixteen bytes").unwrap();
    let file = sources.add("test.privity", text).unwrap();
    let mut report = Report::new();
    let tree = super::parse(file, &sources, &mut report);
    (tree, report.into_sorted(), sources)
}

/// The problems of a text, each as `code line:column text-at-that-place message`.
fn problems(text: &str) -> Vec<String> {
    let (_, problems, sources) = parse(text);
    problems
        .iter()
        .map(|problem| {
            let span = problem.primary.as_ref().unwrap().span;
            let place = sources.line_column(span).unwrap();
            format!(
                "{} {}:{} [{}] {}",
                problem.code.as_str(),
                place.line,
                place.column,
                sources.text(span).lines().next().unwrap_or_default(),
                problem.message
            )
        })
        .collect()
}

/// All rules of a tree, also those in sections.
fn rules(tree: &Module) -> Vec<&Arc<Rule>> {
    let mut found = Vec::new();
    for item in &tree.items {
        match &item.kind {
            ItemKind::Rule(rule) => found.push(rule),
            ItemKind::Section(section) => {
                for item in &section.items {
                    if let ItemKind::Rule(rule) = &item.kind {
                        found.push(rule);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The tree as text, without places.
fn shape(text: &str) -> String {
    let (tree, problems, _) = parse(text);
    assert_eq!(problems, [], "in {text}");
    without_places(&format!("{:?}", tree.items))
}

fn without_places(debug: &str) -> String {
    let mut shape = String::new();
    for (at, part) in debug.split("Span {").enumerate() {
        let rest = if at == 0 {
            part
        } else {
            part.split_once('}').unwrap().1
        };
        shape.push_str(rest);
    }
    shape
}

/// The items of the sample, each with its documentation.
fn items() -> Vec<String> {
    let (tree, _, sources) = parse(SAMPLE);
    tree.items
        .iter()
        .map(|item| sources.text(item.span).to_owned())
        .collect()
}

/// The last place not behind an offset where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap()
}

/// A small generator of numbers, the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}
