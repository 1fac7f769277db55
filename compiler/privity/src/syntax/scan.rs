//! The text as the grammar sees it.

/// A text made ready for the grammar, of the same length in bytes.
pub(super) struct Scan<'a> {
    /// The text that the grammar reads.
    pub(super) text: std::borrow::Cow<'a, str>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.into() }
    }
    pub(super) fn cover(&self, start: usize, end: usize) -> (usize, usize) {
        (start, end)
    }
    pub(super) fn explains(&self, _start: usize, _end: usize) -> bool {
        false
    }
    pub(super) fn obscures(&self, _span: crate::source::Span, _base: u32) -> bool {
        false
    }
    pub(super) fn partner(&self, _close: usize) -> Option<usize> {
        None
    }
    /// The offset of the next sign that is no blank and no comment.
    pub(super) fn next_sign(&self, from: usize) -> usize {
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
    /// The word, text, number or character at an offset.
    pub(super) fn sign(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return "";
        };
        let end = if first.is_ascii_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len())
        } else if first == '"' {
            rest.get(1..)
                .and_then(|inner| inner.find(['"', '\n']))
                .map_or(rest.len(), |end| end + 2)
        } else {
            first.len_utf8()
        };
        rest.get(..end).unwrap_or(rest)
    }
    /// The last word or character before `end`.
    pub(super) fn last_sign(&self, from: usize, end: usize) -> (usize, usize) {
        let text = self.text.get(from..end).unwrap_or_default().trim_end();
        let last = from + text.len();
        let word = text
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map_or(0, |at| at + 1);
        let start = match text.get(word..) {
            Some(word_text) if !word_text.is_empty() => from + word,
            _ => last - text.chars().next_back().map_or(0, char::len_utf8),
        };
        (start, last)
    }
}
