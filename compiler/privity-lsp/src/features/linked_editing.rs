//! A name that only one file has is changed wherever it stands there, while it is typed.

use gen_lsp_types::{LinkedEditingRangeParams, LinkedEditingRanges};

use crate::features::rename::renamable;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// What a name looks like, as editors match it.
const WORD: &str = "[A-Za-z][A-Za-z0-9_]*";

/// The places of the name at a place; nothing if it stands there alone, in other files too, or cannot be changed.
pub(crate) fn ranges(
    snapshot: &Snapshot,
    params: LinkedEditingRangeParams,
) -> Option<LinkedEditingRanges> {
    let naming = Naming::of(snapshot)?;
    let at = &params.text_document_position_params;
    let named = naming.named_at(at)?;
    let word = renamable(naming, &named).ok()?;
    let file = snapshot.own_file(&at.text_document.uri)?;
    let places = naming.places(&named.ids);
    let is_alike = |span| {
        let place = snapshot.sources().locate(span);
        place.is_some_and(|(of, _)| of == file) && snapshot.sources().text(span) == word
    };
    if places.len() < 2 || !places.iter().all(|place| is_alike(place.span)) {
        return None;
    }
    let ranges = places.iter();
    let ranges = ranges.filter_map(|place| snapshot.range(place.span));
    Some(LinkedEditingRanges::new(
        ranges.collect(),
        Some(WORD.to_owned()),
    ))
}
