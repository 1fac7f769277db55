//! The lines of a published text, and which of them belong to one paragraph.

use std::ops::Range;

/// Nobody wraps at a wider column: a text with longer lines has a paragraph on every line.
const WIDEST_COLUMN: usize = 120;
/// Nobody wraps at a narrower column: shorter lines are lists, addresses and the like.
const NARROWEST_COLUMN: usize = 40;

/// A line with something on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What stands on it, without the white space around, in bytes of the text.
    pub(super) range: Range<usize>,
    /// The column behind its last character, white space in front counted.
    edge: usize,
    /// The white space in front of it, in characters.
    indent: usize,
    /// Whether the line above is empty, or there is none.
    pub(super) after_blank: bool,
}

/// The lines that are not empty. A line ends with any sign that Unicode calls a line break.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut rest = 0..text.len();
    if text.starts_with('\u{feff}') {
        rest.start = '\u{feff}'.len_utf8();
    }
    let mut start = rest.start;
    let breaks = text
        .char_indices()
        .filter(|&(at, c)| at >= rest.start && ends_line(c))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .chain([(text.len(), text.len())]);
    let mut end_of_last = start;
    for (end, next) in breaks {
        let whole = text.get(start..end).unwrap_or_default();
        let body = whole.trim();
        if body.is_empty() {
            // The second half of a line break of two characters is no empty line.
            let halved = start == end && start == end_of_last && is_crlf(text, start);
            after_blank |= !halved;
        } else {
            let lead = whole.len() - whole.trim_start().len();
            let range = start + lead..start + lead + body.len();
            lines.push(Line {
                edge: whole.trim_end().chars().count(),
                indent: whole.get(..lead).unwrap_or_default().chars().count(),
                range,
                after_blank,
            });
            after_blank = false;
        }
        end_of_last = next;
        start = next;
    }
    lines
}

fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether `at` stands between the two characters of one line break.
fn is_crlf(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with('\r'))
        && text.get(at..).is_some_and(|after| after.starts_with('\n'))
}

/// For every line whether it goes on with the one above it: the text was wrapped at a column there.
///
/// That is so when the first word of the line would not have fitted above, or begins with a small letter though the line above ends no
/// sentence. A block (lines without an empty one between) with a line of more than 120 characters is not wrapped, neither is one whose
/// longest line has less than 40, nor one whose every line ends a sentence. An item of a list begins a paragraph, and indented lines below
/// it go on with it.
pub(super) fn wrapped(text: &str, lines: &[Line], is_heading: &[bool]) -> Vec<bool> {
    let mut wrapped = vec![false; lines.len()];
    let words = |at: usize| {
        lines
            .get(at)
            .and_then(|line| text.get(line.range.clone()))
            .unwrap_or_default()
    };
    let heads = |at: usize| is_heading.get(at).copied().unwrap_or_default();
    let mut first = 0;
    while first < lines.len() {
        let mut behind = first + 1;
        while lines.get(behind).is_some_and(|line| !line.after_blank) {
            behind += 1;
        }
        let block = lines.get(first..behind).unwrap_or_default();
        let width = block.iter().map(|line| line.edge).max().unwrap_or_default();
        let is_long = (first..behind).any(|at| {
            words(at).contains(char::is_whitespace)
                && lines.get(at).is_some_and(|line| line.edge > WIDEST_COLUMN)
        });
        let all_end = (first..behind).all(|at| heads(at) || ends_sentence(words(at)));
        let is_wrapped = !is_long && !all_end && width >= NARROWEST_COLUMN;
        let mut in_item = is_item(words(first));
        for (above, pair) in (first..behind - 1).zip(block.windows(2)) {
            let [line, below] = pair else { continue };
            let next = words(above + 1);
            let word = next.split_whitespace().next().unwrap_or_default();
            let fits = line.edge + 1 + word.chars().count() <= width;
            let goes_on = !ends_sentence(words(above)) && word.starts_with(char::is_lowercase);
            let joins = (is_wrapped && (!fits || goes_on)) || (in_item && below.indent > 0);
            let joins = joins && !is_item(next) && !heads(above) && !heads(above + 1);
            in_item = is_item(next) || (in_item && joins);
            if let Some(slot) = wrapped.get_mut(above + 1) {
                *slot = joins;
            }
        }
        first = behind;
    }
    wrapped
}

/// Whether the last sign is one that ends a sentence or announces a list.
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(super::sentences::closes);
    bare.ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？'])
}

/// The length of the mark of a list item, with the white space behind it.
pub(super) fn item_mark(line: &str) -> Option<usize> {
    let rest = line.strip_prefix([
        '-', '*', '+', '•', '◦', '·', '–', '—', '‣', '▪', '●', '○', '■', '□', '>',
    ])?;
    let body = rest.trim_start();
    (body.len() < rest.len() && !body.is_empty()).then(|| line.len() - body.len())
}

fn is_item(line: &str) -> bool {
    let mut words = line.split_whitespace();
    item_mark(line).is_some()
        || words.next().is_some_and(super::sentences::is_enumerator) && words.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, bool)> {
        lines(text)
            .iter()
            .map(|line| (text.get(line.range.clone()).unwrap(), line.after_blank))
            .collect()
    }

    #[test]
    fn every_line_break_ends_a_line_and_two_characters_of_one_are_one() {
        let expected = [("one", true), ("two", false), ("three", true)];
        assert_eq!(shown("one\ntwo\n\nthree"), expected);
        assert_eq!(shown("one\r\ntwo\r\n\r\nthree\r\n"), expected);
        assert_eq!(shown("\u{feff}one\rtwo\r\rthree"), expected);
        assert_eq!(
            shown("one\u{2028}two\u{2028} \u{a0}\u{2028}  three "),
            expected
        );
    }

    fn joined(text: &str) -> Vec<bool> {
        let lines = lines(text);
        wrapped(text, &lines, &vec![false; lines.len()])
    }

    #[test]
    fn a_line_that_could_not_take_the_next_word_was_wrapped() {
        let text = "We keep the addresses to which we deliver for as\n\
                    long as the law on bookkeeping asks us to do so.\n\
                    A new paragraph, since this word had had room.";
        assert_eq!(joined(text), [false, true, true]);
        let text = "We keep the addresses to which we deliver for as\n\
                    long as the law asks us to do.\n\
                    A new paragraph, since this word had had room.";
        assert_eq!(joined(text), [false, true, false]);
    }

    #[test]
    fn items_of_lists_long_lines_and_short_ones_are_not_wrapped() {
        let items = "We collect what we need to deliver the goods to\n- your name\n- your address, which we hand to the courier on\n  the day of delivery";
        assert_eq!(joined(items), [false, false, false, true]);
        assert_eq!(
            joined("Example Ltd\nHarbour Street 2\nSingapore"),
            [false; 3]
        );
        let long = "word ".repeat(40);
        assert_eq!(joined(&format!("{long}\nshort\n{long}")), [false; 3]);
        let sentences =
            "We collect your name and your address.\nWe hand them to the courier of the day.";
        assert_eq!(joined(sentences), [false; 2]);
    }
}
