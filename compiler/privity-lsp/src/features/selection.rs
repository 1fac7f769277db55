//! Growing selections: a word, its list, its clause, its rule, its section, the file.

use gen_lsp_types::{Range, SelectionRange, SelectionRangeParams};
use privity::syntax::tokens::around;

use crate::positions;
use crate::snapshot::Snapshot;

/// For each place what surrounds it, from the smallest part to the whole text.
pub(crate) fn ranges(
    snapshot: &Snapshot,
    params: SelectionRangeParams,
) -> Option<Vec<SelectionRange>> {
    let id = snapshot.file(&params.text_document.uri)?;
    let file = snapshot.sources().file(id);
    let encoding = snapshot.encoding();
    let range = |part: std::ops::Range<usize>| {
        Range::new(
            positions::position(file, part.start, encoding),
            positions::position(file, part.end, encoding),
        )
    };
    let at = |position| {
        let offset = positions::offset(file, position, encoding) as usize;
        let parts = around(&file.text, offset).into_iter().rev();
        let grown = parts.fold(None, |parent: Option<Box<SelectionRange>>, part| {
            Some(Box::new(SelectionRange::new(range(part), parent)))
        });
        grown.map(|grown| *grown)
    };
    params.positions.into_iter().map(at).collect()
}
