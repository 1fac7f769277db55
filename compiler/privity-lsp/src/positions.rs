//! Places as editors count them: lines from 0, and columns in the units that were agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use privity::source::{FileId, SourceFile, SourceMap, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// Unicode scalar values.
    Utf32,
    /// Units of UTF-16, which every editor knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one that costs least among those that the editor offers.
    pub(crate) fn agreed(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// The protocol's name for it.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf32 => PositionEncodingKind::UTF32,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf32 => 1,
            Self::Utf16 => character.len_utf16(),
        }
    }

    /// The length of a text in these units.
    pub(crate) fn length(self, text: &str) -> u32 {
        number(match self {
            Self::Utf8 => text.len(),
            _ => text.chars().map(|character| self.width(character)).sum(),
        })
    }

    /// The byte of a line at a column; the end of the line for a column behind it, the start of the character for one within it.
    pub(crate) fn byte_of(self, line: &str, column: u32) -> usize {
        let line = line.trim_end_matches(['\n', '\r']);
        let column = column as usize;
        let mut units = 0;
        for (at, character) in line.char_indices() {
            units += self.width(character);
            if units > column {
                return at;
            }
        }
        line.len()
    }
}

/// The range of a span within its file.
pub(crate) fn range(sources: &SourceMap, span: Span, encoding: Encoding) -> Option<Range> {
    let (id, local) = sources.locate(span)?;
    let file = sources.file(id);
    Some(Range::new(
        position(file, local.start, encoding),
        position(file, local.end, encoding),
    ))
}

/// The position of a byte of a file.
pub(crate) fn position(file: &SourceFile, offset: usize, encoding: Encoding) -> Position {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let line = file.line_of(offset);
    let column = match encoding {
        Encoding::Utf8 => (offset - file.line_start(line)) as usize,
        Encoding::Utf32 => file.column_of(offset).characters,
        Encoding::Utf16 => file.column_of(offset).utf16,
    };
    Position::new(number(line), number(column))
}

/// The byte of a file at a position; the nearest one for a position that is not in the text.
pub(crate) fn offset(file: &SourceFile, position: Position, encoding: Encoding) -> u32 {
    let line = position.line as usize;
    let (start, end) = (file.line_start(line), file.line_start(line + 1));
    let text = file.text.get(start as usize..end as usize);
    start + number(encoding.byte_of(text.unwrap_or_default(), position.character))
}

/// The place on the number line of a position of a file.
pub(crate) fn place(
    sources: &SourceMap,
    file: FileId,
    position: Position,
    encoding: Encoding,
) -> u32 {
    let file = sources.file(file);
    file.base + offset(file, position, encoding)
}

/// The range of a whole text.
pub(crate) fn whole(text: &str, encoding: Encoding) -> Range {
    let line = text.matches('\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    Range::new(
        Position::new(0, 0),
        Position::new(number(line), encoding.length(last)),
    )
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf32, Encoding::Utf16];

    #[test]
    fn a_character_beyond_the_basic_plane_counts_in_each_unit() {
        let mut sources = SourceMap::new();
        sources.add("a", "one\n\"🦀\" x\n").unwrap();
        let at = u32::try_from("one\n\"🦀\" ".len()).unwrap();
        let columns = ALL.map(|encoding| {
            let range = range(&sources, Span::new(at, at + 1), encoding).unwrap();
            assert_eq!(range.start.line, 1);
            assert_eq!(range.end.character, range.start.character + 1);
            range.start.character
        });
        assert_eq!(columns, [7, 4, 5]);
    }

    #[test]
    fn a_position_and_its_byte_lead_to_each_other() {
        let text = "é🦀\r\n日 x\n\nlast 🦀";
        let mut sources = SourceMap::new();
        let id = sources.add("a", text).unwrap();
        let file = sources.file(id);
        for encoding in ALL {
            for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
                if character == '\n' && text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r') {
                    continue;
                }
                let position = position(file, at, encoding);
                assert_eq!(
                    offset(file, position, encoding) as usize,
                    at,
                    "{position:?}"
                );
            }
        }
    }

    #[test]
    fn a_position_outside_of_the_text_is_moved_into_it() {
        let mut sources = SourceMap::new();
        let id = sources.add("a", "ab\r\n🦀c").unwrap();
        let file = sources.file(id);
        let at = |line, column| offset(file, Position::new(line, column), Encoding::Utf16);
        assert_eq!(at(0, 99), 2);
        assert_eq!(at(1, 1), 4);
        assert_eq!(at(9, 9), 9);
    }

    #[test]
    fn the_whole_of_a_text_ends_behind_its_last_character() {
        let end = |text| whole(text, Encoding::Utf16).end;
        assert_eq!(end("a\nbc"), Position::new(1, 2));
        assert_eq!(end("a\n"), Position::new(1, 0));
        assert_eq!(end(""), Position::new(0, 0));
    }
}
