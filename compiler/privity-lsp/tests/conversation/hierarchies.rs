//! Taxonomies as type hierarchies, and the ways of data as call hierarchies.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::policies::{SHOP, marked, shop};

fn names(items: &Value, of: &str) -> Vec<String> {
    let items = items.as_array().unwrap().iter();
    items
        .map(|item| {
            let item = if of.is_empty() { item } else { &item[of] };
            let detail = item["detail"].as_str().unwrap();
            format!("{} {detail}", item["name"].as_str().unwrap())
        })
        .collect()
}

fn prepared(editor: &mut Editor, method: &str, at: (u32, u32)) -> Value {
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    found[0].clone()
}

#[test]
fn a_node_has_what_it_stands_under_above_and_what_it_holds_below() {
    let (mut editor, at) = shop(&marked("email, phone"));
    let email = prepared(&mut editor, "textDocument/prepareTypeHierarchy", at);
    let above = editor.ask("typeHierarchy/supertypes", json!({"item": email}));
    assert_eq!(names(&above, ""), ["contact data"]);
    let below = editor.ask("typeHierarchy/subtypes", json!({"item": above[0]}));
    assert_eq!(names(&below, ""), ["email data", "phone data"]);
}

#[test]
fn a_group_holds_what_it_names() {
    let mut editor = Editor::start();
    let text = "policy p by us\nparty { us }\ndata { name street }\ngroup $0who is name, street\nalias me is who\n";
    let at = editor.open_at_mark("policy.privity", text);
    let group = prepared(&mut editor, "textDocument/prepareTypeHierarchy", at);
    let below = editor.ask("typeHierarchy/subtypes", json!({"item": group}));
    assert_eq!(names(&below, ""), ["name data", "street data"]);
    let at = editor.open_at_mark(
        "policy.privity",
        &text.replace("$0", "").replace("me is", "$0me is"),
    );
    let word = prepared(&mut editor, "textDocument/prepareTypeHierarchy", at);
    let below = editor.ask("typeHierarchy/subtypes", json!({"item": word}));
    assert_eq!(names(&below, ""), ["who data"]);
}

#[test]
fn the_hierarchy_goes_on_into_the_standard_library() {
    let mut editor = Editor::start();
    let text = "import privity.places\npolicy p by us party { us in $0DE }\n";
    let at = editor.open_at_mark("policy.privity", text);
    let place = prepared(&mut editor, "textDocument/prepareTypeHierarchy", at);
    assert_eq!(place["name"], "DE");
    let above = editor.ask("typeHierarchy/supertypes", json!({"item": place}));
    assert!(above.is_array());
}

#[test]
fn data_come_from_those_whom_permits_name_and_go_to_those() {
    let text = format!("{SHOP}rule bought permit collect orders from courier for delivery\n");
    let (mut editor, at) = shop(&text.replacen("email, phone", "$0email, phone", 1));
    let email = prepared(&mut editor, "textDocument/prepareCallHierarchy", at);
    let to = editor.ask("callHierarchy/outgoingCalls", json!({"item": email}));
    assert_eq!(names(&to, "to"), ["courier by `sending`"]);
    let from = editor.ask("callHierarchy/incomingCalls", json!({"item": email}));
    assert_eq!(names(&from, "from"), Vec::<String>::new());
    let at = editor.open_at_mark(
        "policy.privity",
        &text.replacen("collect orders", "collect $0orders", 1),
    );
    let orders = prepared(&mut editor, "textDocument/prepareCallHierarchy", at);
    let from = editor.ask("callHierarchy/incomingCalls", json!({"item": orders}));
    assert_eq!(names(&from, "from"), ["courier by `bought`"]);
    let to = editor.ask("callHierarchy/outgoingCalls", json!({"item": orders}));
    assert_eq!(names(&to, "to"), ["score data"]);
    let score = to[0]["to"].clone();
    let from = editor.ask("callHierarchy/incomingCalls", json!({"item": score}));
    assert_eq!(names(&from, "from"), ["orders data"]);
}

#[test]
fn what_is_no_data_has_no_lineage() {
    let (mut editor, at) = shop(&marked("courier\n  for"));
    let method = "textDocument/prepareCallHierarchy";
    let found = editor.ask_at(method, "policy.privity", at, json!({}));
    assert!(found.is_null());
}
