//! Where a name stands: everywhere, and in one file.

use gen_lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
    TextDocumentPositionParams,
};
use privity::occurrences::{Occurrence, Sense};

use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// All places of what is named at a place, in all files of the package.
pub(crate) fn references(snapshot: &Snapshot, params: ReferenceParams) -> Option<Vec<Location>> {
    let naming = Naming::of(snapshot)?;
    let places = places(naming, &params.text_document_position_params)?;
    let asked = places
        .into_iter()
        .filter(|place| params.context.include_declaration || !place.declares);
    Some(
        asked
            .filter_map(|place| naming.location(place.span))
            .collect(),
    )
}

/// The places of what is named at a place: of what is declared, or of a word that the language itself knows.
fn places<'n>(naming: Naming<'n>, at: &TextDocumentPositionParams) -> Option<Vec<&'n Occurrence>> {
    if let Some(named) = naming.named_at(at) {
        return Some(naming.places(&named.ids));
    }
    let known = naming.occurrences_at(at);
    let known = known
        .iter()
        .find(|it| matches!(it.sense, Sense::Known(_)))?;
    let word = naming.snapshot.sources().text(known.span);
    let all = naming.names.places_of_known(word).iter();
    let all = all.filter_map(|&at| naming.names.all().get(at as usize));
    Some(all.filter(|place| place.sense == known.sense).collect())
}

/// The places of what is named at a place, in its file.
pub(crate) fn highlight(
    snapshot: &Snapshot,
    params: DocumentHighlightParams,
) -> Option<Vec<DocumentHighlight>> {
    let naming = Naming::of(snapshot)?;
    let at = &params.text_document_position_params;
    let file = snapshot.file(&at.text_document.uri)?;
    let places = places(naming, at)?.into_iter();
    let here = places.filter(|place| {
        let found = snapshot.sources().locate(place.span);
        found.is_some_and(|(of, _)| of == file)
    });
    let marks = here.filter_map(|place| {
        let kind = if place.declares {
            DocumentHighlightKind::Write
        } else {
            DocumentHighlightKind::Read
        };
        Some(DocumentHighlight::new(
            snapshot.range(place.span)?,
            Some(kind),
        ))
    });
    Some(marks.collect())
}
