//! Documents: which of them prevails, and where each is silent.

use super::{Checked, check_rules};

/// A policy that forbids, and a document that permits.
fn with_rank(rank: &str) -> Checked {
    check_rules(&format!(
        "rule limit
forbid use email
rule hard
final forbid use phone
rule bill
oblige encrypt(weak) whenever share orders
permit share orders
document terms \"Terms\" {rank} {{
  rule allow
  permit use email, phone
  forbid share email
}}"
    ))
}

fn lifted(found: &Checked, by: &str) -> Vec<String> {
    let lifts = found.rule(by).lifts.iter();
    lifts
        .map(|id| found.policy.rules.at(*id).name.clone())
        .collect()
}

#[test]
fn the_permits_of_a_higher_document_lift_what_is_not_final_in_a_lower_one() {
    assert_eq!(
        lifted(&with_rank("ranks above shop").clean(), "allow"),
        ["limit", "bill"]
    );
    for rank in ["ranks below shop", "ranks beside shop", ""] {
        assert_eq!(
            lifted(&with_rank(rank).clean(), "allow"),
            Vec::<String>::new(),
            "{rank}"
        );
    }
}

#[test]
fn ranks_reach_through_documents_between() {
    let found = check_rules(
        "rule limit
forbid use email
document terms \"Terms\" ranks above shop { rule inner
  forbid share phone }
document law \"Law\"
  ranks above terms
{ rule allow
  permit use email }",
    )
    .clean();
    assert_eq!(lifted(&found, "allow"), ["limit", "inner"]);
}

#[test]
fn a_lower_document_that_is_named_lower_is_lifted_too() {
    let found = check_rules(
        "document annex \"Annex\" ranks below shop { rule limit
  forbid use email }
rule allow
permit use email",
    )
    .clean();
    assert_eq!(lifted(&found, "allow"), ["limit"]);
}

#[test]
fn two_documents_that_lift_each_other_are_an_error() {
    let circle = "P0336 `shop` and `terms` prevail over each other";
    let found = check_rules(
        "forbid use email
document terms \"Terms\" ranks above shop ranks below shop { permit use email }",
    );
    assert_eq!(found.complaints(), [circle]);
    let found = check_rules(
        "forbid use email
permit use phone overrides terms
document terms \"Terms\" ranks above shop { permit use email  forbid use phone }",
    );
    assert_eq!(found.complaints(), [circle]);
    let found = check_rules(
        "document a \"A\" ranks above b { permit use email }
document b \"B\" ranks above c { permit use phone }
document c \"C\" ranks above a { permit share phone }",
    );
    assert_eq!(
        found.complaints(),
        ["P0336 `a`, `b` and `c` prevail over each other"]
    );
}

#[test]
fn a_rank_names_a_document() {
    let found = check_rules(
        "section inside { permit use phone }
document terms \"Terms\" ranks above inside { permit use email }",
    );
    assert_eq!(found.complaints(), ["P0336 `inside` is no document"]);
    let found = check_rules("document terms \"Terms\" ranks above shup { permit use email }");
    assert_eq!(found.complaints(), ["P0201 unknown rule or section `shup`"]);
}

#[test]
fn the_name_of_the_policy_stands_for_what_is_in_no_document() {
    let found = check_rules(
        "rule limit
forbid use email
document terms \"Terms\" { rule own
  forbid use phone
  rule allow
  permit use email, phone overrides shop }",
    )
    .clean();
    assert_eq!(lifted(&found, "allow"), ["limit"]);
}

#[test]
fn a_document_holds_sections_and_its_clauses_bind_all_of_it() {
    let found = check_rules(
        "document terms \"Terms\"
  ranks above shop
  for marketing
{
  rule allow
  permit use email
  section abroad {
    in US
    rule far
    permit use email
  }
}",
    )
    .clean();
    let act = |purpose, place| {
        [
            ("action", "use"),
            ("data", "email"),
            ("purpose", purpose),
            ("destination", place),
        ]
    };
    assert!(found.applies("allow", &act("marketing", "US")));
    assert!(!found.applies("allow", &act("billing", "US")));
    assert!(found.applies("far", &act("marketing", "US")));
    assert!(!found.applies("far", &act("marketing", "DE")));
    assert_eq!(found.rule("far").sections, ["terms", "abroad"]);
    assert_eq!(found.policy.documents[0].name, "terms");
}

#[test]
fn each_document_is_silent_where_it_does_not_apply() {
    let found = check_rules(
        "fact theirs is flag default no
fact ours is flag default yes
rule not_ours
exclude any when theirs
rule limit
forbid use email
document terms \"Terms of others\"
  when theirs
{
  rule allow
  permit use email
  rule not_here
  exclude any
    in US
}",
    )
    .clean();
    let act = |theirs, place| {
        [
            ("action", "use"),
            ("data", "email"),
            ("theirs", theirs),
            ("destination", place),
        ]
    };
    // The policy speaks of what is not theirs, the terms of what is, except in one place.
    assert!(found.applies("limit", &act("no", "DE")) && !found.applies("limit", &act("yes", "DE")));
    assert!(found.applies("allow", &act("yes", "DE")) && !found.applies("allow", &act("no", "DE")));
    assert!(!found.applies("allow", &act("yes", "US")));
    // Outside the whole policy is only where both are silent.
    assert!(!found.applies("not_ours", &act("yes", "DE")));
    assert!(found.applies("not_ours", &act("yes", "US")));
    assert!(!found.applies("not_here", &act("no", "US")));
    assert!(found.applies("not_here", &act("yes", "US")));
}

#[test]
fn a_policy_without_documents_keeps_its_exclusions_as_they_are() {
    let found = check_rules("rule out\nexclude any in US\nrule limit\nforbid use email").clean();
    let act = [("action", "use"), ("data", "email"), ("destination", "US")];
    assert!(found.applies("out", &act) && found.applies("limit", &act));
}
