//! What the outline of a text is, and that no layout of the same words changes it.

#![allow(clippy::string_slice, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::coverage::folded;

/// The outline as lines: `# title`, and `number: sentence | sentence` for a paragraph.
fn shown(text: &str, declared: &[&str]) -> Vec<String> {
    let declared: BTreeSet<String> = declared.iter().map(|&title| title.to_owned()).collect();
    let outline = Outline::of(text, &declared);
    let mut lines = Vec::new();
    for heading in &outline.headings {
        lines.push(format!("# {}", heading.title));
        for paragraph in &outline.paragraphs[heading.paragraphs.clone()] {
            let sentences: Vec<String> = outline.sentences[paragraph.sentences.clone()]
                .iter()
                .map(|sentence| folded(&text[sentence.range.clone()]))
                .collect();
            lines.push(format!("{}: {}", paragraph.number, sentences.join(" | ")));
        }
    }
    lines
}

#[test]
fn titles_stand_above_prose_and_addresses_do_not() {
    let text = "Notice of the shop\n\nWe keep names. We sell none.\n\nContact us\n\nWrite to us at any time.\n\n\
                Example Ltd\n\nHarbour Street 2\n\nEmail: a@example.com\n\nThank you for reading.\n";
    assert_eq!(
        shown(text, &[]),
        [
            "# Notice of the shop",
            "1: We keep names. | We sell none.",
            "# Contact us",
            "1: Write to us at any time.",
            "2: Example Ltd",
            "3: Harbour Street 2",
            "4: Email: a@example.com",
            "5: Thank you for reading.",
        ]
    );
}

#[test]
fn a_title_needs_no_empty_line_below_prose_and_may_stand_above_another() {
    let long = "We keep what we need, and this line is as long as a paragraph of a page without breaks is, which is long indeed, and longer.";
    let text = format!("{long}\nSecurity\n\nOur measures\n{long}\n{long}\n");
    assert_eq!(
        shown(&text, &[]),
        [
            "# ".to_owned(),
            format!("1: {long}"),
            "# Security".to_owned(),
            "# Our measures".to_owned(),
            format!("1: {long}"),
            format!("2: {long}"),
        ]
    );
}

#[test]
fn what_the_policy_names_is_a_heading_whatever_it_looks_like() {
    let text = "Terms.\n\nWe keep names.\n";
    assert_eq!(shown(text, &[]), ["# ", "1: Terms.", "2: We keep names."]);
    assert_eq!(shown(text, &["Terms."]), ["# Terms.", "1: We keep names."]);
}

#[test]
fn a_title_that_the_policy_names_may_be_wrapped() {
    let text = "We keep names.\n\nWhat you may ask us to do\nwith your data\nWe answer.\n";
    assert_eq!(
        shown(text, &["What you may ask us to do with your data"]),
        [
            "# ",
            "1: We keep names.",
            "# What you may ask us to do with your data",
            "1: We answer."
        ]
    );
}

#[test]
fn headings_of_markdown_are_headings_and_their_signs_are_no_text() {
    let text = "# The shop #\nWe keep names.\n\nRetention\n---------\nOne year.\n\n**Sharing**\n\n- names\n* ages,\n  rounded\n\n---\n\nMinors\n======\n1. None.\n2. Never.\n";
    assert_eq!(
        shown(text, &[]),
        [
            "# The shop",
            "1: We keep names.",
            "# Retention",
            "1: One year.",
            "# Sharing",
            "1: names",
            "2: ages, rounded",
            "# Minors",
            "1: 1. None.",
            "2: 2. Never.",
        ]
    );
}

#[test]
fn a_list_without_marks_has_no_heading_in_it() {
    let text = "We collect these.\n\nName\nAge\nAddress\n\nWe use them to deliver.\n";
    assert_eq!(
        shown(text, &[]),
        [
            "# ",
            "1: We collect these.",
            "2: Name",
            "3: Age",
            "4: Address",
            "5: We use them to deliver."
        ]
    );
}

