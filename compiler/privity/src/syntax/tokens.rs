//! The words and signs of a text with their sorts, and what surrounds a place: for editors, which colour and select.

use std::ops::Range;

use pest::iterators::Pair;

use super::build::token_end;
use super::grammar::{self, Rule};
use super::scan::Scan;

/// What a token is, as far as that can be seen without looking up any name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// A word of the language.
    Keyword,
    /// A word that names something, perhaps of several words with dots between.
    Name,
    /// Text in quotes.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// `// …`
    Comment,
    /// `/// …`
    Documentation,
    /// A brace, a parenthesis, a comma.
    Sign,
}

/// A token, by its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The bytes.
    pub range: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// All tokens of any text, in order. Those of a part that cannot be read are told apart by their looks.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let scan = Scan::new(text, 0);
    let mut found = Vec::new();
    if let Ok(pairs) = grammar::read(Rule::file, &scan.text) {
        for pair in pairs {
            leaves(pair, &mut found);
        }
    }
    let mut all = Vec::with_capacity(found.len() + 16);
    let mut end = 0;
    for token in found {
        let start = token.range.start.max(end);
        // Comments stand between tokens, and nowhere in the tree.
        comments(text, end..start, &mut all);
        end = token.range.end.min(text.len());
        if start < end {
            let range = start..end;
            all.push(Token { range, ..token });
        }
    }
    comments(text, end..text.len(), &mut all);
    // A sign that was mended may have been wider, or narrower, than the one that is read.
    all.retain(|token| text.get(token.range.clone()).is_some());
    all
}

/// What surrounds a byte of a text, from the smallest part to the whole text: a word, a set, a clause, a rule, a section.
#[must_use]
pub fn around(text: &str, offset: usize) -> Vec<Range<usize>> {
    let scan = Scan::new(text, 0);
    let mut found = Vec::new();
    found.push(0..text.len());
    let mut level = grammar::read(Rule::file, &scan.text).ok();
    while let Some(pairs) = level.take() {
        let mut here = pairs.filter(|pair| {
            let (start, end) = (pair.as_span().start(), token_end(pair));
            start <= offset && offset <= end && start < end
        });
        // Between two parts the second one is meant.
        let Some(pair) = here.by_ref().last() else {
            break;
        };
        let range = pair.as_span().start()..token_end(&pair).min(text.len());
        let is_known = found.last() == Some(&range) || text.get(range.clone()).is_none();
        if !is_known {
            found.push(range);
        }
        level = Some(pair.into_inner());
    }
    found.reverse();
    found
}

fn leaves(pair: Pair<'_, Rule>, found: &mut Vec<Token>) {
    let mut inner = pair.clone().into_inner().peekable();
    if inner.peek().is_some() {
        inner.for_each(|part| leaves(part, found));
        return;
    }
    let start = pair.as_span().start();
    let text = pair.as_str().trim_end();
    let sort = match pair.as_rule() {
        Rule::name | Rule::path | Rule::word | Rule::module | Rule::reserved_name => Sort::Name,
        Rule::waived | Rule::axis => Sort::Name,
        Rule::string => Sort::Text,
        Rule::number => Sort::Number,
        Rule::date => Sort::Date,
        Rule::doc | Rule::inner_doc => Sort::Documentation,
        Rule::comma
        | Rule::open_brace
        | Rule::close_brace
        | Rule::open_paren
        | Rule::close_paren => Sort::Sign,
        _ if is_word(text) => Sort::Keyword,
        _ => return by_looks(text, start, found),
    };
    if !text.is_empty() {
        let range = start..start + text.len();
        found.push(Token { range, sort });
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase()) && !text.is_empty()
}

/// The tokens of a part that nobody can read.
fn by_looks(text: &str, base: usize, found: &mut Vec<Token>) {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, sort) = look(rest);
        if let Some(sort) = sort {
            let range = base + at..base + at + length;
            found.push(Token { range, sort });
        }
        at += length;
    }
}

