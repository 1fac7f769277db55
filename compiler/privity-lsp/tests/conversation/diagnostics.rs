//! Findings as an editor gets them.

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
    let mut editor = Editor::start();
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
fn levels_and_waivers_count_while_typing_and_what_needs_all_rules_is_not_called_idle() {
    let mut editor = Editor::start();
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
