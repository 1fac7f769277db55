//! What would be refused is not offered.

use super::{WORDS, suggest};

/// More words than the others need.
const MORE: &str = "fact age is number of years
fact days_dormant is number of days or never_used
fact adult is number of years from law
fact opened_on is date
fact safe is set of scc, bcr
fact product is one of ours, theirs
fact count is number
define minor is age below 18 years
duty { delete_after(duration at most) shout }
group loud is shout
group reachable is email, phone
rule free
permit share email
rule never
forbid share phone
section part {
permit share orders
}
document terms \"Terms\"
";

fn offered(marked: &str) -> Vec<String> {
    let found = suggest(&format!("{WORDS}{MORE}{marked}")).into_iter();
    found.map(|(text, _)| text).collect()
}

fn sorted(marked: &str) -> Vec<String> {
    let mut found = offered(marked);
    found.sort();
    found
}

fn begins(marked: &str, with: &[&str]) {
    let found = offered(marked);
    let first: Vec<&str> = found.iter().map(String::as_str).take(with.len()).collect();
    assert_eq!(first, with, "{marked}: {found:?}");
}

fn has(marked: &str, words: &[&str]) {
    let found = offered(marked);
    for word in words {
        assert!(found.iter().any(|own| own == word), "{marked}: {found:?}");
    }
}

fn lacks(marked: &str, words: &[&str]) {
    let found = offered(marked);
    for word in words {
        assert!(!found.iter().any(|own| own == word), "{word}: {found:?}");
    }
}

#[test]
fn the_first_word_of_a_file_begins_an_item() {
    for (text, first) in [
        ("$0", "policy"),
        ("p$0", "policy"),
        ("pol$0", "policy"),
        ("im$0", "import"),
    ] {
        let found = suggest(text);
        assert_eq!(
            found.first().map(|(text, _)| text.as_str()),
            Some(first),
            "{text}"
        );
    }
}

#[test]
fn a_value_is_one_that_its_fact_can_be_compared_with() {
    let when = |test: &str| sorted(&format!("permit share email when {test}"));
    assert_eq!(when("age below $0"), ["adult"]);
    assert_eq!(when("age below 18 $0"), ["months", "years"]);
    assert_eq!(when("days_dormant is $0"), ["never_used", "not"]);
    assert_eq!(when("days_dormant above $0"), Vec::<String>::new());
    assert_eq!(when("opened_on at least $0"), Vec::<String>::new());
    assert_eq!(when("product is $0"), ["not", "ours", "theirs"]);
    assert_eq!(when("consent at least $0"), ["full", "none"]);
    assert_eq!(
        when("opted_out has any ($0"),
        ["any", "delivery", "marketing", "this purpose"]
    );
    lacks("permit share email when safe has any ($0", &["none"]);
    lacks(
        "permit share email when count below 18 $0",
        &["days", "years"],
    );
    has(
        "permit share email when purpose is $0",
        &["none", "delivery"],
    );
    lacks("permit share email when home is $0", &["none"]);
}

#[test]
fn the_default_of_a_fact_is_of_its_type() {
    assert_eq!(sorted("fact it is one of a, b default $0"), ["a", "b"]);
    has(
        "fact it is set of a, b default $0",
        &["a", "b", "any", "none"],
    );
}

#[test]
fn a_name_is_one_that_its_place_accepts() {
    assert_eq!(sorted("duty { foo shown by $0"), ["told"]);
    assert_eq!(sorted("deem $0"), ["consent", "not", "told"]);
    lacks("test \"t\" ask share email given $0", &["minor"]);
    assert_eq!(
        sorted("permit share email must notify($0"),
        ["courier", "us"]
    );
    for part in ["under", "derived from", "replaced by"] {
        let found = sorted(&format!("data {{ foo {part} $0"));
        assert_eq!(found, ["contact", "email", "orders", "phone"]);
    }
    lacks("exclude $0", &["transfer"]);
    has("permit $0", &["transfer"]);
    lacks("group x is $0", &["transfer", "none"]);
    assert_eq!(sorted("supply $0"), ["adult"]);
}

