//! `diff`: two versions of a policy, and what their difference demands.

use serde_json::Value;

use crate::{POLICY, Run, Shop};

/// A policy whose old and new versions say what a change of the policy demands.
const CHANGING: &str = r#"
event { policy_change new_purpose_planned }
duty { tell_people seek_consent }
fact news is set of new_data, new_purpose, new_recipient from diff
fact large is asserted flag
rule changes_are_told
on policy_change
  when large or news has any (new_data, new_purpose, new_recipient)
  must tell_people
  cite "section 9"
rule new_purposes_are_asked_for
on new_purpose_planned
  when news has new_purpose
  must seek_consent
"#;

/// Two versions side by side, and the command run on them.
fn diff(old: &str, new: &str, more: &[&str]) -> Run {
    let shop = Shop::empty();
    shop.write("old.privity", old);
    shop.write("new.privity", new);
    let arguments = [&["diff", "old.privity", "new.privity"], more].concat();
    shop.run(&arguments).expect_no_panic()
}

#[test]
fn the_same_policy_in_other_words_is_no_difference() {
    let other = POLICY.replace(
        "rule write\npermit use email_address\n  for marketing",
        "rule write_too\npermit use email_address\n  for marketing\n  when age below 40 years\n
         rule write\npermit use email_address\n  for marketing\n  when age at least 40 years",
    );
    assert_ne!(other, POLICY);
    diff(POLICY, &other, &[])
        .expect_code(0)
        .expect("no difference");
}

#[test]
fn edits_are_told_with_the_rules_that_make_them() {
    let other = POLICY
        .replace(
            "courier\n  for delivery\n  in EU",
            "courier, ad_network\n  for delivery",
        )
        .replace(
            "rule ask_first\nrequire consented before",
            "rule ask_first\nrequire consented or age above 60 years before",
        )
        .replace("within 1 month", "within 2 weeks");
    let run = diff(POLICY, &other, &[]).expect_code(1);
    let text = &run.stdout;
    for part in [
        "3 changes: 2 less protective, 1 more protective",
        "newly permitted",
        "- share name to ad_network",
        "by the changed rule `deliver` (new.privity:",
        "by the changed rule `ask_first` (old.privity:",
        "permitted with more or stronger duties",
        "by the changed rule `access_right`",
        "`give_copy within 1 month`",
        "what this change demands (new_recipient",
        "neither policy says what a change of the policy demands",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[test]
fn only_the_refused_direction_fails() {
    let wider = POLICY.replace("for marketing\n\nrule ask", "\n\nrule ask");
    assert_ne!(wider, POLICY);
    for (deny, there, back) in [
        ("any", 1, 1),
        ("widened", 1, 0),
        ("narrowed", 0, 1),
        ("none", 0, 0),
    ] {
        diff(POLICY, &wider, &["--deny", deny]).expect_code(there);
        diff(&wider, POLICY, &["--deny", deny]).expect_code(back);
    }
}

#[test]
fn programs_get_the_same_as_json() {
    let other = POLICY
        .replace("to courier\n", "to courier, ad_network\n")
        .replace("  in EU\n", "");
    let run = diff(POLICY, &other, &["--format", "json"]).expect_code(1);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["is_same"], false);
    assert_eq!(found["policies"][0]["name"], "shop");
    let change = &found["changes"][0];
    assert_eq!(change["part"], "newly_permitted");
    assert_eq!(change["direction"], "less_protective");
    assert_eq!(change["fate"], "changed");
    assert_eq!(change["rule"]["name"], "deliver");
    assert_eq!(change["rule"]["place"]["file"], "new.privity");
    assert!(
        change["acts"]
            .as_array()
            .is_some_and(|acts| !acts.is_empty()),
        "{change}"
    );
    assert!(
        change["share_of_acts"]
            .as_f64()
            .is_some_and(|share| share > 0.0 && share < 1.0)
    );
}

#[test]
fn the_rules_about_changes_are_asked_what_this_one_demands() {
    let old = format!("{POLICY}{CHANGING}");
    let new = old.replace("for delivery\n", "for delivery, marketing\n");
    let run = diff(&old, &new, &[]).expect_code(1);
    assert!(
        run.stdout
            .contains("the old policy, on new_purpose_planned: seek_consent"),
        "{run:#?}"
    );
    let new = old
        .replace("to courier\n  for", "to courier, ad_network\n  for")
        .replace("  in EU\n", "");
    let run = diff(&old, &new, &[]).expect_code(1);
    for part in [
        "the old policy, on policy_change: tell_people",
        "`changes_are_told`, citing section 9",
        "the new policy, on new_purpose_planned: nothing",
    ] {
        assert!(run.stdout.contains(part), "no {part:?} in:\n{}", run.stdout);
    }
}

#[test]
fn the_heading_says_which_versions_are_compared() {
    let old = POLICY.replace(
        "  by shop\n",
        "  version \"1\"\n  updated 2023-01-01\n  by shop\n",
    );
    let new = POLICY.replace(
        "  by shop\n",
        "  version \"3\"\n  replaces shop \"2\"\n  by shop\n",
    );
    diff(&old, &new, &[])
        .expect_code(0)
        .expect("shop 1 (updated 2023-01-01) -> shop 3")
        .expect("the new policy says that it replaces shop 2");
}

#[test]
fn a_broken_policy_is_not_compared() {
    diff(POLICY, "policy", &[])
        .expect_code(2)
        .expect("nothing was compared");
    let shop = Shop::open();
    shop.run(&["diff", "policy.privity", "nowhere.privity"])
        .expect_no_panic()
        .expect_code(2);
}
