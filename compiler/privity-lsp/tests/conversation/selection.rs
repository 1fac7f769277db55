//! Growing selections.

use gen_lsp_types::{Request as _, SelectionRangeRequest};
use serde_json::{Value, json};

use crate::editor::Editor;

#[test]
fn a_selection_grows_from_a_word_to_the_file() {
    let mut editor = Editor::start();
    let (line, character) = editor.open_at_mark(
        "policy.privity",
        "section s {\n  permit use x, $0y\n    for z\n}\n",
    );
    let uri = editor.uri("policy.privity");
    let answer = editor.ask(
        SelectionRangeRequest::METHOD.as_str(),
        json!({
            "textDocument": {"uri": uri},
            "positions": [{"line": line, "character": character}],
        }),
    );
    let mut ranges: Vec<Value> = Vec::new();
    let mut at = &answer[0];
    while !at.is_null() {
        ranges.push(json!([at["range"]["start"], at["range"]["end"]]));
        at = &at["parent"];
    }
    let place = |line: u32, character: u32| json!({"line": line, "character": character});
    assert_eq!(ranges[0], json!([place(1, 16), place(1, 17)]));
    assert!(
        ranges.contains(&json!([place(1, 13), place(1, 17)])),
        "{ranges:?}"
    );
    assert!(
        ranges.contains(&json!([place(1, 2), place(2, 9)])),
        "{ranges:?}"
    );
    assert_eq!(ranges.last(), Some(&json!([place(0, 0), place(4, 0)])));
}
