//! Semantic tokens.

use gen_lsp_types::{
    Request as _, SemanticTokensDeltaRequest, SemanticTokensRangeRequest, SemanticTokensRequest,
};
use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

/// The tokens of an answer as words with their types and modifiers.
fn shown(editor: &Editor, text: &str, tokens: &Value) -> Vec<String> {
    let legend = &editor.announced()["semanticTokensProvider"]["legend"];
    let lines: Vec<&str> = text.split('\n').collect();
    let numbers: Vec<usize> = tokens["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| usize::try_from(number.as_u64().unwrap()).unwrap())
        .collect();
    let (mut line, mut start) = (0, 0);
    numbers
        .chunks(5)
        .map(|token| {
            line += token[0];
            start = token[1] + if token[0] == 0 { start } else { 0 };
            let word = &lines[line][start..start + token[2]];
            let mut shown = format!(
                "{word} {}",
                legend["tokenTypes"][token[3]].as_str().unwrap()
            );
            for (at, modifier) in legend["tokenModifiers"]
                .as_array()
                .unwrap()
                .iter()
                .enumerate()
            {
                if token[4] & (1 << at) != 0 {
                    shown.push_str(&format!(" {}", modifier.as_str().unwrap()));
                }
            }
            shown
        })
        .collect()
}

fn ask(editor: &mut Editor, method: &str, further: Value) -> Value {
    let mut params = json!({"textDocument": {"uri": editor.uri("policy.privity")}});
    for (key, value) in further.as_object().unwrap() {
        params[key] = value.clone();
    }
    editor.ask(method, params)
}

#[test]
fn every_name_is_coloured_by_what_it_stands_for() {
    let mut editor = Editor::start();
    let text = format!("import privity.actions\n{SOUND}fact told is one of early, late\nrule sold permit use data.name // on\n  when told is late and home is any\n")
        .replace("action { share }\n", "");
    editor.open("policy.privity", &text);
    let tokens = ask(
        &mut editor,
        SemanticTokensRequest::METHOD.as_str(),
        json!({}),
    );
    let shown = shown(&editor, &text, &tokens);
    for expected in [
        "import keyword",
        "privity.actions namespace defaultLibrary module",
        "policy keyword",
        "shop label declaration rule",
        "shop class declaration party",
        "name property declaration data",
        "permit keyword",
        "share method defaultLibrary action",
        "name property data",
        "told variable declaration fact",
        "early enumMember declaration fact",
        "sold label declaration rule",
        "// on comment",
        "told variable fact",
        "late enumMember fact",
        "home parameter defaultLibrary",
    ] {
        assert!(
            shown.iter().any(|token| token == expected),
            "{expected}: {shown:#?}"
        );
    }
}

#[test]
fn a_range_has_its_own_tokens_only() {
    let mut editor = Editor::start();
    editor.open("policy.privity", SOUND);
    let place = |line: u32| json!({"line": line, "character": 0});
    let tokens = ask(
        &mut editor,
        SemanticTokensRangeRequest::METHOD.as_str(),
        json!({"range": {"start": place(3), "end": place(4)}}),
    );
    let found = shown(&editor, SOUND, &tokens);
    assert_eq!(
        found,
        [
            "data keyword",
            "name property declaration data",
            "party keyword"
        ]
    );
}

#[test]
fn only_what_is_new_is_sent_again() {
    let mut editor = Editor::start();
    editor.open("policy.privity", SOUND);
    let full = ask(
        &mut editor,
        SemanticTokensRequest::METHOD.as_str(),
        json!({}),
    );
    editor.change("policy.privity", 2, &format!("// new\n{SOUND}"));
    let delta = ask(
        &mut editor,
        SemanticTokensDeltaRequest::METHOD.as_str(),
        json!({"previousResultId": full["resultId"]}),
    );
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    let mut numbers = full["data"].as_array().unwrap().clone();
    let number = |key: &str| usize::try_from(edits[0][key].as_u64().unwrap()).unwrap();
    let (start, count) = (number("start"), number("deleteCount"));
    assert!(count <= 5, "{delta}");
    numbers.splice(
        start..start + count,
        edits[0]["data"].as_array().unwrap().clone(),
    );
    let now = ask(
        &mut editor,
        SemanticTokensRequest::METHOD.as_str(),
        json!({}),
    );
    assert_eq!(json!(numbers), now["data"]);
    // What is forgotten is sent whole.
    let unknown = ask(
        &mut editor,
        SemanticTokensDeltaRequest::METHOD.as_str(),
        json!({"previousResultId": "never"}),
    );
    assert_eq!(unknown["data"], now["data"]);
}
