//! A line of source in a given room: what matters stays, and dots stand for the rest.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use super::shown::harmless_character;

/// How many cells a tab takes.
const TAB: usize = 4;

/// A line of a text.
pub(super) struct Line<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The line in it, without its line break.
    pub(super) range: Range<usize>,
}

/// What is shown of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Strip {
    /// As it is shown.
    pub(super) text: String,
    /// For every character of the source that is shown: its offset there, the offset behind it, and the same in `text`.
    kept: Vec<(Range<usize>, Range<usize>)>,
}

/// A character of the source.
struct Cell {
    at: usize,
    behind: usize,
    shown: char,
    width: usize,
}

impl Line<'_> {
    /// The line in `room` cells, with the beginnings of the marks in it, as much of each as there is room for, and then what is around them.
    pub(super) fn strip(&self, marks: &[Range<usize>], room: usize, dots: &str) -> Strip {
        let cells = self.cells(marks, room);
        let total: usize = cells.iter().map(|cell| cell.width).sum();
        let is_whole = cells.first().is_none_or(|cell| cell.at == self.range.start)
            && cells
                .last()
                .is_none_or(|cell| cell.behind == self.range.end)
            && cells
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if a.behind == b.at));
        if is_whole && total <= room {
            return assemble(&cells, &vec![true; cells.len()], self, dots);
        }
        let keep = chosen(&cells, marks, room, dots, self);
        assemble(&cells, &keep, self, dots)
    }

    /// The characters near the marks, or at the front: never more than a few times the room for each, however long the line is.
    fn cells(&self, marks: &[Range<usize>], room: usize) -> Vec<Cell> {
        let reach = 4 * room;
        let mut near: Vec<Range<usize>> = marks
            .iter()
            .flat_map(|mark| [mark.start, mark.end])
            .chain(marks.is_empty().then_some(self.range.start))
            .map(|at| {
                let from = at.saturating_sub(reach).max(self.range.start);
                from..at.saturating_add(reach).min(self.range.end)
            })
            .collect();
        near.sort_by_key(|part| part.start);
        let mut cells: Vec<Cell> = Vec::new();
        for part in near {
            let mut from = part.start.max(cells.last().map_or(0, |cell| cell.behind));
            while !self.text.is_char_boundary(from) {
                from += 1;
            }
            let rest = self.text.get(from..self.range.end).unwrap_or_default();
            for (at, c) in rest.char_indices() {
                if from + at >= part.end {
                    break;
                }
                let shown = harmless_character(c);
                cells.push(Cell {
                    at: from + at,
                    behind: from + at + c.len_utf8(),
                    shown,
                    width: if c == '\t' {
                        TAB
                    } else {
                        shown.width().unwrap_or(1)
                    },
                });
            }
        }
        cells
    }
}

/// Which characters are shown.
fn chosen(
    cells: &[Cell],
    marks: &[Range<usize>],
    room: usize,
    dots: &str,
    line: &Line<'_>,
) -> Vec<bool> {
    let mut keep = vec![false; cells.len()];
    // Each mark has its share of the room, so that every one is seen.
    let share = (room / (marks.len() + 1)).max(1);
    for mark in marks {
        let mut left = share;
        for (cell, kept) in cells.iter().zip(&mut keep) {
            let inside = mark.contains(&cell.at) || (mark.is_empty() && cell.behind == mark.start);
            if inside && left >= cell.width {
                *kept = true;
                left -= cell.width;
            }
        }
    }
    if marks.is_empty()
        && let Some(first) = keep.first_mut()
    {
        *first = true;
    }
    // What is around them grows on both sides for as long as there is room.
    loop {
        let mut more = keep.clone();
        for at in 0..keep.len() {
            let beside = at
                .checked_sub(1)
                .is_some_and(|left| keep.get(left) == Some(&true))
                || keep.get(at + 1) == Some(&true);
            if let Some(slot) = more.get_mut(at) {
                *slot |= beside;
            }
        }
        if more == keep || used(cells, &more, dots, line) > room {
            return keep;
        }
        keep = more;
    }
}

/// The cells that the chosen characters take, with the dots.
fn used(cells: &[Cell], keep: &[bool], dots: &str, line: &Line<'_>) -> usize {
    let mut used = 0;
    let mut behind = line.range.start;
    for (cell, _) in cells.iter().zip(keep).filter(|&(_, &kept)| kept) {
        if cell.at != behind {
            used += dots.chars().count();
        }
        used += cell.width;
        behind = cell.behind;
    }
    if behind != line.range.end {
        used += dots.chars().count();
    }
    used
}

