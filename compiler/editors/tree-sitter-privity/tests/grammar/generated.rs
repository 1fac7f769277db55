//! What is committed is what `grammar.js` gives.

use std::fs;

use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

use crate::{files, here};

#[test]
fn the_parser_is_the_one_that_the_grammar_gives() {
    let anew = tempfile::tempdir().unwrap();
    generate_parser_in_directory(
        here(),
        Some(anew.path()),
        Some(here().join("grammar.js")),
        15,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )
    .unwrap();
    let names = |folder: &std::path::Path| -> Vec<_> {
        files(folder, "")
            .iter()
            .map(|path| path.strip_prefix(folder).unwrap().to_owned())
            .collect()
    };
    let committed = here().join("src");
    assert_eq!(names(anew.path()), names(&committed));
    for name in names(&committed) {
        assert!(
            fs::read(anew.path().join(&name)).unwrap() == fs::read(committed.join(&name)).unwrap(),
            "`src/{}` is stale: run `cargo run -p tree-sitter-privity --example generate`",
            name.display()
        );
    }
}
