//! What is said of assertions, on small policies.

use super::{Ruling, decide};
use crate::check::tests::check_text;
use crate::graph::Budget;

const WORDS: &str = "
policy shop since 2024-01-01 by us
action { use share sell }
data { name health open { allergies } }
purpose { treatment marketing }
party { us role controller in DE  agency in US  lab in DE }
place { DE US home as home }
right { access }
event { breach }
channel { letter mail }
guard { ask }
duty { encrypt(ordered weak, strong) tell(party) keep(duration at most) }
fact consent is ordered none, general, explicit
fact urgent is flag
";

fn rulings(rules: &str) -> Vec<Ruling> {
    let checked = check_text(&format!("{WORDS}{rules}")).clean();
    decide(&checked.policy, Budget::default())
}

#[track_caller]
fn only(rules: &str) -> Ruling {
    let mut rulings = rulings(rules);
    assert_eq!(rulings.len(), 1);
    rulings.remove(0)
}

#[track_caller]
fn holds(rules: &str) {
    assert_eq!(only(rules).finding, None);
}

/// The message, the request, and what the labels say.
#[track_caller]
fn fails(rules: &str, message: &str, request: &str, labels: &[&str]) {
    let finding = only(rules).finding.expect("it does not hold");
    assert_eq!(finding.message, message);
    assert_eq!(finding.witness.unwrap_or_default(), request);
    let found: Vec<_> = finding.labels.into_iter().map(|label| label.text).collect();
    assert_eq!(found, labels);
}

#[test]
fn never_shows_the_permit_and_the_guard_that_it_lifts() {
    fails(
        "rule sharing permit share health to lab without ask cite \"2\"
         rule first require consent at least explicit before share health kind ask cite \"1\"
         assert a never share health when consent below explicit",
        "the assertion `a` does not hold: something of it is permitted",
        "share allergies to lab, where `consent` is `none`",
        &[
            "`sharing` permits it, citing 2",
            "`first` would stop it, but `sharing` lifts that, citing 1",
        ],
    );
}

#[test]
fn never_holds_when_guards_stop_what_permits_allow() {
    holds(
        "permit share health to lab
         require consent at least explicit before share health
         assert never share health when consent below explicit",
    );
}

#[test]
fn always_shows_what_stops_it_or_that_nothing_permits_it() {
    fails(
        "permit use name
         rule calm forbid use name when not urgent
         assert a always use name from DE in DE when home is DE",
        "the assertion `a` does not hold: something of it is denied",
        "use name from DE in DE of somebody at home in DE, where `urgent` is `no`",
        &["`calm` forbids it"],
    );
    fails(
        "permit use name for treatment
         assert a always use name from DE in DE for any when home is DE",
        "the assertion `a` does not hold: something of it is denied",
        "use name for marketing from DE in DE of somebody at home in DE",
        &[],
    );
}

#[test]
fn always_takes_duties_as_kept() {
    holds(
        "permit use name must encrypt(weak)\nassert always use name from DE in DE when home is DE",
    );
}

#[test]
fn some_shows_what_stops_the_nearest_request() {
    holds("permit use name when urgent\nassert some use name");
    fails(
        "permit use name
         rule no forbid use any
         assert a some use name for marketing",
        "the assertion `a` does not hold: nothing of it is permitted; the nearest is denied",
        "use name for marketing",
        &["`no` forbids it"],
    );
}

#[test]
fn whenever_accepts_stricter_duties_and_shows_where_there_are_none() {
    holds(
        "permit share name to lab must encrypt(strong)\nassert whenever share name must encrypt(weak)",
    );
    holds(
        "permit share name to lab
         oblige tell(us), tell(agency) whenever share any when urgent
         assert whenever share name when urgent must tell(us) must tell(agency)",
    );
    fails(
        "rule p permit share name to lab must encrypt(weak)
         assert a whenever share name must encrypt(strong)",
        "the assertion `a` does not hold: something of it is permitted without `encrypt(strong)`",
        "share name to lab",
        &["`p` permits it"],
    );
    fails(
        "permit share name to lab must keep(30 days)
         assert a whenever share name must keep(1 month)
         ",
        "the assertion `a` does not hold: something of it is permitted without `keep(1 month)`",
        "share name to lab",
        &["`permit_share_name_to_lab` permits it"],
    );
}

#[test]
fn answers_and_events_are_decided_too() {
    holds(
        "permit use\ngrant access must tell(us) within 20 days\nassert whenever answer access must tell(us) within 1 month",
    );
    fails(
        "permit use\non breach when urgent must tell(us)\nassert a whenever handle breach must tell(us)",
        "the assertion `a` does not hold: something of it is permitted without `tell(us)`",
        "breach, where `urgent` is `no`",
        &[],
    );
}

#[test]
fn transfer_speaks_of_what_crosses_a_border() {
    let rules = "permit share name to agency, lab\npermit transfer name to agency";
    holds(&format!(
        "{rules} when urgent\nassert never transfer name unless urgent"
    ));
    fails(
        &format!("{rules}\nassert a never transfer name"),
        "the assertion `a` does not hold: something of it is permitted",
        "share name to agency in US of somebody at home in DE",
        &[
            "`permit_share_name_to_agency` permits it",
            "`permit_transfer_name_to_agency` lets it cross the border",
        ],
    );
}

#[test]
fn a_request_that_cannot_be_made_breaks_nothing() {
    let rules = "permit share name\nassert a never share name to agency in DE";
    let checked = check_text(&format!("{}{rules}", WORDS.replace(" home as home", ""))).clean();
    let messages = decide(&checked.policy, Budget::default())
        .into_iter()
        .filter_map(|ruling| Some(ruling.finding?.message))
        .collect::<Vec<_>>();
    assert_eq!(messages, ["the assertion `a` claims nothing"]);
}

#[test]
fn an_assertion_that_costs_too_much_is_no_silent_yes() {
    let checked = check_text(&format!("{WORDS}permit use name\nassert never sell name")).clean();
    let tiny = Budget {
        nodes: 2,
        steps: 2,
        ..Budget::default()
    };
    let rulings = decide(&checked.policy, tiny);
    assert_eq!(
        rulings[0]
            .finding
            .as_ref()
            .map(|finding| finding.code.as_str()),
        Some("P0604")
    );
}
