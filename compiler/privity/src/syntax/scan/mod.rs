//! The text as the grammar sees it: signs that only look right are mended in place, brackets are matched, and all of it is reported.
//!
//! Mending keeps every byte offset. That way a typographic quote or a forgotten bracket is one error, and what stands around it is read.

mod braces;
mod brackets;
mod characters;
mod diagnostics;
mod quotes;
mod signs;

pub(super) use signs::LOOK_BACK;

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A text made ready for the grammar. It has the length of the original, or one byte more for a closing quote at its end.
pub(super) struct Scan<'a> {
    /// The text that the grammar reads.
    pub(super) text: Cow<'a, str>,
    /// What was found on the way.
    pub(super) problems: Vec<Diagnostic>,
    /// Where the problems are shown; sorted.
    places: Vec<u32>,
    length: usize,
    /// Words and signs that were written with other characters; sorted.
    words: Vec<(usize, usize)>,
    /// Stretches whose meaning is not certain any more, and which are reported; sorted.
    explained: Vec<(usize, usize)>,
    /// The offsets of closing braces with those of their opening ones; sorted.
    partners: Vec<(usize, usize)>,
    /// Whether a brace was lost, and perhaps the head of its block with it.
    pub(super) lost_head: bool,
}

impl<'a> Scan<'a> {
    /// Scans a text that begins at `base` on the number line.
    pub(super) fn new(text: &'a str, base: u32) -> Self {
        let mut draft = Draft {
            original: text,
            bytes: Cow::Borrowed(text.as_bytes()),
            base,
            problems: Vec::new(),
            words: Vec::new(),
            explained: Vec::new(),
            endless: false,
            lost_head: false,
        };
        draft.mend_characters();
        draft.even_out_braces();
        let partners = draft.match_brackets();
        draft.explained.sort_unstable();
        let mended = match draft.bytes {
            Cow::Borrowed(_) => None,
            Cow::Owned(bytes) => String::from_utf8(bytes).ok(),
        };
        let mut places: Vec<u32> = draft
            .problems
            .iter()
            .filter_map(|problem| problem.primary.as_ref())
            .map(|label| label.span.start)
            .collect();
        places.sort_unstable();
        Self {
            places,
            text: mended.map_or(Cow::Borrowed(text), Cow::Owned),
            problems: draft.problems,
            length: text.len(),
            words: draft.words,
            explained: draft.explained,
            partners,
            lost_head: draft.lost_head,
        }
    }

    /// Whether the text is read as it stands: nothing was found or mended.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_))
            && self.problems.is_empty()
            && self.words.is_empty()
            && self.explained.is_empty()
            && !self.lost_head
    }

    /// The scan of a part of this text; `None` if anything was found or mended outside of it. `original` is the text before it was scanned,
    /// which begins at `base`.
    pub(super) fn part(&self, original: &str, base: u32, part: Range<usize>) -> Option<Scan<'_>> {
        let is_same = |range: Range<usize>| self.text.get(range.clone()) == original.get(range);
        let is_inside = |at: usize| part.start <= at && at <= part.end;
        let are_inside = |stretches: &[(usize, usize)]| {
            let mut ends = stretches.iter();
            ends.all(|&(one, other)| is_inside(one) && is_inside(other))
        };
        let mut places = self.places.iter();
        let is_end = part.end == original.len();
        if !(is_same(0..part.start) && (is_end || is_same(part.end..original.len())))
            || !(are_inside(&self.words) && are_inside(&self.explained))
            || !places.all(|&place| is_inside(place.wrapping_sub(base) as usize))
        {
            return None;
        }
        let moved = |stretches: &[(usize, usize)]| -> Vec<(usize, usize)> {
            let stretches = stretches.iter();
            let inside = stretches.filter(|(one, other)| is_inside(*one) && is_inside(*other));
            inside
                .map(|(one, other)| (one - part.start, other - part.start))
                .collect()
        };
        // A closing quote may have been added.
        let end = if is_end { self.text.len() } else { part.end };
        Some(Scan {
            text: Cow::Borrowed(self.text.get(part.start..end)?),
            problems: self.problems.clone(),
            places: self.places.clone(),
            length: part.end - part.start,
            words: moved(&self.words),
            explained: moved(&self.explained),
            partners: moved(&self.partners),
            lost_head: self.lost_head,
        })
    }

    /// The range in the original text: words written with other characters are covered wholly.
    pub(super) fn cover(&self, start: usize, end: usize) -> (usize, usize) {
        let around = |offset: usize| {
            let index = self.words.partition_point(|&(_, end)| end <= offset);
            self.words
                .get(index)
                .copied()
                .filter(|&(start, _)| start < offset)
        };
        (
            around(start)
                .map_or(start, |(word, _)| word)
                .min(self.length),
            around(end).map_or(end, |(_, word)| word).min(self.length),
        )
    }

    /// Whether something in a stretch of text is reported already and makes its meaning uncertain.
    pub(super) fn explains(&self, start: usize, end: usize) -> bool {
        let before = self.explained.partition_point(|&(from, _)| from <= end);
        // Stretches may lie inside of each other, but hardly ever do: the last few are enough to look at.
        self.explained
            .get(..before)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(8)
            .any(|&(_, to)| to >= start)
    }

    /// Whether a sign at this place on the number line is reported already.
    pub(super) fn reported(&self, place: u32) -> bool {
        self.places.binary_search(&place).is_ok()
    }

    /// Whether the brace at this offset is closed.
    pub(super) fn is_closed(&self, open: usize) -> bool {
        self.partners.iter().any(|&(_, opened)| opened == open)
    }

    /// Where the brace was opened that the one at this offset closes.
    pub(super) fn partner(&self, close: usize) -> Option<usize> {
        let index = self
            .partners
            .binary_search_by_key(&close, |&(close, _)| close)
            .ok()?;
        self.partners.get(index).map(|&(_, open)| open)
    }
}

