//! Other names for things and for files.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::policies::{SHOP, WORDS, edited, marked, shop};

fn rename(marked: &str, new: &str) -> Result<(String, String), String> {
    let (mut editor, (line, character)) = shop(marked);
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "position": {"line": line, "character": character},
        "newName": new,
    });
    let answer = editor.try_to_ask("textDocument/rename", params);
    let answer = answer.map_err(|error| error.message)?;
    let changes = |file: &str, text: &str| {
        let edits = &answer["changes"][editor.uri(file)];
        let none = json!([]);
        edited(text, if edits.is_null() { &none } else { edits })
    };
    let text = marked.replace("$0", "");
    Ok((
        changes("policy.privity", &text),
        changes("words.privity", WORDS),
    ))
}

#[test]
fn a_node_gets_another_name_in_all_files() {
    let (policy, words) = rename(
        &marked("phone\n  to courier\n  for delivery\n  when"),
        "telephone",
    )
    .unwrap();
    assert_eq!(policy.matches("telephone").count(), 3);
    assert!(
        !policy.replace("telephone", "").contains("phone\n"),
        "{policy}"
    );
    assert!(words.contains("    telephone\n"), "{words}");
}

#[test]
fn a_switch_takes_its_fact_its_guard_its_right_and_its_duty_along() {
    let text = SHOP.replace(
        "rule never",
        "switch push \"Push\" stops use phone for marketing\npermit use phone for marketing when push is stopping must stop_push\nrule never",
    );
    let (policy, _) = rename(&text.replacen("push is", "$0push is", 1), "bell").unwrap();
    assert!(policy.contains("switch bell \"Push\""), "{policy}");
    assert!(
        policy.contains("when bell is stopping must stop_bell"),
        "{policy}"
    );
    let refused = rename(&text.replacen("stop_push", "$0stop_push", 1), "bell");
    assert!(
        refused
            .unwrap_err()
            .contains("follows from the switch `push`")
    );
}

#[test]
fn the_name_of_a_rule_that_is_made_of_what_it_says_follows() {
    let text = SHOP
        .replace("rule never\n", "")
        .replace("deny by never", "deny by forbid_share_phone");
    let (policy, _) = rename(
        &text.replacen("phone\n\ntest", "$0phone\n\ntest", 1),
        "telephone",
    )
    .unwrap();
    assert!(
        policy.contains("expect deny by forbid_share_telephone"),
        "{policy}"
    );
}

#[test]
fn names_that_are_taken_reserved_or_no_names_are_refused() {
    let at = marked("phone\n  to courier\n  for delivery\n  when");
    let taken = rename(&at, "email").unwrap_err();
    assert!(
        taken.contains("`email` is data already, declared at words.privity:5"),
        "{taken}"
    );
    assert!(
        rename(&at, "permit")
            .unwrap_err()
            .contains("cannot be a name")
    );
    assert!(rename(&at, "a b").unwrap_err().contains("cannot be a name"));
    assert!(
        rename(&at, "none")
            .unwrap_err()
            .contains("cannot name data")
    );
    let word = marked("full\n  must");
    assert!(rename(&word, "none").unwrap_err().contains("already"));
    assert!(rename(&word, "complete").is_ok());
}

#[test]
fn the_standard_library_keeps_its_names() {
    let mut editor = Editor::start();
    let text = "import privity.places\npolicy p by us party { us in $0DE }\n";
    let (line, character) = editor.open_at_mark("policy.privity", text);
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "position": {"line": line, "character": character},
    });
    let refused = editor.try_to_ask("textDocument/prepareRename", params);
    assert!(refused.unwrap_err().message.contains("standard library"));
}

#[test]
fn words_of_the_language_keep_their_names() {
    let mut editor = Editor::start();
    let text = format!(
        "{}fact news is set of $0new_data, new_purpose from diff\n",
        crate::editor::SOUND
    );
    let (line, character) = editor.open_at_mark("policy.privity", &text);
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "position": {"line": line, "character": character},
    });
    let refused = editor.try_to_ask("textDocument/prepareRename", params);
    assert!(
        refused
            .unwrap_err()
            .message
            .contains("word of the language")
    );
}

#[test]
fn what_can_be_renamed_is_said_beforehand() {
    let (mut editor, at) = shop(&marked("never\nforbid"));
    let method = "textDocument/prepareRename";
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert_eq!(found["placeholder"], "never");
    let (mut editor, at) = shop(&marked("permit"));
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert!(found.is_null());
}

#[test]
fn imports_follow_a_file() {
    let (mut editor, _) = shop(&format!(
        "$0{}",
        SHOP.replace("share email", "share words.email")
    ));
    let mut ask = |old: &str, new: &str| -> Value {
        let files = json!({"files": [{"oldUri": editor.uri(old), "newUri": editor.uri(new)}]});
        let answer = editor.ask("workspace/willRenameFiles", files);
        answer["changes"][editor.uri("policy.privity")].clone()
    };
    let texts = |edits: &Value| -> Vec<String> {
        let edits = edits.as_array().unwrap().iter();
        edits
            .map(|edit| edit["newText"].as_str().unwrap().to_owned())
            .collect()
    };
    let edits = ask("words.privity", "terms/data.privity");
    assert_eq!(texts(&edits), ["terms.data", "terms.data"]);
    assert!(ask("words.privity", "words.txt").is_null());
    assert!(ask("other.privity", "else.privity").is_null());
}

