//! What was named before the cursor, as habits are read from it: each name with what stands between it and the one before.

use std::ops::Range;

use super::Known;
use crate::occurrences::{DeclarationId, Draft, ItemSort, Occurrence, Sense};
use crate::resolve::names::Space;
use crate::source::{FileId, Span};

/// The place at which something is being written.
pub(super) struct Cursor<'a> {
    /// The text as it is now, the file that has it, and where it lies on the number line.
    pub(super) text: &'a str,
    pub(super) file: FileId,
    pub(super) base: u32,
    /// Where the item at hand begins, and where the word.
    pub(super) item: usize,
    pub(super) word: usize,
}

/// What a name means, or the word itself where nothing is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Token<'a> {
    Declared(DeclarationId),
    Word(&'a str),
}

/// A name that was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used<'a> {
    pub(super) token: Token<'a>,
    pub(super) space: Option<Space>,
    pub(super) declares: bool,
    /// What stands between it and the name before it in its item.
    pub(super) gap: Gap<'a>,
    /// The keyword that it stands behind, alone or in a list.
    pub(super) slot: &'a str,
    /// The sort of its item.
    pub(super) sort: Option<ItemSort>,
}

/// What stands between two names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Gap<'a> {
    /// A number for its words and signs; texts in quotes are all alike, and so are numbers.
    pub(super) shape: u64,
    /// Its last word.
    word: Option<&'a str>,
    /// Whether a list or a path goes on.
    pub(super) goes_on: bool,
}

impl<'a> Gap<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut gap = Self::default();
        let mut rest = text.trim_start();
        let mut signs = 0;
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let end = match first {
                '"' => end_of_quotes(rest),
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (part, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = behind.trim_start();
            if part.starts_with("//") {
                continue;
            }
            signs += 1;
            gap.goes_on = signs == 1 && matches!(part, "," | ".");
            let alike = match first {
                '"' => "\"",
                _ if first.is_ascii_digit() => "0",
                _ => part,
            };
            if first.is_ascii_alphabetic() {
                gap.word = Some(part);
            }
            gap.shape = mixed(gap.shape, alike);
        }
        gap
    }

    /// The keyword in front of what follows, if the name before stands behind `before`.
    pub(super) fn slot(self, before: &'a str) -> &'a str {
        match self.goes_on {
            true => before,
            false => self.word.unwrap_or_default(),
        }
    }
}

fn end_of_quotes(text: &str) -> usize {
    let mut escaped = false;
    let inside = text.char_indices().skip(1);
    let mut ends = inside.filter(|(_, c)| match (escaped, c) {
        (false, '"' | '\n') => true,
        _ => {
            escaped = !escaped && *c == '\\';
            false
        }
    });
    ends.next().map_or(text.len(), |(at, _)| at + 1)
}

/// A number for what a number stands for and one more word.
fn mixed(number: u64, word: &str) -> u64 {
    let bytes = word.bytes().chain([b' ']);
    bytes.fold(number ^ 0xcbf2_9ce4_8422_2325, |mixed, byte| {
        (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Reads names by their positions in the list of all.
pub(super) fn read<'a>(known: Known<'a>, names: Range<usize>) -> Vec<Used<'a>> {
    let all = known.names.all();
    let mut read: Vec<Used<'a>> = Vec::with_capacity(names.len());
    let mut end = 0;
    for at in names {
        let Some(name) = all.get(at) else { break };
        // What one word declares several times is one word.
        if name.span.start < end {
            continue;
        }
        end = name.span.end;
        let passage = known.names.passage_at(name.span.start);
        let gap = gap_before(known, at);
        let before = read.last().map_or("", |before| before.slot);
        read.push(Used {
            token: token(name, known.texts.text(name.span)),
            space: name.space,
            declares: name.declares,
            gap,
            slot: gap.slot(before),
            sort: passage.and_then(|at| Some(known.names.passages().get(at)?.sort)),
        });
    }
    read
}

/// What stands in front of a name in its item.
pub(super) fn gap_before(known: Known<'_>, at: usize) -> Gap<'_> {
    let all = known.names.all();
    let Some(name) = all.get(at) else {
        return Gap::default();
    };
    let passage = known.names.passage_at(name.span.start);
    let passage = passage.and_then(|at| known.names.passages().get(at));
    let start = passage.map_or(0, |passage| passage.start);
    let previous = previous(known, at).and_then(|at| all.get(at));
    let start = previous.map_or(start, |previous| start.max(previous.span.end));
    Gap::of(known.texts.text(Span::new(start, name.span.start)))
}

/// The word before a name, if it stands in the same item.
pub(super) fn previous(known: Known<'_>, at: usize) -> Option<usize> {
    let all = known.names.all();
    let start = all.get(at)?.span.start;
    let before = all
        .get(..at)?
        .iter()
        .rposition(|name| name.span.end <= start)?;
    let passage = known.names.passage_at(start);
    (known.names.passage_at(all.get(before)?.span.start) == passage).then_some(before)
}

/// What an occurrence means, of this word.
pub(super) fn token<'a>(name: &Occurrence, word: &'a str) -> Token<'a> {
    match name.sense {
        Sense::Declared(id) => Token::Declared(id),
        Sense::Known(_) | Sense::Unknown => Token::Word(word),
    }
}

/// Where something is named, by positions in the list of all, those nearest before a stretch first, then those behind it.
pub(super) fn places<'a>(
    known: Known<'a>,
    token: Token<'_>,
    here: &Range<usize>,
) -> impl Iterator<Item = usize> + use<'a> {
    let places = match token {
        Token::Declared(id) => known.names.places_of(id),
        Token::Word(word) => known.names.places_of_known(word),
    };
    let before = places.partition_point(|&at| (at as usize) < here.start);
    let behind = places.partition_point(|&at| (at as usize) < here.end);
    let before = places.get(..before).unwrap_or_default();
    let behind = places.get(behind..).unwrap_or_default();
    before.iter().rev().chain(behind).map(|&at| at as usize)
}

/// The names of the item at hand, and what stands between the last one and the cursor.
pub(super) fn item<'a>(cursor: &Cursor<'a>, draft: &Draft) -> (Vec<Used<'a>>, Gap<'a>) {
    let text = cursor
        .text
        .get(cursor.item..cursor.word)
        .unwrap_or_default();
    let between = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default();
    let mut item: Vec<Used<'a>> = Vec::new();
    let mut end = 0;
    for name in draft.names.iter() {
        if name.span.start < end {
            continue;
        }
        let gap = Gap::of(between(end, name.span.start));
        let slot = gap.slot(item.last().map_or("", |used| used.slot));
        item.push(Used {
            token: token(name, between(name.span.start, name.span.end)),
            space: name.space,
            declares: name.declares,
            gap,
            slot,
            sort: draft.sort,
        });
        end = name.span.end;
    }
    let gap = Gap::of(text.get(end as usize..).unwrap_or_default());
    (item, gap)
}

/// Where the item at hand was among all names when they were found out, so that it does not speak for itself.
pub(super) fn here(known: Known<'_>, cursor: &Cursor<'_>) -> Range<usize> {
    let start = cursor.base + u32::try_from(cursor.item).unwrap_or_default();
    let all = known.names.all();
    let passages = known.names.passages();
    let next = passages.get(passages.partition_point(|passage| passage.start <= start));
    let end = next.map_or(u32::MAX, |passage| passage.start);
    let file = known.texts.file(cursor.file);
    let end = end.min(file.base + u32::try_from(file.text.len()).unwrap_or(u32::MAX));
    let position = |at: u32| all.partition_point(|name| name.span.start < at);
    position(start)..position(end.max(start))
}
