//! Files with many faults: each fault is one error, and what is good is kept.

use super::super::ast::ItemKind;
use super::{parse, problems, rules};

const FAULTS: &str = include_str!("faults.privity");

#[test]
fn every_planted_fault_is_found_once() {
    let found = problems(FAULTS).join("\n");
    insta::assert_snapshot!(found);
}

#[test]
fn good_rules_between_faults_are_kept_whole() {
    let (tree, _, _) = parse(FAULTS);
    let whole: Vec<&str> = rules(&tree)
        .into_iter()
        .filter(|rule| !rule.damaged)
        .filter_map(|rule| rule.name.as_ref())
        .map(|name| name.text.as_str())
        .collect();
    insta::assert_snapshot!(whole.join(" "));
    insta::assert_snapshot!(
        tree.lost
            .names
            .iter()
            .map(|name| name.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    );
}

#[test]
fn a_rule_that_lost_a_clause_is_damaged_and_its_neighbours_are_not() {
    let (tree, problems, _) = parse("permit a\npermit b\n  tro c\n  for d\npermit e");
    assert_eq!(problems.len(), 1);
    let damaged: Vec<bool> = rules(&tree).iter().map(|rule| rule.damaged).collect();
    assert_eq!(damaged, [false, true, false]);
    assert_eq!(rules(&tree)[1].clauses.len(), 1);
}

#[test]
fn a_misspelt_effect_does_not_damage_the_rule_before_it() {
    let (tree, problems, _) = parse("permit a\n  to b\nforbd c\n  for d\npermit e");
    assert_eq!(problems.len(), 1);
    let rules = rules(&tree);
    assert_eq!(rules.len(), 2);
    assert!(rules.iter().all(|rule| !rule.damaged));
    assert_eq!(rules[0].clauses.len(), 1);
}

#[test]
fn a_section_that_lost_a_clause_damages_all_its_rules() {
    let (tree, problems, _) = parse("section s {\n  fro x\n  permit a\n  permit b\n}\npermit c");
    assert_eq!(problems.len(), 1);
    let damaged: Vec<bool> = rules(&tree).iter().map(|rule| rule.damaged).collect();
    assert_eq!(damaged, [true, true, false]);
}

#[test]
fn a_missing_brace_costs_nothing_behind_it() {
    let (tree, found, _) = parse("data {\n  a { b\n  c\n}\n\nfact d is flag\nrule e permit use");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "this `{` is never closed");
    assert_eq!(tree.items.len(), 3);
    let (tree, found, _) = parse("section a {\n  permit b\n\nsection c {\n  permit d\n}\n");
    assert_eq!(found.len(), 1);
    assert_eq!(rules(&tree).len(), 2);
}

#[test]
fn a_brace_too_many_costs_nothing() {
    let (tree, found, _) = parse("data { a } }\npermit b\n  to c\n}\npermit d");
    assert_eq!(found.len(), 2);
    assert_eq!(tree.items.len(), 3);
    assert!(rules(&tree).iter().all(|rule| !rule.damaged));
}

#[test]
fn an_unclosed_text_ends_with_its_line() {
    let (tree, found, _) = parse("permit a\n  note \"b\n  to c\npermit d");
    assert_eq!(found.len(), 1);
    assert_eq!(rules(&tree)[0].clauses.len(), 2);
    assert!(rules(&tree)[0].damaged);
    assert!(!rules(&tree)[1].damaged);
}

#[test]
fn signs_that_only_look_right_are_read_as_they_were_meant() {
    let (tree, found, _) = parse("rule ａ permit share x，y\n  note “why”\n  cite Q；");
    assert_eq!(found.len(), 4, "{found:#?}");
    let rule = rules(&tree)[0];
    assert!(!rule.damaged);
    assert_eq!(rule.name.as_ref().unwrap().text, "a");
    assert_eq!(rule.clauses.len(), 2);
}

#[test]
fn names_of_lost_declarations_are_remembered() {
    let (tree, _, _) = parse(
        "fact a is flg\ndefine b is c and\nperiod d is 3 dayz\ndata { 1x\n y }\nsource s { A \"x\" }",
    );
    let lost: Vec<&str> = tree
        .lost
        .names
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    assert_eq!(lost, ["a", "flg", "b", "d", "3", "dayz", "1x", "A"]);
}

#[test]
fn the_tree_behind_a_misspelt_kind_is_kept() {
    let (tree, found, _) = parse("dta { a { b } }");
    assert_eq!(found.len(), 1);
    assert!(matches!(&tree.items[0].kind, ItemKind::Vocabulary(it) if it.nodes.len() == 1));
}

#[test]
fn a_clause_of_another_item_is_one_error_however_many_there_are() {
    let found = problems("fact a is flag\n  to b\n  must c\n  for d\npermit e");
    assert_eq!(
        found,
        ["P0101 2:3 [to] expected a part of a fact such as `default` or `cite`, found `to`"]
    );
}

#[test]
fn an_item_word_among_the_clauses_of_a_rule_damages_it() {
    let (tree, found, _) = parse("permit a\n  group when b\n  unless c\npermit d");
    assert_eq!(found.len(), 1);
    let damaged: Vec<bool> = rules(&tree).iter().map(|rule| rule.damaged).collect();
    assert_eq!(damaged, [true, false]);
}
