//! What findings look like on a terminal.

use insta::assert_snapshot;

use super::*;
use crate::diagnostic::Code;
use crate::source::Span;

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
    error[P0003]: the imports form a cycle: `policy` -> `sharing` -> `policy`
       ╭─[sharing.privity:1:1]
     1 │ import policy
       · ──────┬──────
       ·       ╰── leads back to `policy`
     2 │     permit share name
       ╰────
       ╭─[policy.privity:2:8]
     1 │ policy shop
     2 │ import sharing
       ·        ───┬───
       ·           ╰── `policy` imports `sharing`
     3 │ import sharing
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
    error[P0003]: the imports form a cycle: `policy` -> `sharing` -> `policy`
       ,-[policies/shop/sharing.privity:1:1]
     1 | import policy
       : ^^^^^^|^^^^^^
       :       `-- leads back to `policy`
     2 |     permit share name
       `----
       ,-[policies/shop/policy.privity:2:8]
     1 | policy shop
     2 | import sharing
       :        ^^^|^^^
       :           `-- `policy` imports `sharing`
     3 | import sharing
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
    assert!(text.contains("[policy.privity:1:1000001]\n"), "{text}");
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

/// A text, and a finding with the words in it that are marked: the first one is the place.
fn marked(text: &str, words: &[(&str, &str)]) -> (SourceMap, Diagnostic) {
    let mut sources = SourceMap::new();
    sources.add("policy.privity", text).unwrap();
    let span = |word: &str| {
        let at = text.find(word).unwrap();
        Span::new(
            u32::try_from(at).unwrap(),
            u32::try_from(at + word.len()).unwrap(),
        )
    };
    let (first, because) = words[0];
    let mut finding = Diagnostic::at(Code::Unreadable, span(first), "odd");
    if !because.is_empty() {
        finding = finding.because(because);
    }
    for (word, label) in &words[1..] {
        finding = finding.label(span(word), *label);
    }
    (sources, finding)
}

fn picture(text: &str, words: &[(&str, &str)]) -> String {
    let (sources, finding) = marked(text, words);
    render(&sources, &finding, Look::default())
}

#[test]
fn marks_inside_each_other_stand_each_under_its_words() {
    let text = "permit share name, postal_address to courier for delivery\n";
    let words = [
        ("permit share name, postal_address to courier", "all of it"),
        ("name", "the name"),
        ("postal_address", "the address"),
        ("courier", "the courier"),
    ];
    assert_snapshot!(picture(text, &words), @r"
    error[P0001]: odd
       ╭─[policy.privity:1:1]
     1 │ permit share name, postal_address to courier for delivery
       · ──────┬───── ──┬─  ───────┬──────    ───┬───
       ·       │        │          │             ╰── the courier
       ·       │        │          ╰── the address
       ·       │        ╰── the name
       ·       ╰── all of it
       ╰────
    ");
}

#[test]
fn wide_and_combining_characters_and_tabs_keep_the_marks_in_place() {
    let text = "\tpermit \"日本 🦀 e\u{301}\" here\tand there\n";
    assert_snapshot!(picture(text, &[("here", "four cells"), ("日本", "wide"), ("e\u{301}", "one cell")]), @r#"
    error[P0001]: odd
       ╭─[policy.privity:1:19]
     1 │     permit "日本 🦀 é" here    and there
       ·             ──┬─    ┬  ──┬─
       ·               │     │    ╰── four cells
       ·               │     ╰── one cell
       ·               ╰── wide
       ╰────
    "#);
}

#[test]
fn windows_line_ends_leave_no_trace() {
    let unix = "policy shop\n\npermit share name\n  to court\nrule b\n";
    let words = [
        ("share name\n  to court", "over two lines"),
        ("b\n", "the end"),
    ];
    let windows = unix.replace('\n', "\r\n");
    let of_windows = picture(
        &windows,
        &[
            ("share name\r\n  to court", "over two lines"),
            ("b\r\n", "the end"),
        ],
    );
    assert!(!of_windows.contains('\r'));
    assert_eq!(of_windows, picture(unix, &words));
}

#[test]
fn right_to_left_words_stay_where_they_are_marked() {
    let text = "rule \"שלום עולם\" permit\n";
    let (sources, finding) = marked(text, &[("שלום", "מילה")]);
    let shown = render(&sources, &finding, Look::default());
    for word in ["שלום", "עולם", "מילה"] {
        assert!(
            shown.contains(&format!("\u{2067}{word}\u{2069}")),
            "{shown:?}"
        );
    }
    let plain = Look {
        unicode: false,
        ..Look::default()
    };
    assert!(!render(&sources, &finding, plain).contains('\u{2067}'));
}

#[test]
fn nothing_is_lost_on_a_narrow_page() {
    let text = "party { shop role controller  provider { courier }  partner { advertiser  agency under provider } }\n\
                permit share contact to provider for delivery, marketing\n";
    let (sources, finding) = marked(
        text,
        &[
            (
                "permit share contact to provider for delivery, marketing",
                "`provider` and `partner` overlap, and neither lies inside the other",
            ),
            ("agency under provider", "`agency` belongs to both"),
            ("courier", "not this one"),
        ],
    );
    let finding = finding
        .help("say which prevails: add `overrides` to `forbid_share_contact_to_partner` in the permit")
        .witness("share email to agency for marketing");
    for width in [20, 40, 80] {
        let look = Look {
            width,
            ..Look::default()
        };
        let shown = render(&sources, &finding, look);
        // Labels beside each other share lines, and long names are broken: letter for letter everything is there.
        let letters: String = shown.split([' ', '\n', '│', '·', '┤', '╰', '─']).collect();
        for words in [
            "error[P0001]: odd",
            "`provider` and `partner` overlap, and neither lies inside the other",
            "`agency` belongs to both",
            "not this one",
            "say which prevails: add `overrides` to in the permit",
            "forbid_share_contact_to_partner",
            "share email to agency for marketing",
            "policy.privity:2:1",
        ] {
            for word in words.split_whitespace() {
                assert!(letters.contains(word), "{width}: no {word:?} in\n{shown}");
            }
        }
        for line in shown.lines() {
            assert!(
                textwrap::core::display_width(line) <= width.max(25),
                "{width}: {line}"
            );
        }
    }
    let narrow = Look {
        width: 40,
        ..Look::default()
    };
    assert_snapshot!(render(&sources, &finding, narrow), @r"
    error[P0001]: odd
       ╭─[policy.privity:2:1]
     1 │ …couri…agenc…
       ·  ───┬─────┬──
       ·     │     ╰─┤ `agency` belongs to
       ·     │       │ both
       ·     ╰── not this one
     2 │ permit share co…
       · ────────┬───────
       ·         ╰─┤ `provider` and
       ·           │ `partner` overlap, and
       ·           │ neither lies inside the
       ·           │ other
       ╰────
      help: say which prevails: add
            `overrides` to
            `forbid_share_contact_to_partn
            er` in the permit
      for instance: share email to agency
            for marketing
    ");
}

#[test]
fn a_label_too_long_for_its_place_takes_several_lines() {
    let text = "permit share contact to provider for delivery, marketing and much more that is named here, even this\n";
    let words = [
        (
            "permit",
            "`provider` and `partner` overlap, and neither lies inside the other, whatever anybody says about either of them",
        ),
        (
            "even this",
            "this is not a purpose that anybody has declared in this policy",
        ),
    ];
    assert_snapshot!(picture(text, &words), @r"
    error[P0001]: odd
       ╭─[policy.privity:1:1]
     1 │ permit share contact to provide…more that is named here, even this
       · ───┬──                                                   ────┬────
       ·    │                                                         ╰─┤ this is not a purpose that
       ·    │                                                           │ anybody has declared in this
       ·    │                                                           │ policy
       ·    ╰─┤ `provider` and `partner` overlap, and neither lies inside the other, whatever anybody
       ·      │ says about either of them
       ╰────
    ");
}

#[test]
fn places_of_no_width_and_at_the_ends_are_marked() {
    assert_snapshot!(picture("\u{feff}policy shop", &[("policy", "begins")]), @r"
    error[P0001]: odd
       ╭─[policy.privity:1:1]
     1 │ ﻿policy shop
       · ───┬──
       ·    ╰── begins
       ╰────
    ");
    let mut sources = SourceMap::new();
    sources.add("policy.privity", "permit\r\n").unwrap();
    for (at, place) in [(0, "1:1"), (3, "1:4"), (6, "1:7"), (8, "1:7")] {
        let finding = Diagnostic::at(Code::Unreadable, Span::new(at, at), "odd").because("here");
        let shown = render(&sources, &finding, Look::default());
        assert!(
            shown.contains(&format!("[policy.privity:{place}]\n")),
            "{shown}"
        );
        assert!(
            shown.contains("▲\n   · ") && shown.contains("╰── here"),
            "{shown}"
        );
    }
}

#[test]
fn a_picture_of_a_large_file_is_made_from_few_bytes_of_it() {
    let mut sources = SourceMap::new();
    sources
        .add("policy.privity", "permit share name\n".repeat(100_000))
        .unwrap();
    let mut touched = 0;
    for at in 0..10_000 {
        let at = at * 180 + 7;
        let finding = Diagnostic::at(Code::Unreadable, Span::new(at, at + 5), "far")
            .label(Span::new(0, 6), "near the beginning");
        touched += Excerpts::of(&sources, &finding, "", 100, "…").len();
    }
    // Two pictures each, of at most three lines.
    assert!(touched <= 10_000 * 2 * 3 * 18, "{touched}");
}
