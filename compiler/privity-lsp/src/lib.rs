//! The Privity language server: converts between the editor's words and the compiler's, and decides nothing.
//!
//! Texts are synchronised whole. After every change the package of the changed file is checked, with what the editor holds in place of
//! what is on the disk, and the findings of all its files are sent.

mod actions;
mod documents;
mod findings;
mod positions;
mod server;
mod uris;

pub use server::{ServerError, serve};

use lsp_server::Connection;

/// Serves an editor on the standard streams until it says good-bye.
///
/// # Errors
/// When the editor breaks the protocol or goes away in the middle of it.
pub fn serve_on_standard_streams() -> Result<(), ServerError> {
    let (connection, threads) = Connection::stdio();
    let result = serve(&connection);
    // The writing thread ends when nobody can send any more.
    drop(connection);
    result?;
    threads
        .join()
        .map_err(|error| ServerError::new(error.to_string()))
}
