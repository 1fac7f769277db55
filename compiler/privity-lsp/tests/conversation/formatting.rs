//! Formatting.

use gen_lsp_types::{
    DocumentFormattingRequest, DocumentOnTypeFormattingRequest, DocumentRangeFormattingRequest,
    Request as _,
};
use serde_json::{Value, json};

use crate::editor::{Editor, applied};

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
    let text = "policy   shop\n\n\n\n  by shop";
    editor.open("policy.privity", text);
    let formatted = applied(text, &editor.ask(method, params(&editor)));
    assert!(formatted.starts_with("policy shop\n"), "{formatted}");
    editor.change("policy.privity", 2, &formatted);
    assert_eq!(editor.ask(method, params(&editor)), json!([]));
    editor.change("policy.privity", 3, "policy shop {{{ permit");
    assert_eq!(editor.ask(method, params(&editor)), Value::Null);
}

#[test]
fn only_the_lines_of_a_range_are_formatted() {
    let mut editor = Editor::start();
    editor.open(
        "policy.privity",
        "policy   shop\n  by   shop\ndata {  a }\n",
    );
    let place = |line: u32| json!({"line": line, "character": 3});
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "range": {"start": place(1), "end": place(1)},
        "options": {"tabSize": 2, "insertSpaces": true},
    });
    let edits = editor.ask(DocumentRangeFormattingRequest::METHOD.as_str(), params);
    for edit in edits.as_array().unwrap() {
        assert!(
            edit["range"]["start"]["line"].as_u64().unwrap() <= 1,
            "{edits}"
        );
        assert!(
            edit["range"]["end"]["line"].as_u64().unwrap() <= 2,
            "{edits}"
        );
    }
    assert!(
        edits[0]["newText"]
            .as_str()
            .unwrap()
            .contains("  by shop\n"),
        "{edits}"
    );
}

#[test]
fn a_new_line_is_indented_and_the_line_before_is_formatted() {
    let mut editor = Editor::start();
    let on_type = |editor: &mut Editor, line: u32, character: u32, typed: &str| {
        let method = DocumentOnTypeFormattingRequest::METHOD.as_str();
        let options = json!({"tabSize": 2, "insertSpaces": true});
        let further = json!({"ch": typed, "options": options});
        editor.ask_at(method, "policy.privity", (line, character), further)
    };
    editor.open(
        "policy.privity",
        "policy shop\n  by shop\ndata {\n\n}\npermit   use x\n",
    );
    let blank = |line: u32, width: u32| {
        json!({
            "range": {
                "start": {"line": line, "character": 0},
                "end": {"line": line, "character": 0},
            },
            "newText": " ".repeat(width as usize),
        })
    };
    assert_eq!(on_type(&mut editor, 3, 0, "\n"), json!([blank(3, 2)]));
    let edits = on_type(&mut editor, 6, 0, "\n");
    assert_eq!(edits[0]["newText"], "permit use x\n");
    assert_eq!(edits[1], blank(6, 2));
    // Also while the text cannot be read.
    editor.change("policy.privity", 2, "permit use x to\n");
    assert_eq!(on_type(&mut editor, 1, 0, "\n"), json!([blank(1, 2)]));
}
