//! Findings as an editor gets them.

use gen_lsp_types::{DiagnosticRefreshRequest, Request as _, WorkspaceDiagnosticRequest};
use lsp_server::Message;
use serde_json::{Value, json};

use crate::editor::{Editor, SOUND};

#[test]
fn a_broken_policy_gets_its_findings_and_a_mended_one_none() {
    let mut editor = Editor::start();
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    assert_eq!(
        editor.short("policy.privity"),
        ["5:13 P0201 unknown data `nmae`"]
    );
    editor.change("policy.privity", 2, SOUND);
    let findings = editor.findings("policy.privity");
    assert_eq!(findings.version, Some(2));
    assert!(
        findings
            .diagnostics
            .iter()
            .all(|finding| finding.severity != Some(gen_lsp_types::DiagnosticSeverity::Error)),
        "{findings:#?}"
    );
}

#[test]
fn columns_are_counted_in_utf_16() {
    let mut editor = Editor::start();
    editor.open(
        "policy.privity",
        &SOUND.replace(
            "permit share name",
            "permit share name note \"🦀\" cite nowhere",
        ),
    );
    assert_eq!(
        editor.short("policy.privity"),
        ["5:33 P0201 unknown anchor `nowhere`"]
    );
}

#[test]
fn a_change_in_one_file_is_seen_in_the_others() {
    let mut editor = Editor::start();
    editor.write(
        "policy.privity",
        &format!("import words\n{SOUND}permit share street\n"),
    );
    editor.write("words.privity", "data { street }\n");
    editor.open("words.privity", "data { stret }\n");
    assert_eq!(
        editor.short("policy.privity"),
        ["7:13 P0201 unknown data `street`"]
    );
    editor.change("words.privity", 2, "data { street }\n");
    assert_eq!(editor.short("policy.privity"), [""; 0]);
}

#[test]
fn related_places_lead_to_other_files() {
    let mut editor = Editor::with(json!({
        "textDocument": {"publishDiagnostics": {"relatedInformation": true}},
    }))
    .start();
    editor.write("words.privity", "data { name }\n");
    editor.open("policy.privity", &format!("import words\n{SOUND}"));
    let of_words = editor.uri("words.privity");
    let of_policy = editor.uri("policy.privity");
    let mut named = |name: &str| -> Vec<String> {
        editor
            .findings(name)
            .diagnostics
            .iter()
            .flat_map(|finding| finding.related_information.iter().flatten())
            .map(|related| related.location.uri.0.clone())
            .collect()
    };
    // The name is declared twice; the finding stands at one of the places and leads to the other.
    let mut related = named("policy.privity");
    if related.is_empty() {
        related = named("words.privity");
        assert_eq!(related, [of_policy]);
    } else {
        assert_eq!(related, [of_words]);
    }
}

#[test]
fn a_closed_file_counts_as_on_the_disk_again() {
    let mut editor = Editor::start();
    editor.write("policy.privity", SOUND);
    editor.open("policy.privity", "permit nonsense");
    assert!(!editor.short("policy.privity").is_empty());
    editor.close("policy.privity");
    assert_eq!(editor.short("policy.privity"), [""; 0]);
}

#[test]
fn a_file_that_is_gone_is_missed_where_it_is_imported() {
    let mut editor = Editor::with(json!({}))
        .file("words.privity", "data { name }\n")
        .start();
    let text = format!("import words\n{}", SOUND.replace("data { name }\n", ""));
    editor.open("policy.privity", &text);
    assert_eq!(editor.short("policy.privity"), [""; 0]);
    std::fs::remove_file(editor.path("words.privity")).unwrap();
    let change = json!({"uri": editor.uri("words.privity"), "type": 3});
    editor.notify(
        "workspace/didChangeWatchedFiles",
        json!({"changes": [change]}),
    );
    let found = editor.short("policy.privity");
    assert!(found[0].starts_with("0:7 P0002 "), "{found:?}");
}

#[test]
fn a_text_that_was_never_saved_is_a_program_of_its_own() {
    let mut editor = Editor::start();
    let uri = "untitled:Untitled-1";
    let text = SOUND.replace("share name", "share nmae");
    let document = json!({"uri": uri, "languageId": "privity", "version": 1, "text": text});
    editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    let found = editor.pull_of(uri);
    assert_eq!(codes(&found), ["P0201"]);
    let at = json!({"line": 2, "character": 10});
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let hover = editor.ask("textDocument/hover", params);
    assert!(hover.to_string().contains("share"), "{hover}");
    let params = json!({"textDocument": {"uri": uri}});
    let outline = editor.ask("textDocument/documentSymbol", params);
    assert!(
        outline.to_string().contains("untitled:Untitled-1"),
        "{outline}"
    );
}

