//! Braces that do not come out even: indentation tells which one is missing, and it is put in or taken out.
//!
//! Nothing is touched in a file whose braces come out even, however it is indented.

use super::diagnostics::{missing_opening, missing_opening_before};
use super::{Draft, MOST_PROBLEMS, is_word};
use crate::syntax::ast::Kind;
use crate::syntax::diagnostics;
use crate::syntax::expected::ITEMS;

/// Words before whose block a brace is missing if none stands there.
const HEADS: &[&[u8]] = &[b"section", b"source", b"law", b"document"];

/// A line that holds more than blanks and comments.
#[derive(Debug)]
struct Line {
    indent: usize,
    /// The offset of its first sign.
    first: usize,
    /// One past its last sign.
    end: usize,
    /// The offsets of its braces.
    braces: Vec<usize>,
}

/// An opening brace that waits for its partner.
struct Open {
    at: usize,
    line: usize,
    /// The indent of the first line inside of it.
    inner: Option<usize>,
}

impl Draft<'_> {
    /// Evens the braces out, as far as indentation tells how.
    pub(super) fn even_out_braces(&mut self) {
        let lines = self.lines();
        let count = |brace: u8| {
            let all = lines.iter().flat_map(|line| &line.braces);
            all.filter(|&&at| self.byte(at) == Some(brace)).count()
        };
        let (opening, closing) = (count(b'{'), count(b'}'));
        if opening.abs_diff(closing) > MOST_PROBLEMS {
            return;
        }
        match opening.cmp(&closing) {
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => self.close_what_is_open(&lines, opening - closing),
            std::cmp::Ordering::Less => self.open_what_is_closed(&lines, closing - opening),
        }
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut line_start = 0;
        let mut is_new = true;
        let mut at = 0;
        while let Some(byte) = self.byte(at) {
            let start = at;
            match byte {
                b'\n' => {
                    at += 1;
                    line_start = at;
                    is_new = true;
                    continue;
                }
                b' ' | b'\t' | b'\r' => {
                    at += 1;
                    continue;
                }
                b'/' if self.byte(at + 1) == Some(b'/') => {
                    at = self.line_end(at);
                    continue;
                }
                b'"' => at = self.text_end(at),
                _ if is_word(byte) => {
                    while self.byte(at).is_some_and(is_word) {
                        at += 1;
                    }
                }
                _ => at += 1,
            }
            if is_new {
                is_new = false;
                lines.push(Line {
                    indent: start - line_start,
                    first: start,
                    end: at,
                    braces: Vec::new(),
                });
            }
            if let Some(line) = lines.last_mut() {
                line.end = at;
                if matches!(byte, b'{' | b'}') {
                    line.braces.push(start);
                }
            }
        }
        lines
    }

    /// Closes blocks that end by their indentation, until as many as are missing are closed.
    fn close_what_is_open(&mut self, lines: &[Line], mut missing: usize) {
        let mut open: Vec<Open> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let first = self.byte(line.first);
            // Several braces of one line that are open at one place are one cause.
            let mut closed_here = None;
            if let Some(top) = open.last_mut() {
                top.inner.get_or_insert(line.indent);
            }
            while missing > 0
                && let Some(top) = open.last()
                && let Some(head) = lines.get(top.line)
            {
                let is_over = match (first, top.inner) {
                    (Some(b'{'), _) => false,
                    // A closing brace further left belongs to a block further out.
                    (Some(b'}'), _) => head.indent > line.indent,
                    (_, Some(inner)) if inner > head.indent => line.indent <= head.indent,
                    // A block that began with words on its own line has no line of its own below.
                    _ => line.indent <= head.indent && top.at + 1 < head.end,
                };
                if !is_over {
                    break;
                }
                let end = number
                    .checked_sub(1)
                    .and_then(|before| lines.get(before))
                    .map_or(line.first, |before| before.end);
                let is_same = closed_here == Some(head.first);
                self.close_block((top.at, head), end, line.first, is_same);
                closed_here = Some(head.first);
                missing -= 1;
                open.pop();
            }
            let mut last = None;
            for &at in &line.braces {
                if self.byte(at) == Some(b'}') {
                    open.pop();
                } else if missing > 0 && last.is_some_and(|before| self.is_blank(before + 1, at)) {
                    // Written twice.
                    let (place, here) = (self.span(at, at + 1), self.span(at + 1, at + 1));
                    self.report(diagnostics::unclosed("{", "}", place, here));
                    self.put_byte(at, b' ');
                    missing -= 1;
                } else {
                    open.push(Open {
                        at,
                        line: number,
                        inner: None,
                    });
                    last = Some(at);
                    continue;
                }
                last = None;
            }
        }
    }

    fn close_block(
        &mut self,
        (opened, head): (usize, &Line),
        end: usize,
        next: usize,
        is_known: bool,
    ) {
        self.lost_head = true;
        self.put_between(end, next, b'}');
        if is_known {
            return;
        }
        self.explained.push((head.first, head.end));
        let (place, missing) = (self.span(opened, opened + 1), self.span(end, end));
        self.report(diagnostics::unclosed("{", "}", place, missing));
    }

    /// Finds the blocks whose opening brace is missing, and puts it in or takes their closing one out.
    fn open_what_is_closed(&mut self, lines: &[Line], mut missing: usize) {
        let mut open: Vec<usize> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            for &at in &line.braces {
                if self.byte(at) == Some(b'{') {
                    open.push(number);
                    continue;
                }
                let fits = open.last().is_some_and(|&head| {
                    let indent = lines.get(head).map_or(0, |head| head.indent);
                    if at == line.first {
                        indent >= line.indent
                    } else {
                        head == number
                    }
                });
                if fits || missing == 0 {
                    open.pop();
                    continue;
                }
                missing -= 1;
                if !self.open_block(lines, number, at) {
                    self.put_byte(at, b' ');
                }
            }
        }
    }

    /// Reports a closing brace that has no partner; whether an opening one was put in for it.
    fn open_block(&mut self, lines: &[Line], number: usize, close: usize) -> bool {
        self.lost_head = true;
        let Some(line) = lines.get(number) else {
            return false;
        };
        let closer = self.span(close, close + 1);
        if close != line.first {
            let word = self.word_end(line.first);
            let has_brace = self.byte(word) == Some(b' ') && self.byte(word + 1) == Some(b'{');
            if self.begins_block(line.first, word) && self.byte(word) == Some(b' ') && !has_brace {
                let place = self.span(line.first, word);
                self.report(missing_opening(place, closer));
                self.put_byte(word, b'{');
                return true;
            }
            self.report(diagnostics::unmatched_close("}", closer));
            self.explained.push((line.first, line.end));
            return false;
        }
        let above = lines.get(..number).unwrap_or_default();
        let head = above.iter().rposition(|above| above.indent <= line.indent);
        let block = head.map_or(0, |head| head + 1);
        let inside = lines.get(block..number).unwrap_or_default();
        let Some(below) = inside.first() else {
            self.report(diagnostics::unmatched_close("}", closer));
            return false;
        };
        // The clauses of a head, and the rest of an item before the block, may be indented as what is inside.
        let indent = inside.iter().map(|line| line.indent).min();
        let item = inside.iter().position(|line| {
            let word = self.bytes.get(line.first..self.word_end(line.first));
            Some(line.indent) == indent && word.is_some_and(is_item)
        });
        if let Some(head) = head.and_then(|head| lines.get(head)) {
            let end = self.word_end(head.first);
            let may_open = head.braces.is_empty()
                && head.indent == line.indent
                && (head.indent > 0 || self.begins_block(head.first, end));
            let word = self.bytes.get(head.first..end).unwrap_or_default();
            let before = match item.and_then(|item| item.checked_sub(1)) {
                Some(last) if matches!(word, b"law" | b"document") => inside.get(last),
                _ => Some(head),
            };
            if let Some(before) = before.filter(|_| may_open) {
                let next = lines.iter().find(|line| line.first > before.first);
                let place = self.span(before.first, before.end);
                self.report(missing_opening(place, closer));
                self.put_between(before.end, next.map_or(before.end, |next| next.first), b'{');
                return true;
            }
        }
        let first = item.and_then(|item| inside.get(item)).unwrap_or(below);
        let end = self.word_end(first.first).max(first.first + 1);
        let place = self.span(first.first, end.min(first.end));
        self.report(missing_opening_before(place, closer));
        false
    }

    fn word_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|&&byte| is_word(byte)).count()
    }

    /// Whether a word begins an item that has a block.
    fn begins_block(&self, start: usize, end: usize) -> bool {
        let word = self.bytes.get(start..end).unwrap_or_default();
        HEADS.contains(&word)
            || std::str::from_utf8(word).is_ok_and(|word| Kind::from_word(word).is_some())
    }

    fn is_blank(&self, start: usize, end: usize) -> bool {
        let between = self.bytes.get(start..end).unwrap_or_default();
        between.iter().all(u8::is_ascii_whitespace)
    }

    /// Puts a byte into the blanks between two signs; the line break is spared if there is another one.
    fn put_between(&mut self, end: usize, next: usize, byte: u8) {
        let after = self.byte(end + 1).filter(u8::is_ascii_whitespace);
        let is_break = self.byte(end) == Some(b'\n');
        let place = if is_break && after.is_some() && end + 1 < next {
            end + 1
        } else {
            end
        };
        self.put_byte(place, byte);
    }
}

/// Whether a word begins an item that may stand in a block, and no clause of a head.
fn is_item(word: &[u8]) -> bool {
    word != b"default" && std::str::from_utf8(word).is_ok_and(|word| ITEMS.contains(&word))
}
