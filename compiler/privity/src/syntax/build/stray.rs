//! Parts that are missing, stand alone, or are said once too often.

use pest::iterators::Pair;

use super::super::ast::LostSort;
use super::super::diagnostics;
use super::super::grammar::Rule;
use super::Builder;
use crate::source::Span;

impl<'a> Builder<'a> {
    /// Documentation above nothing.
    pub(super) fn stray_doc(&mut self, pair: &Pair<'a, Rule>) {
        let docs: Vec<Span> = pair
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::doc)
            .map(|doc| self.span(&doc))
            .collect();
        let damaged = self.damaged;
        // What it documented may be lost.
        self.lost.nameless.insert(LostSort::Any);
        self.error(diagnostics::stray_documentation(&docs));
        // The text is known to mean nothing: the rule around it is whole.
        self.damaged = damaged;
    }

    /// Documentation that stands behind something on its line looks as if it were about that.
    pub(super) fn own_line(&mut self, doc: &Pair<'a, Rule>) {
        let (text, at) = (doc.as_span().get_input(), doc.as_span().start());
        let before = text.get(..at).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default().trim_end();
        if !before.is_empty() && !before.ends_with('{') {
            let damaged = self.damaged;
            self.error(diagnostics::documentation_behind(self.span(doc)));
            self.damaged = damaged;
        }
    }

    /// A closing brace that closes nothing.
    pub(super) fn stray_close(&mut self, pair: &Pair<'a, Rule>) {
        // If its partner stood in a part that is lost, that part was reported.
        if self.scan.partner(pair.as_span().start()).is_none() {
            let span = self.span(pair);
            self.error(diagnostics::unmatched_close("}", span));
        }
    }

    /// A brace that is never closed, shown where it was opened.
    pub(super) fn missing_brace(&mut self, opened: Option<Span>, found: &Pair<'a, Rule>) {
        let Some(opened) = opened else { return };
        let start = found.as_span().start();
        if self.scan.explains(start, start) {
            return;
        }
        let text = found.as_span().get_input();
        let rest = text.get(start..).unwrap_or_default();
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        if end > 0
            && self
                .scan
                .is_closed(opened.start.saturating_sub(self.base) as usize)
        {
            let word = rest.get(..end).unwrap_or_default();
            self.error(diagnostics::misplaced_item(
                word,
                self.place(start, start + end),
            ));
            return;
        }
        if self.unclosed_at.replace(start) == Some(start) {
            // Several braces that are open at one place are most likely one cause.
            return;
        }
        let (_, last) = self.scan.last_sign(0, start);
        self.error(diagnostics::unclosed(
            "{",
            "}",
            opened,
            self.place(last, last),
        ));
    }

    /// A block that should open here.
    pub(super) fn missing_open(&mut self, pair: &Pair<'a, Rule>, item: &str) {
        let (start, end) = self.scan.last_sign(0, pair.as_span().start());
        let place = self.place(start, end);
        self.error(diagnostics::missing_open(item, place));
    }

    /// Words between the name of a section and its brace.
    pub(super) fn head_junk(&mut self, pair: &Pair<'a, Rule>) {
        if self.obscured(pair) {
            return;
        }
        let span = self.span(pair);
        self.error(diagnostics::section_head(pair.as_str().trim_end(), span));
    }

    /// A block without a name before it.
    pub(super) fn nameless_block(&mut self, pair: &Pair<'a, Rule>) {
        let start = pair.as_span().start();
        let span = self.place(start, start + 1);
        self.error(diagnostics::nameless_block(span));
    }

    /// A part that stands once and is said again.
    pub(super) fn once(&mut self, said: bool, part: &str, span: Span) {
        // In what lost a part already, the second may belong to what is lost.
        if said && !self.damaged {
            self.error(diagnostics::said_twice(part, span));
        }
    }

    /// An effect without what it is about.
    pub(super) fn missing_target(&mut self, pair: &Pair<'a, Rule>) {
        let span = pair.as_span();
        if let Some(diagnostic) = self.explain(
            span.start(),
            span.end(),
            super::token_end(pair),
            Rule::probe_clause,
        ) {
            self.error(diagnostic);
        }
        self.damaged = true;
    }
}
