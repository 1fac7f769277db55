//! Facts: their axes, values, units, ranges and defaults.

use super::check_rules;
use crate::check::values::ValueSet;

#[test]
fn a_number_has_the_axis_of_its_range_and_the_word_behind_it() {
    let found = check_rules(
        "fact age is number of years between 0 and 150 or never_born\nforbid use email when age below 2 years",
    )
    .clean();
    let axis = found.axis("age");
    assert_eq!(found.policy.axes.at(axis).domain, 0..=151);
    assert_eq!(found.policy.value_name(axis, 151), "never_born");
    let child = |age| found.applies("forbid_use_email", &[("action", "use"), ("age", age)]);
    assert!(child("1") && !child("2") && !child("never_born"));
}

#[test]
fn weeks_are_days_and_months_are_not() {
    let facts = "fact late is number of days\n";
    let found = check_rules(&format!("{facts}forbid use email when late above 2 weeks")).clean();
    let late = |days| found.applies("forbid_use_email", &[("action", "use"), ("late", days)]);
    assert!(late("15") && !late("14"));
    let found = check_rules(&format!("{facts}forbid use email when late above 1 month"));
    assert_eq!(found.complaints(), ["P0307 months do not turn into days"]);
    let found = check_rules(&format!("{facts}forbid use email when late above 36 hours"));
    assert_eq!(
        found.complaints(),
        ["P0307 this is no whole number of days"]
    );
    let found = check_rules(&format!("{facts}forbid use email when late above 2"));
    assert_eq!(found.complaints(), ["P0307 this number has no unit"]);
}

#[test]
fn a_month_of_a_length_of_time_counts_for_what_it_certainly_is() {
    let found = check_rules(
        "fact kept is duration\nrule short\nforbid use email when kept at most 1 month\nrule long\nforbid use email when kept above 1 month",
    )
    .clean();
    let hours = |rule, days: i64| {
        let kept = (days * 24).to_string();
        found.applies(rule, &[("action", "use"), ("kept", &kept)])
    };
    assert!(hours("short", 28) && !hours("short", 29));
    assert!(!hours("long", 31) && hours("long", 32));
}

#[test]
fn a_value_that_is_no_value_is_suggested_the_nearest() {
    let found = check_rules("forbid use email unless consent at least explicite");
    assert_eq!(
        found.complaints(),
        ["P0308 `consent` cannot be `explicite`"]
    );
    assert_eq!(found.findings[0].help.as_deref(), Some("write `explicit`"));
}

#[test]
fn a_number_outside_its_range_is_an_error() {
    let found = check_rules(
        "fact age is number of years between 0 and 150\nforbid use email when age above 200 years",
    );
    assert_eq!(found.complaints(), ["P0309 `age` never has this value"]);
}

#[test]
fn a_set_has_an_axis_for_each_word_and_one_for_the_rest() {
    let found = check_rules(
        "fact safe is set of scc, bcr, seal default (scc, seal)\nforbid share email unless safe has any (scc, bcr)",
    )
    .clean();
    let names: Vec<&str> = found
        .policy
        .axes
        .iter()
        .map(|axis| axis.name.as_str())
        .filter(|name| name.starts_with("safe"))
        .collect();
    assert_eq!(
        names,
        ["safe.scc", "safe.bcr", "safe.seal", "safe.the rest"]
    );
    let default = |name| {
        let axis = found.axis(name);
        found.policy.defaults[axis.index()]
            .as_ref()
            .and_then(ValueSet::as_single)
    };
    assert_eq!(default("safe.scc"), Some(1));
    assert_eq!(default("safe.bcr"), Some(0));
    assert_eq!(default("safe.seal"), Some(1));
    assert_eq!(default("safe.the rest"), Some(0));
}

#[test]
fn vouched_for_and_lawful_facts_are_closed() {
    let found = check_rules(
        "fact fit is asserted flag\nfact lawful is flag from law\nfact open_one is flag\nforbid use email unless fit and lawful and open_one",
    )
    .clean();
    let closed = |name| found.policy.axes.at(found.axis(name)).closed;
    assert!(closed("fit") && closed("lawful") && !closed("open_one"));
}

#[test]
fn a_range_is_for_numbers_only_and_runs_upwards() {
    let found = check_rules("fact f is flag between 0 and 1\nforbid use email when f");
    assert!(found.complaints()[0].starts_with("P0321"));
    let found = check_rules(
        "fact age is number of years between 9 and 3\nforbid use email when age above 4 years",
    );
    assert!(found.complaints()[0].starts_with("P0321"));
}

#[test]
fn a_duty_that_a_flag_shows_has_no_axis_of_its_own() {
    let found = check_rules(
        "fact sealed is flag\nduty { seal shown by sealed }\npermit use email for delivery must seal must notify(us)",
    )
    .clean();
    let sealed = found.axis("sealed");
    assert_eq!(
        found.policy.defaults[sealed.index()],
        Some(ValueSet::single(1))
    );
    let kept: Vec<&str> = found
        .policy
        .axes
        .iter()
        .map(|axis| axis.name.as_str())
        .filter(|name| name.starts_with("kept"))
        .collect();
    assert_eq!(kept, ["kept notify(us)"]);
}
