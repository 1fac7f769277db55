//! What the server can do, a file each: a function from a state of a package and the request's parameters to the answer.

pub(crate) mod code_actions;
pub(crate) mod diagnostics;
pub(crate) mod document_symbols;
pub(crate) mod folding;
pub(crate) mod formatting;
pub(crate) mod selection;
pub(crate) mod semantic_tokens;
