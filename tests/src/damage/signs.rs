//! The signs of a policy file, cut without the compiler's own grammar, so that a mistake there cannot hide here.

/// What a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name, a path, a keyword.
    Word,
    /// A number or a date.
    Number,
    /// A text in quotes.
    Text,
    /// Any other character.
    Mark,
}

/// A sign and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) sort: Sort,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All signs of a sound text; comments and documentation are none.
pub(super) fn signs(text: &str) -> Vec<Sign> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (sort, length) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '"' => (Some(Sort::Text), text_length(rest)),
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
                (Some(Sort::Word), length_while(rest, is_word))
            }
            '0'..='9' => {
                let is_number = |c: char| c.is_ascii_alphanumeric() || c == '-';
                (Some(Sort::Number), length_while(rest, is_number))
            }
            _ => (Some(Sort::Mark), first.len_utf8()),
        };
        found.extend(sort.map(|sort| Sign {
            sort,
            start,
            end: start + length,
        }));
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

fn length_while(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn text_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// For every closing bracket of a sound text, where it and its opening one stand.
pub(super) fn pairs(text: &str, signs: &[Sign]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for sign in signs.iter().filter(|sign| sign.sort == Sort::Mark) {
        match text.get(sign.start..sign.end) {
            Some("(" | "{") => open.push(sign.start),
            Some(")" | "}") => found.extend(open.pop().map(|opened| (opened, sign.start))),
            _ => {}
        }
    }
    found
}

/// Whether a line holds more than blanks and comments.
pub(super) fn holds_signs(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && (!line.starts_with("//") || line.starts_with("///"))
}
