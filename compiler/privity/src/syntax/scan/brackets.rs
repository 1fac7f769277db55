//! Brackets: too deep ones, unclosed parentheses, and which braces belong together.

use super::diagnostics::too_deep;
use super::{Draft, is_word};
use crate::syntax::diagnostics;

/// How deep brackets may be nested. No policy needs ten; the passes behind recurse.
const DEEPEST: usize = 128;

/// Clause words that cannot stand inside of parentheses: a parenthesis open before them is unclosed.
const OUTSIDE: &[&[u8]] = &[
    b"to",
    b"for",
    b"about",
    b"by",
    b"since",
    b"until",
    b"when",
    b"unless",
    b"must",
    b"without",
    b"overrides",
    b"cite",
    b"note",
    b"before",
    b"whenever",
    b"given",
    b"expect",
    b"kind",
];
/// Item words, which end a parenthesis at the beginning of a line.
const ITEMS: &[&[u8]] = &[
    b"policy", b"import", b"group", b"alias", b"fact", b"period", b"define", b"deem", b"default",
    b"section", b"inform", b"assert", b"test", b"rule", b"final", b"permit", b"forbid", b"require",
    b"oblige", b"exclude", b"grant", b"on", b"supply", b"assume",
];

/// What is open at a place.
#[derive(Default)]
struct Open {
    stack: Vec<(u8, usize)>,
    partners: Vec<(usize, usize)>,
    /// The end of the last sign that is no blank and no comment, and that sign.
    last: (usize, u8),
    /// Whether a stretch that is too deep runs to the end of the text.
    swallowed: bool,
}

impl Draft<'_> {
    /// Matches the brackets. Returns the offsets of closing braces with those of their opening ones.
    pub(super) fn match_brackets(&mut self) -> Vec<(usize, usize)> {
        let mut open = Open::default();
        let mut at = 0;
        while let Some(byte) = self.byte(at) {
            let start = at;
            at = match byte {
                b'"' => self.text_end(at),
                b'/' if self.byte(at + 1) == Some(b'/') => {
                    at = self.line_end(at);
                    continue;
                }
                b'(' | b'{' => self.open(&mut open, byte, at),
                b')' | b'}' => {
                    self.close(&mut open, byte, at);
                    at + 1
                }
                b' ' | b'\t' | b'\r' | b'\n' => {
                    at += 1;
                    continue;
                }
                _ if is_word(byte) => self.word(&mut open, at),
                _ => at + 1,
            };
            let sign = self.byte(at.saturating_sub(1)).unwrap_or(byte);
            open.last = (at.max(start + 1), sign);
        }
        if !open.swallowed {
            self.unclosed_parentheses(&mut open, self.len());
        }
        open.partners
    }

    /// One past the closing quote of a text.
    pub(super) fn text_end(&self, start: usize) -> usize {
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => return at + 1,
                b'\n' => return at,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.len()
    }

    fn word(&mut self, open: &mut Open, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|&byte| !is_word(byte))
            .unwrap_or(rest.len());
        let inside = open.stack.last().is_some_and(|&(byte, _)| byte == b'(');
        if inside && !matches!(open.last.1, b'(' | b',' | b'.') {
            let word = rest.get(..length).unwrap_or_default();
            let ends = OUTSIDE.contains(&word) || ITEMS.contains(&word) && self.begins_line(start);
            if ends {
                self.unclosed_parentheses(open, start);
            }
        }
        start + length
    }

    fn begins_line(&self, at: usize) -> bool {
        self.bytes
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|&&byte| !matches!(byte, b' ' | b'\t'))
            .is_none_or(|&byte| byte == b'\n' || byte == b'\r')
    }

    fn open(&mut self, open: &mut Open, byte: u8, at: usize) -> usize {
        if byte == b'{' {
            self.unclosed_parentheses(open, at);
        }
        if open.stack.len() < DEEPEST {
            open.stack.push((byte, at));
            return at + 1;
        }
        let end = self.deep_end(at);
        self.report(too_deep(self.span(at, at + 1), DEEPEST));
        self.put(at, b"", end);
        self.explained.push((at, end));
        open.swallowed |= end >= self.len();
        end
    }

    /// One past the bracket that closes the one at an offset.
    fn deep_end(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            match byte {
                b'"' => {
                    at = self.text_end(at);
                    continue;
                }
                b'/' if self.byte(at + 1) == Some(b'/') => {
                    at = self.line_end(at);
                    continue;
                }
                b'(' | b'{' => depth += 1,
                b')' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return at;
            }
        }
        self.len()
    }

    fn close(&mut self, open: &mut Open, byte: u8, at: usize) {
        if byte == b'}' {
            self.unclosed_parentheses(open, at);
            if let Some((_, start)) = open.stack.pop() {
                open.partners.push((at, start));
            }
            return;
        }
        if open.stack.last().is_some_and(|&(byte, _)| byte == b'(') {
            open.stack.pop();
            return;
        }
        self.report(diagnostics::unmatched_close(")", self.span(at, at + 1)));
        self.put_byte(at, b' ');
        let line = self.line_start(at);
        self.explained.push((line, at + 1));
    }

    /// Closes the parentheses that are open where none can be.
    fn unclosed_parentheses(&mut self, open: &mut Open, at: usize) {
        let mut count = 0;
        let mut outermost = None;
        while let Some(&(b'(', start)) = open.stack.last() {
            open.stack.pop();
            outermost = Some(start);
            count += 1;
        }
        let Some(start) = outermost else { return };
        let end = open.last.0.min(at);
        let missing = self.span(end, end);
        self.report(diagnostics::unclosed(
            "(",
            ")",
            self.span(start, start + 1),
            missing,
        ));
        self.explained.push((start, at));
        let room = self
            .bytes
            .get(end..at)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        // With no blank to put them in, the clause stays broken; it is explained already.
        self.lost_head |= room <= count;
        if room >= count {
            for place in end..end + count {
                self.put_byte(place, b')');
            }
        }
    }
}
