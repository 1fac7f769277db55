//! What could not be read: each lost part is read again with a rule that has no way out, to learn what was expected.

use std::sync::Arc;

use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::super::ast::{Item, ItemKind, LostSort};
use super::super::diagnostics;
use super::super::expected::{CLAUSES, EFFECTS, Expected, ITEMS, is_part, parts};
use super::super::grammar::{self, Rule};
use super::super::habits;
use super::super::scan::LOOK_BACK;
use super::Builder;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What stands before a lost part, for a second reading in context.
pub(super) struct Around<'a> {
    probe: Rule,
    previous: Option<Pair<'a, Rule>>,
    /// Where the item begins.
    start: Option<usize>,
    /// The rest belongs to another item, whose keyword is misspelt.
    pub(super) over: bool,
    /// A clause that this item does not take is reported; more of them are the same mistake.
    misplaced: bool,
}

impl<'a> Around<'a> {
    pub(super) fn new(probe: Rule) -> Self {
        Self {
            probe,
            previous: None,
            start: None,
            over: false,
            misplaced: false,
        }
    }

    /// Remembers a part that was read.
    pub(super) fn pass(&mut self, part: Pair<'a, Rule>) {
        self.start.get_or_insert(part.as_span().start());
        let readable = matches!(
            part.as_rule(),
            Rule::clause
                | Rule::rule_head
                | Rule::inform_head
                | Rule::deem_head
                | Rule::assertion_head
                | Rule::supply_head
                | Rule::assume_head
                | Rule::law_head
                | Rule::law_part
                | Rule::header_head
                | Rule::header_part
                | Rule::group_head
                | Rule::member
                | Rule::unresolved
                | Rule::cite
                | Rule::alias_head
                | Rule::define_head
                | Rule::fact_head
                | Rule::fact_part
                | Rule::document_head
                | Rule::rank
                | Rule::switch_head
                | Rule::switch_part
                | Rule::promise_head
                | Rule::ambiguity_head
                | Rule::ambiguity_part
                | Rule::finding_head
                | Rule::finding_part
                | Rule::waive_head
                | Rule::file_waive_head
                | Rule::waiver_part
                | Rule::period_head
                | Rule::period_part
                | Rule::test_head
                | Rule::test_part
                | Rule::node
        );
        // Behind the brace of a node nothing of that node is expected.
        let closed = part.as_rule() == Rule::node && part.as_str().trim_end().ends_with('}');
        self.previous = (readable && !closed).then_some(part);
    }
}

impl<'a> Builder<'a> {
    /// A part of an item that is no clause of it.
    pub(super) fn lost_part(&mut self, part: &Pair<'a, Rule>, around: &mut Around<'a>) {
        if around.over {
            return;
        }
        match part.as_rule() {
            Rule::inner_doc => self.stray_doc(part),
            Rule::bad_clause => {
                let start = part.as_span().start();
                self.obscure(part);
                if self.misplaced(part, around) {
                    self.damaged = true;
                } else if self.begins_item(part, around) {
                    self.headless_item(part, around);
                } else if !self.misspelt_item(part.as_str(), start, around) {
                    self.bad_line(part, around);
                    self.further_lines(part, CLAUSES, Some(around));
                }
            }
            _ => {}
        }
    }

    /// Whether a part is one more clause of a sort that this item does not take.
    fn misplaced(&self, part: &Pair<'a, Rule>, around: &mut Around<'a>) -> bool {
        let clause = is_part(first_word(part.as_str()));
        let before = around.misplaced;
        around.misplaced |= clause;
        clause && before
    }

    /// Whether a part stands where items stand, at the margin of the item before it, and is no misspelt clause of it.
    fn begins_item(&self, part: &Pair<'a, Rule>, around: &Around<'a>) -> bool {
        let start = part.as_span().start();
        let word = first_word(part.as_str());
        let Some(item) = around.start else {
            return false;
        };
        self.begins_line(start)
            && self.begins_line(item)
            && self.indent(start) <= self.indent(item)
            && !is_part(word)
            && !is_close(word)
    }

