//! Talks with the server as an editor does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod announced;
mod broken_texts;
mod code_actions;
mod completing;
mod declaring;
mod diagnostics;
mod document_symbols;
mod editor;
mod extracting;
mod folding;
mod formatting;
mod hierarchies;
mod hints;
mod hovering;
mod navigation;
mod policies;
mod protocol;
mod refreshing;
mod renaming;
mod selection;
mod semantic_tokens;
mod standard_library;
mod typing;
