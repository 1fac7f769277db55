//! Conditions: comparisons, named conditions, what follows from facts, places in time and wherever the person is at home.

use super::{Checked, check_rules};

fn denies(found: &Checked, act: &[(&str, &str)]) -> bool {
    let mut all = vec![("action", "use")];
    all.extend(act);
    found.applies("forbid_use_email", &all)
}

#[test]
fn an_ordered_fact_can_be_compared_both_ways() {
    let found = check_rules("forbid use email when consent below explicit").clean();
    assert!(denies(&found, &[("consent", "general")]));
    assert!(!denies(&found, &[("consent", "explicit")]));
}

#[test]
fn words_without_an_order_cannot_be_compared_by_size() {
    let found = check_rules(
        "fact medium is one of mail, letter\nforbid use email when medium at least letter",
    );
    assert_eq!(
        found.complaints(),
        ["P0306 `medium` cannot be compared with `at least`"]
    );
}

#[test]
fn a_fact_that_is_no_flag_is_no_condition_by_itself() {
    let found = check_rules("forbid use email when consent");
    assert_eq!(
        found.complaints(),
        ["P0306 `consent` is neither true nor false by itself"]
    );
}

#[test]
fn named_conditions_are_expanded() {
    let found = check_rules(
        "define agreed is consent at least general\ndefine not_agreed is not agreed\nforbid use email when not_agreed",
    )
    .clean();
    assert!(denies(&found, &[("consent", "none")]));
    assert!(!denies(&found, &[("consent", "general")]));
}

#[test]
fn what_is_deemed_counts_up_to_its_level_and_in_its_scope_only() {
    let found = check_rules(
        "fact chose is flag\ndeem consent at least general to courier when chose\nforbid use email unless consent at least general\nrule explicit_only\nforbid use email unless consent is explicit",
    )
    .clean();
    let chose = [("consent", "none"), ("chose", "yes")];
    assert!(!denies(
        &found,
        &[&chose[..], &[("recipient", "courier")]].concat()
    ));
    assert!(denies(
        &found,
        &[&chose[..], &[("recipient", "us")]].concat()
    ));
    let mut act = vec![("action", "use"), ("recipient", "courier")];
    act.extend(chose);
    assert!(found.applies("explicit_only", &act));
}

#[test]
fn a_deemed_flag_is_yes_and_its_negation_is_no() {
    let found = check_rules(
        "fact told is flag\nfact seen is flag\ndeem told is yes when seen\nforbid use email when told is no",
    )
    .clean();
    assert!(denies(&found, &[("told", "no"), ("seen", "no")]));
    assert!(!denies(&found, &[("told", "no"), ("seen", "yes")]));
}

#[test]
fn a_group_that_changes_is_tested_on_the_day() {
    let found = check_rules("forbid use email when home in EU").clean();
    assert!(!denies(&found, &[("home", "FR"), ("date", "1999-12-31")]));
    assert!(denies(&found, &[("home", "FR"), ("date", "2000-01-01")]));
    assert!(denies(&found, &[("home", "DE"), ("date", "1999-12-31")]));
}

#[test]
fn a_place_as_home_lies_wherever_the_person_is_at_home() {
    let found = check_rules(
        "rule inside\nforbid use email in EU\nrule abroad\nforbid use email outside EU",
    )
    .clean();
    let at = |rule, home, destination| {
        let day = ("date", "2020-01-01");
        let act = [
            ("action", "use"),
            ("home", home),
            ("destination", destination),
            day,
        ];
        found.applies(rule, &act)
    };
    assert!(at("inside", "DE", "home") && !at("abroad", "DE", "home"));
    assert!(!at("inside", "US", "home") && at("abroad", "US", "home"));
    assert!(at("inside", "US", "FR") && at("abroad", "DE", "US"));
}

#[test]
fn any_place_except_one_leaves_out_the_homes_there() {
    let found = check_rules("rule most\nforbid use email in any except US").clean();
    let at = |home, destination| {
        let act = [
            ("action", "use"),
            ("home", home),
            ("destination", destination),
        ];
        found.applies("most", &act)
    };
    assert!(at("DE", "home") && at("US", "DE") && !at("US", "home") && !at("DE", "US"));
}

#[test]
fn this_purpose_is_the_purpose_of_the_request() {
    let found = check_rules(
        "fact agreed_to is set of purpose\nforbid use email unless agreed_to has this purpose",
    )
    .clean();
    let agreed = ("agreed_to.delivery", "yes");
    assert!(!denies(&found, &[("purpose", "delivery"), agreed]));
    assert!(denies(&found, &[("purpose", "billing"), agreed]));
    assert!(denies(&found, &[("purpose", "none"), agreed]));
    let any = ("agreed_to.the rest", "yes");
    assert!(!denies(&found, &[("purpose", "none"), any]));
}

#[test]
fn a_node_in_a_set_is_all_that_is_below_it_and_has_any_is_some_of_it() {
    let found = check_rules(
        "fact agreed_to is set of purpose\nrule whole\nforbid use email unless agreed_to has service\nrule part\nforbid use email unless agreed_to has any service",
    )
    .clean();
    let act = [("action", "use"), ("agreed_to.delivery", "yes")];
    assert!(found.applies("whole", &act));
    assert!(!found.applies("part", &act));
}

#[test]
fn derived_data_are_found_at_any_distance_and_the_source_is_not_among_them() {
    let found = check_rules(
        "data { rank derived from score }\nrule computed\nforbid use derived from orders",
    )
    .clean();
    let on = |data| found.applies("computed", &[("action", "use"), ("data", data)]);
    assert!(on("score") && on("rank") && !on("orders") && !on("email"));
}

#[test]
fn a_role_is_a_set_of_parties() {
    let found = check_rules("rule processors\nforbid share email to role processor").clean();
    let to = |party| found.applies("processors", &[("action", "share"), ("recipient", party)]);
    assert!(to("courier") && !to("us") && !to("none"));
    let found = check_rules("forbid share email to role procesor");
    assert_eq!(found.complaints(), ["P0201 unknown role `procesor`"]);
}

#[test]
fn any_does_not_include_none_and_leaving_out_does() {
    let found = check_rules(
        "rule left_out\nforbid use\nrule said\nforbid use any for any\nrule neither\nforbid use none for none",
    )
    .clean();
    let act = |data, purpose| [("action", "use"), ("data", data), ("purpose", purpose)];
    assert!(found.applies("left_out", &act("none", "none")));
    assert!(!found.applies("said", &act("none", "delivery")));
    assert!(!found.applies("said", &act("email", "none")));
    assert!(found.applies("said", &act("email", "delivery")));
    assert!(found.applies("neither", &act("none", "none")));
    assert!(!found.applies("neither", &act("email", "none")));
}

#[test]
fn conditions_that_double_at_every_step_are_refused() {
    let mut text = String::from("fact f is flag\nfact g is flag\ndefine d0 is f and not g\n");
    for at in 1..40 {
        text.push_str(&format!(
            "define d{at} is (not d{0} and f) or (d{0} and not f)\n",
            at - 1
        ));
    }
    let found = check_rules(&format!("{text}forbid use email when d39"));
    assert!(
        found
            .complaints()
            .iter()
            .all(|finding| finding.ends_with("is too large"))
    );
    assert_eq!(found.complaints().len(), 1);
}
