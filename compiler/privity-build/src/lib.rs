//! Compiles Privity policies to Rust from a build script.
//!
//! In `build.rs`:
//!
//! ```no_run
//! fn main() -> Result<(), privity_build::Error> {
//!     privity_build::compile("policies/mi-home")
//! }
//! ```
//!
//! and in the crate, where `mi_home` is the name of the policy:
//!
//! ```text
//! include!(concat!(env!("OUT_DIR"), "/mi_home.rs"));
//!
//! let decision = mi_home::Request::new(mi_home::Action::Share)
//!     .data(mi_home::Data::Imei)
//!     .decide();
//! ```
//!
//! The crate gets no dependency from this: the file needs `core` and `alloc` only.

mod compilation;
mod config;
mod error;

pub use config::Config;
pub use error::Error;

use std::path::Path;

/// Compiles the policy in a folder or file to `NAME.rs` in the folder that Cargo gives the build script.
///
/// # Errors
/// When the policy has errors, which are drawn in the error, or when a file cannot be written.
pub fn compile(policy: impl AsRef<Path>) -> Result<(), Error> {
    Config::new().compile(policy)
}