#[test]
fn imports_follow_a_folder() {
    let mut editor = Editor::with(json!({}))
        .file("terms/words.privity", WORDS)
        .start();
    editor.open(
        "policy.privity",
        &SHOP.replace("import words", "import terms.words"),
    );
    let files =
        json!({"files": [{"oldUri": editor.uri("terms"), "newUri": editor.uri("language")}]});
    let answer = editor.ask("workspace/willRenameFiles", files);
    let edits = &answer["changes"][editor.uri("policy.privity")];
    assert_eq!(edits.as_array().unwrap().len(), 1);
    assert_eq!(edits[0]["newText"], "language.words");
}

#[test]
fn a_manifest_follows_its_entry() {
    let mut editor = Editor::with(json!({}))
        .file(
            "privity.toml",
            "[package]\nname = \"shop\"\nentry = \"main.privity\" # here\n",
        )
        .file("main.privity", crate::editor::SOUND)
        .start();
    editor.open("main.privity", crate::editor::SOUND);
    let files = json!({"files": [{"oldUri": editor.uri("main.privity"), "newUri": editor.uri("start.privity")}]});
    let answer = editor.ask("workspace/willRenameFiles", files);
    let edits = &answer["changes"][editor.uri("privity.toml")];
    let manifest = "[package]\nname = \"shop\"\nentry = \"main.privity\" # here\n";
    assert_eq!(edited(manifest, edits), manifest.replace("main", "start"));
}

#[test]
fn imports_go_with_a_file_or_a_folder() {
    let mut editor = Editor::with(json!({}))
        .file("terms/words.privity", WORDS)
        .start();
    let text = SHOP.replace(
        "import words\n",
        "import terms.words // ours\nimport terms.words\r\n",
    );
    editor.open("policy.privity", &text);
    let mut without = |gone: &str| -> Option<String> {
        let files = json!({"files": [{"uri": editor.uri(gone)}]});
        let answer = editor.ask("workspace/willDeleteFiles", files);
        let edits = &answer["changes"][editor.uri("policy.privity")];
        edits.is_array().then(|| edited(&text, edits))
    };
    let expected = text
        .replace("import terms.words // ours", " // ours")
        .replace("import terms.words\r\n", "");
    assert_eq!(without("terms/words.privity"), Some(expected.clone()));
    assert_eq!(without("terms"), Some(expected));
    assert_eq!(without("other"), None);
    // Nobody changes what goes itself.
    assert_eq!(without(""), None);
}

#[test]
fn a_name_of_one_file_is_changed_in_all_its_places_while_it_is_typed() {
    let linked = |mark: &str| {
        let (mut editor, at) = shop(&marked(mark));
        let method = "textDocument/linkedEditingRange";
        let found = editor.ask_at(method, "policy.privity", at, json!({}));
        let ranges = found["ranges"].as_array().cloned();
        ranges.map(|ranges| {
            let starts = ranges.iter().map(|range| range["start"]["line"].clone());
            starts.collect::<Vec<_>>()
        })
    };
    assert_eq!(linked("N_1 \"Sharing\""), Some(vec![json!(6), json!(15)]));
    // Declared in another file, named once, and made of what the rule says.
    assert_eq!(linked("courier\n  for"), None);
    assert_eq!(linked("sending"), None);
    assert_eq!(linked("permit"), None);
}

#[test]
fn whatever_a_real_policy_declares_can_have_another_name() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("../../policies/hospital-portal");
    let mut builder = Editor::with(json!({}));
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if let (Some(name), Ok(text)) = (path.file_name(), std::fs::read_to_string(&path)) {
            builder = builder.file(name.to_str().unwrap(), &text);
        }
    }
    let mut editor = builder.start();
    let entry = std::fs::read_to_string(folder.join("policy.privity")).unwrap();
    editor.open("policy.privity", &entry);
    let symbols = editor.ask("workspace/symbol", json!({"query": ""}));
    let symbols = symbols.as_array().unwrap().clone();
    assert!(symbols.len() > 200);
    for symbol in symbols.iter().step_by(17) {
        let params = json!({
            "textDocument": {"uri": symbol["location"]["uri"]},
            "position": symbol["location"]["range"]["start"],
            "newName": "some_other_name",
        });
        let answer = editor.try_to_ask("textDocument/rename", params);
        let name = symbol["name"].as_str().unwrap();
        match answer {
            Ok(edit) => assert!(edit["changes"].is_object(), "{name}: {edit}"),
            // Some names are made of what a rule says, or follow from a switch.
            Err(refused) => assert!(
                ["is made of", "follows from the switch"]
                    .iter()
                    .any(|why| refused.message.contains(why)),
                "{name}: {refused:?}"
            ),
        }
    }
}
