//! Formatting: the one style of policies.

use gen_lsp_types::{DocumentFormattingParams, TextEdit};

use crate::positions;
use crate::snapshot::Snapshot;

/// The edits that format a text: none when it is formatted, or cannot be because of a mistake in it.
pub(crate) fn document(
    snapshot: &Snapshot,
    params: DocumentFormattingParams,
) -> Option<Vec<TextEdit>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let text = &snapshot.sources().file(file).text;
    let formatted = privity::syntax::format(text).ok()?;
    if formatted == **text {
        return Some(Vec::new());
    }
    let whole = positions::whole(text, snapshot.encoding());
    Some(vec![TextEdit::new(whole, formatted)])
}
