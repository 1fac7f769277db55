//! The figures of a comparison, for people and for other programs.

use std::fmt;

use serde::Serialize;

use super::Comparison;
use super::anchors::{Grain, place_of};
use super::survey::{Place, State};
use crate::source::SourceMap;

/// The version of the format; it changes when a reader of the old one would misunderstand the new one.
const VERSION: u32 = 1;

/// The figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The version of this format.
    pub version: u32,
    /// The name of the source.
    pub source: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The anchors by what became of their words.
    pub anchors: Anchors,
    /// The headings with text below them; one is covered when something below it is.
    pub headings: Share,
    /// The paragraphs; one is covered when a sentence of it is.
    pub paragraphs: Share,
    /// The sentences.
    pub sentences: Share,
    /// The anchors whose words are not where they say.
    pub stale: Vec<Stale>,
    /// Every sentence, in the order of the text.
    pub text: Vec<Covered>,
}

/// How many anchors there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Anchors {
    /// All.
    pub all: usize,
    /// Their words stand where they say.
    pub verified: usize,
    /// They stand elsewhere.
    pub moved: usize,
    /// They are divided otherwise.
    pub divided: usize,
    /// Other words stand there.
    pub changed: usize,
    /// Nothing stands there.
    pub gone: usize,
    /// Nobody cites them.
    pub uncited: usize,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Share {
    /// How many are covered.
    pub covered: usize,
    /// How many there are.
    pub all: usize,
    /// The share in percent, rounded down to a tenth; 100 when there are none.
    pub percent: f64,
}

impl Share {
    fn of(flags: impl Iterator<Item = bool>) -> Self {
        let (mut covered, mut all) = (0_usize, 0_usize);
        for flag in flags {
            all += 1;
            covered += usize::from(flag);
        }
        let tenths = (covered * 1000).checked_div(all).unwrap_or(1000);
        Self {
            covered,
            all,
            percent: f64::from(u32::try_from(tenths).unwrap_or(1000)) / 10.0,
        }
    }
}

impl fmt::Display for Share {
    /// `3 of 4 (75.0 %)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} ({:.1} %)",
            self.covered, self.all, self.percent
        )
    }
}

/// An anchor whose words are not where it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// Its name.
    pub anchor: String,
    /// `moved`, `divided`, `changed` or `gone`.
    pub state: &'static str,
    /// What it says.
    pub was: Place,
    /// Where the words are now, or the words in their place.
    pub now: Vec<Place>,
    /// The digest it says.
    pub old_digest: String,
    /// The digest of the words in their place, if they changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_digest: Option<String>,
}

/// How a sentence is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The line of the text on which it begins, from 1.
    pub line: usize,
    /// The anchors that cover it.
    pub anchors: Vec<String>,
    /// How many times they are cited.
    pub citations: usize,
}

impl Report {
    /// The figures of a comparison.
    #[must_use]
    pub fn of(comparison: &Comparison<'_>) -> Self {
        let Comparison {
            source,
            text,
            outline,
            survey,
        } = comparison;
        let is_covered = |at: usize| {
            survey
                .sentences
                .get(at)
                .is_some_and(|cover| cover.citations > 0)
        };
        let mut lines = SourceMap::new();
        let file = lines.add("", *text);
        let line = |byte: usize| {
            let byte = u32::try_from(byte).unwrap_or(u32::MAX);
            file.map_or(0, |file| lines.file(file).line_of(byte) + 1)
        };
        let name = |at: &usize| Some(source.anchors.get(*at)?.name.clone());
        let sentences = survey.sentences.iter().enumerate().zip(&outline.sentences);
        Self {
            version: VERSION,
            source: source.name.clone(),
            title: source.title.clone(),
            anchors: counted(comparison),
            headings: Share::of(
                outline
                    .headings
                    .iter()
                    .filter_map(|heading| outline.paragraphs.get(heading.paragraphs.clone()))
                    .filter(|paragraphs| !paragraphs.is_empty())
                    .map(|paragraphs| {
                        let mut all = paragraphs.iter().flat_map(|one| one.sentences.clone());
                        all.any(is_covered)
                    }),
            ),
            paragraphs: Share::of(
                outline
                    .paragraphs
                    .iter()
                    .map(|paragraph| paragraph.sentences.clone().any(is_covered)),
            ),
            sentences: Share::of((0..outline.sentences.len()).map(is_covered)),
            stale: stale(comparison),
            text: sentences
                .map(|((at, cover), sentence)| Covered {
                    place: place_of(outline, &(at..at + 1), Grain::Sentence),
                    line: line(sentence.range.start),
                    anchors: cover.anchors.iter().filter_map(name).collect(),
                    citations: cover.citations,
                })
                .collect(),
        }
    }

    /// Whether every anchor holds and every sentence is covered.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stale.is_empty() && self.sentences.covered == self.sentences.all
    }
}

impl fmt::Display for Report {
    /// The figures in a few lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let anchors = &self.anchors;
        write!(
            f,
            "anchors     {} of {} verified",
            anchors.verified, anchors.all
        )?;
        for (count, what) in [
            (anchors.moved, "moved"),
            (anchors.divided, "divided otherwise"),
            (anchors.changed, "changed"),
            (anchors.gone, "gone"),
            (anchors.uncited, "cited by nothing"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        write!(f, "\nheadings    {} covered", self.headings)?;
        write!(f, "\nparagraphs  {} covered", self.paragraphs)?;
        write!(f, "\nsentences   {} covered", self.sentences)
    }
}

fn counted(comparison: &Comparison<'_>) -> Anchors {
    let mut anchors = Anchors::default();
    for finding in &comparison.survey.anchors {
        anchors.all += 1;
        *match finding.state {
            State::Verified => &mut anchors.verified,
            State::Moved { .. } => &mut anchors.moved,
            State::Divided { .. } => &mut anchors.divided,
            State::Changed { .. } => &mut anchors.changed,
            State::Gone => &mut anchors.gone,
        } += 1;
        let placed = comparison.source.anchors.get(finding.anchor);
        anchors.uncited += usize::from(placed.is_some_and(|placed| placed.cited_at.is_empty()));
    }
    anchors
}

fn stale(comparison: &Comparison<'_>) -> Vec<Stale> {
    let mut stale = Vec::new();
    for finding in &comparison.survey.anchors {
        let Some(placed) = comparison.source.anchors.get(finding.anchor) else {
            continue;
        };
        let (state, now, new_digest) = match &finding.state {
            State::Verified => continue,
            State::Moved { to, .. } => ("moved", vec![to.clone()], None),
            State::Divided { to } => ("divided", to.clone(), None),
            State::Changed { at, digest } => ("changed", vec![at.clone()], Some(digest.clone())),
            State::Gone => ("gone", Vec::new(), None),
        };
        stale.push(Stale {
            anchor: placed.name.clone(),
            state,
            was: Place::of(&placed.anchor),
            now,
            old_digest: placed.anchor.digest.clone(),
            new_digest,
        });
    }
    stale
}
