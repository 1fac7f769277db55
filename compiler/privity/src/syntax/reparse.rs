//! The tree of a text in which something has changed, from the tree that it had: only the items around the change are read again.

use std::ops::Range;

use super::ast::shift::Shift as _;
use super::ast::{Lost, LostSort, Waiver};
use super::scan::Scan;
use super::tree::Tree;
use super::{habits, parse};
use crate::diagnostic::Report;
use crate::source::{SourceFile, Span};

/// How many items before and behind the change are read again with it. An item may go on where the next one began, and reading looks a few
/// words ahead.
const AROUND: usize = 2;

/// The tree of `new`, which stands where `old` stood, as [`parse`](super::parse()) gives it, and what is wrong with it. `tree` is that of `old`,
/// in which nothing was found.
///
/// `None` if the change may have more to do with the rest of the text: it is to be read whole then.
#[must_use]
pub fn reparse(tree: &Tree, old: &str, new: &SourceFile) -> Option<(Tree, Report)> {
    let head = tree.head();
    if head.lost != Lost::default() {
        return None;
    }
    let change = Change::between(old, &new.text);
    let local = |at: u32| at.wrapping_sub(new.base) as usize;
    let count = tree.len();
    // The first item that the change may touch, and the first one behind it.
    let touched = tree.partition_point(|span| local(span.end) < change.old.start);
    let behind = tree.partition_point(|span| local(span.start) <= change.old.end);
    let first = touched.saturating_sub(AROUND);
    let last = (behind + AROUND).min(count);
    let start = match first.checked_sub(1).and_then(|before| tree.span(before)) {
        Some(span) => line_end(old, local(span.end))?,
        None => 0,
    };
    let old_end = match last < count {
        true => local(tree.span(last.checked_sub(1)?)?.end),
        false => old.len(),
    };
    if start > change.old.start || old_end < change.old.end {
        return None;
    }
    let end = old_end - change.old.end + change.new_end;
    let base = new.base + u32::try_from(start).ok()?;
    let stretch = new.text.get(start..end)?;
    if habits::binary(&new.text, new.base).is_some() {
        return None;
    }
    let read = |text: &str, report: &mut Report| {
        let scan = Scan::new(text, new.base);
        let part = scan.part(&new.text, new.base, start..end)?;
        Some(parse::read(head.file, &part, base, report))
    };
    let mut report = Report::new();
    let alone = Scan::new(stretch, base);
    let mut read_again = match alone.is_plain() {
        // Whole items on both sides have nothing open that could lie over them.
        true => parse::read(head.file, &alone, base, &mut report),
        false => read(&new.text, &mut report)?,
    };
    if report.has_errors() {
        let foreign = habits::find(&new.text);
        if foreign.len() > count - (last - first) {
            return None;
        }
        if !foreign.is_empty() {
            report = Report::new();
            let text = parse::without(&new.text, &foreign, new.base, &mut report);
            read_again = read(&text, &mut report)?;
            read_again.lost.nameless.insert(LostSort::Any);
        }
    }
    let by = u32::try_from(change.new_end).ok()?;
    let by = by.wrapping_sub(u32::try_from(change.old.end).ok()?);
    // What is known on both sides of the change is there again, so all that follows is read as before.
    if first < touched && read_again.items.first() != tree.moved(first, 0).as_ref() {
        return None;
    }
    if behind < last && read_again.items.last() != tree.moved(last - 1, by).as_ref() {
        return None;
    }
    let gone = Span::new(base, new.base + u32::try_from(old_end).ok()?);
    read_again.waivers = waivers(&head.waivers, gone, by, read_again.waivers);
    let (front, rest) = (tree.parts(0..first, 0), tree.parts(last..count, by));
    Some((Tree::of(front, read_again, rest), report))
}

/// What differs between two texts.
struct Change {
    /// The bytes that are gone.
    old: Range<usize>,
    /// The end of those in their place.
    new_end: usize,
}

impl Change {
    fn between(old: &str, new: &str) -> Self {
        let front = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b);
        let front = front.count();
        let rest = old.len().min(new.len()) - front;
        let back = old.bytes().rev().zip(new.bytes().rev());
        let back = back.take(rest).take_while(|(a, b)| a == b).count();
        Self {
            old: front..old.len() - back,
            new_end: new.len() - back,
        }
    }
}

/// The end of the line behind an item; `None` if there is more on it than a comment.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.find('\n')?;
    let behind = rest.get(..line)?.trim();
    (behind.is_empty() || behind.starts_with("//")).then_some(at + line)
}

