//! Switches, promises, unresolved references, and guards that reach what is derived.

use super::{Checked, check_rules, check_text};
use crate::check::policy::{Condition, Effect};

const PUSH: &str = "
permit use email for marketing
switch push \"Messages on the phone\"
  stops use email
  for marketing
  through letter or mail at once
  cite \"paragraph 5\"
";

fn stops(found: &Checked, name: &str, state: &str) -> bool {
    let act = [
        ("action", "use"),
        ("data", "email"),
        ("purpose", "marketing"),
        (name, state),
    ];
    found.applies(name, &act)
}

#[test]
fn a_switch_that_acts_at_once_stops_when_it_is_turned() {
    let found = check_rules(PUSH).clean();
    assert!(!stops(&found, "push", "on"));
    assert!(stops(&found, "push", "stopping") && stops(&found, "push", "stopped"));
}

#[test]
fn a_switch_that_acts_later_stops_when_it_has_been_obeyed() {
    let found = check_rules(&PUSH.replace("at once", "within 30 days")).clean();
    assert!(!stops(&found, "push", "on") && !stops(&found, "push", "stopping"));
    assert!(stops(&found, "push", "stopped"));
}

#[test]
fn a_switch_stops_nothing_else_than_it_says() {
    let found = check_rules(PUSH).clean();
    for other in [
        ("purpose", "billing"),
        ("data", "phone"),
        ("action", "share"),
    ] {
        let act = [
            ("action", "use"),
            ("data", "email"),
            ("purpose", "marketing"),
            ("push", "stopped"),
            other,
        ];
        assert!(!found.applies("push", &act), "{other:?}");
    }
}

#[test]
fn the_person_may_turn_a_switch_which_brings_a_duty_with_its_ways_and_time() {
    let found = check_rules(&format!(
        "{PUSH}test \"turned\" ask grant push expect permit must stop_push"
    ))
    .clean();
    let answer = found
        .policy
        .rules
        .iter()
        .find(|rule| rule.effect == Effect::Oblige);
    let duty = found.policy.obligations.at(answer.unwrap().obligations[0]);
    assert_eq!(duty.to_string(), "stop_push through letter or mail at once");
    let switch = &found.policy.switches[0];
    assert_eq!(switch.title.as_deref(), Some("Messages on the phone"));
    assert_eq!(switch.through, ["letter", "mail"]);
    assert!(switch.at_once);
    assert_eq!(switch.citations[0].label, "paragraph 5");
}

#[test]
fn a_permit_may_lift_a_switch_by_its_kind_or_name() {
    for (kind, lift) in [
        ("kind sale", "without sale"),
        ("", "overrides push"),
        ("kind consent_kind", "overrides push"),
    ] {
        let found = check_rules(&format!(
            "{PUSH}{kind}\nrule law\npermit use email for marketing when consent is none {lift}"
        ))
        .clean();
        assert_eq!(found.rule("law").lifts.len(), 1, "{kind} {lift}");
    }
}

#[test]
fn a_switch_takes_the_guard_kind_of_its_name_where_there_is_one() {
    let found = check_rules(&format!("guard {{ switch }}{PUSH}")).clean();
    assert_eq!(found.rule("push").guard_kind.as_deref(), Some("switch"));
    let found = check_rules(&format!("guard {{ switch }}{PUSH}\n  kind sale")).clean();
    assert_eq!(found.rule("push").guard_kind.as_deref(), Some("sale"));
    assert_eq!(check_rules(PUSH).clean().rule("push").guard_kind, None);
}

#[test]
fn a_switch_in_a_section_is_narrowed_by_it_but_may_always_be_turned() {
    let found = check_rules(
        "permit use email for marketing
section adverts { for marketing
  switch push stops use email through mail at once
}
test \"turned\" ask grant push expect permit must stop_push",
    )
    .clean();
    assert!(stops(&found, "push", "stopped"));
    let billing = [
        ("action", "use"),
        ("data", "email"),
        ("purpose", "billing"),
        ("push", "stopped"),
    ];
    assert!(!found.applies("push", &billing));
}

#[test]
fn what_a_switch_lacks_is_reported() {
    let complaints =
        |switch: &str| check_rules(&format!("permit use email\n{switch}")).complaints();
    assert_eq!(
        complaints("switch push stops use email through mail"),
        ["P0335 when the switch `push` takes effect is not said"]
    );
    assert_eq!(
        complaints("switch push \"it\" through mail at once"),
        ["P0312 the switch `push` stops nothing"]
    );
    assert_eq!(
        complaints("switch push stops use emial at once"),
        ["P0201 unknown data `emial`"]
    );
    assert_eq!(
        complaints("switch push stops use email at once must notify(us)"),
        ["P0311 `must` says nothing here"]
    );
    assert_eq!(
        complaints("fact push is flag\nswitch push stops use email at once"),
        ["P0204 the fact `push` is declared twice"]
    );
}

