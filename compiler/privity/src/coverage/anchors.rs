//! Anchors written for a text: all of them, to begin a policy, or those that are missing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::Comparison;
use super::digest::digest;
use super::outline::Outline;
use super::survey::Place;

/// How much an anchor names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grain {
    /// A sentence each.
    #[default]
    Sentence,
    /// A paragraph each.
    Paragraph,
}

/// Names for new anchors: a beginning and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    prefix: String,
    width: usize,
    next: u64,
    taken: BTreeSet<String>,
}

impl Names {
    /// `prefix1`, `prefix2` and so on, with leading zeros when there will be many.
    #[must_use]
    pub fn new(prefix: &str, count: usize) -> Self {
        Self {
            prefix: prefix.to_owned(),
            width: count.to_string().len(),
            next: 1,
            taken: BTreeSet::new(),
        }
    }

    /// Goes on where the names of a source end: `MH_200` behind `MH_199`. Without a name that ends in a number, a beginning is made of
    /// the name of the source.
    #[must_use]
    pub fn behind(source: &crate::check::policy::CitedText) -> Self {
        let numbered = source.anchors.iter().filter_map(|anchor| {
            let prefix = anchor.name.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = anchor.name.get(prefix.len()..)?;
            Some((prefix, digits.len(), digits.parse::<u64>().ok()?))
        });
        let last = numbered.max_by_key(|&(.., number)| number);
        let mut names = match last {
            Some((prefix, width, number)) => Self {
                next: number.saturating_add(1),
                width,
                ..Self::new(prefix, 0)
            },
            None => Self::new(&initials(&source.name), 0),
        };
        names.taken = source
            .anchors
            .iter()
            .map(|anchor| anchor.name.clone())
            .collect();
        names
    }
}

impl Iterator for Names {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            let name = format!("{}{:0width$}", self.prefix, self.next, width = self.width);
            self.next = self.next.checked_add(1)?;
            if self.taken.insert(name.clone()) {
                return Some(name);
            }
        }
    }
}

/// `SN_` for `shop_notice`.
fn initials(name: &str) -> String {
    let letters: String = name
        .split('_')
        .filter_map(|part| part.chars().next())
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    if letters.is_empty() {
        "S_".to_owned()
    } else {
        format!("{letters}_")
    }
}

/// `N_1 "Delivery" paragraph 1 sentence 2 digest "sha256:…"`
pub(super) fn line(name: &str, place: &Place, words: &str) -> String {
    format!("{name} {place} digest \"{}\"", digest(words))
}

/// A `source` item with an anchor for everything in a text, in the layout of `privity fmt`.
#[must_use]
pub fn source_item(name: &str, prefix: Option<&str>, text: &str, grain: Grain) -> String {
    let outline = Outline::of(text, &BTreeSet::new());
    let runs: Vec<Range<usize>> = match grain {
        Grain::Sentence => (0..outline.sentences.len()).map(|at| at..at + 1).collect(),
        Grain::Paragraph => outline
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.sentences.clone())
            .collect(),
    };
    let made = initials(name);
    let mut names = Names::new(prefix.unwrap_or(&made), runs.len());
    let title = outline
        .headings
        .iter()
        .map(|heading| heading.title.as_str())
        .find(|title| !title.is_empty())
        .map(|title| format!(" {}", quoted(title)))
        .unwrap_or_default();
    let mut item = format!("source {name}{title} {{\n");
    for run in runs {
        let Some(name) = names.next() else { break };
        let place = place_of(&outline, &run, grain);
        let words = text.get(outline.stretch(&run)).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(item, "  {}", line(&name, &place, words));
    }
    item.push_str("}\n");
    item
}

/// A text in quotes, as the language writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The place of a run of sentences inside one paragraph.
pub(super) fn place_of(outline: &Outline, run: &Range<usize>, grain: Grain) -> Place {
    let at = outline
        .sentences
        .get(run.start)
        .map_or(0, |sentence| sentence.paragraph);
    let (number, first) = outline.paragraphs.get(at).map_or((0, 0), |paragraph| {
        (paragraph.number, paragraph.sentences.start)
    });
    let count = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place {
        heading: outline.title_of(at).to_owned(),
        paragraph: number,
        sentences: (grain == Grain::Sentence)
            .then(|| (count(run.start - first + 1), count(run.end - first))),
    }
}

/// The anchors to add so that everything that nothing cites has one: a line for each sentence.
#[must_use]
pub fn missing(comparison: &Comparison<'_>) -> Vec<String> {
    let Comparison {
        source,
        text,
        outline,
        survey,
    } = comparison;
    let anchored: BTreeSet<usize> = survey
        .anchors
        .iter()
        .flat_map(|finding| finding.run.clone())
        .collect();
    let bare = (0..outline.sentences.len()).filter(|at| !anchored.contains(at));
    bare.zip(Names::behind(source))
        .map(|(at, name)| {
            let run = at..at + 1;
            let words = text.get(outline.stretch(&run)).unwrap_or_default();
            line(&name, &place_of(outline, &run, Grain::Sentence), words)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_on_behind_the_greatest_and_are_never_taken_twice() {
        let mut names = Names::new("N_", 12);
        names.taken.insert("N_02".to_owned());
        assert_eq!(names.take(3).collect::<Vec<_>>(), ["N_01", "N_03", "N_04"]);
        assert_eq!(initials("shop_notice"), "SN_");
        assert_eq!(initials("2018"), "S_");
    }

    #[test]
    fn a_text_gives_a_source_that_can_be_pasted() {
        let text = "The \"shop\"\n\nWe keep names. We sell none.\n";
        let item = source_item("shop_notice", None, text, Grain::Sentence);
        insta::assert_snapshot!(item, @r#"
        source shop_notice "The \"shop\"" {
          SN_1 "The \"shop\"" paragraph 1 sentence 1 digest "sha256:f689a9a54748577e"
          SN_2 "The \"shop\"" paragraph 1 sentence 2 digest "sha256:60319338af16a50e"
        }
        "#);
    }
}