/// The waivers of a file, with others in the place of those of a stretch.
fn waivers(old: &[Waiver], stretch: Span, by: u32, new: Vec<Waiver>) -> Vec<Waiver> {
    let is_before = |waiver: &&Waiver| waiver.span.start < stretch.start;
    let is_behind = |waiver: &&Waiver| waiver.span.start >= stretch.end;
    let mut all: Vec<Waiver> = old.iter().filter(is_before).cloned().collect();
    all.extend(new);
    all.extend(old.iter().filter(is_behind).cloned().map(|mut waiver| {
        waiver.shift(by);
        waiver
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::super::tests::{Random, SAMPLE};
    use super::*;
    use crate::source::{FileId, SourceMap};

    fn sources(text: &str) -> (SourceMap, FileId) {
        let mut sources = SourceMap::new();
        sources.add("before", "something in front").unwrap();
        let file = sources.add("a", text).unwrap();
        (sources, file)
    }

    /// What is written at a place.
    const WORDS: [&str; 13] = [
        "x",
        " ",
        "\n",
        "",
        "\"",
        "{",
        "}",
        "permit use x\n",
        "// a\n",
        "\n  to y",
        "/// d\n",
        "finding",
        "waive P0201 because \"so\"\n",
    ];

    /// A small change to a text.
    fn changed(text: &str, random: &mut Random) -> String {
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(random.below(text.len()));
        let end = boundary((start + random.below(40) * random.below(2)).min(text.len()));
        let word = WORDS.get(random.below(WORDS.len()));
        let mut changed = text.to_owned();
        changed.replace_range(start..end, word.copied().unwrap_or_default());
        changed
    }

    /// How often a text could be read in part, of many small changes to a text: soundly, and with mistakes.
    fn changes(text: &str, seed: u64, rounds: usize) -> (usize, usize) {
        let mut random = Random(seed);
        let (old, file) = sources(text);
        let mut report = Report::new();
        let tree = Tree::from(parse(file, &old, &mut report));
        assert!(report.is_empty());
        let (mut soundly, mut with_mistakes) = (0, 0);
        for _ in 0..rounds {
            let changed = changed(text, &mut random);
            let (new, _) = sources(&changed);
            let Some((read, found)) = reparse(&tree, text, new.file(file)) else {
                continue;
            };
            let mut report = Report::new();
            let whole = parse(file, &new, &mut report);
            assert_eq!(format!("{found:#?}"), format!("{report:#?}"), "{changed}");
            assert_eq!(*read, whole, "{changed}");
            match found.is_empty() {
                true => soundly += 1,
                false => with_mistakes += 1,
            }
        }
        (soundly, with_mistakes)
    }

    #[test]
    fn a_text_read_in_part_has_the_tree_that_it_has_read_whole() {
        let (soundly, with_mistakes) = changes(SAMPLE, 1, 600);
        assert!(soundly > 100, "{soundly}");
        assert!(with_mistakes > 150, "{with_mistakes}");
    }

    #[test]
    fn waivers_and_remarks_stay_with_their_items() {
        let text = "// top\npolicy p\n  by q\nwaive P0208 in this file because \"x\"\nwaive P0201 because \"y\"\npermit a b // on\n\n/// why\npermit c d\n  to e\nwaive P0206 because \"z\"\nrule f permit g h\n// end\npermit i j\npermit k l\npermit m n\n";
        let (soundly, with_mistakes) = changes(text, 2, 1_000);
        assert!(soundly > 100, "{soundly}");
        assert!(with_mistakes > 100, "{with_mistakes}");
    }

    #[test]
    fn changes_one_behind_the_other_leave_the_tree_that_the_text_has() {
        let mut random = Random(3);
        let (first, file) = sources(SAMPLE);
        let mut tree = Tree::from(parse(file, &first, &mut Report::new()));
        let (mut text, mut in_part) = (SAMPLE.to_owned(), 0);
        for _ in 0..2_000 {
            let changed = changed(&text, &mut random);
            let (new, _) = sources(&changed);
            let Some((read, found)) = reparse(&tree, &text, new.file(file)) else {
                continue;
            };
            if !found.is_empty() || changed.len() < SAMPLE.len() / 2 {
                continue;
            }
            let whole = parse(file, &new, &mut Report::new());
            // The tree that goes on is looked at now and then only.
            match in_part % 50 {
                0 => assert_eq!(*read, whole, "{changed}"),
                _ => assert_eq!(*read.clone(), whole, "{changed}"),
            }
            in_part += 1;
            (text, tree) = (changed, read);
        }
        assert!(in_part > 300, "{in_part}");
    }
}
