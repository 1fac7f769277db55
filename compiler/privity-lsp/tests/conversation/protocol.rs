//! The conversation itself: what is agreed on, what is refused.

use lsp_server::{Message, Request, RequestId};
use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

#[test]
fn the_cheapest_way_of_counting_that_the_editor_knows_is_agreed_on() {
    let agreed = |offered: Value| {
        let general = json!({"general": {"positionEncodings": offered}});
        let editor = Editor::with(general).start();
        editor.announced()["positionEncoding"].clone()
    };
    assert_eq!(agreed(json!(["utf-16", "utf-32", "utf-8"])), "utf-8");
    assert_eq!(agreed(json!(["utf-16", "utf-32"])), "utf-32");
    assert_eq!(agreed(json!(["utf-16"])), "utf-16");
    assert_eq!(Editor::start().announced()["positionEncoding"], "utf-16");
}

#[test]
fn a_text_is_changed_in_its_parts_in_the_units_agreed_on() {
    for (encoding, width) in [("utf-8", 4), ("utf-32", 1), ("utf-16", 2)] {
        let general = json!({"general": {"positionEncodings": [encoding]}});
        let mut editor = Editor::with(general).start();
        assert_eq!(editor.announced()["textDocumentSync"]["change"], 2);
        let text = SOUND.replace("share name", "share name note \"🦀\" cite nowhere");
        editor.open("policy.privity", &text);
        let at = format!("5:{} P0201", 31 + width);
        assert!(editor.short("policy.privity")[0].starts_with(&at), "{at}");
        // `cite nowhere` goes, with the blank in front of it.
        editor.edit(
            "policy.privity",
            2,
            json!([{
                "range": {
                    "start": {"line": 5, "character": 25 + width},
                    "end": {"line": 6, "character": 0},
                },
                "text": "\n",
            }]),
        );
        assert_eq!(editor.short("policy.privity"), [""; 0]);
    }
}

#[test]
fn what_is_not_known_is_refused_and_nonsense_is_passed_over() {
    let mut editor = Editor::start();
    editor.send(Request::new(
        RequestId::from(1000),
        "textDocument/teleport".to_owned(),
        json!({}),
    ));
    let Message::Response(response) = editor.receive() else {
        panic!("no response");
    };
    assert!(response.response_result.is_err());
    editor.notify("textDocument/didOpen", json!({"nonsense": true}));
    editor.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": "untitled:1", "languageId": "privity", "version": 1, "text": "x"}}),
    );
    editor.open("policy.privity", SOUND);
    editor.findings("policy.privity");
}
