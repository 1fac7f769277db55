//! Suggestions while a policy is written.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::policies::{SHOP, edited, shop};

fn complete(editor: &mut Editor, at: (u32, u32)) -> Vec<Value> {
    let found = editor.ask_at("textDocument/completion", "policy.privity", at, json!({}));
    found["items"].as_array().cloned().unwrap_or_default()
}

fn labels(marked: &str) -> Vec<String> {
    let (mut editor, at) = shop(marked);
    let items = complete(&mut editor, at).into_iter();
    items
        .map(|item| item["label"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_clause_is_offered_names_of_its_kind_and_a_condition_facts() {
    let parties = labels(&format!("{SHOP}permit share email to $0"));
    assert!(parties[..2].contains(&"courier".to_owned()), "{parties:?}");
    assert!(!parties.contains(&"email".to_owned()), "{parties:?}");
    let facts = labels(&format!("{SHOP}permit share email when $0"));
    assert!(facts.contains(&"consent".to_owned()), "{facts:?}");
    let mut values = labels(&format!("{SHOP}permit share email when consent is $0"));
    values.truncate(2);
    values.sort();
    assert_eq!(values, ["full", "none"]);
}

#[test]
fn the_word_at_the_cursor_is_replaced_as_a_whole() {
    let text = format!("{SHOP}permit share em$0il\n");
    let (mut editor, at) = shop(&text);
    let items = complete(&mut editor, at);
    assert_eq!(items[0]["label"], "email");
    let edits = json!([items[0]["textEdit"]]);
    let after = edited(&text.replace("$0", ""), &edits);
    assert!(after.ends_with("permit share email\n"), "{after}");
}

#[test]
fn a_name_of_a_module_that_is_not_imported_brings_its_import() {
    let text = format!("{SHOP}permit share email for $0\n");
    let (mut editor, at) = shop(&text);
    let items = complete(&mut editor, at);
    let found = items
        .iter()
        .find(|item| item["label"] == "delivery")
        .unwrap();
    assert!(found["additionalTextEdits"].is_null(), "{found}");
    let far = items
        .iter()
        .find(|item| item["label"] == "personalisation")
        .unwrap();
    let path = far["labelDetails"]["description"].as_str().unwrap();
    assert_eq!(path, "import privity.purposes");
    let after = edited(&text.replace("$0", ""), &far["additionalTextEdits"]);
    assert!(
        after.starts_with("import words\nimport privity.purposes\n"),
        "{after}"
    );
}

#[test]
fn a_suggestion_is_told_about_when_it_is_looked_at() {
    let (mut editor, at) = shop(&format!("{SHOP}permit share e$0"));
    let items = complete(&mut editor, at);
    let told = editor.ask("completionItem/resolve", items[0].clone());
    let said = told["documentation"]["value"].as_str().unwrap();
    assert!(said.contains("The address of electronic mail."), "{said}");
}

#[test]
fn keywords_are_offered_where_the_grammar_takes_them() {
    let clauses = labels(&format!("{SHOP}permit share email\n  $0"));
    for word in ["to", "when", "must", "permit"] {
        assert!(clauses.contains(&word.to_owned()), "{clauses:?}");
    }
    let types = labels(&format!("{SHOP}fact told is $0"));
    assert!(types.contains(&"flag".to_owned()), "{types:?}");
}

#[test]
fn every_keystroke_of_a_rule_has_an_answer() {
    let rule = "rule more\npermit share email, orders\n  to courier\n  when consent at least full and (home in DE)\n  must encrypt(strong)\n  cite N_1\n";
    let mut editor = Editor::with(json!({}))
        .file("words.privity", crate::policies::WORDS)
        .start();
    editor.open("policy.privity", SHOP);
    let first = u32::try_from(SHOP.matches('\n').count()).unwrap();
    for (version, (at, _)) in (2..).zip(rule.char_indices()) {
        let typed = &rule[..at];
        editor.change("policy.privity", version, &format!("{SHOP}{typed}"));
        let line = first + u32::try_from(typed.matches('\n').count()).unwrap();
        let column = typed.rsplit('\n').next().unwrap().len();
        let place = (line, u32::try_from(column).unwrap());
        let answer = editor.ask_at(
            "textDocument/completion",
            "policy.privity",
            place,
            json!({}),
        );
        assert!(answer["items"].is_array(), "{typed}: {answer}");
    }
}

#[test]
fn the_parameters_of_a_duty_are_shown_while_they_are_written() {
    let (mut editor, at) = shop(&format!("{SHOP}permit share email must encrypt($0"));
    let help = editor.ask_at(
        "textDocument/signatureHelp",
        "policy.privity",
        at,
        json!({}),
    );
    let signature = &help["signatures"][0];
    assert_eq!(signature["label"], "encrypt(ordered weak, strong)");
    assert_eq!(signature["parameters"][0]["label"], json!([8, 28]));
    assert_eq!(help["activeParameter"], 0);
    let (mut editor, at) = shop(&format!("{SHOP}permit share email must encrypt$0"));
    let help = editor.ask_at(
        "textDocument/signatureHelp",
        "policy.privity",
        at,
        json!({}),
    );
    assert!(help.is_null());
}

#[test]
fn an_import_is_offered_the_files_beside_the_policy_that_are_not_imported_yet() {
    let mut editor = Editor::with(json!({}))
        .file("words.privity", crate::policies::WORDS)
        .file("further/rules.privity", "permit share email\n")
        .start();
    let text = SHOP.replace("import words\n", "import words\nimport $0\n");
    let at = editor.open_at_mark("policy.privity", &text);
    let items = complete(&mut editor, at);
    let labels: Vec<&str> = items
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect();
    assert!(labels.contains(&"further.rules"), "{labels:?}");
    assert!(labels.contains(&"privity.places"), "{labels:?}");
    assert!(!labels.contains(&"words"), "{labels:?}");
    assert!(!labels.contains(&"policy"), "{labels:?}");
}

/// What is written for a duty, by an editor that can do this.
fn inserted(capabilities: Value, marked: &str, duty: &str) -> (Value, Value) {
    let mut editor = Editor::with(capabilities)
        .file("words.privity", crate::policies::WORDS)
        .start();
    let at = editor.open_at_mark("policy.privity", marked);
    let items = complete(&mut editor, at);
    let mut found = items.iter().filter(|item| item["label"] == duty);
    let item = found.next().unwrap();
    (
        item["textEdit"]["newText"].clone(),
        item["insertTextFormat"].clone(),
    )
}

#[test]
fn a_duty_with_parameters_brings_its_parentheses_where_the_editor_can_go_into_them() {
    let snippets =
        json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}});
    let must = format!("{SHOP}permit share email must $0");
    let (text, format) = inserted(snippets.clone(), &must, "encrypt");
    assert_eq!((text, format), (json!("encrypt($1)$0"), json!(2)));
    let (text, format) = inserted(json!({}), &must, "encrypt");
    assert_eq!((text, format), (json!("encrypt"), Value::Null));
    // The parentheses are there already.
    let written = format!("{SHOP}permit share email must enc$0(strong)\n");
    let (text, _) = inserted(snippets.clone(), &written, "encrypt");
    assert_eq!(text, "encrypt");
    // Where duties are declared nothing takes arguments.
    let declared = format!("{SHOP}duty {{ hide excludes $0");
    let (text, _) = inserted(snippets, &declared, "encrypt");
    assert_eq!(text, "encrypt");
}

#[test]
fn an_empty_policy_begins_with_its_header() {
    let mut editor = Editor::with(json!({})).start();
    let at = editor.open_at_mark("policy.privity", "$0");
    let items = complete(&mut editor, at);
    let first = items.first().unwrap();
    assert_eq!(first["label"], "policy");
    assert_eq!(
        first["textEdit"]["range"]["start"],
        json!({"line": 0, "character": 0})
    );
}
