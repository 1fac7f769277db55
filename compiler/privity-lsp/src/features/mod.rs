//! What the server can do, a file each: a function from a state of a package and the request's parameters to the answer.

pub(crate) mod code_actions;
pub(crate) mod code_lens;
pub(crate) mod commands;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod document_links;
pub(crate) mod document_symbols;
pub(crate) mod file_operations;
pub(crate) mod folding;
pub(crate) mod formatting;
pub(crate) mod hover;
pub(crate) mod inlay_hints;
pub(crate) mod lineage;
pub(crate) mod linked_editing;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod semantic_tokens;
pub(crate) mod signature_help;
pub(crate) mod standard;
pub(crate) mod type_hierarchy;
pub(crate) mod workspace_symbols;
