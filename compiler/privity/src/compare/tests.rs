//! Comparisons of small policies in text, with vocabularies that differ.

use super::report::{Report, Texts, text};
use super::{Difference, Part, compare};
use crate::check::policy::Policy;
use crate::check::tests::check_text;
use crate::graph::Budget;
use crate::source::SourceMap;

const WORDS: &str = "
policy shop by us
action { use share }
data { contact open { name } health }
purpose { service marketing }
party { us role controller in DE  partner in DE }
place { DE US }
right { access }
event { policy_change }
channel { letter mail }
duty { encrypt(ordered weak, strong) tell keep(duration at most) }
fact consent is ordered none, explicit
";

fn policy(text: &str) -> Policy {
    check_text(text).clean().policy
}

fn difference(old: &str, new: &str) -> Difference {
    compare(&policy(old), &policy(new), Budget::default()).expect("it is cheap")
}

/// What changed, as `part: acts, circumstances`.
#[track_caller]
fn changes(old: &str, new: &str) -> Vec<String> {
    let found = difference(old, new).changes;
    found
        .iter()
        .map(|change| {
            let wording = &change.wording;
            let mut words = format!("{:?}: {}", change.part, wording.acts.join("; "));
            if !wording.circumstances.is_empty() {
                words.push_str(&format!(", {}", wording.circumstances));
            }
            if !wording.is_whole {
                words.push_str(" (some)");
            }
            words
        })
        .collect()
}

fn with(rules: &str) -> String {
    format!("{WORDS}{rules}")
}

#[test]
fn the_same_rules_in_another_order_and_other_words_are_no_difference() {
    let old = with("permit use name, health\nforbid use health for marketing");
    let new = with("forbid use health for marketing\npermit use health\npermit use name");
    assert_eq!(changes(&old, &new), [""; 0]);
}

#[test]
fn a_new_recipient_is_told_with_its_rule() {
    let old = with("permit share name to us");
    let new = with(
        "permit share name to us\nrule partners permit share name to partner when consent is explicit",
    );
    assert_eq!(
        changes(&old, &new),
        ["NewlyPermitted: share name to partner, where `consent` is `explicit`"]
    );
    let found = difference(&old, &new);
    let (_, rule) = found.changes[0].cause.as_ref().unwrap();
    assert_eq!(rule.name, "partners");
    assert_eq!(found.new_elements, ["new_recipient", "more_permitted"]);
}

#[test]
fn a_guard_that_is_dropped_is_named() {
    let old = with("permit use\nrule ask require consent is explicit before use health");
    let new = with("permit use");
    let found = difference(&old, &new);
    assert_eq!(found.changes.len(), 1);
    assert_eq!(found.changes[0].cause.as_ref().unwrap().1.name, "ask");
    assert_eq!(
        changes(&old, &new),
        ["NewlyPermitted: use health, where `consent` is `none`"]
    );
}

#[test]
fn duties_are_weaker_stronger_or_other() {
    let permit = |duty: &str| with(&format!("rule p permit use name must {duty}"));
    let part = |old: &str, new: &str| {
        let found = difference(&permit(old), &permit(new)).changes;
        found.iter().map(|change| change.part).collect::<Vec<_>>()
    };
    assert_eq!(
        part("encrypt(strong)", "encrypt(weak)"),
        [Part::WeakerDuties]
    );
    assert_eq!(
        part("encrypt(weak)", "encrypt(strong)"),
        [Part::StrongerDuties]
    );
    assert_eq!(part("tell within 3 days", "tell within 72 hours"), []);
    assert_eq!(
        part("tell within 1 month", "tell within 30 days"),
        [Part::OtherDuties]
    );
    assert_eq!(part("keep(12 months)", "keep(1 year)"), []);
    assert_eq!(part("tell", "encrypt(weak)"), [Part::OtherDuties]);
}

#[test]
fn a_new_child_of_an_open_node_was_the_rest_of_it_before() {
    let old = with("permit use contact");
    let new = old.replace("{ name }", "{ name address }");
    assert_eq!(changes(&old, &new), [""; 0]);
    let old = with("permit use name");
    let new = with("permit use name, address").replace("{ name }", "{ name address }");
    assert_eq!(changes(&old, &new), ["NewlyPermitted: use address"]);
}

#[test]
fn a_new_node_below_nothing_is_in_no_set_but_any() {
    let grown = |text: &str| text.replace("health }", "health location }");
    let all = with("permit use");
    assert_eq!(changes(&all, &grown(&all)), [""; 0]);
    let some = with("permit use health");
    assert_eq!(changes(&some, &grown(&some)), [""; 0]);
    let new = grown(&with("permit use health, location"));
    assert_eq!(changes(&some, &new), ["NewlyPermitted: use location"]);
}

#[test]
fn a_renamed_node_is_the_same() {
    let old = with("permit use name must tell");
    let new = old
        .replace("{ name }", "{ full_name  name replaced by full_name }")
        .replace("use name", "use full_name");
    assert_eq!(changes(&old, &new), [""; 0]);
}

#[test]
fn a_node_that_is_taken_out_is_no_longer_permitted() {
    let old = with("permit use name, health");
    let new = with("permit use name").replace(" health }", " }");
    assert_eq!(changes(&old, &new), ["NoLongerPermitted: use health"]);
}

#[test]
fn a_word_between_two_others_was_the_weaker_one_before() {
    let old = with("permit use name when consent at least explicit");
    let new = old.replace("none, explicit", "none, general, explicit");
    assert_eq!(changes(&old, &new), [""; 0]);
    let wider = new.replace("at least explicit", "at least general");
    assert_eq!(
        changes(&old, &wider),
        ["NewlyPermitted: use name, where `consent` is `general`"]
    );
}

#[test]
fn facts_that_only_one_side_has_are_told_apart() {
    let old = with("permit use name");
    let new = with("fact urgent is flag\npermit use name when urgent");
    assert_eq!(
        changes(&old, &new),
        ["NoLongerPermitted: use name, where `urgent` is `no`"]
    );
}

#[test]
fn what_differs_only_when_a_duty_is_broken_is_told_as_such() {
    let old = with("permit use name must tell");
    let new = with("permit use name must tell\npermit use name when consent is explicit");
    let found = difference(&old, &new).changes;
    assert_eq!(found.len(), 1);
    assert!(found[0].only_when_broken);
    assert_eq!(found[0].part, Part::NewlyPermitted);
}

#[test]
fn a_place_that_moves_into_an_area_opens_what_stays_inside() {
    let rules = "permit share name to partner\ngroup union as one area is DE";
    let old = with(rules).replace("partner in DE", "partner in US");
    let new = old.replace("area is DE", "area is DE, US");
    let found = changes(&old, &new);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("NewlyPermitted: share name to partner"),
        "{found:?}"
    );
}

#[test]
fn the_report_reads_well() {
    let old = with(
        "rule ours permit use name must encrypt(strong)\nrule ask require consent is explicit before use health\npermit use health",
    );
    let new = with("rule ours permit use name, health must encrypt(weak)\nrule partners permit share name to partner for service, marketing cite \"4\"")
        .replace("policy shop by us", "policy shop version \"2\" replaces shop \"1\" by us");
    let (old, new) = (policy(&old), policy(&new));
    let difference = compare(&old, &new, Budget::default()).expect("it is cheap");
    let sources = SourceMap::new();
    let texts = |policy| Texts {
        header: policy,
        sources: &sources,
        folder: "",
    };
    insta::assert_snapshot!(text(&Report {
        texts: [texts(&old.header), texts(&new.header)],
        difference: &difference,
        demands: &[],
    }));
}
