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
    let costs = Costs::of(cells, dots, line);
    for run in around(runs(&keep), &costs, room) {
        if let Some(part) = keep.get_mut(run) {
            part.fill(true);
        }
    }
    keep
}

/// Stretches with as much around them as there is room for.
fn around(mut runs: Vec<Range<usize>>, costs: &Costs<'_>, room: usize) -> Vec<Range<usize>> {
    loop {
        let more = grown(&runs, costs.cells.len());
        if more == runs || costs.of_runs(&more) > room {
            return runs;
        }
        runs = more;
    }
}

/// The stretches of characters that are kept.
fn runs(keep: &[bool]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in keep.iter().enumerate().filter(|&(_, &kept)| kept) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The stretches with one more character on each side, of so many that there are.
fn grown(runs: &[Range<usize>], count: usize) -> Vec<Range<usize>> {
    let mut more: Vec<Range<usize>> = Vec::with_capacity(runs.len());
    for run in runs {
        let (start, end) = (run.start.saturating_sub(1), (run.end + 1).min(count));
        match more.last_mut() {
            Some(last) if last.end >= start => last.end = end,
            _ => more.push(start..end),
        }
    }
    more
}

/// What it takes to show characters, so that a stretch of them is weighed at once.
struct Costs<'a> {
    cells: &'a [Cell],
    /// The cells that the characters before each take, and the dots for what lies between neighbours.
    sums: Vec<usize>,
    /// The cells that dots take.
    dots: usize,
    line: &'a Line<'a>,
}

impl<'a> Costs<'a> {
    fn of(cells: &'a [Cell], dots: &str, line: &'a Line<'a>) -> Self {
        let dots = dots.chars().count();
        let mut sums = Vec::with_capacity(cells.len() + 1);
        let mut sum = 0;
        let mut behind = None;
        sums.push(sum);
        for cell in cells {
            sum += cell.width;
            if behind.is_some_and(|behind| behind != cell.at) {
                sum += dots;
            }
            behind = Some(cell.behind);
            sums.push(sum);
        }
        Self {
            cells,
            sums,
            dots,
            line,
        }
    }

    /// The cells that some stretches take, with the dots.
    fn of_runs(&self, runs: &[Range<usize>]) -> usize {
        let mut used = 0;
        let mut behind = self.line.range.start;
        for run in runs {
            let (Some(first), Some(last)) = (
                self.cells.get(run.start),
                run.end.checked_sub(1).and_then(|last| self.cells.get(last)),
            ) else {
                continue;
            };
            let sum = |at: usize| self.sums.get(at).copied().unwrap_or_default();
            if first.at != behind {
                used += self.dots;
            }
            used += first.width + sum(run.end) - sum(run.start + 1);
            behind = last.behind;
        }
        if behind != self.line.range.end {
            used += self.dots;
        }
        used
    }
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

    /// The same by growing one character at a time and counting all of them again.
    fn chosen_slowly(
        cells: &[Cell],
        mut keep: Vec<bool>,
        room: usize,
        line: &Line<'_>,
    ) -> Vec<bool> {
        loop {
            let is_kept = |at: Option<usize>| at.is_some_and(|at| keep.get(at) == Some(&true));
            let more: Vec<bool> = (0..keep.len())
                .map(|at| is_kept(Some(at)) || is_kept(at.checked_sub(1)) || is_kept(Some(at + 1)))
                .collect();
            let mut used = 0;
            let mut behind = line.range.start;
            for (cell, _) in cells.iter().zip(&more).filter(|&(_, &kept)| kept) {
                used += usize::from(cell.at != behind) + cell.width;
                behind = cell.behind;
            }
            used += usize::from(behind != line.range.end);
            if more == keep || used > room {
                return keep;
            }
            keep = more;
        }
    }

    #[test]
    fn what_is_around_the_marks_grows_as_if_each_character_were_counted() {
        let text = "ab\tc 数据 e\u{301}f ".repeat(60);
        let line = Line {
            text: &text,
            range: 0..text.len(),
        };
        for room in [0, 1, 7, 20, 43, 76] {
            for starts in [&[][..], &[0], &[3, 4], &[40, 47], &[0, 300, 310, 900]] {
                let floor = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at));
                let marks: Vec<Range<usize>> = starts
                    .iter()
                    .map(|&at| floor(at).unwrap()..floor(at + 5).unwrap())
                    .collect();
                let cells = line.cells(&marks, room);
                // There is no room left to grow in.
                let first = chosen(&cells, &marks, room, "…", &line);
                let slow = chosen_slowly(&cells, first.clone(), room, &line);
                assert_eq!(first, slow, "{room} {starts:?}");
                let start: Vec<bool> = (0..cells.len()).map(|at| at % 37 == 5).collect();
                let costs = Costs::of(&cells, "…", &line);
                let fast = around(runs(&start), &costs, room);
                let slow = chosen_slowly(&cells, start, room, &line);
                assert_eq!(fast, runs(&slow), "{room} {starts:?}");
            }
        }
    }
}
