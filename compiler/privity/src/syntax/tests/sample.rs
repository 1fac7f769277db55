//! Good policies: what the tree of each construct is.

use std::sync::Arc;

use super::super::ast::*;
use super::{SAMPLE, parse, shape};

fn only(text: &str) -> ItemKind {
    let (mut tree, problems, _) = parse(text);
    assert_eq!(problems, []);
    assert_eq!(tree.items.len(), 1, "{:#?}", tree.items);
    tree.items.remove(0).kind
}

fn rule(text: &str) -> Rule {
    match only(text) {
        ItemKind::Rule(rule) => Arc::unwrap_or_clone(rule),
        other => panic!("{other:?}"),
    }
}

fn condition(text: &str) -> Condition {
    match rule(&format!("permit use when {text}"))
        .clauses
        .remove(0)
        .kind
    {
        ClauseKind::When(condition) => condition,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_policy_with_every_construct_has_no_errors() {
    let (tree, problems, _) = parse(SAMPLE);
    assert_eq!(problems, []);
    assert_eq!(tree.items.len(), 67);
    assert_eq!(tree.lost, super::super::ast::Lost::default());
    assert!(super::rules(&tree).iter().all(|rule| !rule.damaged));
}

#[test]
fn every_place_lies_in_its_file_and_shows_its_word() {
    let (tree, _, sources) = parse("data { one { two derived from three.four } }");
    let ItemKind::Vocabulary(tree) = &tree.items[0].kind else {
        panic!()
    };
    let two = &tree.nodes[0].children[0];
    assert_eq!(sources.text(two.name.span), "two");
    assert_eq!(sources.text(two.span), "two derived from three.four");
    assert_eq!(sources.text(two.derived_from[0].segments[1].span), "four");
}

#[test]
fn a_clause_ends_with_its_last_word_and_not_with_the_comment_behind_it() {
    let (tree, _, sources) = parse("permit use\n  to shop // the shop\n  // more\n\npermit use");
    let rule = super::rules(&tree)[0];
    assert_eq!(sources.text(rule.clauses[0].span), "to shop");
    assert_eq!(sources.text(tree.items[0].span), "permit use\n  to shop");
}

#[test]
fn documentation_belongs_to_the_item_or_node_below() {
    let (tree, problems, _) = parse("/// One.\n///  Two.\n// no\ndata {\n  /// Three.\n  a\n}");
    assert_eq!(problems, []);
    assert_eq!(tree.items[0].docs, ["One.", " Two."]);
    let ItemKind::Vocabulary(tree) = &tree.items[0].kind else {
        panic!()
    };
    assert_eq!(tree.nodes[0].docs, ["Three."]);
}

#[test]
fn in_and_outside_compare_behind_a_class_axis_and_begin_a_clause_behind_a_fact() {
    assert_eq!(rule("permit use when subject in EEA").clauses.len(), 1);
    assert_eq!(rule("permit use when necessary in EEA").clauses.len(), 2);
    assert_eq!(rule("permit use when brand in (a, b)").clauses.len(), 1);
    assert_eq!(
        rule("permit use when purpose outside (a, b) in EEA")
            .clauses
            .len(),
        2
    );
}

#[test]
fn class_axes_can_be_tested_although_their_names_are_item_words() {
    for axis in [
        "action",
        "data",
        "purpose",
        "recipient",
        "actor",
        "source",
        "subject",
        "home",
        "origin",
        "destination",
        "date",
    ] {
        let text = format!("permit use\n  when a\n    or\n  {axis} is x\n  to b");
        assert_eq!(rule(&text).clauses.len(), 2, "{axis}");
    }
}

#[test]
fn a_kind_is_an_ordinary_word_unless_a_brace_follows() {
    let (tree, problems, _) =
        parse("guard { purpose data consent }\npermit use\ndata { a }\npermit use data");
    assert_eq!(problems, []);
    assert_eq!(tree.items.len(), 4);
}

#[test]
fn behind_a_dot_a_reserved_word_may_stand() {
    assert_eq!(
        rule("permit use data.group to place.IN, a.b.rule")
            .clauses
            .len(),
        1
    );
}

#[test]
fn a_pair_of_nots_falls_away() {
    assert_eq!(
        super::without_places(&format!("{:?}", condition("not not a"))),
        super::without_places(&format!("{:?}", condition("a")))
    );
    assert!(matches!(condition("not not not a"), Condition::Not(..)));
}

#[test]
fn and_and_or_join_as_many_tests_as_there_are() {
    assert!(matches!(condition("a and b and c"), Condition::All(all, _) if all.len() == 3));
    assert!(matches!(condition("a or (b and not c)"), Condition::Any(any, _) if any.len() == 2));
}

#[test]
fn left_out_data_and_any_data_are_different() {
    assert!(matches!(
        rule("permit use").effect,
        Effect::Permit(Target { data: None, .. })
    ));
    assert!(matches!(
        rule("permit any any").effect,
        Effect::Permit(Target {
            actions: None,
            data: Some(_),
            ..
        })
    ));
    let actions = |text| match rule(text).effect {
        Effect::Forbid(target) => target.actions.map(|paths| paths.len()),
        _ => None,
    };
    assert_eq!(actions("forbid use, share a, b"), Some(2));
}

#[test]
fn a_default_of_a_fact_and_a_default_item_are_told_apart() {
    let (tree, problems, _) =
        parse("fact a is flag\ndefault subject is user\nfact b is one of c, d default c\n");
    assert_eq!(problems, []);
    assert_eq!(tree.items.len(), 3);
    assert!(matches!(tree.items[1].kind, ItemKind::Default(_)));
}

#[test]
fn suffixes_of_a_fact_may_stand_in_any_order() {
    assert_eq!(
        shape("fact a is number of days closed default 3 days or never between 1 and 9"),
        shape("fact a is number of day between 1 and 9 or never default 3 days closed")
    );
}

#[test]
fn duties_take_alternatives_channels_times_and_repetition() {
    let ClauseKind::Must(must) =
        rule("permit use must erase(a) or deidentify through b or c within 30 days every p")
            .clauses
            .remove(0)
            .kind
    else {
        panic!()
    };
    assert_eq!(must.alternatives.len(), 2);
    assert_eq!(must.through.len(), 2);
    assert!(matches!(
        must.timing,
        Some(Timing::Within(Length::Duration(_)))
    ));
    assert!(matches!(must.every, Some(Length::Period(_))));
}

#[test]
fn an_expectation_without_duties_and_with_none_are_different() {
    let duties = |text: &str| match only(&format!("test \"t\" ask use expect permit {text}")) {
        ItemKind::Test(test) => test.expect.unwrap().duties,
        _ => None,
    };
    assert_eq!(duties(""), None);
    assert_eq!(duties("must nothing"), Some(Vec::new()));
    assert_eq!(duties("must a, b").unwrap().len(), 2);
    let alternatives: Vec<usize> = duties("must a or b(c), d")
        .unwrap()
        .iter()
        .map(Vec::len)
        .collect();
    assert_eq!(alternatives, [2, 1]);
}

#[test]
fn escapes_of_a_text_are_resolved() {
    let ItemKind::Inform(inform) = only(r#"inform a "say \"no\" \\ // {""#) else {
        panic!()
    };
    assert_eq!(inform.text.unwrap().value, r#"say "no" \ // {"#);
}

#[test]
fn a_number_too_large_is_kept_without_a_value() {
    let ItemKind::Period(period) = only("period a is 99999999999999999999 days") else {
        panic!()
    };
    assert_eq!(period.length.unwrap().number.value, None);
}

#[test]
fn a_citation_behind_a_member_belongs_to_the_member() {
    let ItemKind::Group(group) = only("group a is b cite c member d cite e") else {
        panic!()
    };
    assert_eq!(group.citations.len(), 1);
    assert_eq!(group.members[0].citations.len(), 1);
}

#[test]
fn carriage_returns_and_a_byte_order_mark_mean_nothing() {
    let windows = format!("\u{FEFF}{}", SAMPLE.replace('\n', "\r\n"));
    assert_eq!(shape(&windows), shape(SAMPLE));
}
