//! The texts of the standard library, for editors that show what is on no disk.

use gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult};

use crate::dispatch::Refusal;
use crate::snapshot::Snapshot;
use crate::uris;

/// The text of a module of the standard library.
pub(crate) fn content(
    _: &[Snapshot],
    params: TextDocumentContentParams,
) -> Result<TextDocumentContentResult, Refusal> {
    let module = uris::to_standard(&params.uri.0);
    let mut modules = privity_stdlib::MODULES.iter();
    let found = module.and_then(|path| modules.find(|module| module.path == path));
    match found {
        Some(module) => Ok(TextDocumentContentResult::new(module.text.to_owned())),
        None => Err(Refusal::because(format!(
            "the standard library has no file `{}`",
            params.uri.0
        ))),
    }
}
