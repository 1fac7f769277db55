//! The formatter: its style, and what it must never change.

use super::super::format;
use super::{Random, SAMPLE, boundary, items, shape};

#[track_caller]
fn becomes(text: &str, expected: &str) {
    let formatted = format(text).unwrap();
    assert_eq!(formatted, expected);
    assert_eq!(format(&formatted).unwrap(), expected, "not stable");
}

/// Formatting keeps the tree, the comments, and its own output.
#[track_caller]
fn is_sound(text: &str) {
    let formatted = format(text).unwrap();
    assert_eq!(shape(text), shape(&formatted), "{text}\n---\n{formatted}");
    assert_eq!(format(&formatted).unwrap(), formatted, "not stable: {text}");
    let count = |text: &str| text.matches("//").count();
    assert_eq!(count(text), count(&formatted), "a comment is lost: {text}");
}

#[test]
fn the_sample_is_in_style() {
    becomes(SAMPLE, SAMPLE);
}

#[test]
fn clauses_are_indented_below_their_item() {
    becomes(
        "rule a permit   use x to\ny for z   cite Q",
        "rule a\npermit use x\n  to y\n  for z\n  cite Q\n",
    );
}

#[test]
fn a_rule_of_two_clauses_may_stay_on_its_line() {
    becomes("permit  use x for y cite Q", "permit use x for y cite Q\n");
    becomes(
        "permit use x for y to z cite Q",
        "permit use x\n  for y\n  to z\n  cite Q\n",
    );
    becomes("permit use x\n for y", "permit use x\n  for y\n");
}

#[test]
fn long_lists_are_wrapped() {
    let names: Vec<String> = (0..40).map(|n| format!("name_{n}")).collect();
    let text = format!("group a is {}", names.join(","));
    let formatted = format(&text).unwrap();
    assert!(
        formatted.lines().all(|line| line.len() <= 100),
        "{formatted}"
    );
    assert_eq!(formatted.lines().count(), 4);
    is_sound(&text);
}

#[test]
fn comments_stay_where_they_are() {
    becomes(
        "// top\n\n\n// second\ndata { // why\n// own\na // behind a\n\nb\n// last\n}\npermit use x, // first\n// between\ny\n// end",
        "// top\n\n// second\ndata { // why\n  // own\n  a // behind a\n\n  b\n  // last\n}\npermit use x, // first\n    // between\n    y\n// end\n",
    );
}

#[test]
fn a_comment_stays_with_the_clauses_that_it_was_written_beside() {
    becomes(
        "rule a\npermit use x\n  to y\n  // for z\n  // by w\n\n// about b\nrule b\npermit use z",
        "rule a\npermit use x\n  to y\n  // for z\n  // by w\n\n// about b\nrule b\npermit use z\n",
    );
    becomes(
        "section s {\nrule a\npermit use x\n    to y\n    // for z\n// last\n}\n",
        "section s {\n  rule a\n  permit use x\n    to y\n    // for z\n  // last\n}\n",
    );
    becomes(
        "permit use x\n  // and nobody else\npermit use y\n    // either",
        "permit use x\n  // and nobody else\npermit use y\n  // either\n",
    );
}

#[test]
fn parts_of_a_long_node_stand_below_its_name() {
    let names: Vec<String> = (0..9).map(|n| format!("some_data_name_{n}")).collect();
    let names = names.join(", ");
    let first = names.replace(", some_data_name_5", ",\n        some_data_name_5");
    becomes(
        &format!("data {{ a open under {names} cite M_1 {{ b }} c }}"),
        &format!("data {{\n  a open\n    under {first}\n    cite M_1\n  {{ b }}\n  c\n}}\n"),
    );
    becomes(
        "data { a open under b\n cite M_1 }",
        "data {\n  a open under b cite M_1\n}\n",
    );
    becomes("data {\n}", "data { }\n");
    becomes("data {\n// none\n}", "data {\n  // none\n}\n");
}

#[test]
fn lists_in_brackets_are_indented_more_than_what_they_stand_in() {
    let names = |from: usize| {
        let names: Vec<String> = (from..from + 7)
            .map(|n| format!("some_name_{n:02}"))
            .collect();
        names.join(", ")
    };
    let (one, other) = (names(0), names(7));
    let text = format!(
        "permit use x\n  to y\n  when f is ({one}, {other}) and (g has any ({one}, {other}) or h)\n"
    );
    let wrapped = [
        "permit use x",
        "  to y",
        "  when f is (some_name_00, some_name_01, some_name_02, some_name_03, some_name_04, some_name_05,",
        "        some_name_06, some_name_07, some_name_08, some_name_09, some_name_10, some_name_11,",
        "        some_name_12, some_name_13)",
        "      and (g has any (some_name_00, some_name_01, some_name_02, some_name_03, some_name_04,",
        "          some_name_05, some_name_06, some_name_07, some_name_08, some_name_09, some_name_10,",
        "          some_name_11, some_name_12, some_name_13) or h)",
        "",
    ];
    becomes(&text, &wrapped.join("\n"));
}

