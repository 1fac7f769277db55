//! The formatter: one style for every policy. It moves white space and nothing else, so no comment is lost and no meaning changes.
//!
//! One clause a line, clauses two below their item, items of a section two inside of it. What may stay on one line stays there if it was
//! written so and fits: a rule of at most two clauses, a block of plain names. Longer lines are wrapped at commas, `and` and `or`, the parts of
//! longer nodes stand below their names, and a comment stays with the clauses that it was written beside.

mod layout;
mod print;

use super::grammar::{self, Rule};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::source::{SourceMap, Span};
use layout::Layout;

/// Characters that a line may have, comments aside.
const WIDTH: usize = 100;

/// Formats a policy. Its lines end as the first one does: with a line feed, or with a carriage return before it.
///
/// # Errors
/// The syntax errors of the text, with spans that count from its first byte: only a policy that can be read is formatted.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut sources = SourceMap::new();
    let mut report = Report::new();
    match sources.add("policy.privity", text) {
        Some(file) => drop(super::parse(file, &sources, &mut report)),
        None => report.push(super::diagnostics::unreadable(Span::default())),
    }
    let problems = report.into_sorted();
    if problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
    {
        return Err(problems);
    }
    // The mark that some editors put before a text is no part of it.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let Ok(mut pairs) = grammar::read(Rule::file, text) else {
        return Err(vec![super::diagnostics::unreadable(Span::default())]);
    };
    let tokens = match pairs.next() {
        Some(file) => Layout::of(text, file),
        None => Vec::new(),
    };
    let formatted = print::print(text, &tokens);
    Ok(match ends_lines_with_both(text) {
        true => formatted.replace('\n', "\r\n"),
        false => formatted,
    })
}

fn ends_lines_with_both(text: &str) -> bool {
    text.split_once('\n')
        .is_some_and(|(first, _)| first.ends_with('\r'))
}
