//! What of the source a picture shows: the lines around the labels as a text of their own, which miette draws from.
//!
//! Everything here looks at the lines around the labels, by the index of the file, and never at the whole text, so a finding costs the
//! same in a file of a hundred lines and in one of a hundred thousand.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::line::{Line, Strip};
use super::marks::{Mark, Page, apart};
use super::place::shown_name;
use super::shown::{escaped, harmless};
use super::{Diagnostic, Label};
use crate::source::{SourceFile, SourceMap};

/// Places that go over more lines than this are marked at their beginning only.
const MOST_LINES: usize = 16;
/// Labels that are further apart than this many lines are shown in pictures of their own.
const NEAR: usize = 4;
/// The cells that the number of a line leaves to its text, besides its digits.
const FRAME: usize = 4;

/// The parts of the sources that a finding shows, one behind the other on a number line of their own: the one with its place first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Excerpts(Vec<Excerpt>);

/// A part of a file that is shown in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Excerpt {
    /// The file as the reader knows it.
    name: String,
    /// Where the text begins on the number line of the excerpts.
    base: usize,
    /// The first line, from 0.
    first_line: usize,
    /// The lines, each with a line break behind it; long ones in part.
    text: String,
    /// What is marked in the text, from left to right.
    marks: Vec<Mark>,
}

impl Excerpts {
    /// What to show of a finding on a page of this width; `dots` stand for what is left out.
    pub(super) fn of(
        sources: &SourceMap,
        finding: &Diagnostic,
        folder: &str,
        width: usize,
        dots: &str,
    ) -> Self {
        let primary = finding.primary.iter().map(|label| (label, true));
        let others = finding.labels.iter().map(|label| (label, false));
        let mut places: Vec<Placed<'_>> = primary
            .chain(others)
            .filter_map(|(label, is_primary)| Placed::of(sources, label, is_primary))
            .collect();
        let Some(home) = places.first().map(|place| place.position) else {
            return Self::default();
        };
        // The file of the finding first, then the others; in each from top to bottom.
        places.sort_by_key(|place| {
            (
                place.position != home,
                place.position,
                place.range.start,
                place.range.end,
            )
        });
        let mut clusters: Vec<Vec<Placed<'_>>> = Vec::new();
        for place in places {
            match clusters.last_mut() {
                Some(cluster) if is_near(cluster, &place) => cluster.push(place),
                _ => clusters.push(vec![place]),
            }
        }
        // The sort is stable: the others stay in their order.
        clusters.sort_by_key(|cluster| !cluster.iter().any(|place| place.is_primary));
        let mut excerpts = Self::default();
        let mut base = 0;
        for cluster in &clusters {
            if let Some(excerpt) = excerpt(cluster, base, folder, width, dots) {
                base += excerpt.text.len();
                excerpts.0.push(excerpt);
            }
        }
        excerpts
    }

    /// What is marked, in the order in which it is shown.
    pub(super) fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.0.iter().flat_map(|excerpt| &excerpt.marks)
    }

    /// The bytes of text that are shown.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|excerpt| excerpt.text.len()).sum()
    }
}

impl SourceCode for Excerpts {
    /// The whole excerpt around the span. Without context, which is how miette asks for the place in the header, line and column are
    /// those of the mark in its file.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset().saturating_add(span.len());
        // Refusing what crosses into another excerpt is what gives each its own header.
        let excerpt = self
            .0
            .iter()
            .find(|excerpt| {
                excerpt.base <= span.offset() && end < excerpt.base + excerpt.text.len()
            })
            .ok_or(MietteError::OutOfBounds)?;
        let range = span.offset()..end;
        let mark = excerpt.marks.iter().find(|mark| mark.range == range);
        let (line, column) = match mark {
            Some(mark) if lines_before == 0 => mark.place,
            _ => (excerpt.first_line, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            excerpt.name.clone(),
            excerpt.text.as_bytes(),
            (excerpt.base, excerpt.text.len()).into(),
            line,
            column,
            excerpt.text.matches('\n').count(),
        )))
    }
}

/// A label with its file.
struct Placed<'a> {
    label: &'a Label,
    is_primary: bool,
    file: &'a SourceFile,
    /// The position of the file among the sources.
    position: usize,
    /// In bytes of the file: on character borders, and not over too many lines.
    range: Range<usize>,
    /// The lines of the range, from 0.
    lines: (usize, usize),
}

impl<'a> Placed<'a> {
    fn of(sources: &'a SourceMap, label: &'a Label, is_primary: bool) -> Option<Self> {
        let (id, range) = sources.locate(label.span)?;
        let file = sources.file(id);
        let text: &str = &file.text;
        let mut start = floor(text, range.start);
        // The place behind the last line is the end of that line.
        if start == text.len() && start > 0 && text.ends_with('\n') {
            start -= 1;
            if text
                .get(..start)
                .is_some_and(|before| before.ends_with('\r'))
            {
                start -= 1;
            }
        }
        let mut end = floor(text, range.end).max(start);
        let first = line_of(file, start);
        // A stretch that ends with a line break ends with that line.
        let mut last = line_of(file, end.max(start + 1) - 1);
        if last - first > MOST_LINES {
            last = first;
        }
        end = end.min(line_range(file, last).end).max(start);
        Some(Self {
            label,
            is_primary,
            file,
            position: sources.position(id),
            range: start..end,
            lines: (first, last),
        })
    }

