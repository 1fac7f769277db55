//! From names to declarations and uses, in one file and across files.

use serde_json::{Value, json};

use crate::policies::{SHOP, marked, places, shop};

#[test]
fn a_name_leads_to_its_declaration_in_another_file() {
    let (mut editor, at) = shop(&marked("courier\n  for"));
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["words.privity 11:20"]);
}

#[test]
fn an_import_and_a_citation_lead_to_what_they_name() {
    let (mut editor, at) = shop(&marked("words\n"));
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["words.privity 0:0"]);
    let (mut editor, at) = shop(&marked("N_1\n\nrule"));
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["policy.privity 6:2"]);
}

#[test]
fn a_place_without_a_name_leads_nowhere() {
    let (mut editor, at) = shop(&marked("permit"));
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    assert!(found.is_null());
}

#[test]
fn a_value_is_of_its_fact_and_a_node_of_what_it_stands_under() {
    let (mut editor, at) = shop(&marked("full\n  must"));
    let method = "textDocument/typeDefinition";
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["words.privity 17:5"]);
    let (mut editor, at) = shop(&marked("email, phone"));
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["words.privity 2:2"]);
}

#[test]
fn an_anchor_and_a_duty_lead_to_the_rules_that_carry_them_out() {
    let method = "textDocument/implementation";
    let (mut editor, at) = shop(&marked("N_1 \"Sharing\""));
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["policy.privity 9:0"]);
    let (mut editor, at) = shop(&marked("notify(courier)"));
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["policy.privity 9:0"]);
}

#[test]
fn all_uses_of_a_name_are_found_with_its_declaration_if_that_is_asked() {
    let (mut editor, at) = shop(&marked("phone\n  to courier\n  for delivery\n  when"));
    let method = "textDocument/references";
    let with = json!({"context": {"includeDeclaration": true}});
    let without = json!({"context": {"includeDeclaration": false}});
    let all = editor.ask_at(method, "policy.privity", at, with);
    let uses = editor.ask_at(method, "policy.privity", at, without);
    let expected = [
        "policy.privity 10:20",
        "policy.privity 18:13",
        "policy.privity 21:12",
    ];
    assert_eq!(places(&uses), expected);
    assert_eq!(places(&all)[..3], expected);
    assert_eq!(places(&all)[3..], ["words.privity 5:4"]);
}

#[test]
fn a_name_is_marked_wherever_it_stands_in_the_file() {
    let (mut editor, at) = shop(&marked("never\nforbid"));
    let marks = editor.ask_at(
        "textDocument/documentHighlight",
        "policy.privity",
        at,
        json!({}),
    );
    let marks = marks.as_array().unwrap();
    let kinds: Vec<_> = marks.iter().map(|mark| mark["kind"].as_u64()).collect();
    assert_eq!(kinds, [Some(3), Some(2)]);
}

#[test]
fn words_of_the_language_have_their_places_too() {
    let text = format!("{SHOP}permit use orders when $0home is DE and not home is FR\n");
    let (mut editor, at) = shop(&text);
    let places_of = editor.ask_at(
        "textDocument/references",
        "policy.privity",
        at,
        json!({"context": {"includeDeclaration": true}}),
    );
    assert_eq!(
        places(&places_of),
        ["policy.privity 26:23", "policy.privity 26:42"]
    );
}

#[test]
fn names_are_found_while_a_rule_is_broken() {
    let broken = SHOP.replace("for delivery\n  when", "for for\n  when");
    let broken = broken.replacen("courier", "$0courier", 1);
    let (mut editor, at) = shop(&broken);
    let found = editor.ask_at("textDocument/definition", "policy.privity", at, json!({}));
    assert_eq!(places(&found), ["words.privity 11:20"]);
}

#[test]
fn symbols_of_the_workspace_are_found_by_parts_of_their_names() {
    let (mut editor, _) = shop(&marked("permit"));
    let mut ask = |query: &str| {
        let found = editor.ask("workspace/symbol", json!({"query": query}));
        let names = found.as_array().unwrap().iter();
        names
            .map(|symbol| symbol["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ask("sen")[0], "sending");
    assert_eq!(ask("cntct"), ["contact"]);
    assert!(ask("").len() > 20);
}

#[test]
fn a_symbol_is_of_the_same_kind_in_the_file_and_in_the_workspace() {
    let (mut editor, _) = shop(&marked("permit"));
    let words = editor.uri("words.privity");
    let params = json!({"textDocument": {"uri": words}});
    let outline = editor.ask("textDocument/documentSymbol", params);
    let found = editor.ask("workspace/symbol", json!({"query": ""}));
    let kinds = |symbols: &Value| {
        let symbols = symbols.as_array().unwrap().iter();
        let own = symbols.filter(|symbol| symbol["location"]["uri"] == words.as_str());
        let kinds = own.map(|it| (it["name"].to_string(), it["kind"].as_u64()));
        kinds.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (file, workspace) = (kinds(&outline), kinds(&found));
    let both = file
        .iter()
        .filter(|(name, _)| workspace.contains_key(*name));
    assert!(both.clone().count() > 10, "{file:?}");
    for (name, kind) in both {
        assert_eq!(workspace.get(name), Some(kind), "{name}");
    }
}

#[test]
fn symbols_are_looked_for_in_the_folders_that_are_open_by_then() {
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().canonicalize().unwrap();
    let policy = "policy elsewhere by them\nparty { them role controller }\n";
    std::fs::write(folder.join("policy.privity"), policy).unwrap();
    let (mut editor, _) = shop(&marked("permit"));
    let folder = json!({"uri": format!("file://{}", folder.display()), "name": "elsewhere"});
    let mut after = |opened: Value, closed: Value| {
        let event = json!({"added": opened, "removed": closed});
        editor.notify(
            "workspace/didChangeWorkspaceFolders",
            json!({"event": event}),
        );
        let found = editor.ask("workspace/symbol", json!({"query": "elsewhere"}));
        found.as_array().unwrap().len()
    };
    assert_eq!(after(json!([]), json!([])), 0);
    assert_eq!(after(json!([folder.clone()]), json!([])), 1);
    assert_eq!(after(json!([]), json!([folder])), 0);
}

#[test]
fn imports_and_addresses_are_links() {
    let text = SHOP.replace("rule never", "// See https://example.org/a.\nrule never");
    let (mut editor, _) = shop(&format!("$0{text}"));
    let uri = editor.uri("policy.privity");
    let links = editor.ask(
        "textDocument/documentLink",
        json!({"textDocument": {"uri": uri}}),
    );
    let targets: Vec<String> = links
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["target"].as_str().unwrap().to_owned())
        .collect();
    let words = editor.uri("words.privity");
    assert_eq!(targets, [words, "https://example.org/a".to_owned()]);
}