#[test]
fn only_guards_of_other_rules_are_overridden_and_only_documents_ranked() {
    assert_eq!(
        sorted("rule own\npermit share email overrides $0"),
        ["never", "part", "shop", "terms"]
    );
    assert_eq!(sorted("document d \"D\" ranks above $0"), ["shop", "terms"]);
}

#[test]
fn a_rule_is_offered_the_clauses_of_its_effect() {
    lacks("permit share email $0", &["kind"]);
    has("permit share email $0", &["must", "without", "overrides"]);
    lacks("forbid share email $0", &["must", "without", "overrides"]);
    has("forbid share email $0", &["kind"]);
    lacks("exclude share email $0", &["must", "kind"]);
    lacks("promise p must notify(us) $0", &["when", "to", "kind"]);
    has("promise p must notify(us) $0", &["must", "by", "about"]);
    lacks("assert never share email $0", &["must", "kind"]);
    has("assert whenever share email $0", &["must"]);
}

#[test]
fn a_clause_that_stands_once_is_offered_once() {
    lacks("permit share email to us $0", &["to"]);
    has(
        "permit share email to us must notify(us) $0",
        &["must", "for"],
    );
    has("permit share email from us $0", &["from"]);
    lacks("permit share email from us from DE $0", &["from"]);
    has("permit share email when home in DE $0", &["in"]);
    has("test \"t\" ask share email by us expect permit $0", &["by"]);
    lacks(
        "test \"t\" ask share email expect permit $0",
        &["ask", "expect"],
    );
}

#[test]
fn a_node_is_offered_the_parts_of_its_kind() {
    lacks("data { foo $0", &["role", "in", "as", "shown"]);
    has("data { foo $0", &["derived", "under", "open"]);
    lacks("party { foo $0", &["derived", "as", "excludes"]);
    has("party { foo $0", &["role", "in"]);
}

#[test]
fn a_fact_is_offered_the_parts_of_its_type() {
    lacks("fact f is flag $0", &["between", "or"]);
    has("fact f is flag $0", &["default", "closed"]);
    begins("fact f is number of years $0", &["between", "or"]);
    lacks("fact f is number or x $0", &["or"]);
    lacks("fact f is flag from $0", &["diff"]);
}

#[test]
fn a_section_is_offered_what_it_can_hold() {
    let outer = ["policy", "import", "source", "data", "section"];
    for text in [
        "section a {\n$0",
        "section a {\nfor delivery\n\npermit share email\n\n$0",
    ] {
        lacks(text, &outer);
        has(text, &["permit", "fact", "test"]);
    }
    has("section a {\npermit share email\n}\n$0", &outer);
    has(
        "document d \"D\" {\npermit share email\n$0",
        &["section", "permit"],
    );
    lacks("document d \"D\" {\npermit share email\n$0", &["policy"]);
}

#[test]
fn behind_a_fact_come_the_comparisons_of_its_type() {
    begins("permit share email when consent $0", &["at least", "is"]);
    begins("permit share email when safe $0", &["has", "has any"]);
    begins("permit share email when home $0", &["in", "outside"]);
    begins("permit share email when age $0", &["below", "above"]);
    begins("permit share email when told $0", &["and", "or"]);
    lacks("permit share email when consent $0", &["has", "at"]);
    lacks("permit share email when minor $0", &["is"]);
    begins("test \"t\" ask share email given consent $0", &["is"]);
    begins("deem consent $0", &["at least"]);
}

#[test]
fn behind_a_duty_comes_what_goes_on_with_it() {
    begins(
        "permit share email must notify(us) $0",
        &["within", "through", "or"],
    );
    begins(
        "test \"t\" ask share email expect permit $0",
        &["by", "must"],
    );
}

#[test]
fn arguments_are_offered_kinds_limits_and_units() {
    has(
        "duty { foo($0",
        &["party", "data", "channel", "action", "ordered"],
    );
    assert_eq!(offered("duty { foo(duration $0"), ["at least", "at most"]);
    has(
        "permit share email must delete_after(10 $0",
        &["days", "months"],
    );
}

#[test]
fn a_waiver_is_offered_the_codes_that_can_be_waived() {
    has("waive $0", &["P0350", "P0319"]);
    has("waive P0350, P$0", &["P0319"]);
    lacks("waive $0", &["P0201"]);
    has("waive P0350 $0", &["because", "until"]);
}
