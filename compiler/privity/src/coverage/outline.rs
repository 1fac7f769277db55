//! A published text as headings, paragraphs below them, and sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::headings;
use super::lines::{item_mark, lines, wrapped};
use super::sentences::sentences;

/// The parts of a text, each list in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The headings. One without a title stands first when there is text before the first heading.
    pub headings: Vec<Heading>,
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// The paragraphs below each title; those of headings with the same title are counted on.
    below: BTreeMap<String, Vec<usize>>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its words, white space folded; empty for the beginning of a text without a heading.
    pub title: String,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// The paragraphs below it, up to the next heading.
    pub paragraphs: Range<usize>,
}

/// A paragraph or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The heading it stands below, by position.
    pub heading: usize,
    /// Its number below the title, from 1.
    pub number: u32,
    /// Its sentences.
    pub sentences: Range<usize>,
    /// Where it stands, in bytes of the text; the mark of a list item is left out.
    pub range: Range<usize>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The paragraph it belongs to, by position.
    pub paragraph: usize,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
}

impl Outline {
    /// Splits a text. `declared` are titles that are headings wherever they stand on a line of their own.
    #[must_use]
    pub fn of(text: &str, declared: &BTreeSet<String>) -> Self {
        let lines = lines(text);
        let certain = headings::certain(text, &lines, declared);
        let is_heading: Vec<bool> = certain.iter().map(Option::is_some).collect();
        let goes_on = wrapped(text, &lines, &is_heading);
        let blocks = headings::blocks(&lines, &certain, &goes_on);
        let mut outline = Self::default();
        for (block, title) in headings::titled(text, blocks) {
            match title {
                Some(title) => outline.open(title, block),
                None => outline.add(text, block),
            }
        }
        outline
    }

    fn open(&mut self, title: String, range: Range<usize>) {
        let next = self.paragraphs.len();
        self.headings.push(Heading {
            title,
            range,
            paragraphs: next..next,
        });
    }

    fn add(&mut self, text: &str, range: Range<usize>) {
        let start = range.start
            + text
                .get(range.clone())
                .and_then(item_mark)
                .unwrap_or_default();
        let range = start..range.end;
        if self.headings.is_empty() {
            self.open(String::new(), start..start);
        }
        let heading = self.headings.len() - 1;
        let Some(above) = self.headings.last_mut() else {
            return;
        };
        let at = self.paragraphs.len();
        above.paragraphs.end = at + 1;
        let below = self.below.entry(above.title.clone()).or_default();
        below.push(at);
        let number = u32::try_from(below.len()).unwrap_or(u32::MAX);
        let first = self.sentences.len();
        let parts = sentences(text, range.clone());
        self.sentences
            .extend(parts.into_iter().map(|range| Sentence {
                paragraph: at,
                range,
            }));
        self.paragraphs.push(Paragraph {
            heading,
            number,
            sentences: first..self.sentences.len(),
            range,
        });
    }

    /// Whether a heading has this title.
    #[must_use]
    pub fn has_title(&self, title: &str) -> bool {
        self.headings.iter().any(|heading| heading.title == title)
    }

    /// The paragraph with this number below this title, by position.
    #[must_use]
    pub fn paragraph(&self, title: &str, number: u32) -> Option<usize> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.below.get(title)?.get(at).copied()
    }

    /// The title a paragraph stands below.
    #[must_use]
    pub fn title_of(&self, paragraph: usize) -> &str {
        self.paragraphs
            .get(paragraph)
            .and_then(|paragraph| self.headings.get(paragraph.heading))
            .map_or("", |heading| heading.title.as_str())
    }

    /// The stretch of text from one sentence to another.
    #[must_use]
    pub fn stretch(&self, run: &Range<usize>) -> Range<usize> {
        let first = self.sentences.get(run.start);
        let last = run.end.checked_sub(1).and_then(|at| self.sentences.get(at));
        match (first, last) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
