//! Anchors against a text: which still hold, where the others went, and what nobody cites.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::digest::{Head, Running, digest, folded, read};
use super::outline::Outline;
use crate::check::policy::{Anchor, CitedText, PlacedAnchor};

/// Words that were divided anew are looked for over so many sentences.
const LONGEST_RUN: usize = 64;
/// So many runs of sentences are looked at, so that a text of millions of sentences does not take hours.
const MOST_RUNS: usize = 4_000_000;

/// A place in a text, as an anchor names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// The heading.
    pub heading: String,
    /// The paragraph below it, from 1.
    pub paragraph: u32,
    /// First and last sentence, from 1; `None` for the whole paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<(u32, u32)>,
}

impl Place {
    /// The place an anchor names.
    #[must_use]
    pub fn of(anchor: &Anchor) -> Self {
        Self {
            heading: folded(&anchor.heading),
            paragraph: anchor.paragraph,
            sentences: anchor.sentences,
        }
    }
}

impl std::fmt::Display for Place {
    /// `"Delivery" paragraph 2 sentences 1 to 3`, as in a `source`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let heading = self.heading.replace('\\', "\\\\").replace('"', "\\\"");
        write!(f, "\"{heading}\" paragraph {}", self.paragraph)?;
        match self.sentences {
            Some((first, last)) if first == last => write!(f, " sentence {first}"),
            Some((first, last)) => write!(f, " sentences {first} to {last}"),
            None => Ok(()),
        }
    }
}

/// What became of the words that an anchor cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// They stand where the anchor says.
    Verified,
    /// They stand elsewhere.
    Moved {
        /// Where.
        to: Place,
        /// Whether they stand in several places equally well.
        ambiguous: bool,
    },
    /// They are there, but divided otherwise: sentences or paragraphs were split or joined.
    Divided {
        /// Where they stand now, a place for each paragraph.
        to: Vec<Place>,
    },
    /// Other words stand there.
    Changed {
        /// Where, which is beside the old place when the text around it moved.
        at: Place,
        /// The digest of the words that stand there now.
        digest: String,
    },
    /// Neither the words nor their place are there.
    Gone,
}

/// What was found about one anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The anchor, by position in the source.
    pub anchor: usize,
    /// What became of its words.
    pub state: State,
    /// The sentences where they stand, or where other words stand in their place.
    pub run: Range<usize>,
}

/// How one sentence of the text is covered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// The cited anchors whose words it holds, by position in the source.
    pub anchors: Vec<usize>,
    /// How many times these are cited.
    pub citations: usize,
    /// Whether an anchor whose words changed names this place: neither covered nor uncovered until somebody has looked.
    pub is_stale: bool,
}

impl Cover {
    /// Whether nothing cites it, not even with words that changed.
    #[must_use]
    pub fn is_uncovered(&self) -> bool {
        self.citations == 0 && !self.is_stale
    }
}

/// What the comparison of a source and a text found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// One entry for each anchor, in their order.
    pub anchors: Vec<Finding>,
    /// One entry for each sentence of the text.
    pub sentences: Vec<Cover>,
}

/// Compares a source with the text it speaks of.
#[must_use]
pub fn survey(source: &CitedText, outline: &Outline, text: &str) -> Survey {
    let search = Search { outline, text };
    let mut found: Vec<Option<Finding>> = source
        .anchors
        .iter()
        .enumerate()
        .map(|(at, placed)| search.in_place(at, &placed.anchor))
        .collect();
    let lost: BTreeSet<Head> = unsettled(source, &found)
        .filter_map(|(_, placed)| read(&placed.anchor.digest))
        .collect();
    let runs = search.runs(&lost);
    let elsewhere: Vec<Finding> = unsettled(source, &found)
        .filter_map(|(at, placed)| {
            let runs = runs.get(&read(&placed.anchor.digest)?)?;
            search.elsewhere(at, &placed.anchor, runs)
        })
        .collect();
    for finding in elsewhere {
        let at = finding.anchor;
        if let Some(slot) = found.get_mut(at) {
            *slot = Some(finding);
        }
    }
    let claimed: BTreeSet<usize> = found
        .iter()
        .flatten()
        .flat_map(|finding| finding.run.clone())
        .collect();
    let replaced: Vec<Finding> = unsettled(source, &found)
        .map(|(at, _)| search.replaced(at, source, &found, &claimed))
        .collect();
    let mut anchors: Vec<Finding> = found.into_iter().flatten().chain(replaced).collect();
    anchors.sort_by_key(|finding| finding.anchor);
    let sentences = covers(source, outline, &anchors);
    Survey { anchors, sentences }
}

