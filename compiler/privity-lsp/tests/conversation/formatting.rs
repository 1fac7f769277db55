//! Formatting.

use gen_lsp_types::{DocumentFormattingRequest, Request as _};
use serde_json::{Value, json};

use crate::editor::Editor;

#[test]
fn a_document_is_formatted_unless_it_is_broken() {
    let mut editor = Editor::start();
    let params = |editor: &Editor| {
        json!({
            "textDocument": {"uri": editor.uri("policy.privity")},
            "options": {"tabSize": 2, "insertSpaces": true},
        })
    };
    let method = DocumentFormattingRequest::METHOD.as_str();
    editor.open("policy.privity", "policy   shop\n\n\n\n  by shop");
    let edits = editor.ask(method, params(&editor));
    assert_eq!(
        edits[0]["range"]["start"],
        json!({"line": 0, "character": 0})
    );
    assert_eq!(edits[0]["range"]["end"], json!({"line": 4, "character": 9}));
    let formatted = edits[0]["newText"].as_str().unwrap().to_owned();
    assert!(formatted.starts_with("policy shop\n"), "{formatted}");
    editor.change("policy.privity", 2, &formatted);
    assert_eq!(editor.ask(method, params(&editor)), json!([]));
    editor.change("policy.privity", 3, "policy shop {{{ permit");
    assert_eq!(editor.ask(method, params(&editor)), Value::Null);
}
