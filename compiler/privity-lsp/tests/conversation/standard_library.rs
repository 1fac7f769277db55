//! Names lead into the standard library, and what is asked there is answered as in a file of the policy.

use std::path::Path;

use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

const POLICY: &str = "import privity.places\npolicy p by us party { us in $0DE }\n";

/// An editor that shows texts which are on no disk.
fn of_texts() -> Editor {
    Editor::with(json!({"workspace": {"textDocumentContent": {}}})).start()
}

/// Where the name at the mark of the policy is declared: the file, and the place in it.
fn declared(editor: &mut Editor) -> (String, Value) {
    let at = editor.open_at_mark("policy.privity", POLICY);
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    let uri = found[0]["uri"].as_str().unwrap().to_owned();
    (uri, found[0]["range"]["start"].clone())
}

fn line(text: &str, at: &Value) -> String {
    let line = at["line"].as_u64().unwrap().try_into().unwrap();
    text.lines().nth(line).unwrap().trim().to_owned()
}

/// What is asked at a place of the library.
fn asked(editor: &mut Editor, method: &str, uri: &str, at: &Value) -> Value {
    let params = json!({
        "textDocument": {"uri": uri},
        "position": at,
        "range": {"start": at, "end": at},
        "context": {"includeDeclaration": true, "diagnostics": []},
        "options": {"tabSize": 2, "insertSpaces": true},
    });
    editor.ask(method, params)
}

#[test]
fn an_editor_that_shows_such_texts_is_led_into_the_standard_library() {
    let mut editor = of_texts();
    let (uri, at) = declared(&mut editor);
    assert_eq!(uri, "privity-stdlib:/privity/places.privity");
    let content = editor.ask("workspace/textDocumentContent", json!({"uri": uri}));
    let text = content["text"].as_str().unwrap();
    assert_eq!(line(text, &at), "DE open means \"Germany\"");
    assert_eq!(std::fs::read_dir(editor.caches()).unwrap().count(), 0);
}

#[test]
fn an_editor_of_files_is_led_into_one_that_nobody_can_change() {
    let mut editor = Editor::start();
    let (uri, at) = declared(&mut editor);
    let path = uri.strip_prefix("file://").unwrap();
    assert!(Path::new(path).starts_with(editor.caches()), "{path}");
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(line(&text, &at), "DE open means \"Germany\"");
    let about = std::fs::metadata(path).unwrap();
    assert!(about.permissions().readonly());
    // It is written once, and again if somebody has changed it all the same.
    assert_eq!(declared(&mut editor).0, uri);
    let written = std::fs::metadata(path).unwrap();
    assert_eq!(about.modified().unwrap(), written.modified().unwrap());
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, "something else").unwrap();
    assert_eq!(declared(&mut editor).0, uri);
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}

#[test]
fn the_library_is_part_of_the_policy_that_led_there() {
    for mut editor in [Editor::start(), of_texts()] {
        let (uri, at) = declared(&mut editor);
        let hover = asked(&mut editor, "textDocument/hover", &uri, &at);
        assert!(hover.to_string().contains("Germany"), "{hover}");
        let uses = asked(&mut editor, "textDocument/references", &uri, &at);
        let places: Vec<&str> = uses
            .as_array()
            .unwrap()
            .iter()
            .map(|place| place["uri"].as_str().unwrap())
            .collect();
        let policy = editor.uri("policy.privity");
        assert!(places.contains(&policy.as_str()), "{places:?}");
        assert!(places.contains(&uri.as_str()), "{places:?}");
        let here = asked(&mut editor, "textDocument/documentHighlight", &uri, &at);
        assert!(!here.as_array().unwrap().is_empty());
        let colours = asked(
            &mut editor,
            "textDocument/semanticTokens/full",
            &uri,
            &Value::Null,
        );
        assert!(colours["data"].as_array().unwrap().len() > 1_000);
        let again = editor.ask(
            "textDocument/semanticTokens/full/delta",
            json!({"textDocument": {"uri": uri}, "previousResultId": colours["resultId"]}),
        );
        assert_eq!(again["edits"], json!([]), "{again}");
        let outline = asked(&mut editor, "textDocument/documentSymbol", &uri, &at);
        assert!(outline.to_string().contains("\"DE\""));
    }
}

#[test]
fn nothing_in_the_library_is_to_be_changed_or_complained_of() {
    for mut editor in [Editor::start(), of_texts()] {
        let (uri, at) = declared(&mut editor);
        let document =
            json!({"uri": uri, "languageId": "privity", "version": 1, "text": "place { DE"});
        editor.notify("textDocument/didOpen", json!({"textDocument": document}));
        let pulled = editor.ask(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": uri}}),
        );
        assert_eq!(pulled["items"], json!([]));
        for method in ["textDocument/codeAction", "textDocument/formatting"] {
            let answer = asked(&mut editor, method, &uri, &at);
            assert!(answer.is_null(), "{method}: {answer}");
        }
        let params = json!({"textDocument": {"uri": uri}, "position": at});
        let refused = editor.try_to_ask("textDocument/prepareRename", params);
        assert!(refused.unwrap_err().message.contains("standard library"));
    }
}

#[test]
fn a_file_of_the_library_that_is_opened_for_itself_has_no_mistakes() {
    let mut editor = Editor::start();
    let (uri, at) = declared(&mut editor);
    let path = uri.strip_prefix("file://").unwrap().to_owned();
    let text = std::fs::read_to_string(&path).unwrap();
    // Another server, which knows of no policy.
    let mut other = Editor::with(json!({})).caches(editor.caches()).start();
    other.open(&path, &text);
    assert_eq!(other.short(&path), Vec::<String>::new());
    let hover = asked(&mut other, "textDocument/hover", &uri, &at);
    assert!(hover.to_string().contains("Germany"), "{hover}");
    other.open("policy.privity", SOUND);
    assert_eq!(other.short("policy.privity"), Vec::<String>::new());
}