#[test]
fn levels_and_waivers_count_while_typing_and_what_needs_all_rules_is_not_called_idle() {
    let mut editor = Editor::with(json!({}))
        .options(json!({"analysis": "words"}))
        .start();
    editor.write(
        "privity.toml",
        "[levels]\nP0004 = \"deny\"\nP0208 = \"warn\"\n",
    );
    let text = SOUND.replace(
        "action {",
        "waive P0208 until 2020-01-01 because \"once\"\nimport privity.channels\nwaive P0208, P0004 because \"known\"\nimport privity.channels\nimport privity.channels\nwaive P0206 because \"gone\"\nwaive P0352 because \"all rules\"\naction {",
    );
    editor.write("policy.privity", &text);
    editor.open("policy.privity", &text);
    assert_eq!(
        editor.short("policy.privity"),
        [
            "6:0 P0004 `privity.channels` is imported twice",
            "3:0 P0208 nothing here uses what `privity.channels` declares",
            "6:0 P0208 nothing here uses what `privity.channels` declares",
            "2:0 P0044 this waiver ended on 2020-01-01",
            "7:0 P0043 this waives `P0206`, which is not found in what stands below it",
        ]
    );
}

/// The codes of an answer about findings.
fn codes(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["code"].as_str().unwrap())
        .collect()
}

/// A permit and a forbid that contradict each other, which only shows when all requests are looked at.
fn contradictory() -> String {
    format!("{SOUND}forbid share name\n")
}

#[test]
fn an_editor_is_told_what_it_says_it_can_show() {
    let text = format!("{SOUND}import privity.channels\n")
        .replace("data { name }", "data { name nmae replaced by name }")
        .replace("permit share name", "permit share nmae");
    let shown = |capabilities: Value| {
        let mut editor =
            Editor::with(json!({"textDocument": {"publishDiagnostics": capabilities}})).start();
        editor.open("policy.privity", &text);
        let found = editor.findings("policy.privity").diagnostics;
        serde_json::to_value(found).unwrap()
    };
    let all = shown(json!({
        "relatedInformation": true,
        "tagSupport": {"valueSet": [1, 2]},
        "dataSupport": true,
    }));
    let by_code = |code: &str| {
        let mut all = all.as_array().unwrap().iter();
        all.find(|finding| finding["code"] == code).unwrap().clone()
    };
    let renamed = by_code("P0206");
    assert_eq!(renamed["tags"], json!([2]));
    assert_eq!(renamed["source"], "privity");
    assert_eq!(
        renamed["data"]["fixes"],
        json!([{"title": "write `name`", "safe": true}])
    );
    assert_eq!(by_code("P0208")["tags"], json!([1]));
    let few = shown(json!({}));
    for finding in few.as_array().unwrap() {
        for part in ["tags", "relatedInformation", "data"] {
            assert_eq!(finding.get(part), None, "{finding}");
        }
    }
}

#[test]
fn what_all_rules_say_together_is_told_later() {
    let mut editor = Editor::start();
    editor.open("policy.privity", &contradictory());
    let mut found = editor.short("policy.privity");
    while !found.iter().any(|finding| finding.contains("P0350")) {
        found = editor.short("policy.privity");
    }
    // It stays while something else is typed, and goes with its cause.
    editor.change(
        "policy.privity",
        2,
        &format!("// A remark.\n{}", contradictory()),
    );
    let moved = editor.short("policy.privity");
    assert!(
        moved.iter().any(|finding| finding.starts_with("6:0 P0350")),
        "{moved:?}"
    );
    editor.change("policy.privity", 3, SOUND);
    let left = editor.short("policy.privity");
    assert!(
        !left.iter().any(|finding| finding.contains("P0350")),
        "{left:?}"
    );
}

