//! Ambiguities: their readings, the rules under them, and readings that are fixed.

use super::{Checked, check_modules, check_rules};
use crate::check::fix_readings;
use crate::check::policy::Policy;
use crate::check::values::ValueSet;
use crate::diagnostic::Report;

const SILENCE: &str = "
ambiguity silence \"Is silence an agreement?\"
  reading nothing default \"only a yes is one\"
  reading agreement
  cite \"paragraph 3\"
";

fn silence(rules: &str) -> Checked {
    check_rules(&format!("{SILENCE}{rules}"))
}

fn mail(checked: &Checked, reading: &str) -> bool {
    let act = [("action", "use"), ("data", "email"), ("silence", reading)];
    checked.applies("mail", &act)
}

#[test]
fn a_rule_under_a_reading_holds_under_no_other() {
    for clauses in [
        "under silence.agreement",
        "under main.silence.agreement",
        "when silence is agreement",
        "unless silence is nothing",
    ] {
        let found = silence(&format!("rule mail\npermit use email {clauses}")).clean();
        assert!(mail(&found, "agreement"), "{clauses}");
        assert!(!mail(&found, "nothing"), "{clauses}");
    }
}

#[test]
fn a_section_puts_all_its_rules_under_a_reading() {
    let found =
        silence("section loose { under silence.agreement\nrule mail\npermit use email }").clean();
    assert!(mail(&found, "agreement") && !mail(&found, "nothing"));
}

#[test]
fn the_policy_keeps_what_is_open_and_where() {
    let found = silence("permit use email under silence.agreement").clean();
    let fact = found
        .policy
        .facts
        .iter()
        .find(|fact| fact.name == "silence");
    let open = fact.unwrap().ambiguity.as_ref().unwrap();
    assert_eq!(open.question.as_deref(), Some("Is silence an agreement?"));
    assert_eq!(open.texts, [Some("only a yes is one".to_owned()), None]);
    assert_eq!(open.default, 0);
    assert_eq!(open.citations[0].label, "paragraph 3");
    let axis = found.axis("silence");
    assert_eq!(
        found.policy.defaults[axis.index()],
        Some(ValueSet::single(0))
    );
}

#[test]
fn under_takes_a_reading_and_nothing_else() {
    for (clause, complaint) in [
        (
            "under silence",
            "P0330 `silence` is no reading of an ambiguity",
        ),
        (
            "under consent.general",
            "P0330 `consent.general` is no reading of an ambiguity",
        ),
        (
            "under minor.yes",
            "P0330 `minor.yes` is no reading of an ambiguity",
        ),
        ("under silense.agreement", "P0201 unknown fact `silense`"),
        (
            "under silence.agrement",
            "P0308 `silence` cannot be `agrement`",
        ),
    ] {
        let rules = format!(
            "define minor is consent is none\nrule a\npermit use email when minor under silence.nothing\nrule b\npermit share email {clause}"
        );
        assert_eq!(silence(&rules).complaints(), [complaint], "{clause}");
    }
}

#[test]
fn an_ambiguity_needs_two_readings_and_one_default() {
    let complaints = |readings: &str| {
        check_rules(&format!(
            "ambiguity doubt \"?\" {readings}\npermit use email under doubt.a"
        ))
        .complaints()
    };
    assert_eq!(
        complaints("reading a default"),
        ["P0331 the ambiguity `doubt` has nothing to choose from"]
    );
    assert_eq!(
        complaints("reading a reading b"),
        ["P0331 the ambiguity `doubt` has no default reading"]
    );
    assert_eq!(
        complaints("reading a default reading b default"),
        ["P0331 the ambiguity `doubt` has more than one default reading"]
    );
    assert_eq!(
        complaints("reading a default reading a"),
        ["P0204 the word `a` stands twice in this list"]
    );
}

#[test]
fn an_ambiguity_that_changes_nothing_is_reported_unless_a_rule_was_set_aside() {
    let unused = "P0332 no rule depends on the ambiguity `silence`";
    assert_eq!(silence("permit use email").complaints(), [unused]);
    assert_eq!(
        silence(
            "permit use email\ntest \"a\" ask use email given silence is agreement expect deny"
        )
        .complaints(),
        [unused]
    );
    assert_eq!(
        silence("permit use email to nobody_known").complaints(),
        ["P0201 unknown party `nobody_known`"]
    );
    // A named condition that no rule uses does not count either.
    assert_eq!(
        silence("define loose is silence is agreement\npermit use email").complaints(),
        [unused]
    );
}

#[test]
fn an_ambiguity_may_stand_in_a_module_and_its_words_stay_free_as_names() {
    let found = check_modules(&[
        (
            "main",
            "policy p by us import open\nparty { us role controller }\naction { use }\ndata { ambiguity { reading stops } ranks }\nrule mail\npermit use ambiguity under silence.agreement\npermit use ranks",
        ),
        ("open", SILENCE),
    ]);
    assert_eq!(found.clean().rule("mail").named.len(), 2);
}

fn fixed(policy: &Policy, readings: &[&str]) -> (Policy, Vec<String>) {
    let readings: Vec<String> = readings.iter().map(|&reading| reading.to_owned()).collect();
    let mut report = Report::new();
    let policy = fix_readings(policy.clone(), &readings, &mut report);
    let found = report.into_sorted();
    (policy, found.into_iter().map(|it| it.message).collect())
}

#[test]
fn a_fixed_reading_is_the_only_one_and_drops_the_tests_of_the_others() {
    let found = silence(
        "permit use email under silence.agreement
test \"a\" ask use email given silence is agreement expect permit
test \"b\" ask use email given silence is nothing expect deny
test \"c\" ask use email given silence is unknown expect needs silence
test \"d\" ask share email expect deny",
    )
    .clean();
    let (policy, complaints) = fixed(&found.policy, &["silence.agreement"]);
    assert!(complaints.is_empty(), "{complaints:?}");
    let axis = found.axis("silence");
    assert_eq!(policy.axes.at(axis).domain, 1..=1);
    let titles: Vec<&str> = policy
        .tests
        .iter()
        .map(|test| test.title.as_str())
        .collect();
    assert_eq!(titles, ["a"]);
}

#[test]
fn only_readings_that_exist_are_fixed_and_each_ambiguity_once() {
    let found = silence("permit use email under silence.agreement").clean();
    let complaints = |readings: &[&str]| fixed(&found.policy, readings).1;
    assert_eq!(
        complaints(&["silence.agrement"]),
        ["the policy has no reading `silence.agrement`"]
    );
    assert_eq!(
        complaints(&["consent.general"]),
        ["the policy has no reading `consent.general`"]
    );
    assert_eq!(
        complaints(&["silence.nothing", "silence.agreement"]),
        ["two readings of `silence` are asked for"]
    );
}
