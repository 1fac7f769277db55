//! Where a name stands: everywhere, and in one file.

use gen_lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams,
};

use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// All places of what is named at a place, in all files of the package.
pub(crate) fn references(snapshot: &Snapshot, params: ReferenceParams) -> Option<Vec<Location>> {
    let naming = Naming::of(snapshot)?;
    let named = naming.named_at(&params.text_document_position_params)?;
    let places = naming.places(&named.ids).into_iter();
    let asked = places.filter(|place| params.context.include_declaration || !place.declares);
    Some(
        asked
            .filter_map(|place| naming.location(place.span))
            .collect(),
    )
}

/// The places of what is named at a place, in its file.
pub(crate) fn highlight(
    snapshot: &Snapshot,
    params: DocumentHighlightParams,
) -> Option<Vec<DocumentHighlight>> {
    let naming = Naming::of(snapshot)?;
    let at = &params.text_document_position_params;
    let named = naming.named_at(at)?;
    let file = snapshot.file(&at.text_document.uri)?;
    let places = naming.places(&named.ids).into_iter();
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