#[test]
fn data_behind_several_actions_begin_a_line_where_they_do_not_fit() {
    let names: Vec<String> = (0..5).map(|n| format!("some_data_name_{n}")).collect();
    let names = names.join(", ");
    becomes(
        &format!("permit collect, use {names} for z"),
        &format!("permit collect, use\n    {names} for z\n").replace(" for z", "\n  for z"),
    );
    becomes("permit collect, use x", "permit collect, use x\n");
}

#[test]
fn channels_stay_with_their_word() {
    let duty = "notify_those_who_are_concerned_by_it(data_subject)";
    becomes(
        &format!(
            "permit use x\n  for y\n  must {duty} or erase through mail or letter within 30 days"
        ),
        &format!(
            "permit use x\n  for y\n  must {duty} or erase\n      through mail or letter within 30 days\n"
        ),
    );
}

#[test]
fn a_brace_behind_the_clauses_of_a_law_stands_alone() {
    becomes(
        "law l \"L\" in DE { fact a is flag }",
        "law l \"L\"\n  in DE\n{\n  fact a is flag\n}\n",
    );
}

#[test]
fn lines_end_as_the_first_one_does() {
    becomes("permit  a\r\npermit b\n", "permit a\r\npermit b\r\n");
    becomes("permit  a\npermit b\r\n", "permit a\npermit b\n");
}

#[test]
fn wide_characters_count_as_the_columns_that_they_take() {
    let (wide, other) = ("宽".repeat(30), "窄".repeat(20));
    becomes(
        &format!("permit use x cite \"{wide}\", \"{other}\", \"b\""),
        &format!("permit use x\n  cite \"{wide}\",\n      \"{other}\", \"b\"\n"),
    );
}

#[test]
fn at_most_one_empty_line_stays_between_items() {
    becomes(
        "\n\npermit a\n\n\n\npermit b\npermit c\n\n",
        "permit a\n\npermit b\npermit c\n",
    );
}

#[test]
fn a_text_with_errors_is_refused_with_them() {
    let problems = format("permt use x").unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].primary.as_ref().unwrap().span.start, 0);
}

#[test]
fn an_empty_text_stays_empty() {
    becomes("", "");
    becomes("\n \n", "");
    becomes("// only this", "// only this\n");
}

#[test]
fn any_spacing_of_the_sample_is_the_same_policy() {
    let mut random = Random(1);
    let items = items();
    let blanks = [
        "",
        "",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        " // c\n",
        "\n// c\n",
        "\n\n//// c\n",
    ];
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..random.below(4) + 1 {
            let item = &items[random.below(items.len())];
            let mut quoted = false;
            let mut line_comment = false;
            let mut characters = item.chars().peekable();
            while let Some(character) = characters.next() {
                if character == '"' && !text.ends_with('\\') && !line_comment {
                    quoted = !quoted;
                }
                if character == '/' && characters.peek() == Some(&'/') && !quoted {
                    line_comment = true;
                }
                let free = !quoted && !line_comment;
                if character == '\n' {
                    line_comment = false;
                }
                if free && matches!(character, ' ' | '\n') {
                    let blank = blanks[random.below(blanks.len())];
                    text.push_str(if blank.is_empty() { " " } else { blank });
                } else if free && matches!(character, ',' | '(' | ')' | '{' | '}') {
                    text.push_str(blanks[random.below(blanks.len())]);
                    text.push(character);
                    text.push_str(blanks[random.below(blanks.len())]);
                } else {
                    text.push(character);
                }
            }
            text.push('\n');
        }
        is_sound(&text);
    }
}

#[test]
fn whatever_still_parses_keeps_its_meaning() {
    let mut random = Random(2);
    let items = items();
    let mut formatted = 0;
    for _ in 0..1500 {
        let mut text = items[random.below(items.len())].clone();
        let from = boundary(&text, random.below(text.len()));
        let to = boundary(&text, from + random.below(12));
        match random.below(3) {
            0 => text.replace_range(from..to, ""),
            1 => {
                let again = text.get(from..to).unwrap().to_owned();
                text.insert_str(to, &again);
            }
            _ => text.insert(from, ['\n', ' ', ',', '(', 'x'][random.below(5)]),
        }
        if format(&text).is_ok() {
            formatted += 1;
            is_sound(&text);
        }
    }
    assert!(formatted > 100, "{formatted}");
}
