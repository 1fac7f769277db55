//! Assertions from text: what they speak of, and what is wrong with them.

use super::{Checked, check_rules};
use crate::check::policy::{Assertion, Claim};

fn only(checked: &Checked) -> &Assertion {
    assert_eq!(checked.policy.assertions.len(), 1);
    &checked.policy.assertions[0]
}

#[track_caller]
fn speaks_of(checked: &Checked, act: &[(&str, &str)]) -> bool {
    let atom = checked.atom(act);
    let parts = &only(checked).parts;
    parts.iter().any(|part| part.region.holds(&atom))
}

#[test]
fn an_assertion_speaks_of_the_acts_that_a_permit_of_the_same_words_allows() {
    let scope = "share contact except email to courier, partner for marketing in EU
        when consent is none unless home is US";
    let checked = check_rules(&format!("assert never {scope}\nrule r permit {scope}")).clean();
    for data in ["email", "phone", "contact.other", "orders", "none"] {
        for recipient in ["us", "courier", "partner"] {
            for home in ["DE", "US"] {
                for consent in ["none", "general"] {
                    let act = [
                        ("action", "share"),
                        ("data", data),
                        ("recipient", recipient),
                        ("purpose", "marketing"),
                        ("home", home),
                        ("destination", "DE"),
                        ("consent", consent),
                    ];
                    assert_eq!(
                        speaks_of(&checked, &act),
                        checked.applies("r", &act),
                        "{act:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_word_transfer_makes_a_part_of_its_own_that_crosses() {
    let checked = check_rules("permit use\nassert never use, transfer orders").clean();
    let crossing: Vec<_> = only(&checked)
        .parts
        .iter()
        .map(|part| part.crossing)
        .collect();
    assert_eq!(crossing, [false, true]);
}

#[test]
fn rights_and_events_are_asserted_like_acts() {
    for question in [
        "grant access",
        "answer access",
        "on breach",
        "handle breach",
    ] {
        let checked = check_rules(&format!("permit use\nassert always {question}")).clean();
        assert_eq!(only(&checked).claim, Claim::Always);
        assert!(!speaks_of(&checked, &[("action", "use")]));
        let (_, asked) = question.split_once(' ').unwrap();
        assert!(speaks_of(&checked, &[("action", asked)]));
    }
}

#[test]
fn the_clauses_of_its_section_count_for_an_assertion() {
    let checked = check_rules(
        "section a \"A\" { for marketing must notify(us) permit use
           assert never use orders }",
    )
    .clean();
    let act = |purpose| [("action", "use"), ("data", "orders"), ("purpose", purpose)];
    assert!(speaks_of(&checked, &act("marketing")));
    assert!(!speaks_of(&checked, &act("billing")));
    assert!(only(&checked).duties.is_empty());
}

#[test]
fn a_duty_that_only_an_assertion_names_is_nothing_a_request_can_say() {
    let with = check_rules("permit use\nassert whenever use must encrypt(strong)").clean();
    let without = check_rules("permit use").clean();
    assert_eq!(with.policy.axes, without.policy.axes);
    assert_eq!(with.policy.obligations, without.policy.obligations);
    assert_eq!(
        only(&with)
            .duties
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["encrypt(strong)"]
    );
}

#[test]
fn unnamed_assertions_get_names_from_what_they_say() {
    let checked = check_rules(
        "permit use\nassert never use orders for marketing\nassert never use orders for marketing
         assert mine some use",
    )
    .clean();
    let names: Vec<_> = checked
        .policy
        .assertions
        .iter()
        .map(|assertion| assertion.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "never_use_orders_for_marketing",
            "never_use_orders_for_marketing_2",
            "mine"
        ]
    );
}

#[test]
fn what_an_assertion_cannot_say_is_reported() {
    for (written, complaint) in [
        (
            "never use must encrypt(weak)",
            "P0311 `must` says nothing here",
        ),
        ("never use kind sale", "P0311 `kind` says nothing here"),
        ("some use without sale", "P0311 `without` says nothing here"),
        (
            "always use overrides r",
            "P0311 `overrides` says nothing here",
        ),
        ("whenever use", "P0312 this assertion has no `must`"),
        (
            "never use nothing_such",
            "P0201 unknown data `nothing_such`",
        ),
    ] {
        let checked = check_rules(&format!("rule r permit use\nassert {written}"));
        assert_eq!(checked.complaints(), [complaint], "{written}");
        assert!(checked.policy.assertions.is_empty());
    }
}

#[test]
fn two_assertions_of_one_name_are_an_error() {
    let checked = check_rules("permit use\nassert a never use\nassert a some use");
    assert_eq!(
        checked.complaints(),
        ["P0204 the assertion `a` is declared twice"]
    );
}
