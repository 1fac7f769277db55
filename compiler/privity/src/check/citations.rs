//! Where rules come from: citations, and the places of the cited texts they lead to.

use super::checker::Checker;
use super::diagnostics::{bad_digest, bad_paragraph};
use super::policy::{Anchor, Citation, CitedText, PlacedAnchor};
use crate::resolve::lookups::path_text;
use crate::resolve::names::{Space, What};
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast;

/// How many hexadecimal digits of a digest are written.
const DIGITS: usize = 16;

impl Checker<'_, '_> {
    /// A citation. An unknown anchor is noted, and counts: whoever misspells it does cite something.
    pub(super) fn citation(
        &mut self,
        citation: &ast::Citation,
        module: ModuleIndex,
    ) -> Option<Citation> {
        let path = match citation {
            ast::Citation::Words(words) => {
                return Some(Citation {
                    label: words.value.clone(),
                    anchor: None,
                });
            }
            ast::Citation::Anchor(path) => path,
        };
        let world = self.world;
        let anchors = &[Space::Anchor];
        let Some((_, found)) = self.lookups.find(&world.names, anchors, path, module) else {
            return Some(Citation {
                label: path_text(path),
                anchor: None,
            });
        };
        let What::Anchor(source, at) = found.declared.what else {
            return None;
        };
        let source = &world.sources.get(source)?.item;
        let anchor = source.anchors.get(at)?;
        self.cited
            .entry(found.name.to_owned())
            .or_default()
            .insert(path.span);
        Some(Citation {
            label: found.name.to_owned(),
            anchor: Some(placed(source, anchor)),
        })
    }

    /// Citations of an item that is no rule.
    pub(super) fn citations(
        &mut self,
        citations: &[ast::Citation],
        module: ModuleIndex,
    ) -> Vec<Citation> {
        citations
            .iter()
            .filter_map(|citation| self.citation(citation, module))
            .collect()
    }

    /// The places of the cited texts, used or not.
    pub(super) fn check_sources(&mut self) {
        let world = self.world;
        for source in &world.sources {
            for anchor in &source.item.anchors {
                self.check_anchor(anchor);
            }
        }
    }

    /// The cited texts, with the citations that were met so far.
    pub(super) fn cited_texts(&self) -> Vec<CitedText> {
        let texts = self.world.sources.iter().map(|text| CitedText {
            name: text.item.name.text.clone(),
            title: text.item.title.as_ref().map(|title| title.value.clone()),
            anchors: text
                .item
                .anchors
                .iter()
                .map(|anchor| PlacedAnchor {
                    name: anchor.name.text.clone(),
                    anchor: placed(&text.item, anchor),
                    span: anchor.name.span.to(anchor.digest.span),
                    place: anchor
                        .sentences
                        .map_or(anchor.paragraph.span, |(_, last)| last.span)
                        .to(anchor.heading.span),
                    digest: anchor.digest.span,
                    cited_at: self
                        .cited
                        .get(&anchor.name.text)
                        .cloned()
                        .unwrap_or_default(),
                })
                .collect(),
            span: text.item.name.span,
        });
        texts.collect()
    }

    fn check_anchor(&mut self, anchor: &ast::Anchor) {
        let counts = |number: ast::Number| {
            number
                .value
                .is_some_and(|value| value >= 1 && u32::try_from(value).is_ok())
        };
        if !counts(anchor.paragraph) {
            self.report.push(bad_paragraph(
                &anchor.name,
                anchor.paragraph.span,
                "paragraphs are counted from 1",
            ));
        }
        if let Some((first, last)) = anchor.sentences {
            if !counts(first) || !counts(last) {
                let span = first.span.to(last.span);
                self.report.push(bad_paragraph(
                    &anchor.name,
                    span,
                    "sentences are counted from 1",
                ));
            } else if first.value > last.value {
                let span = first.span.to(last.span);
                self.report.push(bad_paragraph(
                    &anchor.name,
                    span,
                    "the last sentence stands before the first",
                ));
            }
        }
        let digits = anchor.digest.value.strip_prefix("sha256:");
        let sound = digits.is_some_and(|digits| {
            digits.len() == DIGITS
                && digits
                    .bytes()
                    .all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
        });
        if !sound {
            self.report
                .push(bad_digest(&anchor.name, anchor.digest.span));
        }
    }

    /// The citations that stand beside declarations: they decide nothing, but they must lead somewhere.
    pub(super) fn check_other_citations(&mut self) {
        let world = self.world;
        for entry in &world.nodes {
            let _: Vec<Citation> = self.citations(&entry.node.citations, entry.module);
        }
        for group in &world.groups {
            let members = group.item.members.iter();
            let all = members.flat_map(|member| &member.citations);
            for citation in group.item.citations.iter().chain(all) {
                let _: Option<Citation> = self.citation(citation, group.module);
            }
        }
        let lists = world
            .aliases
            .iter()
            .map(|placed| (&placed.item.citations, placed.module))
            .chain(
                world
                    .facts
                    .iter()
                    .map(|placed| (&placed.item.citations, placed.module)),
            )
            .chain(
                world
                    .periods
                    .iter()
                    .map(|placed| (&placed.item.citations, placed.module)),
            )
            .chain(
                world
                    .defines
                    .iter()
                    .map(|placed| (&placed.item.citations, placed.module)),
            )
            .chain(
                world
                    .headers
                    .iter()
                    .map(|placed| (&placed.item.citations, placed.module)),
            );
        for (citations, module) in lists {
            let _: Vec<Citation> = self.citations(citations, module);
        }
    }
}

/// What an anchor says. Numbers that cannot be are reported elsewhere.
fn placed(source: &ast::Source, anchor: &ast::Anchor) -> Anchor {
    let whole = |number: ast::Number| number.value.and_then(|value| u32::try_from(value).ok());
    Anchor {
        source: source.name.text.clone(),
        heading: anchor.heading.value.clone(),
        paragraph: whole(anchor.paragraph).unwrap_or_default(),
        sentences: anchor
            .sentences
            .and_then(|(first, last)| Some((whole(first)?, whole(last)?))),
        digest: anchor.digest.value.clone(),
    }
}
