//! Source texts on one long number line, so that a span is two numbers and still knows its file.

use std::ops::Range;
use std::sync::Arc;

/// A file of a [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A stretch of source text, in bytes on the number line of a [`SourceMap`]; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One source text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// How the file is called in messages: a path relative to the package, with `/`.
    pub name: String,
    /// The text, as read.
    pub text: Arc<str>,
    /// Where the text begins on the number line.
    pub base: u32,
    line_starts: Vec<u32>,
    /// The lengths of the text up to each block of [`BLOCK`] bytes, so that no column is counted from the front of a long line.
    counts: Vec<Lengths>,
}

/// How many bytes lie between two places up to which a text is counted.
const BLOCK: usize = 1024;

/// The length of a stretch of text, in the units that readers count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lengths {
    /// In Unicode scalar values.
    pub characters: usize,
    /// In code units of UTF-16.
    pub utf16: usize,
}

impl Lengths {
    /// Of bytes of UTF-8, which may begin and end anywhere: a character counts where it begins.
    fn of(bytes: &[u8]) -> Self {
        let count = |begins: fn(u8) -> bool| bytes.iter().filter(|&&byte| begins(byte)).count();
        let characters = count(|byte| byte & 0xC0 != 0x80);
        let astral = count(|byte| byte >= 0xF0);
        Self {
            characters,
            utf16: characters + astral,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            characters: self.characters + other.characters,
            utf16: self.utf16 + other.utf16,
        }
    }
}

impl SourceFile {
    fn new(name: String, text: Arc<str>, base: u32) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|&(_, byte)| byte == b'\n')
                .filter_map(|(at, _)| u32::try_from(at + 1).ok()),
        );
        let mut so_far = Lengths::default();
        let counts = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let before = so_far;
                so_far = before.plus(Lengths::of(block));
                before
            })
            .collect();
        Self {
            name,
            text,
            base,
            line_starts,
            counts,
        }
    }

    /// The length of the line up to a local byte offset: its column, from 0. Looks at fewer than 1,024 bytes of each end.
    #[must_use]
    pub fn column_of(&self, offset: u32) -> Lengths {
        let line = self.line_of(offset);
        // A mark of the byte order is no character of the text.
        let mark = match line == 0 && self.text.starts_with('\u{feff}') {
            true => offset.min(3),
            false => 0,
        };
        let from = self.up_to((self.line_start(line) + mark) as usize);
        let to = self.up_to(offset as usize);
        Lengths {
            characters: to.characters.saturating_sub(from.characters),
            utf16: to.utf16.saturating_sub(from.utf16),
        }
    }

    fn up_to(&self, offset: usize) -> Lengths {
        let offset = offset.min(self.text.len());
        let block = offset / BLOCK;
        match self.counts.get(block) {
            Some(counted) => {
                let rest = self.text.as_bytes().get(block * BLOCK..offset);
                counted.plus(Lengths::of(rest.unwrap_or_default()))
            }
            // The end of a text that fills its last block, or an empty one.
            None => self.counts.last().map_or_else(Lengths::default, |counted| {
                let last = block.saturating_sub(1) * BLOCK;
                let rest = self.text.as_bytes().get(last..offset);
                counted.plus(Lengths::of(rest.unwrap_or_default()))
            }),
        }
    }

    /// The zero-based line that holds the local byte offset.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1)
    }

    /// The local byte offset at which a zero-based line starts; the end of the text for a line behind it.
    #[must_use]
    pub fn line_start(&self, line: usize) -> u32 {
        self.line_starts
            .get(line)
            .copied()
            .unwrap_or_else(|| byte_len(&self.text))
    }

    /// The stretch of the number line that the text covers.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.base, self.base.saturating_add(byte_len(&self.text)))
    }

    /// The number of lines, at least one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }
}

/// A place as people name it: one-based line, one-based column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode scalar values, from 1.
    pub column: usize,
}

/// All texts of a program. The first file added has the lowest offsets, so messages show it first.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
    /// How much each text may grow, in bytes, before those behind it would have to move.
    room: u32,
}

impl SourceMap {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map whose texts may each grow by this many bytes and stay where they are; see [`SourceMap::replace`].
    #[must_use]
    pub fn with_room(room: u32) -> Self {
        Self {
            files: Vec::new(),
            room,
        }
    }

