//! What a writer of policies is told: the place, the words, the repair.

use super::{parse, problems};

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    assert_eq!(problems(text), expected);
}

#[test]
fn what_is_expected_is_said_in_the_words_of_the_language() {
    says(
        "permit use to",
        &["P0101 1:12 [to] expected a name after `to`"],
    );
    says(
        "permit\n  to x",
        &["P0101 1:1 [permit] expected an action after `permit`"],
    );
    says(
        "permit use when\npermit use",
        &["P0101 1:12 [when] expected a condition after `when`"],
    );
    says(
        "permit use since soon",
        &["P0101 1:18 [soon] expected a date such as `2018-05-25`, found `soon`"],
    );
    says(
        "fact a flag",
        &["P0101 1:8 [flag] expected `is`, found `flag`"],
    );
    says(
        "permit use must erase(",
        &["P0103 1:22 [(] this `(` is never closed"],
    );
    says(
        "test \"a\"\n  when b",
        &["P0101 2:3 [when] expected a clause of a test such as `given` or `expect`, found `when`"],
    );
    says(
        "assert never\n  to x",
        &["P0101 1:8 [never] expected an action after `never`"],
    );
    says(
        "finding x \"y\"\n  settled z",
        &["P0101 2:11 [z] expected `by`, found `z`"],
    );
    says(
        "assert use x",
        &["P0101 1:12 [x] expected `never`, `always`, `some` or `whenever`, found `x`"],
    );
    says(
        "require a use b",
        &["P0101 1:11 [use] expected `and`, `before`, `or` or a comparison, found `use`"],
    );
}

#[test]
fn a_misspelt_keyword_is_recognised_and_mended() {
    let text = "rule a\npermit use x\n  beacuse y\n  untill 2020-01-01";
    let (_, found, sources) = parse(text);
    let mended: Vec<_> = found
        .iter()
        .flat_map(|problem| &problem.fixes)
        .flat_map(|fix| &fix.edits)
        .map(|edit| (sources.text(edit.span), edit.replacement.as_str()))
        .collect();
    assert_eq!(mended, [("untill", "until")]);
}

#[test]
fn operators_of_programming_languages_are_translated() {
    for (sign, word) in [
        ("<", "below"),
        (">=", "at least"),
        ("==", "is"),
        ("!=", "is not"),
    ] {
        let (_, found, _) = parse(&format!("permit use when age {sign} 3 years"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].fixes[0].edits[0].replacement, word);
    }
    says(
        "permit use when a && b",
        &["P0111 1:19 [&&] `&&` is no sign of the language"],
    );
}

#[test]
fn a_reserved_word_is_named_as_such() {
    says(
        "fact group is flag",
        &["P0107 1:6 [group] `group` is a reserved word and cannot be a name"],
    );
    says(
        "rule test permit use",
        &["P0107 1:6 [test] `test` is a reserved word and cannot be a name"],
    );
    says(
        "data { a section b }",
        &["P0107 1:10 [section] `section` is a reserved word and cannot be a name"],
    );
    says(
        "permit use section to x",
        &["P0107 1:12 [section] `section` is a reserved word and cannot be a name"],
    );
    says(
        "permit use a, group",
        &["P0107 1:15 [group] `group` is a reserved word and cannot be a name"],
    );
}

#[test]
fn mixing_and_with_or_is_one_error() {
    says(
        "permit use when a and b or c",
        &["P0108 1:17 [a and b or c] `and` and `or` are mixed without parentheses"],
    );
}

#[test]
fn an_unclosed_parenthesis_is_shown_where_it_was_opened() {
    says(
        "permit use\n  when (a or b\n  must c\npermit d",
        &["P0103 2:8 [(] this `(` is never closed"],
    );
    says(
        "permit use when a)",
        &["P0104 1:18 [)] this `)` closes nothing"],
    );
    says(
        "duty { a(one of b, c { d } }",
        &["P0103 1:9 [(] this `(` is never closed"],
    );
}

