//! The texts of the standard library, for editors that show what is on no disk.

use gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult};

use crate::dispatch::Refusal;
use crate::library;
use crate::snapshot::Snapshot;

/// The text of a module of the standard library.
pub(crate) fn content(
    _: &[Snapshot],
    params: TextDocumentContentParams,
) -> Result<TextDocumentContentResult, Refusal> {
    match library::module_of(&params.uri.0) {
        Some(module) => Ok(TextDocumentContentResult::new(module.text.to_owned())),
        None => Err(Refusal::because(format!(
            "the standard library has no file `{}`",
            params.uri.0
        ))),
    }
}
