//! Documents: which of them prevails, and where each is silent.
//!
//! The rules outside every `document` are those of the policy itself. The permits of a higher document lift the guards and obliges of
//! a lower one that are not final. A document says nothing outside its own clauses and its own `exclude`; a request is outside the
//! whole policy where every document is silent.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Checker;
use super::clauses::Gathered;
use super::diagnostics::{documents_in_a_circle, not_a_document};
use super::lifts::is_liftable;
use super::policy::{Condition, Document, Effect};
use super::rules::Draft;
use super::scope::{all_of, any_of, not};
use crate::resolve::World;
use crate::resolve::names::{Space, What};
use crate::source::Span;
use crate::syntax::ast::Order;

/// The policy itself, or a document by its position among the sections.
type DocumentId = Option<usize>;

/// What prevails over what, each with the first place that says so.
type Prevails = BTreeMap<DocumentId, BTreeMap<DocumentId, Span>>;

impl Checker<'_, '_> {
    /// The document a rule belongs to.
    pub(super) fn document_of(&self, origin: usize) -> DocumentId {
        document_of(self.world, origin)
    }

    /// Adds the lifts that follow from ranks, and reports documents that prevail over each other.
    pub(super) fn rank_documents(&mut self, drafts: &[Draft], lifts: &mut [BTreeSet<usize>]) {
        if documents(self.world).next().is_none() {
            return;
        }
        let ranked = self.ranks();
        let mut prevails = ranked.clone();
        self.overriding(drafts, &mut prevails);
        for circle in circles(&prevails) {
            let steps: Vec<(String, Span)> = circle
                .iter()
                .map(|(document, span)| (self.document_name(*document), *span))
                .collect();
            self.report.push(documents_in_a_circle(&steps));
        }
        for (draft, lifts) in drafts.iter().zip(lifts) {
            if draft.rule.effect != Effect::Permit {
                continue;
            }
            let lower = below(&ranked, self.document_of(draft.origin));
            let lifted = drafts.iter().enumerate().filter(|(_, guard)| {
                is_liftable(&guard.rule)
                    && !guard.rule.is_final
                    && guard.rule.layer == draft.rule.layer
                    && lower.contains(&document_of(self.world, guard.origin))
            });
            lifts.extend(lifted.map(|(at, _)| at));
        }
    }

    /// What the `ranks` clauses say.
    fn ranks(&mut self) -> Prevails {
        let world = self.world;
        let mut prevails = Prevails::new();
        for (own, section) in documents(world) {
            for rank in section.item.ranks.iter().flatten() {
                let spaces = [Space::Rule];
                let found = self
                    .lookups
                    .find(&world.names, &spaces, &rank.path, section.module);
                let Some((_, found)) = found else { continue };
                let other = match found.declared.what {
                    What::Policy => None,
                    What::Section(at) if documents(world).any(|(known, _)| known == at) => Some(at),
                    _ => {
                        let finding = not_a_document(&rank.path, found.declared.span);
                        self.report.push(finding);
                        continue;
                    }
                };
                let (higher, lower) = match rank.order {
                    Order::Above => (Some(own), other),
                    Order::Below => (other, Some(own)),
                    Order::Beside => continue,
                };
                let lower_ones = prevails.entry(higher).or_default();
                lower_ones.entry(lower).or_insert(rank.span);
            }
        }
        prevails
    }

    /// Permits that override another document by its name.
    fn overriding(&self, drafts: &[Draft], prevails: &mut Prevails) {
        let world = self.world;
        for draft in drafts {
            let Some(rule) = world.rules.get(draft.origin) else {
                continue;
            };
            let own = self.document_of(draft.origin);
            for path in &draft.overrides {
                let found = world.names.find(Space::Rule, path, rule.module);
                let other = match found.map(|found| found.declared.what) {
                    Some(What::Policy) => None,
                    Some(What::Section(at)) if documents(world).any(|(known, _)| known == at) => {
                        Some(at)
                    }
                    _ => continue,
                };
                if other != own {
                    let lower = prevails.entry(own).or_default();
                    lower.entry(other).or_insert(path.span);
                }
            }
        }
    }

    fn document_name(&self, document: DocumentId) -> String {
        let world = self.world;
        let name = match document {
            Some(at) => world.sections.get(at).map(|section| &section.item.name),
            None => world.headers.first().map(|header| &header.item.name),
        };
        name.map_or_else(|| "the policy".to_owned(), |name| name.text.clone())
    }

