//! The Privity language server: converts between the editor's words and the compiler's, and decides nothing.
//!
//! ```text
//! editor ──▶ server ──▶ documents, workspace ──▶ Snapshot ──▶ dispatch ──▶ features ──▶ editor
//! ```
//!
//! After every change there is a new `Snapshot` of the package, with what the editor holds in place of what is on the disk. A
//! feature is a function from a snapshot and the parameters of a request to its answer: a file in `features` and a line in `dispatch`.

mod analysis;
mod beside;
mod capabilities;
mod client;
mod describe;
mod dispatch;
mod documents;
mod edits;
mod features;
mod kinds;
mod library;
mod naming;
mod positions;
mod present;
mod prose;
mod published;
mod pulls;
mod server;
mod snapshot;
mod uris;
mod workspace;

pub use server::{ServerError, serve};

use etcetera::BaseStrategy as _;
use lsp_server::Connection;

/// The stack of each thread, in bytes: brackets nested as deep as the parser lets them be, in a build without optimization.
const STACK: usize = 64 << 20;

/// Serves an editor on the standard streams until it says good-bye. Editors that show only files find those of the standard library in the
/// folder that the system has for caches.
///
/// # Errors
/// When the editor breaks the protocol or goes away in the middle of it.
pub fn serve_on_standard_streams() -> Result<(), ServerError> {
    let (connection, threads) = Connection::stdio();
    let caches = etcetera::choose_base_strategy().map(|places| places.cache_dir());
    let result = serve(&connection, caches.ok().as_deref());
    // The writing thread ends when nobody can send any more.
    drop(connection);
    result?;
    threads
        .join()
        .map_err(|error| ServerError::new(error.to_string()))
}
