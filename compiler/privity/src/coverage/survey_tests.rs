//! What becomes of anchors when a text is edited.

#![allow(clippy::string_slice, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;

use super::*;
use crate::check::policy::PlacedAnchor;
use crate::coverage::{Comparison, Report, compare, missing};
use crate::source::Span;

const TEXT: &str = "The shop\n\nWe keep names. We keep ages. We keep orders.\n\nWe sell nothing.\n\n\
                    Rights\n\nYou may ask. You may object.\n\nWrite to us.\n";

/// The words as they would be cited, where they stand in [`TEXT`].
fn anchor(
    heading: &str,
    paragraph: u32,
    sentences: Option<(u32, u32)>,
    words: &str,
) -> PlacedAnchor {
    PlacedAnchor {
        name: format!(
            "A_{}",
            words.split(' ').next_back().unwrap().trim_end_matches('.')
        ),
        anchor: Anchor {
            source: "notice".to_owned(),
            heading: heading.to_owned(),
            paragraph,
            sentences,
            digest: digest(words),
        },
        span: Span::default(),
        place: Span::default(),
        digest: Span::default(),
        cited_at: BTreeSet::from([Span::default()]),
    }
}

fn source() -> CitedText {
    CitedText {
        name: "notice".to_owned(),
        title: None,
        anchors: vec![
            anchor("The shop", 1, Some((1, 1)), "We keep names."),
            anchor("The shop", 1, Some((2, 2)), "We keep ages."),
            anchor("The shop", 1, Some((3, 3)), "We keep orders."),
            anchor("The shop", 2, None, "We sell nothing."),
            anchor("Rights", 1, Some((1, 2)), "You may ask. You may object."),
            anchor("Rights", 2, Some((1, 1)), "Write to us."),
        ],
        span: Span::default(),
    }
}

/// What is stale, as `name: state places`.
fn stale(text: &str) -> Vec<String> {
    let source = source();
    let report = Report::of(&compare(&source, text));
    report
        .stale
        .iter()
        .map(|stale| {
            let now: Vec<String> = stale.now.iter().map(Place::to_string).collect();
            format!("{}: {} {}", stale.anchor, stale.state, now.join(", "))
        })
        .collect()
}

fn uncovered(comparison: &Comparison<'_>) -> Vec<String> {
    let survey = &comparison.survey;
    (0..survey.sentences.len())
        .filter(|&at| survey.sentences[at].is_uncovered())
        .map(|at| folded(&comparison.text[comparison.outline.sentences[at].range.clone()]))
        .collect()
}

#[test]
fn a_text_that_nobody_touched_is_verified_and_covered() {
    let source = source();
    let report = Report::of(&compare(&source, TEXT));
    assert!(report.is_complete(), "{report}");
    assert_eq!(
        report.to_string(),
        "anchors     6 of 6 verified\n\
         headings    2 of 2 (100.0 %) covered\n\
         paragraphs  4 of 4 (100.0 %) covered\n\
         sentences   7 of 7 (100.0 %) covered"
    );
}

#[test]
fn a_new_layout_or_a_new_heading_in_front_changes_nothing() {
    assert!(stale(&TEXT.replace('\n', "\r\n")).is_empty());
    assert!(
        stale(
            &TEXT
                .replace(". We", ".\t  We")
                .replace("You may", "You\u{a0}may")
        )
        .is_empty()
    );
    assert!(stale(&format!("Welcome\n\nBe our guest.\n\n{TEXT}")).is_empty());
}

#[test]
fn words_behind_a_new_sentence_or_paragraph_have_moved() {
    assert_eq!(
        stale(&TEXT.replace("We keep ages.", "We like you. We keep ages.")),
        [
            "A_ages: moved \"The shop\" paragraph 1 sentence 3",
            "A_orders: moved \"The shop\" paragraph 1 sentence 4",
        ]
    );
    assert_eq!(
        stale(&TEXT.replace("You may ask.", "Read on.\n\nYou may ask.")),
        [
            "A_object: moved \"Rights\" paragraph 2 sentences 1 to 2",
            "A_us: moved \"Rights\" paragraph 3 sentence 1",
        ]
    );
}

#[test]
fn words_below_a_renamed_heading_have_moved() {
    assert_eq!(
        stale(&TEXT.replace("Rights", "Your rights")),
        [
            "A_object: moved \"Your rights\" paragraph 1 sentences 1 to 2",
            "A_us: moved \"Your rights\" paragraph 2 sentence 1",
        ]
    );
}

