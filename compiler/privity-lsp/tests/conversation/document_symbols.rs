//! The outline of a file.

use gen_lsp_types::{DocumentSymbolRequest, Request as _};
use serde_json::{Value, json};

use crate::editor::Editor;

const TEXT: &str = "\
policy shop
  by shop
data {
  contact {
    name
    street replaced by name
  }
}
fact told is flag
section all \"All of it\" {
  rule sold permit share name
  forbid share street // why
}
test \"sold\"
  ask share name
  expect permit
";

fn ask(editor: &mut Editor) -> Value {
    editor.open("policy.privity", TEXT);
    let uri = editor.uri("policy.privity");
    editor.ask(
        DocumentSymbolRequest::METHOD.as_str(),
        json!({"textDocument": {"uri": uri}}),
    )
}

fn lines(symbols: &Value, depth: usize, found: &mut Vec<String>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let line = &symbol["selectionRange"]["start"]["line"];
        let (name, detail) = (symbol["name"].as_str(), symbol["detail"].as_str());
        found.push(format!(
            "{}{} {} {line}",
            "  ".repeat(depth),
            detail.unwrap(),
            name.unwrap()
        ));
        lines(&symbol["children"], depth + 1, found);
    }
}

#[test]
fn declarations_stand_inside_of_each_other() {
    let mut editor = Editor::with(json!({
        "textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}},
    }))
    .start();
    let symbols = ask(&mut editor);
    let mut found = Vec::new();
    lines(&symbols, 0, &mut found);
    assert_eq!(
        found,
        [
            "policy shop 0",
            "vocabulary data 2",
            "  data contact 3",
            "    data name 4",
            "    data street 5",
            "fact told 8",
            "section all 9",
            "  permit sold 10",
            "  forbid forbid share street 11",
            "test sold 13",
        ]
    );
    let street = &symbols[1]["children"][0]["children"][1];
    assert_eq!(street["tags"], json!([1]));
}

#[test]
fn an_editor_that_knows_no_nesting_gets_a_list() {
    let mut editor = Editor::start();
    let symbols = ask(&mut editor);
    let symbols = symbols.as_array().unwrap();
    let named = |name: &str| {
        symbols
            .iter()
            .find(|symbol| symbol["name"] == name)
            .unwrap()
    };
    assert_eq!(named("name")["containerName"], "contact");
    assert_eq!(named("sold")["containerName"], "all");
    assert_eq!(
        named("sold")["location"]["uri"],
        editor.uri("policy.privity")
    );
}
