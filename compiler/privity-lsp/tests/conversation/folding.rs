//! What can be folded.

use gen_lsp_types::{FoldingRangeRequest, Request as _};
use serde_json::json;

use crate::editor::Editor;

#[test]
fn items_nodes_imports_and_comments_are_folded() {
    let mut editor = Editor::start();
    let text = "\
import privity.channels
import privity.actions

// Two lines
// of remarks.
policy shop
  by shop
party { shop }
data {
  contact {
    name
    street
  }
}
section all {
  permit share name
    when told
}
permit share street
";
    editor.open("policy.privity", text);
    let uri = editor.uri("policy.privity");
    let folds = editor.ask(
        FoldingRangeRequest::METHOD.as_str(),
        json!({"textDocument": {"uri": uri}}),
    );
    let lines: Vec<String> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| {
            let kind = fold["kind"].as_str().unwrap_or("item");
            format!("{}-{} {kind}", fold["startLine"], fold["endLine"])
        })
        .collect();
    assert_eq!(
        lines,
        [
            "0-1 imports",
            "3-4 comment",
            "5-6 item",
            "8-13 item",
            "9-12 item",
            "14-17 item",
            "15-16 item",
        ]
    );
}
