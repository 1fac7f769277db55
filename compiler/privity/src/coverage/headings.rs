//! Which lines are headings.

use std::collections::BTreeSet;
use std::ops::Range;

use super::digest::folded;
use super::lines::{Line, ends_sentence, item_mark};
use super::sentences::{is_enumerator, sentences};

/// A longer line is no title.
const LONGEST_TITLE: usize = 100;
/// Nor is one of more words.
const MOST_WORDS: usize = 15;
/// Nor does one go over more lines.
const MOST_LINES: usize = 4;
/// What is as long as this is prose, whatever it ends with.
const PROSE: usize = 60;

/// Lines that belong together, or a heading.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// In bytes of the text.
    range: Range<usize>,
    /// The title, if a mark or the policy says that it is one.
    title: Option<String>,
    is_one_line: bool,
    /// Whether an empty line is above it.
    after_blank: bool,
}

/// What is sure to be a heading; an empty title stands for signs that are neither heading nor text.
pub(super) type Certain = Option<String>;

/// For every line its title, if it is certainly a heading: the policy names it, or it is marked as in Markdown (`## Title`, `**Title**`, or
/// underlined with `===` or `---`). The line of an underline, and a line of dashes that underlines nothing, has an empty title.
pub(super) fn certain(text: &str, lines: &[Line], declared: &BTreeSet<String>) -> Vec<Certain> {
    let words = |line: &Line| text.get(line.range.clone()).unwrap_or_default();
    let mut titles: Vec<Certain> = lines
        .iter()
        .map(|line| {
            let words = words(line);
            let whole = folded(words);
            if declared.contains(&whole) {
                return Some(whole);
            }
            let marked = hashed(words).or_else(|| emboldened(words));
            match marked {
                Some(title) => Some(folded(title)),
                None => is_rule(words).then(String::new),
            }
        })
        .collect();
    mark_wrapped(text, lines, declared, &mut titles);
    for at in 1..lines.len() {
        let (Some(above), Some(line)) = (lines.get(at - 1), lines.get(at)) else {
            continue;
        };
        let underlines = is_underline(words(line)) && !line.after_blank;
        let title = words(above);
        let fits = above.after_blank && title.chars().count() <= LONGEST_TITLE;
        if underlines && fits && titles.get(at - 1).is_some_and(Option::is_none) {
            if let Some(slot) = titles.get_mut(at - 1) {
                *slot = Some(folded(title));
            }
            if let Some(slot) = titles.get_mut(at) {
                *slot = Some(String::new());
            }
        }
    }
    titles
}

/// A title that the policy names may go over several lines of a wrapped text.
fn mark_wrapped(text: &str, lines: &[Line], declared: &BTreeSet<String>, titles: &mut [Certain]) {
    let longest = declared.iter().map(String::len).max().unwrap_or_default();
    for at in 0..lines.len() {
        let Some(first) = lines.get(at).filter(|line| line.range.len() < longest) else {
            continue;
        };
        let below = lines.iter().enumerate().skip(at + 1).take(MOST_LINES - 1);
        for (last, line) in below.take_while(|(_, line)| !line.after_blank) {
            let whole = folded(
                text.get(first.range.start..line.range.end)
                    .unwrap_or_default(),
            );
            if whole.len() > longest {
                break;
            }
            if declared.contains(&whole) {
                titles
                    .iter_mut()
                    .take(last + 1)
                    .skip(at)
                    .for_each(|title| *title = Some(String::new()));
                if let Some(title) = titles.get_mut(at) {
                    *title = Some(whole);
                }
                break;
            }
        }
    }
}

/// `## Title ##`
fn hashed(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let depth = line.len() - rest.len();
    let title = rest.trim_end_matches('#').trim();
    ((1..=6).contains(&depth) && rest.starts_with(char::is_whitespace) && !title.is_empty())
        .then_some(title)
}

/// `**Title**`
fn emboldened(line: &str) -> Option<&str> {
    let inner = ["**", "__"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark)?.strip_suffix(mark))?;
    let title = inner.trim();
    (!title.is_empty()
        && !title.contains("**")
        && !title.ends_with(['.', ':', ','])
        && title.chars().count() <= LONGEST_TITLE)
        .then_some(title)
}

fn is_underline(line: &str) -> bool {
    line.len() >= 2
        && ["=", "-"]
            .iter()
            .any(|sign| line.replace(sign, "").is_empty())
}

/// A line of signs alone that draws a line.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ["-", "*", "_", "="]
            .iter()
            .any(|sign| line.replace(sign, "").trim().is_empty())
}

/// The lines as blocks: headings, and paragraphs of lines that go on.
pub(super) fn blocks(lines: &[Line], certain: &[Certain], goes_on: &[bool]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut after_blank = true;
    for ((line, title), &goes_on) in lines.iter().zip(certain).zip(goes_on) {
        after_blank |= line.after_blank;
        if title.as_ref().is_some_and(String::is_empty) {
            // What a drawn line parts is parted.
            after_blank = true;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if goes_on => {
                block.range.end = line.range.end;
                block.is_one_line = false;
            }
            _ => blocks.push(Block {
                range: line.range.clone(),
                title: title.clone(),
                is_one_line: true,
                after_blank,
            }),
        }
        after_blank = false;
    }
    blocks
}

/// Each block with its title, if it is a heading.
///
/// A single line without a mark is a heading when it looks like a title and stands above a heading or above prose; directly below other
/// lines it must follow prose too, or the last item of a list would be one.
pub(super) fn titled(text: &str, blocks: Vec<Block>) -> Vec<(Range<usize>, Option<String>)> {
    let words = |block: &Block| text.get(block.range.clone()).unwrap_or_default();
    let is_prose: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let words = words(block);
            ends_sentence(words) || words.chars().count() >= PROSE
        })
        .collect();
    let mut titles: Vec<Option<String>> = vec![None; blocks.len()];
    for (at, block) in blocks.iter().enumerate().rev() {
        let below_is_heading = titles.get(at + 1).is_some_and(Option::is_some);
        let below = below_is_heading || is_prose.get(at + 1).copied().unwrap_or_default();
        let above = block.after_blank
            || at
                .checked_sub(1)
                .and_then(|above| is_prose.get(above))
                .copied()
                .unwrap_or_default();
        let title = block.title.clone().or_else(|| {
            let looks = block.is_one_line && looks_like_a_title(words(block));
            (looks && below && above).then(|| folded(words(block)))
        });
        if let Some(slot) = titles.get_mut(at) {
            *slot = title;
        }
    }
    blocks
        .into_iter()
        .map(|block| block.range)
        .zip(titles)
        .collect()
}

/// Short, one sentence without its full stop, beginning with a capital or a number, no address, no item of a list.
fn looks_like_a_title(line: &str) -> bool {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > 1 && words.first().is_some_and(|word| is_enumerator(word)) {
        words.remove(0);
    }
    let begins = words
        .first()
        .and_then(|word| word.chars().find(|c| c.is_alphanumeric()))
        .is_some_and(|c| !c.is_lowercase());
    begins
        && words.len() <= MOST_WORDS
        && line.chars().count() <= LONGEST_TITLE
        && item_mark(line).is_none()
        && !line.contains("://")
        && !line.contains('@')
        && !line.ends_with([
            '.', ',', ';', ':', '!', '…', '。', '，', '、', '；', '：', '！',
        ])
        && sentences(line, 0..line.len()).len() == 1
}
