//! Habits of other languages: a foreign statement is one error, with the same thought in ours.
//!
//! They are looked for in files that cannot be read only, so that nothing here can be wrong about a sound one.

mod diagnostics;
mod statements;
mod table;
mod whole;
mod words;

pub(super) use statements::{Foreign, find};
pub(super) use whole::{binary, foreign_file};
pub(super) use words::word_at;