    /// Silences every document outside of where it applies.
    pub(super) fn silence_documents(&mut self, drafts: &mut [Draft]) {
        let world = self.world;
        let speaking: BTreeSet<usize> = drafts
            .iter()
            .filter_map(|draft| document_of(world, draft.origin))
            .collect();
        if speaking.is_empty() {
            return;
        }
        let excluded = |drafts: &[Draft], document: DocumentId| {
            let own = drafts.iter().filter(|draft| {
                draft.rule.effect == Effect::Exclude && document_of(world, draft.origin) == document
            });
            any_of(own.map(|draft| draft.rule.region.clone()))
        };
        let mut silent: BTreeMap<DocumentId, Condition> = BTreeMap::new();
        let mut outside: BTreeMap<DocumentId, Condition> = BTreeMap::new();
        for document in std::iter::once(None).chain(speaking.iter().copied().map(Some)) {
            let excluded = excluded(drafts, document);
            let scope = match document.and_then(|at| world.sections.get(at)) {
                Some(section) => {
                    let mut gathered = Gathered::new();
                    // What is wrong with the clauses was reported with the first rule.
                    let mut unheard = crate::diagnostic::Report::new();
                    std::mem::swap(self.report, &mut unheard);
                    self.gather(&section.item.clauses, section.module, &mut gathered);
                    std::mem::swap(self.report, &mut unheard);
                    gathered.take_condition()
                }
                None => Condition::TRUE,
            };
            outside.insert(document, any_of([not(scope), excluded.clone()]));
            silent.insert(document, excluded);
        }
        for draft in drafts {
            let own = document_of(world, draft.origin);
            let region = draft.rule.region.clone();
            draft.rule.region = if draft.rule.effect == Effect::Exclude {
                // Outside of the whole policy is only what no other document speaks of.
                let others = outside
                    .iter()
                    .filter(|(document, _)| **document != own)
                    .map(|(_, outside)| outside.clone());
                all_of(std::iter::once(region).chain(others))
            } else {
                match silent.get(&own) {
                    Some(excluded) if *excluded != Condition::FALSE => {
                        all_of([region, not(excluded.clone())])
                    }
                    _ => region,
                }
            };
        }
    }

    /// The documents, as outputs list them.
    pub(super) fn documents(&mut self) -> Vec<Document> {
        let world = self.world;
        let mut found = Vec::new();
        for (_, section) in documents(world) {
            let ranks = section.item.ranks.iter().flatten();
            let mut gathered = Gathered::new();
            let mut unheard = crate::diagnostic::Report::new();
            std::mem::swap(self.report, &mut unheard);
            self.gather(&section.item.clauses, section.module, &mut gathered);
            std::mem::swap(self.report, &mut unheard);
            found.push(Document {
                name: section.item.name.text.clone(),
                title: section.item.title.as_ref().map(|title| title.value.clone()),
                ranks: ranks
                    .map(|rank| (rank.order, crate::resolve::lookups::path_text(&rank.path)))
                    .collect(),
                citations: gathered.citations,
                docs: section.docs.clone(),
            });
        }
        found
    }
}

fn documents(
    world: &World,
) -> impl Iterator<
    Item = (
        usize,
        &crate::resolve::world::Placed<crate::syntax::ast::Section>,
    ),
> {
    let all = world.sections.iter().enumerate();
    all.filter(|(_, section)| section.item.ranks.is_some())
}

fn document_of(world: &World, origin: usize) -> DocumentId {
    let rule = world.rules.get(origin)?;
    let mut around = rule.sections.iter().copied();
    around.find(|&at| {
        let section = world.sections.get(at);
        section.is_some_and(|section| section.item.ranks.is_some())
    })
}

/// Everything that a document prevails over, at any distance.
fn below(prevails: &Prevails, document: DocumentId) -> BTreeSet<DocumentId> {
    let mut found = BTreeSet::new();
    let mut open = vec![document];
    while let Some(next) = open.pop() {
        for lower in prevails.get(&next).into_iter().flat_map(BTreeMap::keys) {
            if found.insert(*lower) {
                open.push(*lower);
            }
        }
    }
    found
}

/// The circles of documents that prevail over each other, each once: the documents in order, with the places that say so.
fn circles(prevails: &Prevails) -> Vec<Vec<(DocumentId, Span)>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for &document in prevails.keys() {
        let lower = below(prevails, document);
        if !lower.contains(&document) || seen.contains(&document) {
            continue;
        }
        let circle: Vec<(DocumentId, Span)> = prevails
            .iter()
            .filter(|(other, _)| {
                lower.contains(other) && below(prevails, **other).contains(&document)
            })
            .filter_map(|(other, lower)| {
                let said = lower
                    .iter()
                    .find(|(to, _)| **to == document || below(prevails, **to).contains(&document));
                said.map(|(_, span)| (*other, *span))
            })
            .collect();
        seen.extend(circle.iter().map(|(document, _)| *document));
        found.push(circle);
    }
    found
}