/// Problems of characters that one file may have; more are of no use to anybody.
const MOST_PROBLEMS: usize = 250;

/// The text while it is being mended.
struct Draft<'a> {
    original: &'a str,
    bytes: Cow<'a, [u8]>,
    base: u32,
    problems: Vec<Diagnostic>,
    words: Vec<(usize, usize)>,
    explained: Vec<(usize, usize)>,
    /// Whether a block comment was found that is never closed.
    endless: bool,
    /// Whether a brace was lost, and perhaps the head of its block with it.
    lost_head: bool,
}

impl Draft<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn len(&self) -> usize {
        self.bytes.len()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        // A place in a text that was mended may lie inside of a character of the original.
        let is_boundary = |&at: &usize| self.original.is_char_boundary(at);
        let start = (0..=start.min(self.original.len())).rev().find(is_boundary);
        let end = (end.min(self.original.len())..=self.original.len()).find(is_boundary);
        let global = |offset: Option<usize>| {
            let offset = offset.unwrap_or_default();
            self.base
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span::new(global(start), global(end))
    }

    fn report(&mut self, problem: Diagnostic) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Puts other bytes in the place of some characters, and blanks behind them. Line breaks stay.
    fn replace(&mut self, start: usize, new: &[u8], end: usize) {
        self.words.push((start, end));
        self.put(start, new, end);
    }

    fn put(&mut self, start: usize, new: &[u8], end: usize) {
        let bytes = self.bytes.to_mut();
        let Some(place) = bytes.get_mut(start..end) else {
            return;
        };
        let mut new = new.iter();
        for byte in place {
            match new.next() {
                Some(&other) => *byte = other,
                None if *byte == b'\n' => {}
                None => *byte = b' ',
            }
        }
    }

    /// Puts one byte at a place; behind the end of the text it is added.
    fn put_byte(&mut self, at: usize, byte: u8) {
        let bytes = self.bytes.to_mut();
        match bytes.get_mut(at) {
            Some(place) => *place = byte,
            None => bytes.push(byte),
        }
    }

    /// The start of the line that holds an offset; on a line without end, a place not far before it.
    fn line_start(&self, at: usize) -> usize {
        let near = at.saturating_sub(signs::LOOK_BACK);
        let before = self.bytes.get(near..at).unwrap_or_default();
        before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(near, |back| near + back + 1)
    }

    /// The end of the line that holds an offset: its line break, or the end of the text.
    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        rest.iter()
            .position(|&byte| byte == b'\n')
            .map_or(self.len(), |length| from + length)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
