//! Characters that are not of the language: mended when their meaning is plain, blanked otherwise, reported always.

use super::Draft;
use super::diagnostics;
use super::quotes::{is_double_quote, is_single_quote};

/// Characters that turn the direction of text around, so that it reads otherwise than it is.
pub(super) fn is_direction(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
    )
}

fn is_dash(character: char) -> bool {
    matches!(character, '‐'..='―' | '−' | '－')
}

/// The plain character that another one looks like or stands for.
fn plain(character: char) -> Option<char> {
    Some(match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0)?,
        '、' => ',',
        '。' => '.',
        _ if is_dash(character) => '-',
        // Letters of other scripts that cannot be told from Latin ones.
        'а' | 'α' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' | 'ι' => 'i',
        'ѕ' => 's',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        _ => return None,
    })
}

fn is_plain_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Whether a character that is not ASCII belongs to the word around it.
fn joins_word(character: char) -> bool {
    character.is_alphanumeric()
        || is_dash(character)
        || is_invisible(character)
        || matches!(character, '＿' | '．')
}

impl Draft<'_> {
    /// Goes over the text once, outside of comments and quoted texts.
    pub(super) fn mend_characters(&mut self) {
        let mut squares: Vec<usize> = Vec::new();
        let mut at = 0;
        if self.original.starts_with('\u{FEFF}') {
            // The mark that some editors put before a text means nothing.
            self.put(0, b"", 3);
            at = 3;
        }
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'"' => self.quoted(at),
                b'/' if self.byte(at + 1) == Some(b'/') => self.comment(at),
                b'/' if self.byte(at + 1) == Some(b'*') => self.block_comment(at),
                b'#' => self.hash_comment(at),
                b';' => {
                    self.report(diagnostics::semicolon(self.span(at, at + 1)));
                    self.put_byte(at, b' ');
                    at + 1
                }
                b'[' | b']' => {
                    self.square(byte, at, &mut squares);
                    at + 1
                }
                b'\'' | b'`' => {
                    let after_word = at
                        .checked_sub(1)
                        .and_then(|before| self.byte(before))
                        .is_some_and(is_plain_word);
                    let read = if after_word {
                        None
                    } else {
                        self.other_quotes(at, char::from(byte))
                    };
                    read.unwrap_or(at + 1)
                }
                b'\t' | b'\n' | b'\r' => at + 1,
                0..=0x1F | 0x7F => self.control(at),
                0x80.. => self.foreign(at),
                _ => at + 1,
            };
        }
    }

    fn comment(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let text = self.original.get(start..end).unwrap_or_default();
        let turned: Vec<_> = text
            .char_indices()
            .filter(|&(_, character)| is_direction(character))
            .map(|(at, character)| self.span(start + at, start + at + character.len_utf8()))
            .collect();
        for span in turned {
            self.report(diagnostics::direction_character(span));
        }
        end
    }

    fn block_comment(&mut self, start: usize) -> usize {
        let rest = self.original.get(start..).unwrap_or_default();
        // Behind a comment that is never closed there is no end to look for again.
        let closed = if self.endless { None } else { rest.find("*/") };
        let end = match closed {
            Some(length) => start + length + 2,
            None => {
                self.endless = true;
                self.line_end(start)
            }
        };
        let span = self.span(start, start + 2);
        self.report(diagnostics::foreign_comment("/*", span));
        self.put(start, b"", end);
        end
    }

    fn hash_comment(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let span = self.span(start, start + 1);
        self.report(diagnostics::foreign_comment("#", span));
        self.put(start, b"", end);
        end
    }

    /// A square bracket; its partner is the same mistake.
    fn square(&mut self, byte: u8, at: usize, open: &mut Vec<usize>) {
        let span = self.span(at, at + 1);
        if byte == b'[' {
            open.push(self.problems.len());
            self.report(diagnostics::square_bracket("[", "(", span));
            self.put_byte(at, b'(');
            return;
        }
        match open.pop().and_then(|index| self.problems.get_mut(index)) {
            Some(problem) => {
                let whole = problem.clone().offer(diagnostics::round_bracket(")", span));
                *problem = whole;
            }
            None => self.report(diagnostics::square_bracket("]", ")", span)),
        }
        self.put_byte(at, b')');
    }

    fn control(&mut self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|&&byte| {
                byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7F
            })
            .count();
        let end = start + length.max(1);
        self.report(diagnostics::control_character(self.span(start, end)));
        self.put(start, b"", end);
        end
    }

    /// A character that is not ASCII, outside of comments and quoted texts.
    fn foreign(&mut self, at: usize) -> usize {
        let rest = self.original.get(at..).unwrap_or_default();
        let Some(character) = rest.chars().next() else {
            return at + 1;
        };
        let end = at + character.len_utf8();
        if (is_double_quote(character) || is_single_quote(character))
            && let Some(end) = self.other_quotes(at, character)
        {
            return end;
        }
        let before = at.checked_sub(1).and_then(|before| self.byte(before));
        let after = rest.chars().nth(1);
        let in_word = before.is_some_and(is_plain_word)
            || after.is_some_and(|c| joins_word(c) || u8::try_from(c).is_ok_and(is_plain_word));
        if character.is_alphanumeric() || joins_word(character) && in_word {
            return self.foreign_word(at);
        }
        let span = self.span(at, end);
        match plain(character).filter(|&c| c != '-' && c != '.') {
            Some(plain) => {
                self.report(diagnostics::look_alike(character, plain, span));
                let mut buffer = [0; 4];
                // A full-width semicolon is as needless as a plain one.
                let plain = if plain == ';' { ' ' } else { plain };
                self.replace(at, plain.encode_utf8(&mut buffer).as_bytes(), end);
            }
            None if character.is_whitespace() || is_invisible(character) => {
                self.report(diagnostics::strange_blank(character, span));
                self.replace(at, b"", end);
            }
            None => {
                self.report(diagnostics::strange_character(character, span));
                self.replace(at, b"", end);
                self.explained.push((at, end));
            }
        }
        end
    }

    /// A word with characters that are not ASCII: one error, and the word that was most likely meant.
    fn foreign_word(&mut self, at: usize) -> usize {
        let before = self.bytes.get(..at).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|&byte| !is_plain_word(byte))
            .map_or(0, |last| last + 1);
        let rest = self.original.get(start..).unwrap_or_default();
        let length = rest
            .find(|c: char| !joins_word(c) && !u8::try_from(c).is_ok_and(is_plain_word))
            .unwrap_or(rest.len());
        let end = start + length;
        let written = rest.get(..length).unwrap_or_default();
        let mut certain = true;
        let meant: String = written
            .chars()
            .filter(|&c| !is_invisible(c))
            .map(|c| {
                let known = if c.is_ascii() { Some(c) } else { plain(c) };
                certain &= known.is_some();
                known.unwrap_or('_')
            })
            .collect();
        let span = self.span(start, end);
        self.report(diagnostics::foreign_word(
            written,
            certain.then_some(meant.as_str()),
            span,
        ));
        self.replace(start, meant.as_bytes(), end);
        if !certain {
            self.explained.push((start, end));
        }
        end
    }
}
