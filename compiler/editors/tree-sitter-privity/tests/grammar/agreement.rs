//! The grammar and the compiler read the same: on all policies of the repository, the standard library, and every example of the language
//! reference and of the findings that the compiler can read.

use std::fs;

use privity::diagnostic::Report;
use privity::source::SourceMap;

use crate::{files, outline, read, repository};

/// The fenced policies of a page.
fn blocks(page: &str) -> Vec<String> {
    page.split("\n```privity")
        .skip(1)
        .map(|rest| {
            let (_, block) = rest.split_once('\n').unwrap();
            block.split("\n```").next().unwrap().to_owned() + "\n"
        })
        .collect()
}

/// Every text to read, with a name to call it by.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in ["policies", "stdlib", "tests", "compiler"] {
        for path in files(&repository().join(folder), ".privity") {
            if path.components().any(|part| {
                ["target", "node_modules"]
                    .iter()
                    .any(|skipped| part.as_os_str() == *skipped)
            }) {
                continue;
            }
            // What is no UTF-8 is no text of the language.
            if let Ok(text) = fs::read_to_string(&path) {
                texts.push((path.display().to_string(), text));
            }
        }
    }
    let mut pages = files(&repository().join("tests/spec"), ".md");
    pages.push(repository().join("README.md"));
    for path in pages {
        for (number, block) in blocks(&fs::read_to_string(&path).unwrap())
            .into_iter()
            .enumerate()
        {
            texts.push((format!("{} block {}", path.display(), number + 1), block));
        }
    }
    texts
}

/// What of a text the compiler and the grammar read differently, in words that go behind the name of the text: nothing if they agree. With
/// it, the number of parts that were compared. There is no answer for a text that the compiler cannot read.
pub(crate) fn compare(text: &str) -> Option<(usize, String)> {
    let mut sources = SourceMap::new();
    let file = sources.add("text".to_owned(), text.to_owned()).unwrap();
    let mut report = Report::new();
    let module = privity::syntax::parse(file, &sources, &mut report);
    if report.has_errors() {
        return None;
    }
    let tree = read(text);
    if tree.root_node().has_error() {
        return Some((0, format!(" {}", outline::first_error(tree.root_node()))));
    }
    let expected = outline::of_module(&module);
    let found = outline::of_tree(tree.root_node());
    let differs = expected
        .symmetric_difference(&found)
        .take(4)
        .map(|part @ (label, start, end)| {
            let side = if expected.contains(part) {
                "the compiler"
            } else {
                "the grammar"
            };
            format!("\n  {side}: {label} {:?}", &text[*start..*end])
        })
        .collect();
    Some((expected.len(), differs))
}

#[test]
fn whatever_the_compiler_reads_is_read_alike() {
    let mut wrong = Vec::new();
    let (mut compared, mut lines) = (0, 0);
    for (name, text) in texts() {
        let Some((parts, differs)) = compare(&text) else {
            continue;
        };
        compared += 1;
        lines += parts;
        if !differs.is_empty() {
            wrong.push(format!("{name}:{differs}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(
        compared >= 300 && lines >= 10_000,
        "compared {lines} parts of {compared} texts"
    );
}
