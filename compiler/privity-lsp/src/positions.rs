//! Places as editors count them: lines from 0, and columns in units of UTF-16.

use gen_lsp_types::{Position, Range};
use privity::source::{SourceFile, SourceMap, Span};

/// The range of a span within its file.
pub(crate) fn range(sources: &SourceMap, span: Span) -> Option<Range> {
    let (id, local) = sources.locate(span)?;
    let file = sources.file(id);
    Some(Range::new(
        position(file, local.start),
        position(file, local.end),
    ))
}

fn position(file: &SourceFile, offset: usize) -> Position {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let line = file.line_of(offset);
    let units = file.column_of(offset).utf16;
    Position::new(number(line), number(units))
}

/// The range of a whole text.
pub(crate) fn whole(text: &str) -> Range {
    let line = text.matches('\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    let units: usize = last.chars().map(char::len_utf16).sum();
    Range::new(
        Position::new(0, 0),
        Position::new(number(line), number(units)),
    )
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_beyond_the_basic_plane_counts_twice() {
        let mut sources = SourceMap::new();
        sources.add("a", "one\n\"🦀\" x\n").unwrap();
        let at = u32::try_from("one\n\"🦀\" ".len()).unwrap();
        let range = range(&sources, Span::new(at, at + 1)).unwrap();
        assert_eq!(range, Range::new(Position::new(1, 5), Position::new(1, 6)));
    }

    #[test]
    fn the_whole_of_a_text_ends_behind_its_last_character() {
        assert_eq!(whole("a\nbc").end, Position::new(1, 2));
        assert_eq!(whole("a\n").end, Position::new(1, 0));
        assert_eq!(whole("").end, Position::new(0, 0));
    }
}
