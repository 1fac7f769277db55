//! The parser that pest makes of `grammar.pest`.

/// The parser of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
pub(super) struct Grammar;
