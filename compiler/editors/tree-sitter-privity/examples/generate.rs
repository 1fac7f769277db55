//! Writes the parser anew from `grammar.js`, which takes Node.js and nothing else:
//! `cargo run -p tree-sitter-privity --example generate [FOLDER]`.

use std::path::Path;

use tree_sitter_generate::{GenerateError, OptLevel, generate_parser_in_directory};

/// The binary interface of the parser: what tree-sitter 0.25 and later read.
const INTERFACE: usize = 15;

fn main() -> Result<(), GenerateError> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to = std::env::args_os()
        .nth(1)
        .map_or_else(|| crate_folder.join("src"), Into::into);
    generate_parser_in_directory(
        crate_folder,
        Some(to),
        Some(crate_folder.join("grammar.js")),
        INTERFACE,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )
}
