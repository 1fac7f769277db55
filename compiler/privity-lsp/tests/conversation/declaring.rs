//! An unknown name is declared where its kind is.

use serde_json::json;

use crate::code_actions::{after, titles};
use crate::editor::{CURSOR, Editor, SOUND, applied};

#[test]
fn an_unknown_name_is_declared_where_its_kind_is() {
    let marked = SOUND.replace("share name", "share name, stre$0et");
    let text = marked.replace(CURSOR, "");
    let expected = text.replace("data { name }", "data { name, street }");
    assert_eq!(
        after(&marked, "quickfix", "declare data `street`"),
        expected
    );
    let marked =
        format!("{SOUND}  to compa$0ny\n").replace("party { shop }\n", "party {\n  shop\n}\n");
    let expected = marked
        .replace(CURSOR, "")
        .replace("  shop\n}", "  shop\n  company\n}");
    assert_eq!(
        after(&marked, "quickfix", "declare party `company`"),
        expected
    );
    let marked = format!("{SOUND}  when ol$0d\n");
    let expected = marked
        .replace(CURSOR, "")
        .replace("permit share", "fact old is flag\n\npermit share");
    assert_eq!(after(&marked, "quickfix", "declare flag `old`"), expected);
}

/// The text of a file beside the policy after a declaration.
fn declared(marked: &str, title: &str, (file, text): (&str, &str)) -> String {
    let mut editor = Editor::start();
    editor.write(file, text);
    let at = editor.open_at_mark("policy.privity", marked);
    let actions = editor.actions("policy.privity", at, json!(["quickfix"]));
    let found = actions.as_array().unwrap().iter();
    let action = found.clone().find(|action| action["title"] == title);
    let titles: Vec<_> = found.map(|action| &action["title"]).collect();
    let action = action.unwrap_or_else(|| panic!("{title}: {titles:?}"));
    applied(text, &action["edit"]["changes"][&editor.uri(file)])
}

#[test]
fn an_unknown_name_is_declared_in_the_file_that_has_its_kind() {
    let marked = format!("import words\n{SOUND}  for st$0udy\n");
    assert_eq!(
        declared(
            &marked,
            "declare purpose `study` in `words`",
            ("words.privity", "purpose { trade }\nfact late is flag\n")
        ),
        "purpose { trade, study }\nfact late is flag\n"
    );
    let marked = format!("import words\n{SOUND}  when ea$0rly\n");
    let facts = "purpose { trade }\nfact late is flag // they say\nperiod p is 3 days\n";
    assert_eq!(
        declared(
            &marked,
            "declare flag `early` in `words`",
            ("words.privity", facts)
        ),
        facts.replace("they say\n", "they say\nfact early is flag\n")
    );
}

#[test]
fn a_duty_is_declared_with_what_its_arguments_need() {
    let marked = SOUND.to_owned() + "  must six_e$0yes(shop, 3 days, twice)\n";
    let expected = "duty { six_eyes(party, duration at least, one of twice) }\n\npermit";
    assert_eq!(
        after(&marked, "quickfix", "declare duty `six_eyes`"),
        marked.replace(CURSOR, "").replace("permit", expected)
    );
}

#[test]
fn what_should_have_readings_is_not_declared_as_a_flag() {
    let marked = format!("{SOUND}  under pau$0ze.counts_closed\n");
    assert_eq!(titles(&marked, "quickfix"), [""; 0]);
}
