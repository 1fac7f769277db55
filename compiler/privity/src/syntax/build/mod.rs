//! From the pairs of the grammar to the syntax tree, one file a topic. A part that could not be read is reported and left out.

mod ambiguity;
mod assertions;
mod conditions;
mod facts;
mod finding;
mod items;
mod laws;
mod lost;
mod names;
mod rules;
mod standing;
mod stray;
mod tests;
mod values;
mod vocabulary;
mod waivers;

use std::cmp::Ordering;

use pest::iterators::Pair;

use super::ast::{Kind, Lost, LostSort, Module, Waiver};
use super::grammar::Rule;
use super::scan::Scan;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Span};

/// Syntax errors shown for one file. A file with more is no policy, and nobody reads on.
const MOST_ERRORS: usize = 200;

/// Builds the tree of one file.
pub(super) struct Builder<'a> {
    scan: &'a Scan<'a>,
    base: u32,
    report: &'a mut Report,
    reported: usize,
    lost: Lost,
    waivers: Vec<Waiver>,
    /// Whether the rule or test at hand lost a part.
    damaged: bool,
    /// Where the last missing brace was reported.
    unclosed_at: Option<usize>,
    /// The kind of the tree at hand.
    tree: Option<Kind>,
    /// Where the last error of the grammar was found.
    last_error: Option<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(scan: &'a Scan<'a>, base: u32, report: &'a mut Report) -> Self {
        Self {
            scan,
            base,
            report,
            reported: 0,
            lost: Lost::default(),
            waivers: Vec::new(),
            damaged: false,
            unclosed_at: None,
            tree: None,
            last_error: None,
        }
    }

    /// The tree of a whole file.
    pub(super) fn module(mut self, file: FileId, pair: Pair<'a, Rule>) -> Module {
        for problem in &self.scan.problems {
            self.error(problem.clone());
        }
        self.last_error = None;
        if self.scan.lost_head {
            self.lost.nameless.insert(LostSort::Any);
        }
        let items = self.file_items(pair);
        Module {
            file,
            items,
            waivers: self.waivers,
            lost: self.lost,
        }
    }

    /// The tree of a file of which nothing could be read.
    pub(super) fn nothing(mut self, file: FileId) -> Module {
        let place = self.place(0, 0);
        self.error(super::diagnostics::unreadable(place));
        Module {
            file,
            items: Vec::new(),
            waivers: self.waivers,
            lost: self.lost,
        }
    }

    /// Reports a problem, and marks what is being built as damaged.
    fn error(&mut self, diagnostic: Diagnostic) {
        self.damaged = true;
        self.reported += 1;
        if let Some(label) = &diagnostic.primary {
            let at = label.span.start.saturating_sub(self.base) as usize;
            if at < self.scan.text.len() {
                self.last_error = Some(at);
            }
        }
        match self.reported.cmp(&MOST_ERRORS) {
            Ordering::Less => self.report.push(diagnostic),
            Ordering::Equal => self.report.push(super::diagnostics::last_shown(diagnostic)),
            Ordering::Greater => {}
        }
    }

    /// The place of a pair on the number line, without the blanks and comments behind it.
    fn span(&self, pair: &Pair<'a, Rule>) -> Span {
        self.place(pair.as_span().start(), token_end(pair))
    }

    /// A range of bytes of this file as a span. A sign that was mended is covered wholly or not at all.
    fn place(&self, start: usize, end: usize) -> Span {
        let (start, end) = self.scan.cover(start, end);
        let global = |offset: usize| {
            self.base
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span::new(global(start), global(end))
    }

    /// Whether a stretch of the text holds something whose meaning is uncertain.
    fn obscured(&self, pair: &Pair<'a, Rule>) -> bool {
        self.scan.explains(pair.as_span().start(), token_end(pair))
    }

    /// Builds something that keeps its own account of damage; returns it with whether it was damaged. What is around it is, then, as well.
    fn apart<T>(&mut self, build: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let outer = std::mem::replace(&mut self.damaged, false);
        let built = build(self);
        let damaged = std::mem::replace(&mut self.damaged, outer);
        self.damaged |= damaged;
        (built, damaged)
    }
}

/// The byte after the last sign of a pair. Pest counts the blanks and comments before an absent last part as well.
pub(super) fn token_end(pair: &Pair<'_, Rule>) -> usize {
    let text = pair.as_str();
    let last_line = text.rsplit('\n').next().unwrap_or(text);
    let ends_in_a_sign = last_line.ends_with(|end: char| !end.is_ascii_whitespace());
    if ends_in_a_sign && !last_line.contains("//") {
        return pair.as_span().end();
    }
    let mut at = pair.clone();
    while let Some(last) = at
        .clone()
        .into_inner()
        .rev()
        .find(|inner| !inner.as_str().is_empty())
    {
        at = last;
    }
    at.as_span().end()
}