#[test]
fn an_editor_that_asks_is_answered_and_told_to_ask_again() {
    let mut editor = Editor::with(json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    }))
    .start();
    let announced = editor.announced()["diagnosticProvider"].clone();
    assert_eq!(announced["identifier"], "privity");
    assert_eq!(announced["workspaceDiagnostics"], true);
    editor.open("policy.privity", &contradictory());
    let mut report = editor.pull("policy.privity", None);
    while !codes(&report).contains(&"P0350") {
        editor.asked(DiagnosticRefreshRequest::METHOD.as_str());
        report = editor.pull("policy.privity", None);
    }
    assert_eq!(report["kind"], "full");
    let name = report["resultId"].as_str().unwrap();
    let again = editor.pull("policy.privity", Some(name));
    assert_eq!(again, json!({"kind": "unchanged", "resultId": name}));
    editor.change("policy.privity", 2, SOUND);
    let report = editor.pull("policy.privity", Some(name));
    assert!(!codes(&report).contains(&"P0350"), "{report}");
}

#[test]
fn an_editor_that_asks_only_once_gets_all_at_once() {
    let mut editor = Editor::with(json!({"textDocument": {"diagnostic": {}}})).start();
    editor.open("policy.privity", &contradictory());
    let report = editor.pull("policy.privity", None);
    assert!(codes(&report).contains(&"P0350"), "{report}");
}

#[test]
fn an_editor_that_asks_about_everything_hears_of_packages_that_are_not_open() {
    let mut editor = Editor::with(json!({"textDocument": {"diagnostic": {}}}))
        .file(
            "one/policy.privity",
            &SOUND.replace("share name", "share nmae"),
        )
        .file("two/privity.toml", "[package]\nentry = \"start.privity\"\n")
        .file("two/start.privity", &contradictory())
        .start();
    let ask = |editor: &mut Editor, previous: Value| {
        let params = json!({"identifier": "privity", "previousResultIds": previous});
        let report = editor.ask(WorkspaceDiagnosticRequest::METHOD.as_str(), params);
        report["items"].as_array().unwrap().clone()
    };
    let items = ask(&mut editor, json!([]));
    let of = |name: &str| {
        let uri = editor.uri(name);
        items
            .iter()
            .find(|item| item["uri"] == uri)
            .unwrap()
            .clone()
    };
    assert_eq!(codes(&of("one/policy.privity")), ["P0201"]);
    assert!(codes(&of("two/start.privity")).contains(&"P0350"));
    assert_eq!(codes(&of("two/privity.toml")), [""; 0]);
    let previous: Vec<Value> = items
        .iter()
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect();
    for item in ask(&mut editor, json!(previous)) {
        assert_eq!(item["kind"], "unchanged");
    }
}

#[test]
fn many_changes_at_once_are_one() {
    let mut editor = Editor::start();
    editor.open("policy.privity", SOUND);
    for version in 2..60 {
        let text = SOUND.replace(
            "share name",
            &"share name ".repeat(1 + version as usize % 2),
        );
        editor.change("policy.privity", version, &text);
    }
    editor.change(
        "policy.privity",
        60,
        &SOUND.replace("share name", "share nmae"),
    );
    assert_eq!(
        editor.short("policy.privity"),
        ["5:13 P0201 unknown data `nmae`"]
    );
}

/// What is told first of a version of a text.
fn first_told(editor: &mut Editor, version: i32) -> Vec<String> {
    loop {
        if let Message::Notification(told) = editor.receive()
            && told.method == "textDocument/publishDiagnostics"
            && told.params["version"] == version
        {
            let findings = told.params["diagnostics"].as_array().unwrap().iter();
            let codes = findings.map(|finding| finding["code"].as_str().unwrap().to_owned());
            return codes.collect();
        }
    }
}

#[test]
fn what_is_wrong_with_a_rule_of_a_large_policy_is_told_with_the_key_that_makes_it_so() {
    let text = format!("{SOUND}// {}\n", "a long remark ".repeat(4_000));
    let mut editor = Editor::start();
    editor.open("policy.privity", &text);
    let everything = json!({"identifier": "privity", "previousResultIds": []});
    editor.ask(WorkspaceDiagnosticRequest::METHOD.as_str(), everything);
    let wrong = text.replace("share name", "share nmae");
    editor.change("policy.privity", 2, &wrong);
    assert_eq!(first_told(&mut editor, 2), ["P0201"]);
    editor.change("policy.privity", 3, &wrong.replace("nmae", "nmaee"));
    assert_eq!(first_told(&mut editor, 3), ["P0201"]);
    editor.change("policy.privity", 4, &text);
    assert_eq!(first_told(&mut editor, 4), [""; 0]);
}
