//! What editors show between and above the lines.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::policies::{SHOP, marked, shop};

fn hints(editor: &mut Editor) -> Vec<String> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let uri = editor.uri("policy.privity");
    let params = json!({"textDocument": {"uri": uri}, "range": range});
    let found = editor.ask("textDocument/inlayHint", params);
    let found = found.as_array().unwrap().iter();
    found
        .map(|hint| {
            format!(
                "{} {}",
                hint["position"]["line"],
                hint["label"].as_str().unwrap()
            )
        })
        .collect()
}

fn lenses(editor: &mut Editor) -> Vec<(String, Value)> {
    let uri = editor.uri("policy.privity");
    let params = json!({"textDocument": {"uri": uri}});
    let found = editor.ask("textDocument/codeLens", params);
    let found = found.as_array().unwrap().clone();
    found
        .into_iter()
        .map(|lens| {
            let lens = match lens["command"].is_null() {
                true => editor.ask("codeLens/resolve", lens),
                false => lens,
            };
            let line = &lens["range"]["start"]["line"];
            let title = format!("{line} {}", lens["command"]["title"].as_str().unwrap());
            (title, lens["command"].clone())
        })
        .collect()
}

fn run(editor: &mut Editor, command: &Value) -> Value {
    let params = json!({"command": command["command"], "arguments": command["arguments"]});
    editor.ask("workspace/executeCommand", params)
}

#[test]
fn named_times_have_their_length_and_permits_their_reach() {
    let (mut editor, _) = shop(&marked("permit"));
    let hints = hints(&mut editor);
    assert_eq!(
        hints,
        ["10 1 sort of act", "11 ⇢ crosses borders", "14 = 3 days",]
    );
}

#[test]
fn a_hint_tells_all_that_holds_a_permit_back_when_it_is_looked_at() {
    let (mut editor, _) = shop(&marked("permit"));
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let uri = editor.uri("policy.privity");
    let params = json!({"textDocument": {"uri": uri}, "range": range});
    let found = editor.ask("textDocument/inlayHint", params);
    let permitted = found[0].clone();
    let before = permitted["tooltip"].as_str().unwrap().to_owned();
    let after = editor.ask("inlayHint/resolve", permitted);
    assert_eq!(
        after["tooltip"],
        format!("{before} It is held back by never.")
    );
    let crossing = editor.ask("inlayHint/resolve", found[1].clone());
    assert_eq!(crossing["tooltip"], found[1]["tooltip"]);
}

#[test]
fn a_policy_with_mistakes_has_only_the_hints_that_are_sure() {
    let (mut editor, _) = shop(&format!(
        "$0{}",
        SHOP.replace("for delivery\n  when", "for nothing_known\n  when")
    ));
    assert_eq!(hints(&mut editor), ["14 = 3 days"]);
    let lenses = lenses(&mut editor);
    let why = "9 how much this permits is counted when the policy has no errors";
    assert!(lenses.iter().any(|(title, _)| title == why), "{lenses:?}");
}

#[test]
fn lenses_tell_how_much_is_permitted_and_cited_and_run_tests() {
    let (mut editor, _) = shop(&marked("permit"));
    let lenses = lenses(&mut editor);
    let titles: Vec<&str> = lenses.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "5 1 of 1 places cited",
            "6 cited once",
            "9 permits 1 sort of act, held back by `never`",
            "20 run test",
        ]
    );
    let cited = run(&mut editor, &lenses[1].1);
    assert_eq!(crate::policies::places(&cited), ["policy.privity 15:7"]);
    let guards = run(&mut editor, &lenses[2].1);
    assert_eq!(crate::policies::places(&guards), ["policy.privity 17:0"]);
    let ran = run(&mut editor, &lenses[3].1);
    assert_eq!(
        ran,
        json!([{"title": "phones stay", "passed": true, "message": null}])
    );
}

#[test]
fn a_test_that_fails_says_why() {
    let text = SHOP.replace("expect deny by never", "expect permit");
    let (mut editor, _) = shop(&format!("$0{text}"));
    let lenses = lenses(&mut editor);
    let ran = run(&mut editor, &lenses[3].1);
    assert_eq!(ran[0]["passed"], false);
    assert!(
        ran[0]["message"].as_str().unwrap().contains("deny"),
        "{ran}"
    );
}

#[test]
fn what_a_command_found_is_told_in_words_to_editors_that_do_not_show_it() {
    let (mut editor, _) = shop(&marked("permit"));
    let given = lenses(&mut editor);
    let mut tell = |lens: usize| {
        run(&mut editor, &given[lens].1);
        editor.told()
    };
    assert_eq!(tell(0), "`notice` is cited at:\n- policy.privity:16");
    assert_eq!(tell(1), "`N_1` is cited at:\n- policy.privity:16");
    assert_eq!(tell(2), "held back by:\n- `never` policy.privity:18");
    assert_eq!(tell(3), "“phones stay” passed");
    let text = SHOP.replace("expect deny by never", "expect permit");
    let (mut editor, _) = shop(&format!("$0{text}"));
    let given = lenses(&mut editor);
    run(&mut editor, &given[3].1);
    let told = editor.told();
    assert!(told.starts_with("“phones stay” failed: "), "{told}");
    let mut able = Editor::with(json!({}))
        .options(json!({"answers": "shown"}))
        .file("words.privity", crate::policies::WORDS)
        .start();
    able.open("policy.privity", SHOP);
    let given = lenses(&mut able);
    run(&mut able, &given[3].1);
    assert!(!able.was_told());
}

#[test]
fn a_lens_runs_the_test_below_it_and_no_other_of_the_same_title() {
    let second = "test \"phones stay\" ask share phone to courier for delivery expect permit\n";
    let (mut editor, _) = shop(&format!("$0{SHOP}{second}"));
    let lenses = lenses(&mut editor);
    let mut passed = |lens: usize| {
        let ran = run(&mut editor, &lenses[lens].1);
        assert_eq!(ran.as_array().unwrap().len(), 1, "{ran}");
        ran[0]["passed"].clone()
    };
    assert_eq!([passed(3), passed(4)], [json!(true), json!(false)]);
}

#[test]
fn a_command_that_nobody_knows_is_refused() {
    let (mut editor, _) = shop(&marked("permit"));
    let uri = editor.uri("policy.privity");
    let params = json!({"command": "privity.dance", "arguments": [{"uri": uri}]});
    let refused = editor.try_to_ask("workspace/executeCommand", params);
    assert!(refused.unwrap_err().message.contains("privity.dance"));
}
