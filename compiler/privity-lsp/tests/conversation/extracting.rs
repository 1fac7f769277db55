//! A part of a text gets a name of its own.

use gen_lsp_types::{CodeActionRequest, Request as _};
use serde_json::json;

use crate::code_actions::{after, titles};
use crate::editor::{CURSOR, Editor, SOUND, applied};

#[test]
fn a_set_gets_a_name() {
    let text = SOUND.replace("data { name }", "data { name, street }");
    let marked = text.replace("share name", "share name, $0street");
    let expected = text.replace(
        "permit share name",
        "group named_set is name, street\n\npermit share named_set",
    );
    assert_eq!(
        after(
            &marked,
            "refactor.extract",
            "extract the set as `named_set`"
        ),
        expected
    );
}

#[test]
fn a_condition_gets_a_name_in_front_of_the_section_it_stands_in() {
    let rule = "/// All.\nsection all {\n  permit share name\n    when early and $0late\n}\n";
    let text = SOUND.replace(
        "permit share name\n",
        &format!("fact early is flag\nfact late is flag\n{rule}"),
    );
    let expected = text.replace("early and $0late", "named_condition").replace(
        "/// All.",
        "define named_condition is early and late\n\n/// All.",
    );
    let title = "extract the condition as `named_condition`";
    assert_eq!(after(&text, "refactor.extract", title), expected);
}

/// The text after a selection is named; the selection begins and ends at a mark. What is written then is no mistake.
#[track_caller]
fn extracted(marked: &str) -> String {
    let mut editor = Editor::start();
    let text = marked.replace(CURSOR, "");
    let start = editor.open_at_mark("policy.privity", marked);
    let (before, behind) = marked.split_once(CURSOR).unwrap();
    let selected = behind.split(CURSOR).next().unwrap();
    let end = before.len() + selected.len();
    let line = text[..end].matches('\n').count();
    let column = text[..end].rsplit('\n').next().unwrap().len();
    let params = json!({
        "textDocument": {"uri": editor.uri("policy.privity")},
        "range": {
            "start": {"line": start.0, "character": start.1},
            "end": {"line": line, "character": column},
        },
        "context": {"diagnostics": [], "only": ["refactor.extract"]},
    });
    let actions = editor.ask(CodeActionRequest::METHOD.as_str(), params);
    let uri = editor.uri("policy.privity");
    let new = applied(&text, &actions[0]["edit"]["changes"][&uri]);
    editor.findings("policy.privity");
    editor.change("policy.privity", 2, &new);
    let findings = editor.findings("policy.privity").diagnostics;
    let findings = serde_json::to_value(findings).unwrap();
    let mut wrong = findings.as_array().unwrap().iter();
    assert!(wrong.all(|it| it["severity"] != 1), "{findings:#}\n{new}");
    new
}

/// A policy with words of several kinds.
pub(crate) const WORDS: &str = "policy shop\n  by shop\naction { collect use store share }\ndata { name street }\nparty { shop courier partner }\nright { access erasure }\nfact a is flag\nfact b is flag\nfact c is flag\n";

#[test]
fn actions_rights_and_all_but_some_get_a_name() {
    let named = |words: &str, rule: &str, group: &str, with: &str| {
        let words = format!("{WORDS}{words}");
        assert_eq!(
            extracted(&format!("{words}{rule}\n")),
            format!("{words}group named_set is {group}\n\n{with}\n")
        );
    };
    named(
        "",
        "permit $0collect, use, store$0 name",
        "collect, use, store",
        "permit named_set name",
    );
    named(
        "",
        "grant $0access, erasure$0",
        "access, erasure",
        "grant named_set",
    );
    let share = "permit share name\n  to";
    let with = format!("{share} named_set");
    named(
        "",
        &format!("{share} $0any except courier, partner$0"),
        "any except courier, partner",
        &with,
    );
    // What exists as something else too needs its kind.
    named(
        "data { courier }\n",
        &format!("{share} $0any except courier$0"),
        "any except party.courier",
        &with,
    );
}

#[test]
fn a_part_of_a_named_condition_gets_a_name() {
    let named = |condition: &str, part: &str, with: &str| {
        let text = format!("{WORDS}define d is {condition}\n");
        assert_eq!(
            extracted(&text),
            format!("{WORDS}define named_condition is {part}\n\ndefine d is {with}\n")
        );
    };
    named("a and ($0b or c$0)", "b or c", "a and named_condition");
    named("a and $0(b or c)$0", "b or c", "a and named_condition");
    named("a and $0b and c$0", "b and c", "a and named_condition");
    named("not $0(a and b)$0", "a and b", "not named_condition");
    let whole = format!("{WORDS}define d is a an$0d b\n");
    assert_eq!(titles(&whole, "refactor.extract"), [""; 0]);
}