fn look(rest: &str) -> (usize, Option<Sort>) {
    let run = |is_in: &dyn Fn(char) -> bool| rest.find(|c| !is_in(c)).unwrap_or(rest.len());
    let line = || rest.find('\n').unwrap_or(rest.len());
    let Some(first) = rest.chars().next() else {
        return (0, None);
    };
    if rest.starts_with("//") {
        return (line(), Some(Sort::Comment));
    }
    match first {
        '"' => {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|&(_, c)| c == '"' || c == '\n');
            let end = end.map_or(rest.len(), |(at, c)| at + usize::from(c == '"'));
            (end, Some(Sort::Text))
        }
        _ if first.is_ascii_digit() => {
            let end = run(&|c| c.is_ascii_digit() || c == '-');
            let word = rest.get(..end).unwrap_or_default();
            let is_date = word.trim_end_matches('-').contains('-');
            (end, Some(if is_date { Sort::Date } else { Sort::Number }))
        }
        _ if first.is_ascii_alphabetic() => {
            let end = run(&|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            let word = rest.get(..end).unwrap_or_default();
            let is_keyword = grammar::read(Rule::reserved_name, word)
                .is_ok_and(|mut read| read.next().is_some_and(|pair| pair.as_str() == word));
            (
                end,
                Some(if is_keyword {
                    Sort::Keyword
                } else {
                    Sort::Name
                }),
            )
        }
        '{' | '}' | '(' | ')' | ',' => (1, Some(Sort::Sign)),
        _ => (first.len_utf8(), None),
    }
}

fn comments(text: &str, between: Range<usize>, found: &mut Vec<Token>) {
    let gap = text.get(between.clone()).unwrap_or_default();
    let mut at = 0;
    while let Some(from) = gap.get(at..).and_then(|rest| rest.find("//")) {
        let start = at + from;
        let rest = gap.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let range = between.start + start..between.start + start + line.len();
        if !line.is_empty() {
            let sort = Sort::Comment;
            found.push(Token { range, sort });
        }
        at = start + line.len().max(2);
    }
}

#[cfg(test)]
#[allow(
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let all = tokens(text);
        for pair in all.windows(2) {
            assert!(pair[0].range.end <= pair[1].range.start, "{all:?}");
        }
        all.iter()
            .map(|token| format!("{} {:?}", &text[token.range.clone()], token.sort))
            .collect()
    }

    #[test]
    fn every_word_and_sign_has_its_sort() {
        let text = "// remark\n/// why\nrule a permit use data.x, y // end\n  until 2026-01-02\n  must tell within 3 days\n  note \"so\"\n";
        assert_eq!(
            shown(text),
            [
                "// remark Comment",
                "/// why Documentation",
                "rule Keyword",
                "a Name",
                "permit Keyword",
                "use Name",
                "data.x Name",
                ", Sign",
                "y Name",
                "// end Comment",
                "until Keyword",
                "2026-01-02 Date",
                "must Keyword",
                "tell Name",
                "within Keyword",
                "3 Number",
                "days Keyword",
                "note Keyword",
                "\"so\" Text",
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_apart_by_its_looks() {
        assert_eq!(
            shown("permt use x 3 \"t\"\npermit use y\n"),
            [
                "permt Name",
                "use Name",
                "x Name",
                "3 Number",
                "\"t\" Text",
                "permit Keyword",
                "use Name",
                "y Name",
            ]
        );
    }

    #[test]
    fn a_place_is_surrounded_by_larger_and_larger_parts() {
        let text = "section s {\n  permit use x, y\n    for z\n}\n";
        let at = text.find("y\n").unwrap();
        let parts: Vec<&str> = around(text, at)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(parts.first(), Some(&"y"));
        assert!(parts.contains(&"x, y"), "{parts:?}");
        assert!(parts.contains(&"permit use x, y\n    for z"), "{parts:?}");
        assert_eq!(parts.last(), Some(&text));
        for pair in parts.windows(2) {
            assert!(pair[1].contains(pair[0]) && pair[1].len() > pair[0].len());
        }
    }

    #[test]
    fn no_text_is_refused() {
        for text in [
            "",
            "\u{feff}x",
            "é🦀",
            "\"",
            "//",
            "///",
            "{{{",
            "“x” – y",
            "a.\n.b",
        ] {
            let all = tokens(text);
            assert!(
                all.iter()
                    .all(|token| text.get(token.range.clone()).is_some())
            );
            for offset in 0..=text.len() {
                assert!(!around(text, offset).is_empty());
            }
        }
    }
}
