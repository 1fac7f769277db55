//! An editor is let ask again for what it shows in texts, once more is known of them.

use lsp_server::Message;
use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

const TOKENS: &str = "workspace/semanticTokens/refresh";
const HINTS: &str = "workspace/inlayHint/refresh";
const LENSES: &str = "workspace/codeLens/refresh";

/// A policy that is too large to be checked at every key.
fn large() -> String {
    format!("{SOUND}// {}\n", "a long remark ".repeat(4_000))
}

fn able(tokens: bool) -> Value {
    json!({"workspace": {
        "semanticTokens": {"refreshSupport": tokens},
        "inlayHint": {"refreshSupport": true},
        "codeLens": {"refreshSupport": true},
    }})
}

#[test]
fn what_a_text_shows_is_asked_for_again_when_its_names_are_known() {
    let mut editor = Editor::with(able(true)).start();
    editor.open("policy.privity", &large());
    for request in [TOKENS, HINTS, LENSES] {
        assert_eq!(editor.asked(request), Value::Null);
    }
    editor.change("policy.privity", 2, &large().replace("share", "shore"));
    for request in [TOKENS, HINTS, LENSES] {
        editor.asked(request);
    }
}

#[test]
fn an_editor_is_asked_only_what_it_knows() {
    let mut editor = Editor::with(able(false)).start();
    editor.open("policy.privity", &large());
    let mut asked = Vec::new();
    while asked.last().is_none_or(|last| last != LENSES) {
        if let Message::Request(request) = editor.receive() {
            asked.push(request.method);
        }
    }
    assert_eq!(asked, [HINTS, LENSES]);
}

#[test]
fn hints_stay_at_their_words_until_a_large_text_is_checked_again() {
    let text = large();
    let mut editor = Editor::with(able(true)).start();
    editor.open("policy.privity", &text);
    editor.asked(LENSES);
    let lines = |editor: &mut Editor| -> Vec<Value> {
        let range =
            json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let uri = editor.uri("policy.privity");
        let params = json!({"textDocument": {"uri": uri}, "range": range});
        let hints = editor.ask("textDocument/inlayHint", params);
        let hints = hints.as_array().unwrap().iter();
        hints.map(|hint| hint["position"]["line"].clone()).collect()
    };
    let before = lines(&mut editor);
    assert!(!before.is_empty());
    editor.change("policy.privity", 2, &format!("// A remark.\n{text}"));
    let after = lines(&mut editor);
    let moved: Vec<Value> = before
        .iter()
        .map(|line| json!(line.as_u64().unwrap() + 1))
        .collect();
    assert_eq!(after, moved);
}
