//! Repairs that an editor offers.

use gen_lsp_types::{CodeActionRequest, CodeActionResolveRequest, Request as _};
use serde_json::{Value, json};

use crate::editor::{CURSOR, Editor, SOUND, applied};

#[test]
fn a_misspelt_name_can_be_mended_where_it_stands() {
    let mut editor = Editor::start();
    let uri = editor.uri("policy.privity");
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    let actions = editor.actions("policy.privity", (5, 14), json!(["quickfix"]));
    assert_eq!(
        actions[0],
        json!({
            "title": "write `name`",
            "kind": "quickfix",
            "isPreferred": true,
            "edit": {"changes": {uri: [{
                "range": {
                    "start": {"line": 5, "character": 13},
                    "end": {"line": 5, "character": 17},
                },
                "newText": "name",
            }]}},
        })
    );
    assert_eq!(
        editor.actions("policy.privity", (1, 0), json!(["quickfix"])),
        json!([])
    );
}

#[test]
fn a_repair_that_may_change_the_meaning_says_so_and_is_not_preferred() {
    let mut editor = Editor::start();
    editor.open(
        "policy.privity",
        &format!("{SOUND}\n/// Nobody asks.\nfact idle is flag\n"),
    );
    let actions = editor.actions("policy.privity", (8, 6), json!(["quickfix"]));
    assert_eq!(
        actions[0]["title"],
        "take the fact out (may change what the policy means)"
    );
    assert_eq!(actions[0]["isPreferred"], false);
    let edits = actions[0]["edit"]["changes"].as_object().unwrap();
    let edit = &edits.values().next().unwrap()[0];
    // The documentation goes with it.
    assert_eq!(edit["range"]["start"], json!({"line": 7, "character": 0}));
    assert_eq!(edit["range"]["end"], json!({"line": 9, "character": 0}));
    assert_eq!(edit["newText"], "");
}

#[test]
fn all_safe_repairs_of_all_files_are_made_at_once() {
    let mut editor = Editor::start();
    editor.write("words.privity", "data { street };\n");
    let broken = SOUND.replace("share name", "share nmae, stret");
    editor.open("policy.privity", &format!("import words\n{broken}"));
    assert_eq!(
        editor.actions("policy.privity", (0, 0), json!(["source.organizeImports"])),
        json!([])
    );
    let actions = editor.actions("policy.privity", (0, 0), json!(["source"]));
    assert_eq!(actions[0]["kind"], "source.fixAll");
    assert_eq!(
        actions[0]["title"],
        "make all 3 safe repairs of this policy"
    );
    let changes = &actions[0]["edit"]["changes"];
    let edits = |name: &str| &changes[editor.uri(name)];
    assert_eq!(
        applied("data { street };\n", edits("words.privity")),
        "data { street }\n"
    );
    let mended = SOUND.replace("share name", "share name, street");
    assert_eq!(
        applied(&format!("import words\n{broken}"), edits("policy.privity")),
        format!("import words\n{mended}")
    );
    // Lines without a mistake stay as they are, so that the cursor and marks in them do.
    let start = &edits("policy.privity")[0]["range"]["start"];
    assert_eq!(start, &json!({"line": 6, "character": 0}));
    // What is mended needs no mending.
    editor.write("words.privity", "data { street }\n");
    editor.open("policy.privity", SOUND);
    let actions = editor.actions("policy.privity", (0, 0), json!(["source.fixAll"]));
    assert_eq!(actions, json!([]));
}

#[test]
fn an_editor_that_takes_no_edit_up_later_asks_for_all_repairs_by_name() {
    let mut editor = Editor::start();
    let text = SOUND.replace("share name", "share nmae");
    editor.open("policy.privity", &text);
    let kinds = |actions: Value| -> Vec<Value> {
        let actions = actions.as_array().unwrap().iter();
        actions.map(|action| action["kind"].clone()).collect()
    };
    let anything = kinds(editor.actions("policy.privity", (5, 14), Value::Null));
    assert!(anything.contains(&json!("quickfix")), "{anything:?}");
    assert!(!anything.contains(&json!("source.fixAll")), "{anything:?}");
}

/// The text after the action of a title, at the mark of a text.
pub(crate) fn after(marked: &str, only: &str, title: &str) -> String {
    let mut editor = Editor::start();
    let at = editor.open_at_mark("policy.privity", marked);
    let actions = editor.actions("policy.privity", at, json!([only]));
    let found = actions.as_array().unwrap().iter();
    let action = found.clone().find(|action| action["title"] == title);
    let titles: Vec<_> = found.map(|action| &action["title"]).collect();
    let action = action.unwrap_or_else(|| panic!("{title}: {titles:?}"));
    let uri = editor.uri("policy.privity");
    applied(
        &marked.replace(CURSOR, ""),
        &action["edit"]["changes"][&uri],
    )
}

