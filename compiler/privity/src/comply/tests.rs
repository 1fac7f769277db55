//! The comparison against its definition, atom by atom, and on small laws.

use super::*;
use crate::check::duty::join;
use crate::check::policy::{AxisRole, Policy};
use crate::check::tests::check_text;
use crate::evaluate::Oracle;
use crate::request::Class;

const WORDS: &str = "
action { collect use share }
data { personal { email health } }
purpose { service marketing }
party { shop role controller  courier role processor in DE  broker in US }
place { home as home  DE  FR  US }
group EU as one area is DE, FR
subject { customer }
right { access erasure }
event { breach }
duty { notify(party) give_copy record }
fact consent is ordered none, general, explicit default none
fact necessary is asserted flag
fact basis is set of consent, contract default none
";

fn policy(rules: &str) -> Policy {
    let checked = check_text(&format!(
        "policy shop by shop since 2020-01-01\n{WORDS}{rules}"
    ));
    assert!(
        checked
            .findings
            .iter()
            .all(|found| found.severity != crate::diagnostic::Severity::Error),
        "{:#?}",
        checked.findings
    );
    checked.policy
}

fn shortfalls(policy: &Policy) -> Vec<Shortfall> {
    let law = policy.laws.laws.first().unwrap();
    compare(policy, law, &Question::default())
        .unwrap()
        .shortfalls
}

/// The ways of falling short in short words: what kind, the first rule of the law, the rule of the policy.
fn told(policy: &Policy) -> Vec<String> {
    let law = policy.laws.laws.first().unwrap().as_policy(policy);
    shortfalls(policy)
        .iter()
        .map(|one| {
            let theirs = one
                .law_rules
                .first()
                .map_or("nothing permits", |rule| &law.rules.at(*rule).name);
            let mine = one.policy_rule();
            let mine = mine.map_or("default", |rule| &policy.rules.at(rule).name);
            format!("{:?}: {theirs} / {mine}", one.kind)
        })
        .collect()
}

#[test]
fn what_a_law_forbids_and_the_policy_permits_is_found_with_an_example() {
    let policy = policy(
        "rule all permit use, share personal
         law health \"Health act\" default permit {
           rule careful require consent at least explicit before use health
         }",
    );
    assert_eq!(told(&policy), ["Forbidden: health.careful / all"]);
    let found = shortfalls(&policy);
    let law = policy.laws.laws.first().unwrap();
    let example = &examples(&policy, law, &found)[0];
    assert_eq!(example, "use health, home in DE");
    assert_eq!(found[0].lawful_if, ["`consent` is `explicit`"]);
}

#[test]
fn a_policy_that_asks_for_as_much_complies() {
    let policy = policy(
        "rule all permit use, share personal
         rule careful require consent at least explicit before use, share health
         law health \"Health act\" default permit {
           require consent at least explicit before use health
         }",
    );
    assert_eq!(told(&policy), [""; 0]);
    let law = policy.laws.laws.first().unwrap();
    let comparison = compare(&policy, law, &Question::default()).unwrap();
    assert!(certificate(&policy, law, &comparison).is_some());
}

#[test]
fn what_is_assumed_is_no_shortfall_and_is_listed() {
    let policy = policy(
        "rule all permit use personal
         law bases \"Bases act\" default permit {
           require basis has any (consent, contract) before any personal
         }
         assume basis has contract for service note \"see the terms\"
         assume basis has consent when purpose is marketing
         assume purpose is not none",
    );
    assert_eq!(told(&policy), [""; 0]);
    let law = policy.laws.laws.first().unwrap();
    let comparison = compare(&policy, law, &Question::default()).unwrap();
    assert_eq!(
        certificate(&policy, law, &comparison)
            .unwrap()
            .assumptions
            .len(),
        3
    );
}

#[test]
fn a_law_that_denies_by_default_forbids_what_it_does_not_speak_of() {
    let policy = policy(
        "rule all permit use personal
         law strict \"Strict act\" { permit use email }",
    );
    assert_eq!(told(&policy), ["Forbidden: nothing permits / all"]);
}

#[test]
fn a_missing_or_slower_duty_is_a_shortfall_and_a_faster_one_is_none() {
    let rules = |time: &str| {
        policy(&format!(
            "rule answer_access grant access must give_copy {time}
             law rights \"Rights act\" {{ rule copy grant access must give_copy within 1 month }}"
        ))
    };
    assert_eq!(told(&rules("within 14 days")), [""; 0]);
    assert_eq!(
        told(&rules("within 40 days")),
        ["Unanswered: rights.copy / answer_access"]
    );
    // A month may have 28 days only.
    assert_eq!(
        told(&rules("within 30 days")),
        ["Unanswered: rights.copy / answer_access"]
    );
    assert_eq!(
        told(&rules("")),
        ["Unanswered: rights.copy / answer_access"]
    );
}

#[test]
fn a_demand_that_is_refused_or_not_spoken_of_is_a_shortfall() {
    let policy = policy(
        "permit use personal
         rule never forbid answer erasure
         law rights \"Rights act\" default permit { rule copy grant access, erasure must give_copy }",
    );
    let mut told = told(&policy);
    told.sort();
    assert_eq!(
        told,
        [
            "Unanswered: rights.copy / default",
            "Unanswered: rights.copy / never"
        ]
    );
}