#[test]
fn words_changed_in_place_are_found_there_even_when_the_place_moved() {
    assert_eq!(
        stale(&TEXT.replace("keep ages", "keep years")),
        ["A_ages: changed \"The shop\" paragraph 1 sentence 2"]
    );
    assert_eq!(
        stale(&TEXT.replace(
            "We keep names. We keep ages.",
            "Hello there. We keep names. We keep years."
        )),
        [
            "A_names: moved \"The shop\" paragraph 1 sentence 2",
            "A_ages: changed \"The shop\" paragraph 1 sentence 3",
            "A_orders: moved \"The shop\" paragraph 1 sentence 4",
        ]
    );
    let source = source();
    let edited = TEXT.replace("keep ages", "keep years");
    let comparison = compare(&source, &edited);
    let report = Report::of(&comparison);
    assert_eq!(report.stale[0].old_digest, digest("We keep ages."));
    assert_eq!(report.stale[0].new_digest, Some(digest("We keep years.")));
    assert!(
        uncovered(&comparison).is_empty(),
        "stale words are one finding, not two"
    );
}

#[test]
fn words_whose_place_others_have_taken_are_gone() {
    assert_eq!(
        stale(&TEXT.replace("We keep ages. ", "")),
        [
            "A_ages: gone ",
            "A_orders: moved \"The shop\" paragraph 1 sentence 2",
        ]
    );
    assert_eq!(stale("Nothing is left.")[0], "A_names: gone ");
}

#[test]
fn words_that_were_split_or_joined_are_divided_otherwise() {
    assert_eq!(
        stale(&TEXT.replace("orders.\n\nWe sell", "orders. We sell")),
        ["A_nothing: divided \"The shop\" paragraph 1 sentence 4"]
    );
    assert_eq!(
        stale(&TEXT.replace("ask. You", "ask.\n\nYou")),
        [
            "A_object: divided \"Rights\" paragraph 1 sentence 1, \"Rights\" paragraph 2 sentence 1",
            "A_us: moved \"Rights\" paragraph 3 sentence 1",
        ]
    );
}

#[test]
fn of_several_places_with_the_same_words_the_nearest_is_named_as_one_of_several() {
    let source = source();
    let text = TEXT
        .replace("We keep ages. ", "")
        .replace("Write to us.", "We keep ages. Write to us. We keep ages.");
    let comparison = compare(&source, &text);
    let ages = &comparison.survey.anchors[1].state;
    assert!(
        matches!(ages, State::Moved { to, ambiguous: true } if to.to_string() == "\"Rights\" paragraph 2 sentence 1"),
        "{ages:?}"
    );
}

#[test]
fn what_no_anchor_names_and_what_nobody_cites_is_uncovered() {
    let mut source = source();
    source.anchors.remove(1);
    source.anchors[4].cited_at.clear();
    let comparison = compare(&source, TEXT);
    assert_eq!(uncovered(&comparison), ["We keep ages.", "Write to us."]);
    let report = Report::of(&comparison);
    assert_eq!(report.anchors.uncited, 1);
    assert!(!report.is_complete());
    let line = format!(
        "N_1 \"The shop\" paragraph 1 sentence 2 digest \"{}\"",
        digest("We keep ages.")
    );
    assert_eq!(missing(&comparison), [line]);
}

#[test]
fn places_that_cannot_be_lead_nowhere() {
    let mut source = source();
    for (at, sentences) in [(0, (0, 4)), (1, (3, 2)), (2, (1, u32::MAX))] {
        source.anchors[at].anchor.sentences = Some(sentences);
        source.anchors[at].anchor.digest = digest("no such words");
    }
    source.anchors[3].anchor.paragraph = u32::MAX;
    let report = Report::of(&compare(&source, TEXT));
    let states: Vec<&str> = report.stale.iter().map(|stale| stale.state).collect();
    assert_eq!(states, ["gone", "gone", "gone", "moved"]);
}

#[test]
fn moved_words_are_found_far_away() {
    let mut text = String::from("Chapter\n\n");
    for number in 0..2_000 {
        text.push_str(&format!(
            "We keep thing number {number} of all the things.\n\n"
        ));
    }
    let mut source = source();
    source.anchors[0].anchor.digest = digest("We keep thing number 1999 of all the things.");
    let comparison = compare(&source, &text);
    assert_eq!(comparison.survey.sentences.len(), 2_000);
    assert!(matches!(
        comparison.survey.anchors[0].state,
        State::Moved { .. }
    ));
}
