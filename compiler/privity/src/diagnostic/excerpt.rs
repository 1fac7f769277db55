//! Which lines of the source a picture shows, and how much of each.
//!
//! Everything here looks at the lines around the labels and never at the whole text, so a finding costs the same in a file of a hundred
//! lines and in one of a hundred thousand.

use std::ops::Range;

use super::line::{Line, Strip};
use super::shown::harmless;
use super::{Diagnostic, Label};
use crate::source::{SourceFile, SourceMap};

/// Places that go over more lines than this are marked at their beginning only.
const MOST_LINES: usize = 16;
/// Labels that are further apart than this many lines are shown in pictures of their own.
const NEAR: usize = 4;
/// The cells that the number of a line leaves to its text, besides its digits.
const FRAME: usize = 3;
/// Below this, text is not pressed into the cells right of its place.
const LEAST_ROOM: usize = 24;

/// A part of a file that is shown in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The name of the file, as its source has it.
    pub(super) file: String,
    /// Line and column, from 1, of the label that the excerpt is about.
    pub(super) place: (usize, usize),
    /// The number of the first line.
    pub(super) first_line: usize,
    /// The lines, joined by line breaks; long ones in part.
    pub(super) text: String,
    /// What is marked in the text.
    pub(super) marks: Vec<Mark>,
}

/// A stretch of the text of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// In bytes of the text.
    pub(super) range: Range<usize>,
    /// What is said about it, line by line.
    pub(super) words: Vec<String>,
    /// Whether this is where the finding stands.
    pub(super) is_primary: bool,
}

