//! Every question about names has an answer in texts that are broken anywhere.

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::policies::{SHOP, shop};

/// What is asked about a place.
const AT_A_PLACE: [&str; 11] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/prepareTypeHierarchy",
    "textDocument/prepareCallHierarchy",
];
/// What is asked about a file.
const OF_A_FILE: [&str; 3] = [
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/documentLink",
];

fn place(text: &str) -> Value {
    let line = text.matches('\n').count();
    let column = text.rsplit('\n').next().unwrap().len();
    json!({"line": line, "character": column})
}

#[test]
fn nothing_that_is_asked_of_a_broken_text_is_a_mistake_of_the_server() {
    let (mut editor, _) = shop(&format!("$0{SHOP}"));
    let uri = editor.uri("policy.privity");
    let wounds: [fn(&str, &str) -> String; 3] = [
        // Cut off; without a sign; with a stray one.
        |before, _| before.to_owned(),
        |before, behind| format!("{before}{}", behind.get(1..).unwrap_or_default()),
        |before, behind| format!("{before}({behind}"),
    ];
    let cuts = SHOP.char_indices().map(|(at, _)| at).step_by(11);
    for (version, at) in (2..).zip(cuts) {
        let (before, behind) = SHOP.split_at(at);
        let wound = wounds[usize::try_from(version).unwrap() % 3];
        editor.change("policy.privity", version, &wound(before, behind));
        let whole = json!({"start": {"line": 0, "character": 0}, "end": place(SHOP)});
        for method in AT_A_PLACE.into_iter().chain(OF_A_FILE) {
            let params = json!({
                "textDocument": {"uri": uri},
                "position": place(before),
                "context": {"includeDeclaration": true},
                "range": whole,
            });
            let params = match method {
                "textDocument/completion" | "textDocument/signatureHelp" => {
                    json!({"textDocument": {"uri": uri}, "position": place(before)})
                }
                _ => params,
            };
            if let Err(error) = editor.try_to_ask(method, params) {
                assert_eq!(
                    error.code,
                    ErrorCode::RequestFailed as i32,
                    "{method}: {error:?}"
                );
            }
        }
    }
}
