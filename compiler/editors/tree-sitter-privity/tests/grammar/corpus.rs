//! The corpus: a title, a text, and the tree that it has, in the form that `tree-sitter test` reads as well.

use std::fs;

use crate::{files, here, read};

/// The cases of a file: title, text, tree.
fn cases(page: &str) -> Vec<(String, String, String)> {
    let bar = "=".repeat(20) + "\n";
    let mut parts = page.split(&bar).skip(1);
    let mut cases = Vec::new();
    while let (Some(title), Some(body)) = (parts.next(), parts.next()) {
        let (text, tree) = body
            .split_once("\n---\n")
            .unwrap_or_else(|| panic!("no tree for `{}`", title.trim()));
        let tree = tree.split_whitespace().collect::<Vec<_>>().join(" ");
        cases.push((title.trim().to_owned(), text.to_owned(), tree));
    }
    cases
}

#[test]
fn every_text_of_the_corpus_has_its_tree() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files(&here().join("test/corpus"), ".txt") {
        for (title, text, expected) in cases(&fs::read_to_string(&path).unwrap()) {
            count += 1;
            let found = read(&text).root_node().to_sexp();
            // Blanks before a parenthesis that closes are a matter of style.
            if found != expected.replace(" )", ")") {
                wrong.push(format!("{title}\nexpected {expected}\n   found {found}"));
            }
        }
    }
    assert!(count >= 20, "only {count} cases");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}
