//! Single signs of a scanned text, for messages: the next one, the last one, the one at an offset.

use super::Scan;

/// Bytes that are searched for the last sign before a place.
pub(in crate::syntax) const LOOK_BACK: usize = 4096;

impl Scan<'_> {
    /// The offset of the next sign that is no blank and no comment.
    pub(in crate::syntax) fn next_sign(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let trimmed = rest.trim_start();
            at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") || trimmed.starts_with("///") {
                return at;
            }
            at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    /// The word, text, number or character at an offset; empty at the end of the text.
    pub(in crate::syntax) fn sign(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return "";
        };
        let end = if is_word(first) {
            rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())
        } else if first == '"' {
            rest.get(1..)
                .and_then(|inner| inner.find(['"', '\n']))
                .map_or(rest.len(), |end| end + 2)
        } else if is_operator(first) {
            rest.find(|c: char| !is_operator(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        rest.get(..end).unwrap_or(rest)
    }

    /// The range of the last word or character before `end` that is no blank and no comment.
    pub(in crate::syntax) fn last_sign(&self, from: usize, end: usize) -> (usize, usize) {
        // On a line without end a look back of some length is enough.
        let near = from.max(end.saturating_sub(LOOK_BACK));
        let from = (near..=end)
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(from);
        let mut text = self.text.get(from..end).unwrap_or_default().trim_end();
        loop {
            let line = text.rfind('\n').map_or(0, |at| at + 1);
            match text.get(line..).and_then(comment_start) {
                Some(comment) => {
                    text = text.get(..line + comment).unwrap_or_default().trim_end();
                }
                None => break,
            }
        }
        let last = from + text.len();
        let length = match text.chars().next_back() {
            None => 0,
            Some(c) if is_word(c) => {
                let word = text.rfind(|c: char| !is_word(c)).map_or(0, |at| at + 1);
                // The character before a word may be longer than a byte.
                let word = (word..=text.len()).find(|&at| text.is_char_boundary(at));
                text.len() - word.unwrap_or(0)
            }
            Some(c) => c.len_utf8(),
        };
        (last - length, last)
    }
}

/// Where the comment of a line begins.
fn comment_start(line: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    let mut before = None;
    for (at, character) in line.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '/' if !quoted && before == Some('/') => return Some(at - 1),
            _ => {}
        }
        before = Some(character);
    }
    None
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_operator(character: char) -> bool {
    matches!(character, '=' | '<' | '>' | '!' | '&' | '|' | ':')
}