    fn is_on_one_line(&self) -> bool {
        self.lines.0 == self.lines.1
    }

    /// The part of a line that has to be seen. Of a place over several lines that is only where it begins and ends.
    fn ends_on(&self, number: usize, line: &Range<usize>) -> Range<usize> {
        let start = if self.lines.0 == number {
            self.range.start
        } else {
            self.range.end
        };
        let end = if self.lines.1 == number {
            self.range.end
        } else {
            self.range.start
        };
        let within = |at: usize| at.clamp(line.start, line.end);
        within(start.min(end))..within(end.max(start))
    }

    /// The place as a mark in what is shown.
    fn mark(&self, range: Range<usize>) -> Mark {
        let offset = u32::try_from(self.range.start).unwrap_or(u32::MAX);
        Mark {
            range,
            words: harmless(&self.label.text).into_owned(),
            is_primary: self.is_primary,
            place: (self.lines.0, self.file.column_of(offset).characters),
        }
    }
}

fn is_near(cluster: &[Placed<'_>], place: &Placed<'_>) -> bool {
    let last = cluster.iter().map(|other| other.lines.1).max();
    cluster
        .first()
        .is_some_and(|first| first.position == place.position)
        && last.is_some_and(|last| place.lines.0 <= last + NEAR)
}

fn excerpt(
    cluster: &[Placed<'_>],
    base: usize,
    folder: &str,
    width: usize,
    dots: &str,
) -> Option<Excerpt> {
    let file = cluster.first()?.file;
    let first = cluster.iter().map(|place| place.lines.0).min().unwrap_or(0);
    let last = cluster.iter().map(|place| place.lines.1).max().unwrap_or(0);
    // A line of context on both sides; the empty line behind the last break is none.
    let shown_first = first.saturating_sub(1);
    let has_more = last + 2 < file.line_count()
        || (last + 1 < file.line_count() && !line_range(file, last + 1).is_empty());
    let shown_last = if has_more { last + 1 } else { last };
    let over_lines = cluster.iter().filter(|place| !place.is_on_one_line());
    let bars = match over_lines.count() {
        0 => 0,
        places => places + 3,
    };
    let digits = (shown_last + 1).to_string().len();
    let page = Page::of(width.saturating_sub(digits + FRAME + bars));

    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut strips: Vec<(usize, Strip)> = Vec::new();
    for number in shown_first..=shown_last {
        let (strip, of_line) = shown_line(cluster, number, &page, dots);
        let at = base + text.len();
        marks.extend(of_line.into_iter().map(|mark| mark.moved(at)));
        text.push_str(&strip.text);
        text.push('\n');
        strips.push((at, strip));
    }
    for place in cluster.iter().filter(|place| !place.is_on_one_line()) {
        let (first_at, first) = strips.get(place.lines.0 - shown_first)?;
        let (last_at, last) = strips.get(place.lines.1 - shown_first)?;
        let range =
            first_at + first.start_of(place.range.start)..last_at + last.end_of(place.range.end);
        marks.push(place.mark(range).wrapped(page.room));
    }
    marks.sort_by_key(|mark| mark.range.start);
    Some(Excerpt {
        name: escaped(&shown_name(&file.name, folder)),
        base,
        first_line: shown_first,
        text,
        marks,
    })
}

/// A line as it is shown, and what is marked in it alone, in bytes of what is shown.
fn shown_line(
    cluster: &[Placed<'_>],
    number: usize,
    page: &Page,
    dots: &str,
) -> (Strip, Vec<Mark>) {
    let Some(file) = cluster.first().map(|place| place.file) else {
        return (Strip::default(), Vec::new());
    };
    let line = Line {
        text: &file.text,
        range: line_range(file, number),
    };
    let ends: Vec<Range<usize>> = cluster
        .iter()
        .filter(|place| place.lines.0 <= number && number <= place.lines.1)
        .map(|place| place.ends_on(number, &line.range))
        .collect();
    let shown_in = |room: usize| {
        let strip = line.strip(&ends, room, dots);
        let marks = cluster
            .iter()
            .filter(|place| place.is_on_one_line() && place.lines.0 == number)
            .map(|place| {
                let start = strip.start_of(place.range.start);
                place.mark(start..strip.end_of(place.range.end).max(start))
            })
            .collect();
        let marks = apart(marks, &strip.text);
        (strip, marks)
    };
    let (mut strip, mut marks) = shown_in(page.room);
    // A line whose marks leave too little room for their words is cut further.
    if let Some(room) = page.cut_for(&marks, &strip) {
        (strip, marks) = shown_in(room);
    }
    let marks = marks
        .into_iter()
        .map(|mark| {
            let room = page.beside(&mark, &strip);
            mark.wrapped(room)
        })
        .collect();
    (strip, marks)
}

/// The range of a line without its line break.
fn line_range(file: &SourceFile, line: usize) -> Range<usize> {
    let start = file.line_start(line) as usize;
    let mut end = file.line_start(line + 1) as usize;
    for mark in ['\n', '\r'] {
        if end > start
            && file
                .text
                .get(..end)
                .is_some_and(|text| text.ends_with(mark))
        {
            end -= 1;
        }
    }
    start..end
}

fn line_of(file: &SourceFile, offset: usize) -> usize {
    file.line_of(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// The border of a character at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
