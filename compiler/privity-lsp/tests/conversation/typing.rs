//! A policy is typed key by key, from its first letter on: the server stays, and in the end it knows what a fresh look at the same text finds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::editor::Editor;

/// How many keys are pressed.
const KEYS: usize = 2_000;

/// The files of Mi Home, by name.
fn mi_home() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/mi-home");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_policy = name.ends_with(".privity") || name == "privity.toml";
        if is_policy {
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    files
}

/// The findings of an answer as lines, in order.
fn lines(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().unwrap();
    let mut lines: Vec<String> = items.iter().map(ToString::to_string).collect();
    lines.sort();
    lines
}

/// An edit that types a text at a place of a text.
fn typed(text: &str, at: usize, key: &str) -> Value {
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().len();
    let place = json!({"line": line, "character": column});
    json!([{"range": {"start": place, "end": place}, "text": key}])
}

/// What is typed of Mi Home: of each file that speaks of rules a stretch from its beginning, so that all of them are met half-written.
fn session(files: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let with_rules = |text: &&String| text.contains("permit ") || text.contains("forbid ");
    let spoken: Vec<_> = files.iter().filter(|(_, text)| with_rules(text)).collect();
    let share = KEYS / spoken.len();
    let cut = |text: &str| {
        let end = (share..text.len()).find(|&at| text.is_char_boundary(at));
        text[..end.unwrap_or(text.len())].to_owned()
    };
    let typed = spoken.into_iter();
    typed
        .map(|(name, text)| (name.clone(), cut(text)))
        .collect()
}

fn editor(files: &BTreeMap<String, String>) -> Editor {
    let mut builder = Editor::with(json!({
        "general": {"positionEncodings": ["utf-8"]},
        "textDocument": {
            "diagnostic": {"dataSupport": true, "relatedInformation": true},
        },
    }))
    // What all rules decide together takes a minute in a build without optimization.
    .options(json!({"analysis": "words"}));
    for (name, text) in files {
        builder = builder.file(name, text);
    }
    builder.start()
}

#[test]
fn two_thousand_keys_of_mi_home_settle_to_what_a_fresh_look_finds() {
    let mut files = mi_home();
    let mut editor_at_work = editor(&files);
    let mut keys = 0;
    for (name, part) in session(&files) {
        let mut text = String::new();
        let mut version = 1;
        editor_at_work.open(&name, "");
        for key in part.chars() {
            version += 1;
            let key = key.to_string();
            let edit = typed(&text, text.len(), &key);
            editor_at_work.edit(&name, version, edit);
            text.push_str(&key);
            keys += 1;
            // An editor asks for this at every key; most answers come too late for the text they are about.
            let uri = editor_at_work.uri(&name);
            let tokens = editor_at_work.try_to_ask(
                "textDocument/foldingRange",
                json!({"textDocument": {"uri": uri}}),
            );
            assert!(tokens.is_ok());
        }
        // What follows in the file is pasted, so that the policy is whole again.
        let rest = files[&name][text.len()..].to_owned();
        let edit = typed(&text, text.len(), &rest);
        editor_at_work.edit(&name, version + 1, edit);
        files.insert(name, text + &rest);
    }
    assert!(keys > KEYS * 3 / 4, "{keys}");
    let mut fresh = editor(&files);
    for name in files.keys() {
        let settled = lines(&editor_at_work.pull(name, None));
        let folder = editor_at_work.uri("").to_string();
        let settled: Vec<_> = settled
            .iter()
            .map(|line| line.replace(&folder, ""))
            .collect();
        let folder = fresh.uri("").to_string();
        let expected = lines(&fresh.pull(name, None));
        let expected: Vec<_> = expected
            .iter()
            .map(|line| line.replace(&folder, ""))
            .collect();
        assert_eq!(settled, expected, "{name}");
    }
}
