//! What is marked in the lines of a picture: marks apart from each other, and their words in the room that they leave.
//!
//! miette draws the marks of a line in one row and their words below, each as long as it is. Two marks over the same text would push each
//! other aside, and long words would leave the page; neither is left to happen.

use std::ops::Range;

use textwrap::core::display_width;

use super::line::Strip;
use super::wrapped;

/// Words are given this many cells at least, where they need as many and the page has them.
const LEAST_ROOM: usize = 24;
/// The cells between the middle of a mark and its words.
const LEAD: usize = 4;

/// A stretch of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// In bytes.
    pub(super) range: Range<usize>,
    /// What is said about it, in lines; may be empty.
    pub(super) words: String,
    /// Whether this is where the finding stands.
    pub(super) is_primary: bool,
    /// Line and column in the file, from 0.
    pub(super) place: (usize, usize),
}

impl Mark {
    /// The mark so many bytes further on.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.range = self.range.start + by..self.range.end + by;
        self
    }

    /// The mark with its words in lines of so many cells.
    pub(super) fn wrapped(mut self, room: usize) -> Self {
        self.words = wrapped(&self.words, room).join("\n");
        self
    }

    /// The text that nothing else can mark: at least one character.
    fn covered(&self, text: &str) -> Range<usize> {
        let behind = text
            .get(self.range.start..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        self.range.start..self.range.end.max(self.range.start + behind)
    }
}

/// The cells that the lines of an excerpt have.
pub(super) struct Page {
    pub(super) room: usize,
}

impl Page {
    /// A page with so much room for the text of a line.
    pub(super) fn of(room: usize) -> Self {
        Self { room: room.max(12) }
    }

    /// The cells for the words of a mark: what is right of its middle.
    pub(super) fn beside(&self, mark: &Mark, strip: &Strip) -> usize {
        let start = strip.cells_to(mark.range.start);
        let end = strip.cells_to(mark.range.end).max(start + 1);
        self.room.saturating_sub(start.midpoint(end) + LEAD)
    }

    /// The room that the line may take so that all words have theirs; `None` if they have it as it is.
    pub(super) fn cut_for(&self, marks: &[Mark], strip: &Strip) -> Option<usize> {
        let most = LEAST_ROOM.min(self.room.saturating_sub(LEAD) / 2);
        let needed = |mark: &Mark| mark.words.lines().map(display_width).max().unwrap_or(0);
        let wanting = marks
            .iter()
            .map(|mark| (needed(mark).min(most), self.beside(mark, strip)))
            .filter(|(needed, room)| needed > room);
        wanting
            .map(|(needed, _)| needed)
            .max()
            .map(|needed| self.room - LEAD - needed)
    }
}

/// The marks of a line, from left to right, none over another: the longer one is left with a part that the shorter does not cover. Where
/// none is left, its words join those of the other.
pub(super) fn apart(mut marks: Vec<Mark>, text: &str) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.range.len(), usize::MAX - mark.range.start));
    let mut kept: Vec<Mark> = Vec::new();
    for mut mark in marks {
        match free(&mark, &kept, text) {
            Some(range) => {
                mark.range = range;
                kept.push(mark);
            }
            None => {
                let covering = kept
                    .iter_mut()
                    .find(|other| other.covered(text).contains(&mark.range.start));
                if let Some(other) = covering {
                    other.is_primary |= mark.is_primary;
                    if !other.words.is_empty() && !mark.words.is_empty() {
                        other.words.push('\n');
                    }
                    other.words.push_str(&mark.words);
                }
            }
        }
    }
    kept.sort_by_key(|mark| mark.range.start);
    kept
}

/// The first part of a mark that the others do not cover, without the blanks around it, if more than blanks is left.
fn free(mark: &Mark, others: &[Mark], text: &str) -> Option<Range<usize>> {
    let mut taken: Vec<Range<usize>> = others.iter().map(|other| other.covered(text)).collect();
    taken.sort_by_key(|range| range.start);
    let whole = mark.covered(text);
    if taken
        .iter()
        .all(|other| other.end <= whole.start || whole.end <= other.start)
    {
        return Some(mark.range.clone());
    }
    let mut parts = Vec::new();
    let mut from = whole.start;
    for other in taken {
        parts.push(from..other.start.min(whole.end));
        from = from.max(other.end);
    }
    parts.push(from..whole.end);
    parts.into_iter().find_map(|part| {
        let words = text.get(part.clone())?;
        let start = part.start + (words.len() - words.trim_start().len());
        let words = words.trim();
        (!words.is_empty()).then(|| start..start + words.len())
    })
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may fail where it stands")]
mod tests {
    use super::*;

    /// What is left of marks on a text, as the words that are marked and what is said about them.
    fn left(text: &str, ranges: &[Range<usize>]) -> Vec<(String, String)> {
        let marks = ranges.iter().enumerate().map(|(at, range)| Mark {
            range: range.clone(),
            words: format!("{at}"),
            is_primary: at == 0,
            place: (0, range.start),
        });
        let kept = apart(marks.collect(), text);
        for pair in kept.windows(2) {
            assert!(pair[0].range.end <= pair[1].range.start, "{kept:?}");
        }
        let shown = |mark: Mark| (text[mark.range].to_owned(), mark.words);
        kept.into_iter().map(shown).collect()
    }

    fn pair(text: &str, words: &str) -> (String, String) {
        (text.to_owned(), words.to_owned())
    }

    const TEXT: &str = "permit share name";

    #[test]
    fn marks_that_are_apart_stay_as_they_are() {
        let ranges = [7..13, 0..7, 13..17];
        let expected = [pair("permit ", "1"), pair("share ", "0"), pair("name", "2")];
        assert_eq!(left(TEXT, &ranges), expected);
    }

    #[test]
    fn the_longer_mark_keeps_what_the_shorter_leaves() {
        assert_eq!(
            left(TEXT, &[0..17, 7..12]),
            [pair("permit", "0"), pair("share", "1")]
        );
        assert_eq!(
            left(TEXT, &[0..17, 0..6]),
            [pair("permit", "1"), pair("share name", "0")]
        );
        assert_eq!(
            left(TEXT, &[0..12, 7..17]),
            [pair("permit", "0"), pair("share name", "1")]
        );
    }

    #[test]
    fn where_nothing_is_left_the_words_are_kept() {
        assert_eq!(left(TEXT, &[7..12, 7..12]), [pair("share", "0\n1")]);
        assert_eq!(
            left(TEXT, &[0..12, 0..6, 6..12]),
            [pair("permit", "1\n0"), pair(" share", "2")]
        );
        assert_eq!(left(TEXT, &[17..17, 17..17]), [pair("", "0\n1")]);
        assert_eq!(
            left(TEXT, &[7..7, 7..12]),
            [pair("", "0"), pair("hare", "1")]
        );
    }
}