#[test]
fn a_switch_that_says_no_time_is_obeyed_at_once() {
    let found = check_rules("permit use email\nswitch push stops use email");
    assert!(stops(&found, "push", "stopping"));
}

#[test]
fn a_promise_is_kept_beside_the_rules_and_comes_with_no_answer() {
    let found = check_rules(
        "permit use email
promise look \"We look after it\"
  must notify(us) every 1 year
  must keep(30 days)
  by courier
  cite \"paragraph 6\"
promise plain must encrypt(strong)
test \"nothing\" ask use email expect permit must nothing",
    )
    .clean();
    let [look, plain] = found.policy.promises.as_slice() else {
        panic!("{:?}", found.policy.promises);
    };
    let duties: Vec<String> = look.duties.iter().map(ToString::to_string).collect();
    assert_eq!(duties, ["notify(us) every 1 year", "keep(30 days)"]);
    assert_eq!(look.by, ["courier"]);
    assert_eq!(look.citations[0].label, "paragraph 6");
    assert_eq!(plain.by, ["us"]);
    assert!(found.policy.obligations.is_empty());
    assert!(
        found
            .policy
            .axes
            .iter()
            .all(|axis| !axis.name.starts_with("kept"))
    );
}

#[test]
fn a_promise_may_stand_under_a_reading() {
    let found = check_rules(
        "permit use email
ambiguity best \"Which effort?\" reading highest default reading usual
promise safe must encrypt(strong) under best.highest
forbid share email under best.usual",
    )
    .clean();
    assert_ne!(found.policy.promises[0].holds, Condition::TRUE);
}

#[test]
fn a_promise_without_a_duty_or_with_a_condition_is_refused() {
    let complaints =
        |promise: &str| check_rules(&format!("permit use email\n{promise}")).complaints();
    assert_eq!(
        complaints("promise look by us"),
        ["P0312 the promise `look` promises nothing"]
    );
    assert_eq!(
        complaints("promise look must keep(30 days) when consent is none"),
        ["P0311 a promise does not take this clause"]
    );
    assert_eq!(
        complaints("promise look must kepe(30 days)"),
        ["P0201 unknown duty `kepe`"]
    );
}

#[test]
fn an_unresolved_reference_is_taken_for_something_and_reported() {
    let found = check_rules(
        "group listed is courier, partner unresolved \"the partners listed below\"
alias the_above is courier unresolved
rule share_them
permit share email to listed, the_above",
    );
    assert_eq!(
        found.complaints(),
        [
            "P0333 the text does not say what `listed` is",
            "P0333 the text does not say what `the_above` is",
        ]
    );
    let reason = found.findings[0].primary.as_ref().unwrap();
    assert_eq!(reason.text, "the text says \"the partners listed below\"");
    assert!(found.applies(
        "share_them",
        &[
            ("action", "share"),
            ("data", "email"),
            ("recipient", "partner")
        ]
    ));
}

#[test]
fn a_guard_reaches_what_is_derived_if_it_says_so() {
    let guard = |data: &str| {
        let found = check_text(&format!(
            "policy p by us
party {{ us role controller }}
action {{ use }}
data {{ wifi {{ name password }} id derived from name  code derived from id, imei  imei }}
permit use any
rule limit
forbid use {data}"
        ))
        .clean();
        ["name", "password", "id", "code", "imei"]
            .into_iter()
            .filter(|data| found.applies("limit", &[("action", "use"), ("data", data)]))
            .collect::<Vec<_>>()
    };
    assert_eq!(guard("wifi"), ["name", "password"]);
    assert_eq!(
        guard("wifi and derived"),
        ["name", "password", "id", "code"]
    );
    assert_eq!(guard("derived from wifi"), ["id", "code"]);
    assert_eq!(
        guard("password and derived, imei and derived except code"),
        ["password", "imei"]
    );
}

#[test]
fn only_data_have_a_lineage() {
    for set in ["us and derived", "derived from us"] {
        assert_eq!(
            check_rules(&format!("permit share email to {set}")).complaints(),
            ["P0203 nothing is derived from `us`"]
        );
    }
}

#[test]
fn the_words_of_these_items_stay_free_as_names_of_nodes() {
    let found = check_text(
        "policy p by us
party { us role controller }
action { use }
guard { switch means \"is it on\" promise document means \"is it said\" }
data { document { switch means \"x\" ambiguity } promise means \"y\" }
permit use document, promise
forbid use switch kind switch
fact ambiguity is flag default no
forbid use promise when ambiguity kind promise",
    )
    .clean();
    assert_eq!(found.policy.rules.len(), 3);
}
