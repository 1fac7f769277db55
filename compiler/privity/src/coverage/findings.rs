//! What a comparison found, as findings.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Comparison;
use super::anchors::{Grain, place_of};
use super::diagnostics::{Extent, changed, divided, gone, moved, uncited};
use super::survey::State;
use crate::diagnostic::{self, Diagnostic};
use crate::source::Span;

/// The findings of a comparison: stale anchors first, then what nothing cites, in the order of the text. `base` is where the text begins
/// on the number line of the policy's sources.
#[must_use]
pub fn findings(comparison: &Comparison<'_>, base: u32) -> Vec<Diagnostic> {
    let mut report = diagnostic::Report::new();
    let view = View { comparison, base };
    for finding in &comparison.survey.anchors {
        let Some(placed) = comparison.source.anchors.get(finding.anchor) else {
            continue;
        };
        let now = view.span(&finding.run);
        match &finding.state {
            State::Verified => {}
            State::Moved { to, ambiguous } => report.push(moved(placed, to, *ambiguous, now)),
            State::Divided { to } => report.push(divided(placed, to, now)),
            State::Changed { at, .. } => {
                report.push(changed(placed, at, view.words(&finding.run), now));
            }
            State::Gone => report.push(gone(placed)),
        }
    }
    view.uncited(&mut report);
    report.into_sorted()
}

struct View<'a> {
    comparison: &'a Comparison<'a>,
    base: u32,
}

impl View<'_> {
    fn words(&self, run: &Range<usize>) -> &str {
        let stretch = self.comparison.outline.stretch(run);
        self.comparison.text.get(stretch).unwrap_or_default()
    }

    fn span(&self, run: &Range<usize>) -> Span {
        self.bytes(&self.comparison.outline.stretch(run))
    }

    fn bytes(&self, range: &Range<usize>) -> Span {
        let at = |byte: usize| {
            self.base
                .saturating_add(u32::try_from(byte).unwrap_or(u32::MAX))
        };
        Span::new(at(range.start), at(range.end))
    }

    /// One finding for a heading below which nothing is cited; else one for each paragraph with something uncited.
    fn uncited(&self, report: &mut diagnostic::Report) {
        let outline = &self.comparison.outline;
        let anchored = self.uncited_anchors();
        for heading in &outline.headings {
            let paragraphs = outline
                .paragraphs
                .get(heading.paragraphs.clone())
                .unwrap_or_default();
            let sentences: Range<usize> = match (paragraphs.first(), paragraphs.last()) {
                (Some(first), Some(last)) => first.sentences.start..last.sentences.end,
                _ => continue,
            };
            let names = |runs: &[Range<usize>]| -> Vec<String> {
                runs.iter()
                    .flat_map(|run| anchored.range(run.clone()))
                    .map(|(_, name)| (*name).to_owned())
                    .take(1)
                    .collect()
            };
            if paragraphs.len() > 1 && self.gaps(&sentences) == [sentences.clone()] {
                let extent = Extent::Heading(&heading.title, paragraphs.len());
                let place = if heading.title.is_empty() {
                    self.span(&(sentences.start..sentences.start + 1))
                } else {
                    self.bytes(&heading.range)
                };
                uncited(extent, &[place], &[])
                    .into_iter()
                    .for_each(|finding| report.push(finding));
                continue;
            }
            for paragraph in paragraphs {
                let gaps = self.gaps(&paragraph.sentences);
                let places: Vec<_> = gaps
                    .iter()
                    .map(|gap| {
                        let whole = *gap == paragraph.sentences;
                        let grain = if whole {
                            Grain::Paragraph
                        } else {
                            Grain::Sentence
                        };
                        place_of(outline, gap, grain)
                    })
                    .collect();
                let spans: Vec<Span> = gaps.iter().map(|gap| self.span(gap)).collect();
                uncited(Extent::Places(&places), &spans, &names(&gaps))
                    .into_iter()
                    .for_each(|finding| report.push(finding));
            }
        }
    }

    /// The anchors that hold and that nobody cites, by their first sentence.
    fn uncited_anchors(&self) -> BTreeMap<usize, &str> {
        let survey = &self.comparison.survey;
        let sound = survey
            .anchors
            .iter()
            .filter(|finding| !matches!(finding.state, State::Changed { .. } | State::Gone));
        sound
            .filter_map(|finding| {
                let placed = self.comparison.source.anchors.get(finding.anchor)?;
                placed
                    .cited_at
                    .is_empty()
                    .then_some((finding.run.start, placed.name.as_str()))
            })
            .collect()
    }

    /// The longest runs of sentences in a range that nothing cites.
    fn gaps(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        let covers = &self.comparison.survey.sentences;
        for at in range.clone() {
            if !covers.get(at).is_some_and(super::Cover::is_uncovered) {
                continue;
            }
            match gaps.last_mut() {
                Some(gap) if gap.end == at => gap.end = at + 1,
                _ => gaps.push(at..at + 1),
            }
        }
        gaps
    }
}
