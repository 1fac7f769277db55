//! Whatever the server says it can do, it does: every announced ability has requests here, and each of them is answered.

use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

/// An editor that can do everything.
fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "textDocument": {
            "diagnostic": {},
            "codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "rename": {"prepareSupport": true},
            "completion": {"completionItem": {"snippetSupport": true}},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    })
}

/// What an ability promises: its requests, those first whose answers the others take up. A request takes the parameters, and perhaps the first
/// item of the answer before, under this key.
fn promised(ability: &str) -> Option<Vec<(&'static str, Option<&'static str>)>> {
    let plain = |methods: &[&'static str]| {
        let methods = methods.iter();
        Some(methods.map(|&method| (method, None)).collect())
    };
    match ability {
        "positionEncoding" | "textDocumentSync" => plain(&[]),
        "workspace" => plain(&["workspace/willRenameFiles", "workspace/willDeleteFiles"]),
        "executeCommandProvider" => plain(&["workspace/executeCommand"]),
        "diagnosticProvider" => plain(&["textDocument/diagnostic", "workspace/diagnostic"]),
        "codeActionProvider" => Some(vec![
            ("textDocument/codeAction", None),
            ("codeAction/resolve", Some("")),
        ]),
        "documentFormattingProvider" => plain(&["textDocument/formatting"]),
        "documentRangeFormattingProvider" => plain(&["textDocument/rangeFormatting"]),
        "documentOnTypeFormattingProvider" => plain(&["textDocument/onTypeFormatting"]),
        "documentSymbolProvider" => plain(&["textDocument/documentSymbol"]),
        "foldingRangeProvider" => plain(&["textDocument/foldingRange"]),
        "selectionRangeProvider" => plain(&["textDocument/selectionRange"]),
        "semanticTokensProvider" => plain(&[
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/full/delta",
            "textDocument/semanticTokens/range",
        ]),
        "hoverProvider" => plain(&["textDocument/hover"]),
        "completionProvider" => Some(vec![
            ("textDocument/completion", None),
            ("completionItem/resolve", Some("")),
        ]),
        "signatureHelpProvider" => plain(&["textDocument/signatureHelp"]),
        "declarationProvider" => plain(&["textDocument/declaration"]),
        "definitionProvider" => plain(&["textDocument/definition"]),
        "typeDefinitionProvider" => plain(&["textDocument/typeDefinition"]),
        "implementationProvider" => plain(&["textDocument/implementation"]),
        "referencesProvider" => plain(&["textDocument/references"]),
        "documentHighlightProvider" => plain(&["textDocument/documentHighlight"]),
        "renameProvider" => plain(&["textDocument/prepareRename", "textDocument/rename"]),
        "workspaceSymbolProvider" => plain(&["workspace/symbol"]),
        "inlayHintProvider" => Some(vec![
            ("textDocument/inlayHint", None),
            ("inlayHint/resolve", Some("")),
        ]),
        "linkedEditingRangeProvider" => plain(&["textDocument/linkedEditingRange"]),
        "codeLensProvider" => Some(vec![
            ("textDocument/codeLens", None),
            ("codeLens/resolve", Some("")),
        ]),
        "documentLinkProvider" => plain(&["textDocument/documentLink"]),
        "callHierarchyProvider" => Some(vec![
            ("textDocument/prepareCallHierarchy", None),
            ("callHierarchy/incomingCalls", Some("item")),
            ("callHierarchy/outgoingCalls", Some("item")),
        ]),
        "typeHierarchyProvider" => Some(vec![
            ("textDocument/prepareTypeHierarchy", None),
            ("typeHierarchy/supertypes", Some("item")),
            ("typeHierarchy/subtypes", Some("item")),
        ]),
        _ => None,
    }
}

/// Parameters that every request finds its own in, at the place of a data word.
fn parameters(editor: &Editor) -> Value {
    let at = json!({"line": 5, "character": 14});
    let range = json!({"start": {"line": 5, "character": 0}, "end": at});
    json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "position": at,
        "positions": [at],
        "range": range,
        "ch": "\n",
        "files": [{
            "oldUri": editor.uri("policy.privity"),
            "newUri": editor.uri("other.privity"),
            "uri": editor.uri("policy.privity"),
        }],
        "command": "privity.citations",
        "arguments": [{"uri": editor.uri("policy.privity"), "source": "text"}],
        "newName": "given_name",
        "query": "name",
        "previousResultId": "none",
        "previousResultIds": [],
        "options": {"tabSize": 2, "insertSpaces": true},
        "context": {
            "diagnostics": [],
            "includeDeclaration": true,
            "triggerKind": 1,
            "isRetrigger": false,
        },
    })
}

#[test]
fn every_announced_ability_answers() {
    let mut editor = Editor::with(able()).start();
    // Something to mend, so that there is an action to be resolved.
    let text = SOUND.replace("permit share name", "permit share name, nmae");
    editor.open("policy.privity", &text);
    let announced = editor.announced().as_object().unwrap().clone();
    assert!(announced.len() > 8);
    for (ability, value) in announced {
        assert_ne!(value, json!(false), "{ability}");
        let requests = promised(&ability);
        let requests =
            requests.unwrap_or_else(|| panic!("nobody asks whether `{ability}` is true"));
        let mut before = Value::Null;
        for (method, takes) in requests {
            let first = match &before {
                Value::Array(items) => items.first().cloned().unwrap_or_default(),
                Value::Object(parts) => parts
                    .get("items")
                    .and_then(|items| items.get(0))
                    .cloned()
                    .unwrap_or_default(),
                _ => Value::Null,
            };
            let params = match takes {
                None => parameters(&editor),
                // Nothing to take up: the place has no such thing.
                Some(_) if first.is_null() => continue,
                Some("") => first,
                Some(key) => json!({key: first}),
            };
            let answer = editor.try_to_ask(method, params);
            let answer = answer.unwrap_or_else(|refusal| panic!("{method}: {refusal:?}"));
            if takes.is_none() {
                before = answer;
            }
        }
    }
}