    /// Adds a text. Returns `None` when the number line is full (4 GiB of source).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> Option<FileId> {
        let text = text.into();
        // One byte between files keeps the end of one apart from the start of the next.
        let base = match self.files.last() {
            Some(last) => last
                .base
                .checked_add(byte_len(&last.text))?
                .checked_add(self.room)?
                .checked_add(1)?,
            None => 0,
        };
        base.checked_add(u32::try_from(text.len()).ok()?)?;
        let id = FileId(u32::try_from(self.files.len()).ok()?);
        let file = SourceFile::new(name.into(), text, base);
        self.files.push(Arc::new(file));
        Some(id)
    }

    /// Puts another text in the place of one. All other texts stay where they are; returns `None` if it has no room between them.
    #[must_use]
    pub fn replace(&self, id: FileId, text: impl Into<Arc<str>>) -> Option<Self> {
        let text = text.into();
        let mut new = self.clone();
        let index = id.0 as usize;
        let base = self.files.get(index)?.base;
        let end = base.checked_add(u32::try_from(text.len()).ok()?)?;
        if self
            .files
            .get(index + 1)
            .is_some_and(|next| end >= next.base)
        {
            return None;
        }
        let slot = new.files.get_mut(index)?;
        *slot = Arc::new(SourceFile::new(slot.name.clone(), text, base));
        Some(new)
    }

    /// The file with this id.
    ///
    /// # Panics
    /// When the id is of another map.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids are only made by `add`")]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The position of a file in the order they were added.
    #[must_use]
    pub fn position(&self, id: FileId) -> usize {
        id.0 as usize
    }

    /// All files with their ids, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        let files = self.files.iter().map(|file| &**file);
        (0..).map(FileId).zip(files)
    }

    /// The file that holds a span, and the span's range in bytes of that file, cut to the file.
    #[must_use]
    pub fn locate(&self, span: Span) -> Option<(FileId, Range<usize>)> {
        let index = self
            .files
            .partition_point(|file| file.base <= span.start)
            .checked_sub(1)?;
        let file = self.files.get(index)?;
        let start = (span.start - file.base) as usize;
        let end = (span.end.max(span.start) - file.base) as usize;
        let len = file.text.len();
        Some((
            FileId(u32::try_from(index).ok()?),
            start.min(len)..end.min(len),
        ))
    }

    /// The text of a span; empty when the span is of another map.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.locate(span)
            .and_then(|(file, range)| self.file(file).text.get(range))
            .unwrap_or_default()
    }

    /// Line and column of the start of a span.
    #[must_use]
    pub fn line_column(&self, span: Span) -> Option<LineColumn> {
        let (id, range) = self.locate(span)?;
        let file = self.file(id);
        let offset = u32::try_from(range.start).ok()?;
        Some(LineColumn {
            line: file.line_of(offset) + 1,
            column: file.column_of(offset).characters + 1,
        })
    }
}

fn byte_len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "a test may fail where it stands")]
mod tests {
    use super::*;

    #[test]
    fn a_span_knows_its_file_line_and_column() {
        let mut map = SourceMap::new();
        let first = map.add("a", "one\ntwo").unwrap();
        let second = map.add("b", "é\nthree").unwrap();
        let base = map.file(second).base;
        let span = Span::new(base + 3, base + 8);
        assert_eq!(map.text(span), "three");
        assert_eq!(map.locate(span), Some((second, 3..8)));
        assert_eq!(
            map.line_column(span),
            Some(LineColumn { line: 2, column: 1 })
        );
        assert_eq!(map.locate(Span::new(4, 7)), Some((first, 4..7)));
    }

    #[test]
    fn a_text_is_replaced_where_it_stands_if_there_is_room() {
        let mut map = SourceMap::with_room(4);
        let first = map.add("a", "one").unwrap();
        let second = map.add("b", "two").unwrap();
        let base = map.file(second).base;
        let grown = map.replace(first, "one two").unwrap();
        assert_eq!(grown.text(Span::new(4, 7)), "two");
        assert_eq!(grown.file(second).base, base);
        assert_eq!(map.text(Span::new(0, 3)), "one");
        assert!(map.replace(first, "one two three").is_none());
        assert!(map.replace(second, "as long as it likes").is_some());
    }

    #[test]
    fn a_mark_of_the_byte_order_has_no_column() {
        let mut map = SourceMap::new();
        map.add("a", "\u{feff}policy\nby").unwrap();
        let column = |at| map.line_column(Span::new(at, at)).unwrap().column;
        assert_eq!([column(0), column(3), column(4), column(11)], [1, 1, 2, 2]);
    }

    #[test]
    fn columns_are_those_that_counting_from_the_front_of_the_line_gives() {
        let pieces = ["a", "é", "日", "🦀", "\n", "bc", "\r\n", "e\u{301}"];
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK] {
            let mut text = String::new();
            for at in 0.. {
                if text.len() >= length {
                    break;
                }
                // A line break now and then, and otherwise lines longer than blocks.
                let piece = pieces[at * 7 % pieces.len()];
                text.push_str(if piece.ends_with('\n') && at % 97 != 0 {
                    "x"
                } else {
                    piece
                });
            }
            let mut map = SourceMap::new();
            let id = map.add("a", text.as_str()).unwrap();
            let file = map.file(id);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let offset = u32::try_from(at).unwrap();
                let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                let before = &text[line..at];
                let expected = Lengths {
                    characters: before.chars().count(),
                    utf16: before.encode_utf16().count(),
                };
                assert_eq!(file.column_of(offset), expected, "at {at} of {length}");
            }
        }
    }
}
