//! Quoted texts: closed and unclosed ones, and ones in typographic or single quotes.

use super::Draft;
use super::characters::is_direction;
use super::diagnostics;

/// Whether a character is a double quote of some typographic tradition.
pub(super) fn is_double_quote(character: char) -> bool {
    matches!(
        character,
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞'
    )
}

/// Whether a character is a single quote of some typographic tradition, or the plain one.
pub(super) fn is_single_quote(character: char) -> bool {
    matches!(
        character,
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '＇' | '`' | '\''
    )
}

impl Draft<'_> {
    /// Reads the text that opens at an offset; returns the offset behind it.
    pub(super) fn quoted(&mut self, start: usize) -> usize {
        let rest = self.original.get(start + 1..).unwrap_or_default();
        let mut line_end = self.len();
        let mut look_alike = None;
        let mut escaped = None;
        let mut problems = Vec::new();
        for (at, character) in rest.char_indices() {
            let at = start + 1 + at;
            if character == '\n' {
                line_end = at;
                break;
            }
            if let Some(backslash) = escaped.take() {
                if !matches!(character, '"' | '\\') {
                    let span = self.span(backslash, at + character.len_utf8());
                    problems.push(diagnostics::unknown_escape(character, span));
                }
                continue;
            }
            match character {
                '\\' => escaped = Some(at),
                '"' => {
                    problems
                        .into_iter()
                        .for_each(|problem| self.report(problem));
                    return at + 1;
                }
                _ if is_double_quote(character) => {
                    look_alike = look_alike.or(Some((at, character)));
                }
                _ if is_direction(character) => {
                    let span = self.span(at, at + character.len_utf8());
                    problems.push(diagnostics::direction_character(span));
                }
                _ => {}
            }
        }
        if let Some((at, character)) = look_alike {
            let end = at + character.len_utf8();
            let span = self.span(at, end);
            self.report(diagnostics::typographic_quotes(character, &[span]));
            self.replace(at, b"\"", end);
            return end;
        }
        self.report(diagnostics::unclosed_text(
            self.span(start, start + 1),
            self.span(start, line_end),
        ));
        self.close_text(start, line_end)
    }

    /// Closes a text that has no closing quote, at the end of its line or before an opening brace there.
    fn close_text(&mut self, start: usize, line_end: usize) -> usize {
        let line = self.original.get(start..line_end).unwrap_or_default();
        let trimmed = line.trim_end();
        let rest = trimmed.strip_prefix('"').unwrap_or("-").trim();
        if rest.is_empty() || rest == "{" {
            // Nothing stands behind it: it closes a text whose opening quote is missing.
            let line_start = self.line_start(start);
            self.put_byte(start, b' ');
            self.explained.push((line_start, line_end));
            return start + 1;
        }
        let close = match trimmed.strip_suffix(" {") {
            Some(before) => start + before.len(),
            None => start + trimmed.len(),
        };
        self.explained.push((start, line_end));
        // The byte is a blank, a line break, or the end of the text.
        self.put_byte(close, b'"');
        close + 1
    }

    /// Reads a text in other quotes; returns the offset behind it, or `None` if the quote opens no text.
    pub(super) fn other_quotes(&mut self, start: usize, open: char) -> Option<usize> {
        let inner = start + open.len_utf8();
        let rest = self.original.get(inner..).unwrap_or_default();
        let double = is_double_quote(open);
        let close = rest.char_indices().find(|&(_, character)| {
            if character == '\n' {
                true
            } else if double {
                character == '"' || is_double_quote(character)
            } else {
                is_single_quote(character)
            }
        });
        let first = self.span(start, inner);
        let Some((at, character)) = close.filter(|&(_, character)| character != '\n') else {
            let line_end = close.map_or(self.len(), |(at, _)| inner + at);
            if !double {
                return None;
            }
            self.report(diagnostics::typographic_quotes(open, &[first]));
            self.replace(start, b"", inner);
            self.put_byte(inner - 1, b'"');
            return Some(self.close_text(start, line_end));
        };
        let content = rest.get(..at).unwrap_or_default();
        if content.contains(['"', '\\']) {
            return None;
        }
        let at = inner + at;
        let end = at + character.len_utf8();
        let last = self.span(at, end);
        let places = if character == '"' {
            vec![first]
        } else {
            vec![first, last]
        };
        self.report(if open == '\'' {
            diagnostics::single_quotes(first, last)
        } else {
            diagnostics::typographic_quotes(open, &places)
        });
        self.replace(start, b"", inner);
        self.put_byte(inner - 1, b'"');
        self.replace(at, b"\"", end);
        Some(end)
    }
}
