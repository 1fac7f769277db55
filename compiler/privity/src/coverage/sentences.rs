//! Where sentences end.

use std::ops::Range;

/// Abbreviations that never end a sentence: something always follows.
const NEVER_LAST: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "cf", "viz", "vs", "approx", "incl", "excl", "esp", "resp", "mr",
    "mrs", "ms", "dr", "prof", "messrs", "pte", "pty", "z.b", "d.h", "bzw", "ggf", "p.ex", "p.e",
];
/// Words that are abbreviations in front of a number only.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "nr", "art", "arts", "sec", "sect", "para", "paras", "p", "pp", "fig", "ch", "cl",
    "vol", "reg", "abs",
];
/// Abbreviations that end a sentence when the next word is one that begins sentences.
const PERHAPS_LAST: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "plc", "bros", "st", "ave", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];
/// Words that begin sentences and, written with a capital, little else.
const OPENERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "any",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "certain",
    "depending",
    "each",
    "every",
    "for",
    "from",
    "furthermore",
    "he",
    "here",
    "how",
    "however",
    "if",
    "in",
    "it",
    "its",
    "many",
    "moreover",
    "most",
    "no",
    "none",
    "not",
    "note",
    "of",
    "on",
    "once",
    "only",
    "or",
    "other",
    "others",
    "our",
    "please",
    "see",
    "she",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "to",
    "under",
    "unless",
    "until",
    "upon",
    "we",
    "what",
    "when",
    "whenever",
    "where",
    "which",
    "while",
    "who",
    "why",
    "with",
    "without",
    "you",
    "your",
];

/// The sentences of a stretch of text, in order, without the white space between them.
///
/// A sentence ends behind `.`, `!`, `?` or `…`, with the quotes and brackets that close there, when white space follows and the next word
/// does not begin with a small letter; `。`, `！` and `？` end one without white space. A full stop ends none behind an abbreviation (see the
/// lists above), behind an initial (`U.S.`) unless a word follows that begins sentences, and behind the number of an item (`1.`, `(a).`).
pub(super) fn sentences(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut words = words(text, range).into_iter().peekable();
    let mut start: Option<usize> = None;
    while let Some(word) = words.next() {
        let first = start.is_none();
        let begin = *start.get_or_insert(word.start);
        let this = text.get(word.clone()).unwrap_or_default();
        let next = words
            .peek()
            .and_then(|next| text.get(next.clone()))
            .unwrap_or_default();
        let glued = words.peek().is_some_and(|next| next.start == word.end);
        if next.is_empty() || glued || ends(this, next, first) {
            found.push(begin..word.end);
            start = None;
        }
    }
    found
}

/// The words of a stretch; one also ends behind a full stop of full width.
fn words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut closing = false;
    let stretch = text.get(range.clone()).unwrap_or_default();
    for (at, c) in stretch.char_indices() {
        let at = range.start + at;
        let ends_here = c.is_whitespace() || (closing && !closes(c) && !is_full_width_stop(c));
        if let (true, Some(begin)) = (ends_here, start) {
            words.push(begin..at);
            start = None;
        }
        closing = is_full_width_stop(c) || (closing && closes(c));
        if !c.is_whitespace() {
            start.get_or_insert(at);
        }
    }
    words.extend(start.map(|begin| begin..range.end));
    words
}

fn is_full_width_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Whether a sentence ends behind `word`, in front of `next`; `first`: it is the first word of the sentence.
fn ends(word: &str, next: &str, first: bool) -> bool {
    let bare = word.trim_end_matches(closes);
    let opened = next.trim_start_matches(opens);
    if opened.starts_with(char::is_lowercase) {
        return false;
    }
    if bare.ends_with(['!', '?', '…', '。', '！', '？']) || bare.ends_with("...") {
        return true;
    }
    let Some(core) = bare.strip_suffix('.') else {
        return false;
    };
    if first && is_enumerator(bare) {
        return false;
    }
    let core = core.trim_start_matches(opens).to_lowercase();
    let core = core.as_str();
    if NEVER_LAST.contains(&core) {
        return false;
    }
    if BEFORE_NUMBERS.contains(&core) {
        return !opened.starts_with(|c: char| c.is_numeric());
    }
    if PERHAPS_LAST.contains(&core) || is_initials(core) {
        let word: String = opened
            .chars()
            .take_while(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        return OPENERS.contains(&word.as_str());
    }
    true
}

/// Whether a character closes a quotation or a bracket, or ends emphasis.
pub(super) fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '«' | ')' | ']' | '}' | '」' | '』' | '）' | '*' | '_'
    )
}