    /// What stands where an item should begin, and does not begin with the keyword of one.
    fn headless_item(&mut self, part: &Pair<'a, Rule>, around: &mut Around<'a>) {
        let start = part.as_span().start();
        if self.misspelt_item(part.as_str(), start, around) {
            return;
        }
        self.lose_item(part.as_str(), start);
        let end = part.as_span().end();
        if let Some(diagnostic) = self.explain(start, start, end, Rule::probe_item) {
            self.error(diagnostic);
        }
        self.damaged = true;
        around.over = true;
    }

    /// A line that begins with a misspelt item keyword ends the item before it.
    fn misspelt_item(&mut self, text: &str, start: usize, around: &mut Around<'a>) -> bool {
        let word = first_word(text);
        if !self.begins_line(start) || word.is_empty() {
            return false;
        }
        let item = diagnostics::nearest_with_distance(word, ITEMS.iter().copied());
        let clause = diagnostics::nearest_with_distance(word, parts());
        let Some((item, distance)) = item else {
            return false;
        };
        if clause.is_some_and(|(_, near)| near <= distance) {
            return false;
        }
        let place = self.place(start, start + word.len());
        let damaged = self.damaged;
        self.error(diagnostics::misspelt(word, place, item));
        self.damaged = damaged;
        self.lose_item(text, start);
        around.over = true;
        true
    }

    /// Lines behind the first of a lost stretch that begin with a misspelt keyword are errors of their own.
    fn further_lines(
        &mut self,
        part: &Pair<'a, Rule>,
        keywords: &[&str],
        mut around: Option<&mut Around<'a>>,
    ) {
        let chunk = part.as_str();
        let mut seen = 0;
        for (at, _) in chunk.match_indices('\n') {
            if at < seen {
                // A blank line; what follows it has been looked at.
                continue;
            }
            let line = chunk.get(at..).unwrap_or_default().trim_start();
            seen = chunk.len() - line.len();
            let start = part.as_span().end() - line.len();
            let word = first_word(line);
            let near = diagnostics::nearest_with_distance(word, keywords.iter().copied());
            if let Some((near, 1)) = near {
                if self.scan.sign(start) == word && !diagnostics::is_reserved(word) {
                    let place = self.place(start, start + word.len());
                    self.error(diagnostics::misspelt(word, place, near));
                    self.lose_item(line, start);
                }
            } else if let Some(around) = &mut around
                && self.misspelt_item(line, start, around)
            {
                return;
            }
        }
    }

    /// A stretch of text that fits nowhere.
    pub(super) fn bad_line(&mut self, part: &Pair<'a, Rule>, around: &Around<'a>) {
        let chunk = part.as_span();
        let from = around
            .previous
            .as_ref()
            .map_or(chunk.start(), |previous| previous.as_span().start());
        self.damaged = true;
        if let Some(diagnostic) = self.explain(from, chunk.start(), chunk.end(), around.probe) {
            self.error(diagnostic);
        }
        self.obscure(part);
        match part.as_rule() {
            Rule::bad_head => {
                let is_named = self.lose_words(part.as_str(), chunk.start());
                if !is_named {
                    self.lost.nameless.extend(self.tree.map(LostSort::Node));
                }
            }
            Rule::bad_anchor => {
                let is_named = self.lose_words(first_word(part.as_str()), chunk.start());
                if !is_named {
                    self.lost.nameless.insert(LostSort::Anchor);
                }
            }
            _ => {}
        }
    }

    /// An item that could not be read at all.
    pub(super) fn bad_item(
        &mut self,
        part: &Pair<'a, Rule>,
        next: Option<&Pair<'a, Rule>>,
        probe: Rule,
        before: &mut [Item],
    ) {
        let chunk = part.as_span();
        if next.is_some_and(|next| names_lost_rule(part, next)) {
            self.lose_item(part.as_str(), chunk.start());
            self.obscure(part);
            return;
        }
        let word = first_word(part.as_str());
        if diagnostics::is_reserved(word) && !self.begins_line(chunk.start()) {
            // A word that cannot be a name ended the item before it too early.
            let place = self.place(chunk.start(), chunk.start() + word.len());
            self.error(diagnostics::reserved_use(word, place));
            self.obscure(part);
            self.lose_item(part.as_str(), chunk.start());
            self.damage_last(before);
            return;
        }
        self.damage_if_deeper(chunk.start(), before);
        if let Some(diagnostic) = self.explain(chunk.start(), chunk.start(), chunk.end(), probe) {
            self.error(diagnostic);
        }
        self.damaged = true;
        self.obscure(part);
        self.lose_item(part.as_str(), chunk.start());
        self.further_lines(part, ITEMS, None);
    }