#[test]
fn signs_of_other_languages_are_explained() {
    says(
        "permit use;",
        &["P0111 1:11 [;] nothing ends with a semicolon"],
    );
    says(
        "data { a, b, c }",
        &["P0111 1:9 [,] nodes stand side by side, without commas"],
    );
    says(
        "# note\npermit use",
        &["P0111 1:1 [#] a comment begins with `//`, not with `#`"],
    );
    says(
        "/* a\n b */ permit use",
        &["P0111 1:1 [/*] a comment begins with `//`, not with `/*`"],
    );
    says(
        "inform a 'b'",
        &["P0111 1:10 ['] a text stands in double quotes, not in single ones"],
    );
    says(
        "permit use when a is [b, c]",
        &["P0111 1:22 [[] a list of values stands in round brackets"],
    );
}

#[test]
fn documentation_above_nothing_is_reported() {
    says(
        "permit use\n/// end",
        &["P0112 2:1 [/// end] this documentation stands above no item"],
    );
    says(
        "permit use\n  /// in between\n  to x",
        &["P0112 2:3 [/// in between] this documentation stands above no item"],
    );
    let behind =
        "this documentation stands behind something, and would be that of what stands below";
    says(
        "data { /// of a\n  a /// of a as well\n  b\n}",
        &[&format!("P0112 2:5 [/// of a as well] {behind}")],
    );
    says(
        "permit use a /// why\npermit use b",
        &[&format!("P0112 1:14 [/// why] {behind}")],
    );
}

#[test]
fn a_date_in_another_style_is_one_error() {
    for date in ["25.05.2018", "2018/05/25", "2018-5-25", "18-05-25"] {
        says(
            &format!("permit use since {date}"),
            &[&format!(
                "P0113 1:18 [{date}] `{date}` is not written as a date"
            )],
        );
    }
}

#[test]
fn what_can_hold_once_is_not_said_twice() {
    says(
        "fact a is flag default yes default no",
        &["P0110 1:28 [default no] `default` is said twice"],
    );
    says(
        "test \"a\" ask b expect deny expect deny",
        &["P0110 1:28 [expect deny] `expect` is said twice"],
    );
}

#[test]
fn an_unknown_escape_is_reported() {
    says(
        r#"inform a "b\n""#,
        &[r"P0114 1:12 [\n] `\n` means nothing in a text"],
    );
}

#[test]
fn a_word_that_is_nearly_a_part_of_the_node_before_it_is_suspicious() {
    says(
        "data {\n  a opne { b }\n}",
        &["P0102 2:5 [opne] `opne` is no keyword"],
    );
    says("data {\n  a\n  opne { b }\n}", &[]);
}

#[test]
fn text_that_turns_its_direction_is_reported_even_in_comments() {
    says(
        "// a \u{202E}b",
        &["P0106 1:6 [\u{202E}] an invisible character turns the direction of the text"],
    );
}

#[test]
fn the_grammar_and_the_messages_agree_on_the_reserved_words() {
    use super::super::diagnostics::is_reserved;
    let about = include_str!("../../../../../docs/language.md");
    let (_, list) = about.split_once("These words are reserved").unwrap();
    let (list, _) = list.split_once("A kind (").unwrap();
    let listed: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    assert!(listed.len() > 50);
    for word in &listed {
        assert!(is_reserved(word), "{word}");
        let (_, found, _) = parse(&format!("fact a is flag or {word}"));
        assert_eq!(found.len(), 1, "{word}");
    }
    for kind in super::super::ast::Kind::ALL {
        assert!(!is_reserved(kind.word()));
        says(&format!("fact {} is flag", kind.word()), &[]);
    }
    for word in super::super::expected::ITEMS
        .iter()
        .chain(super::super::expected::CLAUSES)
    {
        assert!(!is_reserved(word) || listed.contains(word), "{word}");
    }
}

#[test]
fn what_belongs_to_the_whole_file_is_told_in_a_block_that_is_closed() {
    let out = "cannot stand in this block";
    says(
        "section s \"x\" {\n  data { foo }\n  permit use a\n}\npermit use b",
        &[&format!("P0101 2:3 [data] `data` {out}")],
    );
    says(
        "section s \"x\" {\n  import words\n}",
        &[&format!("P0101 2:3 [import] `import` {out}")],
    );
    says(
        "section s \"x\" {\n  permit use a\n\ndata { foo }",
        &["P0103 1:15 [{] this `{` is never closed"],
    );
}
