//! The stretch of a text that somebody is writing: the item at hand up to the word at the cursor.

use std::ops::Range;

use crate::syntax;

/// A name in the place of the word that is being written. No text has it: it would be told as unknown.
pub(super) const WORD: &str = "word_that_is_being_written";

/// A stretch of a text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Where the item begins.
    pub(super) start: usize,
    /// The word at the cursor, perhaps empty.
    pub(super) word: Range<usize>,
    /// How many parentheses are open before it.
    pub(super) open_brackets: usize,
}

impl Stretch {
    /// The stretch around a cursor; `None` in a comment and in a text in quotes.
    pub(super) fn around(text: &str, cursor: usize) -> Option<Self> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let before = text.get(..cursor)?;
        let from = before.trim_end_matches(is_word).len();
        let behind = text.get(cursor..)?;
        let to = cursor + behind.find(|c| !is_word(c)).unwrap_or(behind.len());
        // What begins with a digit is a number, a date or a part of one.
        if text
            .get(from..to)?
            .starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let start = start_of_item(text, from);
        let open_brackets = open_brackets(text.get(start..from)?)?;
        Some(Self {
            start,
            word: from..to,
            open_brackets,
        })
    }

    /// The item up to the word.
    pub(super) fn before<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.word.start).unwrap_or_default()
    }

    /// Whether the word goes on a path.
    pub(super) fn is_behind_dot(&self, text: &str) -> bool {
        self.before(text).ends_with('.')
    }
}

/// The last line before a place that begins with the keyword of an item.
fn start_of_item(text: &str, place: usize) -> usize {
    let mut end = place;
    let mut start = 0;
    while let Some(before) = text.get(..end) {
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let written = text.get(line..place).unwrap_or_default();
        if syntax::begins_item(written.trim_start()) {
            start = line;
            break;
        }
        if line == 0 {
            break;
        }
        end = line - 1;
    }
    // `rule NAME` and `final` may stand on a line of their own, above the effect.
    let above = text.get(..start).unwrap_or_default().trim_end();
    let line = above.rfind('\n').map_or(0, |at| at + 1);
    let head = above.get(line..).unwrap_or_default();
    let mut words = head.split_whitespace();
    let is_head = match (words.next(), words.next(), words.next()) {
        (Some("rule"), Some(_), None) => true,
        (Some("rule"), Some(_), Some("final")) => words.next().is_none(),
        _ => false,
    };
    if is_head { line } else { start }
}

/// How many parentheses are open at the end of a text; `None` if it ends in a comment or in quotes.
fn open_brackets(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for line in text.split_inclusive('\n') {
        let mut quoted = false;
        let mut signs = line.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' if quoted => {
                    signs.next();
                }
                '"' => quoted = !quoted,
                _ if quoted => {}
                '/' if signs.peek() == Some(&'/') => {
                    if line.ends_with('\n') {
                        break;
                    }
                    return None;
                }
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        // A text in quotes ends with its line.
        if quoted && !line.ends_with('\n') {
            return None;
        }
    }
    Some(open)
}
