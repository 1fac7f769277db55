//! `privity lsp`: serves an editor.

use crate::Exit;
use crate::output::Failure;

pub(crate) fn run() -> Result<Exit, Failure> {
    privity_lsp::serve_on_standard_streams().map_err(|error| Failure::Said(error.to_string()))?;
    Ok(Exit::Clean)
}