#[test]
fn paragraphs_below_headings_of_one_title_are_counted_on() {
    let text = "# Contact\n\nWrite.\n\n# Other\n\nRead.\n\n# Contact\n\nCall.\n";
    assert_eq!(
        shown(text, &[]),
        [
            "# Contact",
            "1: Write.",
            "# Other",
            "1: Read.",
            "# Contact",
            "2: Call."
        ]
    );
    let outline = Outline::of(text, &BTreeSet::new());
    assert_eq!(outline.paragraph("Contact", 2), Some(2));
    assert_eq!(outline.paragraph("Contact", 3), None);
    assert_eq!(outline.paragraph("Contact", 0), None);
}

#[test]
fn texts_without_headings_or_breaks_are_split_too() {
    assert_eq!(shown("one two", &[]), ["# ", "1: one two"]);
    assert!(shown("\u{feff}\r\n \n", &[]).is_empty());
    assert_eq!(
        shown("We keep names.\r\nWe sell none.\r\n", &[]),
        ["# ", "1: We keep names.", "2: We sell none."]
    );
    let one_line = "We keep names. ".repeat(20_000);
    assert_eq!(
        Outline::of(&one_line, &BTreeSet::new()).sentences.len(),
        20_000
    );
}

/// Words that look like nothing else than words.
fn word() -> impl Strategy<Value = String> {
    "[a-z]{5,9}".prop_filter("an item of a list", |word| {
        !crate::coverage::sentences::is_enumerator(&format!("{word}."))
    })
}

/// Paragraphs of plain sentences, with titles above some of them.
fn paragraphs() -> impl Strategy<Value = Vec<(bool, Vec<Vec<String>>)>> {
    let sentence = prop::collection::vec(word(), 3..12);
    let paragraph = prop::collection::vec(sentence, 2..5);
    prop::collection::vec((any::<bool>(), paragraph), 1..5)
}

fn sentence(words: &[String]) -> String {
    let text = words.join(" ");
    let mut letters = text.chars();
    let first = letters.next().unwrap_or_default().to_ascii_uppercase();
    format!("{first}{}.", letters.as_str())
}

fn wrap(text: &str, column: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + 1 + word.len() <= column {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_same_words_have_the_same_outline_in_every_layout(parts in paragraphs(), column in 50_usize..110) {
        let mut plain = String::new();
        let mut expected = Vec::new();
        let mut number = 0;
        for (at, (titled, sentences)) in parts.iter().enumerate() {
            if *titled || at == 0 {
                plain.push_str(&format!("Chapter {at}\n\n"));
                expected.push(format!("# Chapter {at}"));
                number = 0;
            }
            number += 1;
            let sentences: Vec<String> = sentences.iter().map(|words| sentence(words)).collect();
            plain.push_str(&format!("{}\n\n", sentences.join(" ")));
            expected.push(format!("{number}: {}", sentences.join(" | ")));
        }
        prop_assert_eq!(&shown(&plain, &[]), &expected);
        let wrapped: Vec<String> = plain.split('\n').map(|line| wrap(line, column)).collect();
        let wrapped = wrapped.join("\n");
        // A paragraph whose every line happens to end a sentence reads as one that was not wrapped.
        let is_plain = |block: &str| block.lines().count() > 1 && block.lines().all(|line| line.ends_with('.'));
        prop_assume!(!wrapped.split("\n\n").any(is_plain));
        prop_assert_eq!(&shown(&wrapped, &[]), &expected);
        let windows = format!("\u{feff}{}", wrapped.replace('\n', "\r\n"));
        prop_assert_eq!(&shown(&windows, &[]), &expected);
    }

    #[test]
    fn nothing_of_a_text_is_lost_or_counted_twice(text in "[ -~\n\t§é“”。*#=-]{0,300}") {
        let outline = Outline::of(&text, &BTreeSet::new());
        let mut ranges: Vec<_> = outline.sentences.iter().map(|sentence| sentence.range.clone()).collect();
        ranges.extend(outline.headings.iter().filter(|heading| !heading.title.is_empty()).map(|heading| heading.range.clone()));
        ranges.sort_by_key(|range| range.start);
        let mut left = String::new();
        let mut at = 0;
        for range in ranges {
            prop_assert!(at <= range.start && range.start < range.end, "{:?} at {}", range, at);
            left.push_str(&text[at..range.start]);
            at = range.end;
        }
        left.push_str(&text[at..]);
        let marks: String = left.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert!(marks.chars().all(|c| "-*_=+>".contains(c)), "lost {:?}", marks);
    }
}
