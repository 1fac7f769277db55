//! Any text as a published text that a policy cites: no panic, and headings, paragraphs and sentences lie in it, in order.

#![no_main]

use std::collections::BTreeSet;
use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use privity::coverage::Outline;

/// Checks that ranges lie in a text, on boundaries of characters, one behind the other.
fn in_order<'r>(text: &str, ranges: impl Iterator<Item = &'r Range<usize>>) {
    let mut end = 0;
    for range in ranges {
        assert!(range.start >= end, "{range:?} begins before {end}");
        assert!(text.get(range.clone()).is_some(), "{range:?} is no part");
        end = range.end;
    }
}

fuzz_target!(|text: &str| {
    let outline = Outline::of(text, &BTreeSet::new());
    in_order(text, outline.headings.iter().map(|heading| &heading.range));
    in_order(
        text,
        outline.paragraphs.iter().map(|paragraph| &paragraph.range),
    );
    in_order(
        text,
        outline.sentences.iter().map(|sentence| &sentence.range),
    );
    assert_eq!(
        outline,
        Outline::of(text, &BTreeSet::new()),
        "not the same twice"
    );
});