#[test]
fn a_rule_without_a_citation_may_cite_what_its_neighbours_cite() {
    let text = format!(
        "{SOUND}  cite \"Art. 6\"\n\nsection all {{\n  permit share$0 name\n    to shop\n\n  permit share name\n    cite \"Art. 7\", \"Art. 8\"\n}}\n"
    );
    let expected = text
        .replace(CURSOR, "")
        .replace("to shop\n", "to shop\n    cite \"Art. 7\"\n");
    let kinds = ["quickfix", "refactor.rewrite"];
    let made = kinds.map(|kind| {
        let mut editor = Editor::start();
        let at = editor.open_at_mark("policy.privity", &text);
        let actions = editor.actions("policy.privity", at, json!([kind]));
        actions.as_array().unwrap().iter().any(|action| {
            let uri = editor.uri("policy.privity");
            action["title"] == "cite \"Art. 7\""
                && applied(&text.replace(CURSOR, ""), &action["edit"]["changes"][&uri]) == expected
        })
    });
    assert!(made.contains(&true));
}

#[test]
fn a_guard_without_a_name_gets_one_to_be_overridden() {
    let mut editor = Editor::with(json!({"textDocument": {"diagnostic": {}}})).start();
    let text = format!("{SOUND}forbid share name\n");
    editor.open("policy.privity", &text);
    // All rules are looked at before that answer.
    let report = editor.pull("policy.privity", None);
    let actions = editor.actions("policy.privity", (5, 3), json!(["quickfix"]));
    let title = "name the guard `guard` and override it (may change what the policy means)";
    let found = actions.as_array().unwrap().iter();
    let action = found.clone().find(|action| action["title"] == title);
    let action = action.unwrap_or_else(|| panic!("{actions:#?} {report:#?}"));
    let uri = editor.uri("policy.privity");
    assert_eq!(
        applied(&text, &action["edit"]["changes"][&uri]),
        format!("{SOUND}  overrides guard\nrule guard\nforbid share name\n")
    );
}

#[test]
fn imports_are_put_in_order() {
    let text = format!(
        "import words\nimport privity.data\nimport privity.channels\nimport privity.data\n{}",
        SOUND.replace(
            "permit share name",
            "permit share name, street, health_data"
        )
    );
    let mut editor = Editor::start();
    editor.write("words.privity", "data { street }\n");
    editor.open("policy.privity", &text);
    let kind = "source.organizeImports";
    let actions = editor.actions("policy.privity", (0, 0), json!([kind]));
    assert_eq!(actions[0]["kind"], kind);
    let uri = editor.uri("policy.privity");
    let ordered = applied(&text, &actions[0]["edit"]["changes"][&uri]);
    assert!(
        ordered.starts_with("import privity.data\nimport words\npolicy shop\n"),
        "{ordered}"
    );
    editor.change("policy.privity", 2, &ordered);
    assert_eq!(
        editor.actions("policy.privity", (0, 0), json!([kind])),
        json!([])
    );
}

#[test]
fn an_editor_that_can_wait_gets_the_edit_of_all_repairs_when_it_is_chosen() {
    let mut editor = Editor::with(json!({
        "textDocument": {"codeAction": {
            "dataSupport": true,
            "resolveSupport": {"properties": ["edit"]},
        }},
    }))
    .start();
    let text = SOUND.replace("share name", "share nmae");
    editor.open("policy.privity", &text);
    let actions = editor.actions("policy.privity", (0, 0), json!(["source.fixAll"]));
    assert_eq!(actions[0].get("edit"), None);
    let resolved = editor.ask(
        CodeActionResolveRequest::METHOD.as_str(),
        actions[0].clone(),
    );
    let uri = editor.uri("policy.privity");
    assert_eq!(applied(&text, &resolved["edit"]["changes"][&uri]), SOUND);
    // Some let every action be resolved.
    let actions = editor.actions("policy.privity", (5, 14), json!(["quickfix"]));
    let resolved = editor.ask(
        CodeActionResolveRequest::METHOD.as_str(),
        actions[0].clone(),
    );
    assert_eq!(resolved, actions[0]);
}

