//! What is told of small policies.

use super::{Party, incoming, outgoing, reaches, sentence};
use crate::check::policy::Policy;
use crate::check::tests::check_rules;
use crate::graph::Budget;

fn policy(rules: &str) -> Policy {
    check_rules(rules).clean().policy
}

fn said(rules: &str) -> Vec<String> {
    let policy = policy(rules);
    let all = policy.rules.iter();
    all.map(|rule| sentence(&policy, rule)).collect()
}

#[test]
fn a_rule_is_told_in_one_sentence() {
    assert_eq!(
        said(
            "permit share contact except phone to courier for delivery when consent at least general must notify(us)"
        ),
        [
            "permits `share` of `contact` except phone to `courier` for `delivery`, where `consent` at least `general`, with `notify(us)`"
        ]
    );
    assert_eq!(
        said("require consent at least explicit before use orders"),
        ["denies `use` of `orders`, unless `consent` is `explicit`"]
    );
    assert_eq!(
        said("forbid share any to partner outside DE"),
        ["denies `share` of any to `partner` outside DE"]
    );
    assert_eq!(
        said("on breach must notify(us)"),
        ["adds `notify(us)` to `breach`"]
    );
}

#[test]
fn data_come_from_whom_a_permit_names_and_go_to_whom_it_names() {
    let policy = policy(
        "rule got permit collect email from courier\nrule kept permit use contact\nrule gone permit share contact to partner\nrule others permit share orders to partner\npermit use score",
    );
    let ends = |flows: Vec<super::Flow>| -> Vec<String> {
        flows
            .into_iter()
            .map(|flow| {
                let by = flow.rule.map_or("computed", |id| &policy.rules.at(id).name);
                match flow.end {
                    Party::Named(name) | Party::Data(name) => format!("{name} {by}"),
                    Party::Unnamed => by.to_owned(),
                }
            })
            .collect()
    };
    assert_eq!(ends(incoming(&policy, "email")), ["courier got"]);
    assert_eq!(ends(outgoing(&policy, "email")), ["partner gone"]);
    assert_eq!(ends(incoming(&policy, "score")), ["orders computed"]);
    assert_eq!(
        ends(outgoing(&policy, "orders")),
        ["partner others", "score computed"]
    );
}

#[test]
fn a_permit_reaches_what_no_guard_denies() {
    let policy = policy(
        "rule paid permit use email, phone for billing\nrule never forbid use phone\nrule elsewhere forbid share phone",
    );
    let found = reaches(&policy, Budget::default()).unwrap();
    let [reach] = found.as_slice() else {
        unreachable!("there is one permit");
    };
    // One of three parties receives, or nobody: what a rule leaves out it leaves open.
    let recipients = 4.0;
    assert!((reach.sorts - recipients).abs() < 0.5, "{reach:?}");
    let names: Vec<&str> = reach
        .held_back
        .iter()
        .map(|&id| policy.rules.at(id).name.as_str())
        .collect();
    assert_eq!(names, ["never"]);
}