    /// Why a stretch of text could not be read; `None` if an earlier error says so.
    pub(super) fn explain(
        &self,
        from: usize,
        start: usize,
        end: usize,
        probe: Rule,
    ) -> Option<Diagnostic> {
        if self.reported > super::MOST_ERRORS || self.scan.explains(from, end) {
            return None;
        }
        let text = self.scan.text.get(from..end).unwrap_or_default();
        let (at, rules) = match grammar::read(probe, text) {
            Err(error) => {
                let at = match error.location {
                    InputLocation::Pos(at) | InputLocation::Span((at, _)) => from + at,
                };
                match error.variant {
                    ErrorVariant::ParsingError { positives, .. } => (at, positives),
                    ErrorVariant::CustomError { .. } => (start, Vec::new()),
                }
            }
            Ok(_) => (start, Vec::new()),
        };
        let at = self.blamed(self.scan.next_sign(at.max(start)), start, &rules);
        if self.is_on_reported_line(at) {
            return None;
        }
        let found = self.scan.sign(at);
        let expected = Expected::of(&rules);
        let place = self.place(at, at + found.len());
        if self.scan.reported(place.start) {
            return None;
        }
        if at >= end || at > start && self.begins_part(at) {
            let (last_start, last_end) = self.scan.last_sign(from, end.min(at));
            let last = self.scan.text.get(last_start..last_end).unwrap_or_default();
            let next = (!found.is_empty()).then_some((found, place));
            return Some(diagnostics::unfinished(
                &expected,
                last,
                self.place(last_start, last_end),
                next,
            ));
        }
        Some(self.unexpected(&expected, found, place, at))
    }

    /// A reserved word that begins a line was tried as the name that is missing before it: then that word is where reading failed.
    fn blamed(&self, at: usize, start: usize, rules: &[Rule]) -> usize {
        let is_declared = [Rule::kw_member, Rule::kw_as, Rule::open_brace]
            .iter()
            .all(|tried| rules.contains(tried));
        let (word, _) = self.scan.last_sign(start, at);
        if is_declared && word > start && self.begins_part(word) {
            word
        } else {
            at
        }
    }

    /// Whether an error was reported on the line of a sign: the second is most likely of the same cause.
    fn is_on_reported_line(&self, at: usize) -> bool {
        let Some(last) = self.last_error else {
            return false;
        };
        // On a line without end a look of some length is enough.
        last.abs_diff(at) < LOOK_BACK
            && self
                .scan
                .text
                .get(last.min(at)..last.max(at))
                .is_some_and(|text| !text.contains('\n'))
    }

    /// Whether a sign stands where its line has to begin with something new, so that what lacks is missing on the line before.
    fn begins_part(&self, at: usize) -> bool {
        let found = self.scan.sign(at);
        let is_known = is_part(found) || ITEMS.contains(&found);
        self.begins_line(at) && (is_known || matches!(found, "{" | "}"))
    }

    fn unexpected(&self, expected: &Expected, found: &str, place: Span, at: usize) -> Diagnostic {
        if let Some(word) = operator_word(found) {
            return diagnostics::operator(found, word, place);
        }
        let span = |start, end| self.place(start, end);
        if let Some(foreign) = habits::word_at(&self.scan.text, at, span) {
            return foreign;
        }
        let reserved = diagnostics::is_reserved(found);
        let word = first_word(found) == found && !found.is_empty();
        if word && !reserved {
            let near = diagnostics::nearest(found, expected.words.iter().map(String::as_str));
            if let Some(near) = near {
                return diagnostics::misspelt(found, place, near);
            }
        }
        if let Some(misspelt) = self.misspelt_before(at) {
            return misspelt;
        }
        if reserved && (expected.name || !self.begins_line(at)) && !CLAUSES.contains(&found) {
            return diagnostics::reserved_use(found, place);
        }
        diagnostics::unexpected(expected, found, place)
    }

