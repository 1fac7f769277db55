//! What is told of the word at a place.

use serde_json::json;

use crate::editor::Editor;
use crate::policies::{SHOP, WORDS, marked, shop};

fn hover(marked: &str) -> String {
    let (mut editor, at) = shop(marked);
    let found = editor.ask_at("textDocument/hover", "policy.privity", at, json!({}));
    found["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[track_caller]
fn says(marked: &str, parts: &[&str]) {
    let said = hover(marked);
    for part in parts {
        assert!(said.contains(part), "`{part}` is not in:\n{said}");
    }
}

#[test]
fn of_a_node_its_kind_its_documentation_and_its_place_in_the_tree() {
    says(
        &marked("email, phone"),
        &[
            "**data** `email` in `words`",
            "The address of electronic mail.",
            "stands under `contact`",
        ],
    );
}

#[test]
fn of_a_rule_what_it_permits_in_one_sentence_and_what_it_cites() {
    says(
        &marked("sending"),
        &[
            "**rule** `sending`",
            "permits `share` of `email`, `phone` to `courier` for `delivery`, where `consent` is `full`",
            "cites `N_1`: “Sharing”, paragraph 1, sentence 2",
        ],
    );
}

#[test]
fn of_a_rule_when_it_holds_and_what_may_lift_it() {
    let words = "\
        guard { consent }\n\
        section s \"S\" {\n\
        since 2020-01-01\n\
        rule $0asked require consent at least full before share any for marketing until 2030-01-01 kind consent\n\
        }\n\
        rule agreed permit share email for marketing without consent\n\
        rule parcel permit share orders for delivery without consent\n";
    let said = hover(&format!("{SHOP}{words}"));
    for part in [
        "only `since 2020-01-01`",
        "only `until 2030-01-01`",
        "lifted by `agreed`",
    ] {
        assert!(said.contains(part), "`{part}` is not in:\n{said}");
    }
    assert!(!said.contains("parcel"), "{said}");
}

#[test]
fn of_a_citation_the_heading_and_how_often_it_is_cited() {
    says(
        &marked("N_1\n\nrule"),
        &[
            "“Sharing”, paragraph 1, sentence 2",
            "of “Notice”",
            "cited one time",
        ],
    );
}

#[test]
fn of_a_fact_its_declaration_and_of_its_value_whose_it_is() {
    says(
        &marked("consent at"),
        &["fact consent is ordered none, full"],
    );
    says(&marked("full\n  must"), &["**value of `consent`** `full`"]);
}

#[test]
fn of_a_period_how_long_it_is() {
    says(&marked("soon\n"), &["counts as 3 days"]);
}

#[test]
fn of_a_keyword_what_it_is_for_and_of_an_axis_what_it_is() {
    says(&marked("forbid"), &["A guard: denies."]);
    let axis = SHOP.replace("when consent at least full", "when $0home is DE");
    says(&axis, &["where the person is at home"]);
}

#[test]
fn of_texts_in_quotes_and_comments_nothing() {
    assert_eq!(hover(&SHOP.replace("phones stay", "pho$0nes stay")), "");
    assert_eq!(
        hover(&SHOP.replace("rule never", "// per$0mit\nrule never")),
        ""
    );
}

#[test]
fn an_editor_without_markdown_reads_plain_text() {
    let formats = json!({"textDocument": {"hover": {"contentFormat": ["plaintext"]}}});
    let mut editor = Editor::with(formats).file("words.privity", WORDS).start();
    let at = editor.open_at_mark(
        "policy.privity",
        &SHOP.replace("rule never", "rule ne$0ver"),
    );
    let found = editor.ask_at("textDocument/hover", "policy.privity", at, json!({}));
    assert_eq!(found["contents"]["kind"], "plaintext");
    let said = found["contents"]["value"].as_str().unwrap();
    assert!(said.starts_with("rule never in policy"), "{said}");
    assert!(!said.contains(['*', '`']), "{said}");
}