/// The excerpts of a finding, the one with its place first; and, numbered from 1, the labels that have no room beside their places.
pub(super) fn excerpts(
    sources: &SourceMap,
    finding: &Diagnostic,
    width: usize,
    dots: &str,
) -> (Vec<Excerpt>, Vec<String>) {
    let primary = finding.primary.iter().map(|label| (label, true));
    let others = finding.labels.iter().map(|label| (label, false));
    let mut places: Vec<Placed<'_>> = primary
        .chain(others)
        .filter_map(|(label, is_primary)| Placed::of(sources, label, is_primary))
        .collect();
    let Some(home) = places.first().map(|place| place.position) else {
        return (Vec::new(), Vec::new());
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
    let with_primary = clusters
        .iter()
        .position(|c| c.iter().any(|place| place.is_primary));
    if let Some(at) = with_primary {
        let first = clusters.remove(at);
        clusters.insert(0, first);
    }
    let mut footnotes = Vec::new();
    let excerpts = clusters
        .iter()
        .filter_map(|cluster| excerpt(cluster, width, dots, &mut footnotes))
        .collect();
    (excerpts, footnotes)
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
    width: usize,
    dots: &str,
    footnotes: &mut Vec<String>,
) -> Option<Excerpt> {
    let about = cluster.iter().find(|place| place.is_primary);
    let about = about.or(cluster.first())?;
    let file = about.file;
    let first = cluster.iter().map(|place| place.lines.0).min().unwrap_or(0);
    let last = cluster.iter().map(|place| place.lines.1).max().unwrap_or(0);
    // A line of context on both sides; the empty line behind the last break is none.
    let shown_first = first.saturating_sub(1);
    let has_more = last + 2 < file.line_count()
        || (last + 1 < file.line_count() && !line_range(file, last + 1).is_empty());
    let shown_last = if has_more { last + 1 } else { last };
    let over_lines = cluster
        .iter()
        .filter(|place| place.lines.0 < place.lines.1)
        .count();
    let bars = if over_lines > 0 { over_lines + 2 } else { 0 };
    let digits = (shown_last + 1).to_string().len();
    let room = width.saturating_sub(digits + FRAME + bars).max(8);

    let mut text = String::new();
    let mut strips: Vec<(usize, Strip)> = Vec::new();
    for number in shown_first..=shown_last {
        let range = line_range(file, number);
        let ends: Vec<Range<usize>> = cluster
            .iter()
            .filter(|place| place.lines.0 <= number && number <= place.lines.1)
            .map(|place| {
                // Of a place over several lines only the beginning and the end have to be seen.
                let start = if place.lines.0 == number {
                    place.range.start
                } else {
                    place.range.end
                };
                let end = if place.lines.1 == number {
                    place.range.end
                } else {
                    place.range.start
                };
                let within = |at: usize| at.clamp(range.start, range.end);
                within(start.min(end))..within(end.max(start))
            })
            .collect();
        let line = Line {
            text: &file.text,
            range,
        };
        // Behind the last mark there may have to be the number of a note.
        let number_room = if ends.is_empty() { 0 } else { 4 };
        let strip = line.strip(&ends, room - number_room, dots);
        if number > shown_first {
            text.push('\n');
        }
        strips.push((text.len(), strip));
        if let Some((_, strip)) = strips.last() {
            text.push_str(&strip.text);
        }
    }
    let strip_of = |line: usize| strips.get(line - shown_first);
    let marks = cluster
        .iter()
        .filter_map(|place| {
            let (first_base, first_strip) = strip_of(place.lines.0)?;
            let (last_base, last_strip) = strip_of(place.lines.1)?;
            let start = first_base + first_strip.start_of(place.range.start);
            let end = (last_base + last_strip.end_of(place.range.end)).max(start);
            Some((place, start..end))
        })
        .collect::<Vec<_>>();
    let marks = marks
        .iter()
        .map(|(place, range)| {
            let neighbours = marks
                .iter()
                .filter(|(other, _)| other.lines == place.lines && other.lines.0 == other.lines.1);
            let beside = neighbours.clone().all(|(other, theirs)| {
                std::ptr::eq(other.label, place.label) || theirs.end < range.start
            });
            let strip = strip_of(place.lines.1).map(|(base, strip)| (*base, strip));
            let cells = |at: usize| strip.map_or(0, |(base, strip)| strip.cells_to(at - base));
            let words = &harmless(&place.label.text).into_owned();
            let placed = if place.lines.0 < place.lines.1 {
                let left = room.saturating_sub(cells(range.end) + 1);
                (textwrap::core::display_width(words) <= left).then(|| vec![words.clone()])
            } else {
                fitted(words, room, cells(range.start), cells(range.end), beside)
            };
            let words = match placed {
                _ if words.is_empty() => Vec::new(),
                Some(lines) => lines,
                None => {
                    footnotes.push(words.clone());
                    vec![format!("[{}]", footnotes.len())]
                }
            };
            Mark {
                range: range.clone(),
                words,
                is_primary: place.is_primary,
            }
        })
        .collect();
    let offset = u32::try_from(about.range.start).unwrap_or(u32::MAX);
    Some(Excerpt {
        file: file.name.clone(),
        place: (about.lines.0 + 1, file.column_of(offset).characters + 1),
        first_line: shown_first + 1,
        text,
        marks,
    })
}

/// The words of a label in the lines that its picture has room for; `None` when they belong below it. A label that stands alone or
/// rightmost is written behind its mark, another one hangs below it.
fn fitted(words: &str, room: usize, start: usize, end: usize, beside: bool) -> Option<Vec<String>> {
    let long = textwrap::core::display_width(words);
    let is_one_line = !words.contains('\n');
    if beside && is_one_line && end + 1 + long <= room {
        return Some(vec![words.to_owned()]);
    }
    let below = room.saturating_sub(start);
    if below < LEAST_ROOM.min(long) {
        return None;
    }
    // What stands rightmost hangs below its mark only if it has several lines.
    let lines = if beside && is_one_line && long <= below {
        let names = words.split_whitespace().map(textwrap::core::display_width);
        let longest = names.max().unwrap_or(0);
        (long.div_ceil(2) + 4).max(longest).min(long - 1)
    } else {
        below
    };
    Some(super::wrapped(words, lines))
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