    /// A misspelt clause keyword may have been read as a name: then the word behind it is one too many.
    fn misspelt_before(&self, at: usize) -> Option<Diagnostic> {
        let (start, end) = self.scan.last_sign(0, at);
        let word = self.scan.text.get(start..end)?;
        if diagnostics::is_reserved(word) || !self.begins_line(start) {
            return None;
        }
        let near = diagnostics::nearest(word, CLAUSES.iter().copied())?;
        Some(diagnostics::misspelt(word, self.place(start, end), near))
    }

    /// Sets the item at the end of a list aside if what follows is indented below it.
    pub(super) fn damage_if_deeper(&mut self, at: usize, before: &mut [Item]) {
        if let Some(last) = before.last() {
            let start = last.span.start.saturating_sub(self.base) as usize;
            if self.indent(start) < self.indent(at) {
                self.damage_last(before);
            }
        }
    }

    /// Sets the item at the end of a list aside.
    fn damage_last(&mut self, items: &mut [Item]) {
        let Some(item) = items.last_mut() else { return };
        match &mut item.kind {
            ItemKind::Rule(rule) => Arc::make_mut(rule).damaged = true,
            ItemKind::Assertion(assertion) => assertion.damaged = true,
            ItemKind::Section(_)
            | ItemKind::Vocabulary(_)
            | ItemKind::Source(_)
            | ItemKind::Law(_) => return,
            _ => {}
        }
        item.damaged = true;
        self.report.obscure(item.span);
    }

    /// What later passes make of a stretch of text that could not be read is no finding.
    pub(super) fn obscure(&mut self, part: &Pair<'a, Rule>) {
        let place = self.span(part);
        self.report.obscure(place);
    }

    /// The same for the rest of a line.
    pub(super) fn obscure_line(&mut self, start: usize) {
        let rest = self.scan.text.get(start..).unwrap_or_default();
        let line = rest.bytes().take(LOOK_BACK).position(|byte| byte == b'\n');
        let end = start + line.unwrap_or(rest.len().min(LOOK_BACK));
        let place = self.place(start, end);
        self.report.obscure(place);
    }

    /// Whether only blanks stand before an offset on its line.
    pub(super) fn begins_line(&self, offset: usize) -> bool {
        self.scan
            .text
            .get(..offset)
            .unwrap_or_default()
            .bytes()
            .rev()
            .find(|byte| !matches!(byte, b' ' | b'\t'))
            .is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// The blanks before an offset on its line.
    pub(super) fn indent(&self, offset: usize) -> usize {
        let before = self.scan.text.get(..offset).unwrap_or_default();
        let blanks = before
            .bytes()
            .rev()
            .take_while(|byte| matches!(byte, b' ' | b'\t'));
        blanks.count()
    }
}

/// Whether lost text is the name of the rule whose effect, lost as well, follows.
fn names_lost_rule(part: &Pair<'_, Rule>, next: &Pair<'_, Rule>) -> bool {
    let words: Vec<&str> = part.as_str().split_whitespace().take(3).collect();
    matches!(words.as_slice(), ["rule", _])
        && matches!(next.as_rule(), Rule::bad_item | Rule::bad_inner)
        && EFFECTS.contains(&first_word(next.as_str()))
}

/// Whether a word is most likely a misspelt keyword of a part.
fn is_close(word: &str) -> bool {
    diagnostics::nearest_with_distance(word, parts())
        .is_some_and(|(near, distance)| distance == 1 || near.len() > 5)
}

pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The word that stands for an operator of programming languages.
fn operator_word(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "<" => "below",
        ">" => "above",
        "<=" => "at most",
        ">=" => "at least",
        "=" | "==" | "===" | ":" | ":=" => "is",
        "::" => ".",
        "!=" | "<>" | "!==" => "is not",
        "&" | "&&" => "and",
        "|" | "||" => "or",
        "!" => "not",
        _ => return None,
    })
}
