//! The queries: each fits the grammar, and what is coloured how is written below the words in `test/highlight`.

use std::collections::BTreeSet;
use std::fs;

use tree_sitter::{Language, Query, QueryCursor, StreamingIterator};

use crate::{files, here, read};

fn query(text: &str) -> Query {
    Query::new(&Language::from(tree_sitter_privity::LANGUAGE), text).unwrap()
}

#[test]
fn every_query_fits_the_grammar() {
    for text in [
        tree_sitter_privity::HIGHLIGHTS_QUERY,
        tree_sitter_privity::FOLDS_QUERY,
        tree_sitter_privity::INDENTS_QUERY,
        tree_sitter_privity::LOCALS_QUERY,
        tree_sitter_privity::TAGS_QUERY,
    ] {
        assert!(query(text).pattern_count() > 0);
    }
    for folder in ["queries", "../zed/languages"] {
        for path in files(&here().join(folder), ".scm") {
            query(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn zed_has_the_same_colours() {
    let copy = here().join("../zed/languages/privity/highlights.scm");
    assert!(
        fs::read_to_string(copy).unwrap() == tree_sitter_privity::HIGHLIGHTS_QUERY,
        "copy `queries/highlights.scm` to `compiler/editors/zed/languages/privity`"
    );
}

/// The last colour that a query gives each stretch of a text.
fn colours(text: &str) -> Vec<(usize, usize, String)> {
    let query = query(tree_sitter_privity::HIGHLIGHTS_QUERY);
    let tree = read(text);
    assert!(!tree.root_node().has_error(), "{}", tree.root_node());
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut found: Vec<(usize, usize, usize, String)> = Vec::new();
    while let Some((found_by, index)) = captures.next() {
        let capture = found_by.captures()[*index];
        let name = query.capture_names()[capture.index as usize].to_owned();
        let node = capture.node;
        found.push((
            node.start_byte(),
            node.end_byte(),
            found_by.pattern_index,
            name,
        ));
    }
    found.sort_by_key(|(start, end, pattern, _)| (*start, usize::MAX - *end, *pattern));
    found
        .into_iter()
        .map(|(start, end, _, name)| (start, end, name))
        .collect()
}

/// The colour of a place: the innermost stretch counts, of several on it the last one.
fn colour_at(colours: &[(usize, usize, String)], at: usize) -> Option<&str> {
    colours
        .iter()
        .rfind(|(start, end, _)| (*start..*end).contains(&at))
        .map(|(_, _, name)| name.as_str())
}

#[test]
fn words_have_the_colours_that_are_written_below_them() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for path in files(&here().join("test/highlight"), ".privity") {
        let text = fs::read_to_string(&path).unwrap();
        let colours = colours(&text);
        let mut line_start = 0;
        let mut last_code_line = 0;
        for line in text.split_inclusive('\n') {
            let claim = line
                .trim_start()
                .strip_prefix("//")
                .and_then(|rest| rest.split_once('^'));
            if let Some((_, name)) = claim {
                let column = line.find('^').unwrap();
                let name = name.trim_start_matches('^').trim();
                let found = colour_at(&colours, last_code_line + column).unwrap_or("nothing");
                checked += 1;
                if found != name {
                    wrong.push(format!("{}: {line}  is {found}", path.display()));
                }
            } else {
                last_code_line = line_start;
            }
            line_start += line.len();
        }
    }
    assert!(checked >= 40, "only {checked} words");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_word_of_the_language_has_a_colour() {
    let language = Language::from(tree_sitter_privity::LANGUAGE);
    let words: BTreeSet<&str> = (0..language.node_kind_count())
        .filter_map(|id| {
            let id = u16::try_from(id).unwrap();
            let word = language.node_kind_for_id(id)?;
            let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
            (is_word && !language.node_kind_is_named(id) && language.node_kind_is_visible(id))
                .then_some(word)
        })
        .collect();
    // Words that only stand in a node that has a colour itself.
    let whole = [
        "action",
        "actor",
        "always",
        "channel",
        "closed",
        "data",
        "date",
        "day",
        "days",
        "destination",
        "duty",
        "event",
        "guard",
        "home",
        "hour",
        "hours",
        "month",
        "months",
        "never",
        "open",
        "origin",
        "party",
        "place",
        "purpose",
        "recipient",
        "right",
        "some",
        "subject",
        "week",
        "weeks",
        "year",
        "years",
        "end",
    ];
    let highlights = tree_sitter_privity::HIGHLIGHTS_QUERY;
    let plain: Vec<_> = words
        .iter()
        .filter(|word| !whole.contains(word) && !highlights.contains(&format!("\"{word}\"")))
        .collect();
    assert!(plain.is_empty(), "without a colour: {plain:?}");
}
