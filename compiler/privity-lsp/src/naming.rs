//! The names of a package at places of its files: what features that follow names begin with.

use gen_lsp_types::{Location, TextDocumentPositionParams, Uri};
use privity::compile::Checked;
use privity::completion::Known;
use privity::occurrences::{Declaration, DeclarationId, Occurrence, Occurrences, Sense};
use privity::resolve::names::Space;
use privity::source::{FileId, Span};
use privity::syntax::ast::Kind;
use privity_stdlib::MODULES;

use crate::library;
use crate::snapshot::Snapshot;

/// A package whose names are known.
#[derive(Clone, Copy)]
pub(crate) struct Naming<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) checked: &'s Checked,
    pub(crate) names: &'s Occurrences,
}

/// What is named at a place.
pub(crate) struct NamedAt {
    /// The word.
    pub(crate) span: Span,
    /// What it means; several things for a switch.
    pub(crate) ids: Vec<DeclarationId>,
}

impl<'s> Naming<'s> {
    pub(crate) fn of(snapshot: &'s Snapshot) -> Option<Self> {
        Some(Self {
            snapshot,
            checked: snapshot.checked()?,
            names: snapshot.occurrences()?,
        })
    }

    /// What completion knows of a later state of the texts.
    pub(crate) fn known_in(self, now: &'s Snapshot) -> Known<'s> {
        Known {
            program: &now.package().program,
            texts: self.snapshot.sources(),
            world: &self.checked.world,
            names: self.names,
        }
    }

    /// The occurrences at a place.
    pub(crate) fn occurrences_at(self, at: &TextDocumentPositionParams) -> &'s [Occurrence] {
        let place = self.snapshot.place(at);
        place.map_or(&[][..], |(_, offset)| self.names.at(offset))
    }

    /// What is declared by the name at a place.
    pub(crate) fn named_at(self, at: &TextDocumentPositionParams) -> Option<NamedAt> {
        let found = self.occurrences_at(at);
        let span = found.first()?.span;
        let ids: Vec<DeclarationId> = found.iter().filter_map(declared).collect();
        (!ids.is_empty()).then_some(NamedAt { span, ids })
    }

    /// The node of a kind that is named at a place.
    pub(crate) fn node_at(
        self,
        at: &TextDocumentPositionParams,
        wanted: impl Fn(Kind) -> bool,
    ) -> Option<(Kind, &'s Declaration, Span)> {
        let named = self.named_at(at)?;
        named.ids.iter().find_map(|&id| {
            let declaration = self.names.declaration(id)?;
            match declaration.space()? {
                Space::Kind(kind) if wanted(kind) => Some((kind, declaration, named.span)),
                _ => None,
            }
        })
    }

    /// All places at which something is named, with everything that the same word declares, each once and in order.
    pub(crate) fn places(self, ids: &[DeclarationId]) -> Vec<&'s Occurrence> {
        let all = ids.iter().flat_map(|&id| self.names.declared_with(id));
        let mut places: Vec<&Occurrence> =
            all.flat_map(|id| self.names.of_declaration(id)).collect();
        places.sort_by_key(|place| place.span);
        places.dedup_by_key(|place| place.span);
        places
    }

    /// Where something is declared: its name, or its beginning if it has none.
    pub(crate) fn declared_at(self, id: DeclarationId) -> Option<Location> {
        let declaration = self.names.declaration(id)?;
        self.location(declaration.span.unwrap_or(declaration.whole))
    }

    /// The file and range of a span, also in the standard library for an editor that can show it.
    pub(crate) fn location(self, span: Span) -> Option<Location> {
        let (file, _) = self.snapshot.sources().locate(span)?;
        Some(Location::new(self.uri(file)?, self.snapshot.range(span)?))
    }

    /// A place as people write it: file and line.
    pub(crate) fn written_place(self, span: Span) -> Option<String> {
        let sources = self.snapshot.sources();
        let (file, _) = sources.locate(span)?;
        let line = sources.line_column(span)?.line;
        Some(format!("{}:{line}", sources.file(file).name))
    }

    /// The name of a file; `None` for one of the standard library that the editor cannot show.
    pub(crate) fn uri(self, file: FileId) -> Option<Uri> {
        let own = self.snapshot.uri(file);
        own.or_else(|| self.standard_uri(file))
    }

    fn standard_uri(self, file: FileId) -> Option<Uri> {
        let path = &self.snapshot.module(file)?.path;
        let module = MODULES.iter().find(|module| module.path == path)?;
        let client = self.snapshot.client();
        if client.shows_content {
            return Some(Uri(library::uri_of(module)));
        }
        Some(self.snapshot.uri_of(&client.library.written(module)?))
    }
}

/// The declaration that an occurrence means.
pub(crate) fn declared(occurrence: &Occurrence) -> Option<DeclarationId> {
    match occurrence.sense {
        Sense::Declared(id) => Some(id),
        Sense::Known(_) | Sense::Unknown => None,
    }
}