/// The anchors about which nothing was found so far.
fn unsettled<'a>(
    source: &'a CitedText,
    found: &'a [Option<Finding>],
) -> impl Iterator<Item = (usize, &'a PlacedAnchor)> {
    source
        .anchors
        .iter()
        .enumerate()
        .filter(|(at, _)| found.get(*at).is_some_and(Option::is_none))
}

fn covers(source: &CitedText, outline: &Outline, anchors: &[Finding]) -> Vec<Cover> {
    let mut covers = vec![Cover::default(); outline.sentences.len()];
    for finding in anchors {
        let cited = source
            .anchors
            .get(finding.anchor)
            .map_or(0, |placed| placed.cited_at.len());
        for cover in covers.get_mut(finding.run.clone()).unwrap_or_default() {
            if matches!(finding.state, State::Changed { .. }) {
                cover.is_stale = true;
            } else if cited > 0 {
                cover.anchors.push(finding.anchor);
                cover.citations += cited;
            }
        }
    }
    covers
}

struct Search<'a> {
    outline: &'a Outline,
    text: &'a str,
}

impl Search<'_> {
    /// The sentences at a place; `None` when the text has no such place.
    fn at(&self, place: &Place) -> Option<Range<usize>> {
        let paragraph = self.outline.paragraph(&place.heading, place.paragraph)?;
        let all = self.outline.paragraphs.get(paragraph)?.sentences.clone();
        let Some((first, last)) = place.sentences else {
            return Some(all);
        };
        let first = usize::try_from(first).ok()?.checked_sub(1)?;
        let behind = usize::try_from(last).ok()?;
        (first < behind && behind <= all.len()).then(|| all.start + first..all.start + behind)
    }

    fn words(&self, run: &Range<usize>) -> &str {
        self.text.get(self.outline.stretch(run)).unwrap_or_default()
    }

    fn in_place(&self, anchor: usize, written: &Anchor) -> Option<Finding> {
        let run = self.at(&Place::of(written))?;
        (digest(self.words(&run)) == written.digest).then_some(Finding {
            anchor,
            state: State::Verified,
            run,
        })
    }

    /// Every run of sentences that has one of these digests, by digest.
    fn runs(&self, wanted: &BTreeSet<Head>) -> BTreeMap<Head, Vec<Range<usize>>> {
        let mut runs: BTreeMap<Head, Vec<Range<usize>>> = BTreeMap::new();
        if wanted.is_empty() {
            return runs;
        }
        let mut note = |running: &Running, run: Range<usize>| {
            let head = running.head();
            if wanted.contains(&head) {
                let known = runs.entry(head).or_default();
                if !known.contains(&run) {
                    known.push(run);
                }
            }
        };
        for paragraph in &self.outline.paragraphs {
            let run = paragraph.sentences.clone();
            let mut running = Running::default();
            running.take(self.words(&run), true);
            note(&running, run);
        }
        let all = &self.outline.sentences;
        let longest = (MOST_RUNS / all.len().max(1)).clamp(2, LONGEST_RUN);
        for first in 0..all.len() {
            let mut running = Running::default();
            let mut end = None;
            let some = all.iter().enumerate().skip(first).take(longest);
            for (last, sentence) in some {
                let apart = end != Some(sentence.range.start);
                let words = self.text.get(sentence.range.clone());
                running.take(words.unwrap_or_default(), apart);
                end = Some(sentence.range.end);
                note(&running, first..last + 1);
            }
        }
        runs
    }

    /// The places of a run, one for each paragraph it touches. `whole`: a paragraph that is in it from end to end is named as such.
    fn places(&self, run: &Range<usize>, whole: bool) -> Vec<Place> {
        let touched = self
            .outline
            .paragraphs
            .iter()
            .enumerate()
            .skip(
                self.outline
                    .sentences
                    .get(run.start)
                    .map_or(usize::MAX, |sentence| sentence.paragraph),
            )
            .take_while(|(_, paragraph)| paragraph.sentences.start < run.end);
        touched
            .map(|(at, paragraph)| {
                let all = &paragraph.sentences;
                let first = run.start.max(all.start) - all.start;
                let behind = run.end.min(all.end) - all.start;
                let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                let is_whole = first == 0 && behind == all.len();
                Place {
                    heading: self.outline.title_of(at).to_owned(),
                    paragraph: paragraph.number,
                    sentences: (!(whole && is_whole)).then(|| (number(first + 1), number(behind))),
                }
            })
            .collect()
    }

    /// Where the words of an anchor stand now: at the run nearest to the old place that is divided as they were, or else at the nearest.
    fn elsewhere(&self, at: usize, anchor: &Anchor, runs: &[Range<usize>]) -> Option<Finding> {
        let old = self.nearest(anchor);
        let is_alike = |run: &Range<usize>| match anchor.sentences {
            Some((first, last)) => {
                run.len() == last.saturating_sub(first) as usize + 1
                    && self.places(run, false).len() == 1
            }
            None => self
                .places(run, true)
                .iter()
                .all(|place| place.sentences.is_none()),
        };
        let best = runs
            .iter()
            .min_by_key(|run| (!is_alike(run), run.start.abs_diff(old), run.len()))?;
        let mut to = self.places(best, anchor.sentences.is_none());
        let is_one = is_alike(best) && to.len() == 1;
        let state = match (to.pop(), is_one) {
            (Some(to), true) => State::Moved {
                to,
                ambiguous: runs.iter().filter(|run| is_alike(run)).count() > 1,
            },
            (last, _) => {
                to.extend(last);
                State::Divided { to }
            }
        };
        Some(Finding {
            anchor: at,
            state,
            run: best.clone(),
        })
    }

    /// The sentence that is nearest to where an anchor points.
    fn nearest(&self, anchor: &Anchor) -> usize {
        let most = u32::try_from(self.outline.paragraphs.len()).unwrap_or(u32::MAX);
        let title = folded(&anchor.heading);
        let paragraph = (1..=anchor.paragraph.min(most))
            .rev()
            .find_map(|number| self.outline.paragraph(&title, number));
        let Some(paragraph) = paragraph.and_then(|at| self.outline.paragraphs.get(at)) else {
            return 0;
        };
        let into = anchor.sentences.map_or(0, |(first, _)| first as usize);
        (paragraph.sentences.start + into.saturating_sub(1)).min(paragraph.sentences.end)
    }

    /// What stands where the lost words of an anchor would: at its place, shifted as the anchors around it were.
    fn replaced(
        &self,
        at: usize,
        source: &CitedText,
        found: &[Option<Finding>],
        claimed: &BTreeSet<usize>,
    ) -> Finding {
        let own = source
            .anchors
            .get(at)
            .map(|placed| Place::of(&placed.anchor));
        let Some(own) = own else {
            return Finding {
                anchor: at,
                state: State::Gone,
                run: 0..0,
            };
        };
        let mut around: Vec<(u64, Place)> = source
            .anchors
            .iter()
            .zip(found)
            .filter_map(|(placed, finding)| {
                let before = Place::of(&placed.anchor);
                let after = match &finding.as_ref()?.state {
                    State::Verified => before.clone(),
                    State::Moved { to, .. } => to.clone(),
                    _ => return None,
                };
                (before.heading == own.heading)
                    .then(|| (distance(&before, &own), shifted(&own, &before, &after)))
            })
            .collect();
        around.sort();
        around.dedup();
        let guesses = around.into_iter().map(|(_, place)| place).take(8);
        guesses
            .chain([own.clone()])
            .find_map(|place| {
                let run = self.at(&place)?;
                // Words that another anchor cites have not taken the place of these.
                run.clone()
                    .all(|sentence| !claimed.contains(&sentence))
                    .then(|| Finding {
                        anchor: at,
                        state: State::Changed {
                            at: place,
                            digest: digest(self.words(&run)),
                        },
                        run,
                    })
            })
            .unwrap_or(Finding {
                anchor: at,
                state: State::Gone,
                run: 0..0,
            })
    }
}

/// How far apart two places below one heading are; paragraphs count more than all sentences.
fn distance(one: &Place, other: &Place) -> u64 {
    let sentence = |place: &Place| place.sentences.map_or(0, |(first, _)| first);
    (u64::from(one.paragraph.abs_diff(other.paragraph)) << 32)
        + u64::from(sentence(one).abs_diff(sentence(other)))
}

/// A place after it went the way that another went.
fn shifted(place: &Place, before: &Place, after: &Place) -> Place {
    let add = |number: u32, from: u32, to: u32| {
        u32::try_from(i64::from(number) + i64::from(to) - i64::from(from)).unwrap_or(0)
    };
    let sentences = match (place.sentences, before.sentences, after.sentences) {
        (Some((first, last)), Some((from, _)), Some((to, _)))
            if place.paragraph == before.paragraph =>
        {
            Some((add(first, from, to), add(last, from, to)))
        }
        (own, ..) => own,
    };
    Place {
        heading: after.heading.clone(),
        paragraph: add(place.paragraph, before.paragraph, after.paragraph),
        sentences,
    }
}

#[cfg(test)]
#[path = "survey_tests.rs"]
mod tests;