#[test]
fn an_action_names_the_findings_that_it_mends() {
    let mut editor = Editor::start();
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    let shown = serde_json::to_value(editor.findings("policy.privity").diagnostics).unwrap();
    let at = json!({"line": 5, "character": 14});
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": shown, "only": ["quickfix"]},
    });
    let actions = editor.ask(CodeActionRequest::METHOD.as_str(), params);
    assert_eq!(actions[0]["diagnostics"][0]["code"], "P0201");
}

/// The titles of what can be done at the mark of a text.
pub(crate) fn titles(marked: &str, only: &str) -> Vec<String> {
    let mut editor = Editor::start();
    let at = editor.open_at_mark("policy.privity", marked);
    let actions = editor.actions("policy.privity", at, json!([only]));
    let actions = actions.as_array().unwrap().iter();
    let title = |action: &Value| action["title"].as_str().unwrap().to_owned();
    actions.map(title).collect()
}

#[test]
fn comments_move_with_their_import() {
    let text = "// Who we are.\n\n// the words\nimport vocabulary\nimport facts // what is asked\n";
    let policy = SOUND.replace("share name", "share name, street, town");
    let mut editor = Editor::start();
    editor.write("vocabulary.privity", "data { street }\n");
    editor.write("facts.privity", "data { town }\n");
    editor.open("policy.privity", &format!("{text}{policy}"));
    let only = json!(["source.organizeImports"]);
    let actions = editor.actions("policy.privity", (0, 0), only);
    let uri = editor.uri("policy.privity");
    assert_eq!(
        applied(text, &actions[0]["edit"]["changes"][&uri]),
        "// Who we are.\n\nimport facts // what is asked\n// the words\nimport vocabulary\n"
    );
}

#[test]
fn an_import_that_hands_names_on_is_kept() {
    let mut editor = Editor::start();
    editor.write("acts.privity", "action { use }\n");
    editor.write("words.privity", "import acts\ndata { street }\n");
    let policy = SOUND.replace("share name", "share name, street\npermit use name");
    editor.open("policy.privity", &format!("import words\n{policy}"));
    editor.open("words.privity", "import acts\ndata { street }\n");
    let actions = editor.actions("words.privity", (0, 3), Value::Null);
    let actions = actions.as_array().unwrap();
    let mut titles = actions.iter().map(|action| &action["title"]);
    assert!(
        titles.all(|it| it != "take the import out" && it != "put the imports in order"),
        "{actions:#?}"
    );
}

#[test]
fn only_what_is_declared_is_offered_as_a_citation() {
    let source = "source notice \"Notice\" { N_1 \"Delivery\" paragraph 1 digest \"sha256:0011223344556677\" }";
    let text = format!(
        "{SOUND}  cite N_1\n{source}\npermit sh$0are name\n  to shop\npermit share name\n  cite N_7\n"
    );
    let mut found = titles(&text, "quickfix");
    found.extend(titles(&text, "refactor.rewrite"));
    found.retain(|title| title.starts_with("cite"));
    assert_eq!(found, ["cite N_1"]);
}

#[test]
fn each_name_that_help_names_is_offered() {
    let text = SOUND.replace("data { name }", "data { street_1 street_2 }");
    let marked = text.replace("share name", "share stree$0t_3");
    assert_eq!(
        titles(&marked, "quickfix"),
        [
            "write `street_1` (may change what the policy means)",
            "write `street_2` (may change what the policy means)",
            "declare data `street_3`",
        ]
    );
    let text = SOUND.replace("permit", "fact mail_is_wanted is flag\npermit");
    let marked = format!("{text}  when wan$0ted\n");
    assert_eq!(
        titles(&marked, "quickfix"),
        [
            "write `mail_is_wanted` (may change what the policy means)",
            "declare flag `wanted`"
        ]
    );
}

#[test]
fn new_lines_end_as_those_of_the_file() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let marked = format!("{SOUND}  when ol$0d\n");
    let expected = marked
        .replace(CURSOR, "")
        .replace("permit share", "fact old is flag\n\npermit share");
    assert_eq!(
        after(&windows(&marked), "quickfix", "declare flag `old`"),
        windows(&expected)
    );
    let imports = "import privity.data\nimport words\n";
    let mut editor = Editor::start();
    editor.write("words.privity", "data { street }\n");
    let policy = SOUND.replace("share name", "share name, street, health_data");
    editor.open("policy.privity", &windows(&format!("{imports}{policy}")));
    let only = json!(["source.organizeImports"]);
    let actions = editor.actions("policy.privity", (0, 0), only);
    assert_eq!(actions, json!([]));
}
