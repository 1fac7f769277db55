//! Tests of a policy: their requests and the answers they expect.

use super::{Checked, check_rules};
use crate::check::policy::{AxisId, ClassAxis, ExpectedVerdict, Test};
use crate::check::values::ValueSet;
use crate::request::Ask;

fn only_test(found: &Checked) -> &Test {
    assert_eq!(found.policy.tests.len(), 1);
    &found.policy.tests[0]
}

fn ask(found: &Checked, axis: AxisId) -> &Ask {
    &only_test(found).request.asks[axis.index()]
}

#[test]
fn what_a_test_names_is_asked_for_and_the_rest_has_defaults_or_is_unknown() {
    let found = check_rules(
        "fact agreed is flag default no\nfact lawful is flag from law\nforbid use email unless agreed and lawful
         test \"t\" ask use contact for delivery given consent is (general, explicit) expect deny",
    )
    .clean();
    assert_eq!(
        *ask(&found, ClassAxis::Data.id()),
        Ask::All(ValueSet::range(0, 2))
    );
    assert_eq!(
        *ask(&found, found.axis("consent")),
        Ask::One(ValueSet::range(1, 2))
    );
    assert_eq!(
        *ask(&found, found.axis("agreed")),
        Ask::One(ValueSet::single(0))
    );
    assert_eq!(
        *ask(&found, found.axis("lawful")),
        Ask::All(ValueSet::range(0, 1))
    );
    assert!(matches!(
        ask(&found, ClassAxis::Recipient.id()),
        Ask::One(_)
    ));
    assert_eq!(
        *ask(&found, ClassAxis::Actor.id()),
        Ask::All(ValueSet::single(0))
    );
    assert!(only_test(&found).request.implied_destination);
}

#[test]
fn transfer_means_share_or_to_oneself_store() {
    let action = |to: &str| {
        let found = check_rules(&format!(
            "forbid use email\ntest \"t\" ask transfer email to {to} in US expect deny"
        ))
        .clean();
        let values = ask(&found, ClassAxis::Action.id()).values().clone();
        found
            .policy
            .value_name(ClassAxis::Action.id(), values.as_single().unwrap())
    };
    assert_eq!(action("courier"), "share");
    assert_eq!(action("us"), "store");
}

#[test]
fn rights_and_events_are_asked_for_on_the_action_axis() {
    let found =
        check_rules("forbid use email\ntest \"t\" ask grant access expect permit must nothing")
            .clean();
    assert_eq!(
        *ask(&found, ClassAxis::Action.id()),
        Ask::All(ValueSet::single(4))
    );
    assert_eq!(only_test(&found).expect.duties, Some(Vec::new()));
}

#[test]
fn a_test_may_expect_rules_duties_and_needs() {
    let found = check_rules(
        "rule r\npermit use email for delivery when consent is explicit must encrypt(strong)
         test \"t\" ask use email for delivery expect needs consent by r must encrypt(strong)",
    )
    .clean();
    let expect = &only_test(&found).expect;
    assert_eq!(
        expect.verdict,
        ExpectedVerdict::Needs(vec!["consent".to_owned()])
    );
    assert_eq!(expect.by, ["r"]);
    assert_eq!(expect.duties, Some(vec!["encrypt(strong)".to_owned()]));
}

#[test]
fn a_group_that_changes_means_its_members_on_the_day_of_the_test() {
    let found = check_rules(
        "forbid use email\ntest \"t\" ask use email given home is EU and date is 1999-12-31 expect deny",
    )
    .clean();
    let home = ask(&found, ClassAxis::Home.id()).values();
    assert_eq!(home.len(), 1);
}

#[test]
fn an_unknown_fact_may_be_said_to_be_unknown() {
    let found = check_rules(
        "fact agreed is flag default no\nforbid use email unless agreed\ntest \"t\" ask use email given agreed is unknown expect needs agreed",
    )
    .clean();
    assert_eq!(
        *ask(&found, found.axis("agreed")),
        Ask::One(ValueSet::range(0, 1))
    );
}

#[test]
fn a_test_says_which_statements_it_shows() {
    let found = check_rules(
        "source terms \"Terms\" { T_1 \"Use\" paragraph 1 digest \"sha256:0011223344556677\" }
         forbid use email cite T_1
         test \"t\" ask use email cite T_1, \"the trade's custom\" expect deny",
    )
    .clean();
    let shown: Vec<&str> = only_test(&found)
        .citations
        .iter()
        .map(|citation| citation.label.as_str())
        .collect();
    assert_eq!(shown, ["T_1", "the trade's custom"]);
}

#[test]
fn a_test_that_cites_an_unknown_statement_is_reported_and_runs() {
    let found = check_rules("forbid use email\ntest \"t\" ask use email expect deny cite T_9");
    assert_eq!(found.complaints().len(), 1);
    assert_eq!(found.policy.tests.len(), 1);
}

#[test]
fn a_test_without_an_answer_is_an_error() {
    let found = check_rules("forbid use email\ntest \"t\" ask use email");
    assert_eq!(found.complaints(), ["P0312 this test has no `expect`"]);
}
