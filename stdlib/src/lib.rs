//! The sources of the standard library, as data.
//!
//! A policy reads a module with `import privity.<name>`; the compiler finds its text here, so an installed
//! compiler needs no files beside it.

/// A module of the standard library: its dotted path and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// The path as an `import` names it, for instance `privity.places`.
    pub path: &'static str,
    /// The file name, relative to the library's folder.
    pub file: &'static str,
    /// The source text.
    pub text: &'static str,
}

/// Every module, in the order of their paths.
pub const MODULES: &[Module] = &[];