/// Whether a character opens a quotation or a bracket, or begins emphasis.
fn opens(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '«'
            | '»'
            | '('
            | '['
            | '{'
            | '「'
            | '『'
            | '（'
            | '*'
            | '_'
    )
}

/// `u.s`, `e.u`, `j`: single letters with full stops between them.
fn is_initials(core: &str) -> bool {
    core.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    })
}

/// `1.`, `2.3.`, `(a)`, `iv)`: the number of an item.
pub(super) fn is_enumerator(word: &str) -> bool {
    let opened = word.strip_prefix(['(', '[']);
    let Some(core) = opened
        .unwrap_or(word)
        .strip_suffix(['.', ')', ']'])
        .map(|core| core.strip_suffix(')').unwrap_or(core))
    else {
        return false;
    };
    let mut parts = core.split('.');
    let counts = |part: &str| {
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let roman =
        |part: &str| part.len() <= 5 && part.bytes().all(|byte| b"ivxlcIVXLC".contains(&byte));
    let head = parts.next().unwrap_or_default();
    let letter = head.len() == 1 && head.bytes().all(|byte| byte.is_ascii_alphabetic());
    !head.is_empty() && (counts(head) || letter || roman(head)) && parts.all(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, 0..text.len())
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect()
    }

    #[test]
    fn plain_sentences_are_split_at_their_stops() {
        assert_eq!(
            split("We keep names. Do we sell them? Never! \"We promise.\" (Really.) And so on"),
            [
                "We keep names.",
                "Do we sell them?",
                "Never!",
                "\"We promise.\"",
                "(Really.)",
                "And so on"
            ]
        );
        assert_eq!(
            split("one line\n  and the next.\tTwo"),
            ["one line\n  and the next.", "Two"]
        );
        assert!(split("").is_empty() && split(" \n ").is_empty());
    }

    #[test]
    fn abbreviations_initials_numbers_and_addresses_end_nothing() {
        for whole in [
            "Some data (e.g. General data) are kept.",
            "The value, i.e. Its hash, is kept.",
            "Our U.S. Department and our U.K. Office answer.",
            "Write to Example Pte. Ltd. Singapore today.",
            "Under Art. 6 and No. 5 of Reg. 2016/679 we may.",
            "Version 2.0 of www.example.com/a.b is at mail@example.com now.",
            "Mr. Smith of Example Inc. Berlin answers.",
            "1. Names are kept",
            "(a). Names are kept",
            "It is free ... and stays so.",
        ] {
            assert_eq!(split(whole), [whole]);
        }
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_when_a_word_follows_that_begins_them() {
        assert_eq!(
            split("Stored in the U.S. We encrypt it."),
            ["Stored in the U.S.", "We encrypt it."]
        );
        assert_eq!(
            split("Made by Example Inc. You may ask."),
            ["Made by Example Inc.", "You may ask."]
        );
        assert_eq!(
            split("Names, ages, etc. We keep them."),
            ["Names, ages, etc.", "We keep them."]
        );
        assert_eq!(
            split("The answer is no. We refuse."),
            ["The answer is no.", "We refuse."]
        );
        assert_eq!(
            split("See https://example.com/x . Then go."),
            ["See https://example.com/x .", "Then go."]
        );
    }

    #[test]
    fn full_width_stops_need_no_white_space() {
        assert_eq!(
            split("我们收集姓名。「不出售。」你可以问"),
            ["我们收集姓名。", "「不出售。」", "你可以问"]
        );
    }
}