fn assemble(cells: &[Cell], keep: &[bool], line: &Line<'_>, dots: &str) -> Strip {
    let mut strip = Strip {
        text: String::new(),
        kept: Vec::new(),
    };
    let mut behind = line.range.start;
    for (cell, _) in cells.iter().zip(keep).filter(|&(_, &kept)| kept) {
        if cell.at != behind {
            strip.text.push_str(dots);
        }
        let from = strip.text.len();
        if cell.shown == '\t' {
            strip.text.push_str(&" ".repeat(TAB));
        } else {
            strip.text.push(cell.shown);
        }
        strip
            .kept
            .push((cell.at..cell.behind, from..strip.text.len()));
        behind = cell.behind;
    }
    if behind != line.range.end {
        strip.text.push_str(dots);
    }
    strip
}

impl Strip {
    /// Where a mark that begins at an offset of the source begins in the strip.
    pub(super) fn start_of(&self, offset: usize) -> usize {
        let next = self.kept.iter().find(|(source, _)| source.end > offset);
        match next {
            Some((_, shown)) => shown.start,
            None => self.kept.last().map_or(0, |(source, shown)| {
                if source.end >= offset {
                    shown.end
                } else {
                    self.text.len()
                }
            }),
        }
    }

    /// Where a mark that ends at an offset of the source ends in the strip: behind the dots if its end is among what they stand for.
    pub(super) fn end_of(&self, offset: usize) -> usize {
        let last = self
            .kept
            .iter()
            .rposition(|(source, _)| source.start < offset);
        let Some(last) = last else {
            return 0;
        };
        let Some((source, shown)) = self.kept.get(last) else {
            return 0;
        };
        if source.end >= offset {
            return shown.end;
        }
        self.kept
            .get(last + 1)
            .map_or(self.text.len(), |(_, next)| next.start)
    }

    /// The cells in front of an offset of the strip.
    pub(super) fn cells_to(&self, offset: usize) -> usize {
        let front = self
            .text
            .get(..offset.min(self.text.len()))
            .unwrap_or_default();
        front.chars().map(|c| c.width().unwrap_or(1)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(text: &str, marked: &[&str], room: usize) -> (String, Vec<String>) {
        let line = Line {
            text,
            range: 0..text.len(),
        };
        let marks: Vec<Range<usize>> = marked
            .iter()
            .map(|word| {
                let at = text.find(word).unwrap();
                at..at + word.len()
            })
            .collect();
        let strip = line.strip(&marks, room, "…");
        let seen = marks
            .iter()
            .map(|mark| {
                let range = strip.start_of(mark.start)..strip.end_of(mark.end);
                strip.text.get(range).unwrap().to_owned()
            })
            .collect();
        (strip.text, seen)
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let (text, seen) = strip("permit\tshare name", &["share"], 40);
        assert_eq!(text, "permit    share name");
        assert_eq!(seen, ["share"]);
    }

    #[test]
    fn of_a_long_line_the_marks_and_what_is_around_them_stay() {
        let long = format!(
            "begin {} here {} there {}",
            "a ".repeat(99),
            "b ".repeat(999),
            "c ".repeat(99)
        );
        let (text, seen) = strip(&long, &["here", "there"], 40);
        assert!(text.chars().count() <= 40, "{text}");
        assert_eq!(text, "…a a a  here b b b …b b b  there c c c …");
        assert_eq!(seen, ["here", "there"]);
    }

    #[test]
    fn a_mark_that_is_too_long_is_shown_in_part() {
        let (text, seen) = strip(
            "permit share name, postal_address, email_address",
            &["share name, postal_address"],
            20,
        );
        assert!(text.chars().count() <= 20, "{text}");
        assert!(
            seen[0].starts_with("share name") && seen[0].ends_with('…'),
            "{seen:?}"
        );
    }

    #[test]
    fn wide_characters_take_two_cells() {
        let (text, _) = strip(&"日本".repeat(30), &["本日"], 20);
        let cells: usize = text.chars().map(|c| c.width().unwrap()).sum();
        assert!(cells <= 20, "{text}");
    }

    #[test]
    fn a_megabyte_is_not_read() {
        let long = format!("{}@{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
        let at = 1 << 20;
        let line = Line {
            text: &long,
            range: 0..long.len(),
        };
        let cells = line.cells(
            &[Range {
                start: at,
                end: at + 1,
            }],
            80,
        );
        assert!(cells.len() <= 8 * 80 + 1, "{}", cells.len());
    }
}
