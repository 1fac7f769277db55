//! Repairs that an editor offers.

use serde_json::json;

use crate::editor::{Editor, SOUND};

#[test]
fn a_misspelt_name_can_be_mended_where_it_stands() {
    let mut editor = Editor::start();
    let uri = editor.uri("policy.privity");
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    let actions = editor.actions("policy.privity", (5, 14), json!(["quickfix"]));
    assert_eq!(
        actions,
        json!([{
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
        }])
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
    let text = |name: &str| changes[editor.uri(name)][0]["newText"].clone();
    assert_eq!(text("words.privity"), "data { street }\n");
    assert_eq!(
        text("policy.privity"),
        format!(
            "import words\n{}",
            SOUND.replace("share name", "share name, street")
        )
    );
    // What is mended needs no mending.
    editor.write("words.privity", "data { street }\n");
    editor.open("policy.privity", SOUND);
    let actions = editor.actions("policy.privity", (0, 0), json!(["source.fixAll"]));
    assert_eq!(actions, json!([]));
}