#[test]
fn a_law_that_is_not_in_force_yet_asks_for_nothing() {
    let text = |since: &str| {
        policy(&format!(
            "permit use personal
             law later \"Later act\" {since} default permit {{ forbid use personal }}"
        ))
    };
    let late = text("since 2150-01-01");
    let law = late.laws.laws.first().unwrap();
    let on = Question {
        days: vec![20_000],
        ..Question::default()
    };
    assert!(compare(&late, law, &on).unwrap().is_empty);
    assert!(
        !compare(&late, law, &Question::default())
            .unwrap()
            .shortfalls
            .is_empty()
    );
}

#[test]
fn crossing_a_border_is_compared_as_well() {
    let policy = policy(
        "rule out permit share, transfer personal to broker
         law borders \"Borders act\" default permit {
           rule stay require basis has consent before transfer personal
         }",
    );
    assert_eq!(told(&policy), ["Forbidden: borders.stay / out"]);
}

/// D12 by its words: every atom of a small policy, with the plainest values where an axis has too many.
#[test]
fn the_walk_over_both_graphs_finds_a_shortfall_exactly_where_the_definition_does() {
    let variants = [
        "permit use, share personal when consent at least general",
        "permit use personal for service must record",
        "permit share email to courier must notify(courier)\n forbid share any to broker",
        "permit any personal\n require necessary before use health\n exclude any for marketing",
        "permit share, transfer personal when basis has contract",
        "grant access must give_copy\n permit collect email",
        "exclude answer erasure\n permit use email",
    ];
    let laws = [
        "default permit { require consent at least explicit before use, share health\n require basis has consent before transfer personal }",
        "{ permit use, share personal when necessary must record\n grant access, erasure must give_copy }",
        "default permit { exclude any for marketing\n oblige record whenever use personal\n on breach must notify(shop) }",
    ];
    let mut failing = 0;
    for rules in variants {
        for law in laws {
            let policy = policy(&format!("{rules}\n law act \"Act\" since 2021-01-01 {law}"));
            let found = !shortfalls(&policy).is_empty();
            let expected = defined(&policy);
            assert_eq!(found, expected, "{rules} / {law}");
            failing += usize::from(found);
        }
    }
    assert!((5..20).contains(&failing), "{failing} of 21 fall short");
}

/// Whether any atom falls short.
fn defined(policy: &Policy) -> bool {
    let law = policy.laws.laws.first().unwrap().as_policy(policy);
    let (mine, theirs) = (Oracle::new(policy), Oracle::new(&law));
    let responses = policy.responses();
    let runs: Vec<Vec<i64>> = policy
        .axes
        .iter()
        .map(|axis| match axis.role {
            AxisRole::Kept(_) => vec![1],
            AxisRole::Class(ClassAxis::Date) => vec![18_300, 20_000],
            AxisRole::Class(ClassAxis::Home) => vec![1, 3],
            AxisRole::Class(ClassAxis::Destination) => vec![0, 1, 3],
            AxisRole::Class(ClassAxis::Purpose) => vec![0, 1],
            // Demands and events are answered by the shop, and so are acts here.
            AxisRole::Class(
                ClassAxis::Actor | ClassAxis::Source | ClassAxis::Subject | ClassAxis::Origin,
            )
            | AxisRole::Element(_, None) => vec![0],
            _ => axis.domain.clone().collect(),
        })
        .collect();
    let seats = |atom: &[i64]| {
        let party = atom[ClassAxis::Recipient.id().index()];
        let place = atom[ClassAxis::Destination.id().index()];
        let seats = usize::try_from(party)
            .ok()
            .and_then(|at| policy.sits_in.get(at)?.clone());
        seats.is_none_or(|seats| seats.contains(place))
    };
    let keeps = |one: &crate::evaluate::Verdict, other: &crate::evaluate::Verdict| {
        let all = &policy.obligations;
        let kept = join(
            &policy.taxonomies,
            one.duties.iter().map(|&duty| all.at(duty)),
        );
        other.duties.iter().all(|&asked| {
            kept.iter()
                .any(|duty| duty.is_at_least_as_strict_as(all.at(asked)))
        })
    };
    let mut atom: Vec<i64> = runs.iter().map(|run| run[0]).collect();
    let mut at = vec![0; runs.len()];
    loop {
        let life = policy
            .effective
            .contains(&atom[ClassAxis::Date.id().index()]);
        if life && seats(&atom) {
            let (one, other) = (mine.verdict(&atom), theirs.verdict(&atom));
            let response = responses.contains(atom[ClassAxis::Action.id().index()]);
            let short = match (one.class, other.class) {
                (_, Class::NotApplicable) => false,
                (Class::Permit, Class::Permit) => !keeps(&one, &other),
                (Class::Permit, Class::Deny) => !response,
                (_, Class::Permit) => response && !other.duties.is_empty(),
                (_, Class::Deny) => false,
            };
            if short {
                return true;
            }
        }
        // Count up, the last axis fastest.
        let Some(axis) = (0..runs.len())
            .rev()
            .find(|&axis| at[axis] + 1 < runs[axis].len())
        else {
            return false;
        };
        at[axis] += 1;
        atom[axis] = runs[axis][at[axis]];
        for later in axis + 1..runs.len() {
            at[later] = 0;
            atom[later] = runs[later][0];
        }
    }
}
