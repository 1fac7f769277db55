//! The snippets of the editor are policies: each is read without a mistake when it is left as it comes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::Path;

use privity::diagnostic::Report;
use privity::source::SourceMap;
use serde_json::Value;

/// A snippet as the editor leaves it: `${1:words}` is its words, `${1|first,second|}` the first of them, `$0` nothing.
fn filled(body: &str) -> String {
    let mut parts = body.split("${");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (field, rest) = part.split_once('}').unwrap();
        let words = match field.split_once(':') {
            Some((_, words)) => words.to_owned(),
            // A comma in a choice is written `\,`.
            None => {
                let (_, choices) = field.split_once('|').unwrap();
                let choices = choices.trim_end_matches('|').replace("\\,", "\0");
                choices.split(',').next().unwrap().replace('\0', ",")
            }
        };
        text.push_str(&words);
        text.push_str(rest);
    }
    text.replace("$0", "")
}

#[test]
fn every_snippet_is_read_without_a_mistake() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../compiler/editors/vscode/snippets/privity.json");
    let snippets: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let snippets = snippets.as_object().unwrap();
    assert!(snippets.len() >= 10);
    let mut wrong = Vec::new();
    for (name, snippet) in snippets {
        let lines = snippet["body"].as_array().unwrap().iter();
        let body = lines.map(|line| line.as_str().unwrap().to_owned() + "\n");
        // A waiver stands above an item.
        let text = filled(&body.collect::<String>())
            + if name == "Waiver" {
                "permit use any\n"
            } else {
                ""
            };
        let mut sources = SourceMap::new();
        let file = sources.add(name.as_str(), text.clone()).unwrap();
        let mut report = Report::new();
        let module = privity::syntax::parse(file, &sources, &mut report);
        if module.items.is_empty() || report.iter().next().is_some() {
            wrong.push(format!("{name}: {:?}\n{text}", report.into_sorted()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
