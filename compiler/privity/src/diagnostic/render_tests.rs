//! What findings look like on a terminal.

use insta::assert_snapshot;

use super::*;
use crate::diagnostic::Code;

fn two_files() -> (SourceMap, Diagnostic) {
    let mut sources = SourceMap::new();
    sources
        .add(
            "policy.privity",
            "policy shop\nimport sharing\nimport sharing\n",
        )
        .unwrap();
    let other = sources
        .add("sharing.privity", "import policy\n\tpermit share name\n")
        .unwrap();
    let base = sources.file(other).base;
    let finding = Diagnostic::at(
        Code::ImportCycle,
        Span::new(base, base + 13),
        "the imports form a cycle: `policy` -> `sharing` -> `policy`",
    )
    .because("leads back to `policy`")
    .label(Span::new(19, 26), "`policy` imports `sharing`")
    .help("move what both need into a module of its own")
    .witness("share name to court");
    (sources, finding)
}

fn render(sources: &SourceMap, finding: &Diagnostic, look: Look) -> String {
    Renderer::new(sources, look).render(finding)
}

#[test]
fn labels_of_two_files_stand_under_a_header_each() {
    let (sources, finding) = two_files();
    assert_snapshot!(render(&sources, &finding, Look::default()), @r"
    P0003

      × the imports form a cycle: `policy` -> `sharing` -> `policy`
       ╭─[policy.privity:2:8]
     1 │ policy shop
     2 │ import sharing
       ·        ───┬───
       ·           ╰── `policy` imports `sharing`
     3 │ import sharing
       ╰────
       ╭─[sharing.privity:1:1]
     1 │ import policy
       · ──────┬──────
       ·       ╰── leads back to `policy`
     2 │     permit share name
       ╰────
      help: move what both need into a module of its own
            for instance: share name to court
    ");
}

#[test]
fn ascii_is_enough() {
    let (sources, finding) = two_files();
    let look = Look {
        unicode: false,
        folder: "policies/shop".to_owned(),
        ..Look::default()
    };
    assert_snapshot!(render(&sources, &finding, look), @r"
    P0003

      x the imports form a cycle: `policy` -> `sharing` -> `policy`
       ,-[policies/shop/policy.privity:2:8]
     1 | policy shop
     2 | import sharing
       :        ^^^|^^^
       :           `-- `policy` imports `sharing`
     3 | import sharing
       `----
       ,-[policies/shop/sharing.privity:1:1]
     1 | import policy
       : ^^^^^^|^^^^^^
       :       `-- leads back to `policy`
     2 |     permit share name
       `----
      help: move what both need into a module of its own
            for instance: share name to court
    ");
}

#[test]
fn a_screen_reader_gets_sentences() {
    let (sources, finding) = two_files();
    let look = Look {
        narrated: true,
        ..Look::default()
    };
    assert_snapshot!(render(&sources, &finding, look), @r"
    Error P0003: the imports form a cycle: `policy` -> `sharing` -> `policy`.
    In sharing.privity, line 1, columns 1 to 13: leads back to `policy`.
    The text there: import policy
    See also policy.privity, line 2, columns 8 to 14: `policy` imports `sharing`.
    The text there: sharing
    Help: move what both need into a module of its own.
    For instance: share name to court.
    ");
}

#[test]
fn colour_comes_only_when_asked_for() {
    let (sources, finding) = two_files();
    let look = Look {
        color: true,
        ..Look::default()
    };
    assert!(render(&sources, &finding, look).contains('\u{1b}'));
    assert!(!render(&sources, &finding, Look::default()).contains('\u{1b}'));
}

#[test]
fn a_line_of_a_megabyte_is_shown_in_part() {
    let mut sources = SourceMap::new();
    let long = "word ".repeat(200_000);
    sources
        .add("policy.privity", format!("{long}@ {long}"))
        .unwrap();
    let at = u32::try_from(long.len()).unwrap();
    let finding = Diagnostic::at(Code::Unreadable, Span::new(at, at + 1), "odd").because("here");
    let text = render(&sources, &finding, Look::default());
    assert!(text.contains('@'), "{text}");
    assert!(text.contains("here"), "{text}");
    assert!(text.contains("[policy.privity:1:1000001]"), "{text}");
    assert!(text.len() < 2000, "{}", text.len());
    let all = Diagnostic::at(Code::Unreadable, Span::new(0, 2 * at), "all of it");
    assert!(render(&sources, &all, Look::default()).len() < 2000);
}

#[test]
fn a_place_over_a_thousand_lines_is_marked_at_its_beginning() {
    let mut sources = SourceMap::new();
    sources
        .add("policy.privity", "line\n".repeat(1000))
        .unwrap();
    let finding = Diagnostic::at(Code::Unreadable, Span::new(5, 4000), "long").because("from here");
    let text = render(&sources, &finding, Look::default());
    assert!(text.lines().count() < 15, "{text}");
    assert!(text.contains("from here"), "{text}");
}

#[test]
fn the_end_of_the_file_can_be_pointed_at() {
    let mut sources = SourceMap::new();
    sources.add("policy.privity", "policy\n").unwrap();
    let finding = Diagnostic::at(Code::Unreadable, Span::new(7, 7), "no name").because("ends here");
    assert!(render(&sources, &finding, Look::default()).contains("ends here"));
    let mut empty = SourceMap::new();
    empty.add("policy.privity", "").unwrap();
    let finding = Diagnostic::at(Code::Unreadable, Span::new(0, 0), "empty").because("ends here");
    assert!(render(&empty, &finding, Look::default()).contains("empty"));
}

#[test]
fn a_policy_cannot_steer_the_terminal() {
    let mut sources = SourceMap::new();
    sources
        .add("policy.privity", "policy \u{1b}[31mred\u{202e}txt\n")
        .unwrap();
    let finding = Diagnostic::at(Code::Unreadable, Span::new(7, 9), "odd `\u{1b}[2J`");
    let text = render(&sources, &finding, Look::default());
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
}
