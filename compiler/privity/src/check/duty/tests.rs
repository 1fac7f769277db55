//! The laws of duties, on random obligations, and the conflicts a reader expects.

use proptest::prelude::*;

use super::conflict::clash;
use super::*;
use crate::check::taxonomy::Taxonomies;

fn length() -> impl Strategy<Value = Length> {
    let lengths = [
        (0, Unit::Hour),
        (29, Unit::Day),
        (30, Unit::Day),
        (1, Unit::Month),
        (31, Unit::Day),
        (12, Unit::Month),
        (1, Unit::Year),
    ];
    proptest::sample::select(lengths.to_vec()).prop_map(|(number, unit)| within(number, unit))
}

fn within(number: i64, unit: Unit) -> Length {
    Length::new(number, unit).unwrap()
}

fn deadline() -> impl Strategy<Value = Option<Deadline>> {
    prop_oneof![
        Just(None),
        length().prop_map(|length| Some(Deadline::Within(length))),
        Just(Some(Deadline::Period("soon".to_owned()))),
        Just(Some(Deadline::Before("sale".to_owned()))),
    ]
}

fn some_of(count: i64) -> impl Strategy<Value = ValueSet> {
    (1..1_i64 << count).prop_map(move |bits| {
        ValueSet::from_intervals(
            (0..count)
                .filter(|at| bits >> at & 1 == 1)
                .map(|at| (at, at)),
        )
    })
}

fn nodes(atoms: ValueSet) -> Argument {
    Argument::Nodes(atoms.iter().map(|atom| format!("p{atom}")).collect(), atoms)
}

fn duty() -> impl Strategy<Value = Duty> {
    prop_oneof![
        some_of(3).prop_map(|atoms| duty_of("notify", [nodes(atoms)])),
        (0..3_u32).prop_map(|level| {
            duty_of("encrypt", [Argument::Level(level, format!("l{level}"))])
        }),
        Just(duty_of("encrypt", [])),
        (length(), length()).prop_map(|(least, most)| {
            duty_of("keep", [Argument::AtLeast(least), Argument::AtMost(most)])
        }),
        proptest::sample::select(vec!["home_law", "confidentiality"])
            .prop_map(|word| duty_of("bind", [Argument::Word(word.to_owned())])),
    ]
}

fn duty_of<const N: usize>(name: &str, arguments: [Argument; N]) -> Duty {
    Duty {
        name: name.to_owned(),
        arguments: arguments.to_vec(),
    }
}

fn obligation() -> impl Strategy<Value = Obligation> {
    let channels = proptest::option::of(some_of(3).prop_map(|atoms| Channels {
        names: Vec::new(),
        atoms,
    }));
    (duty(), channels, deadline(), deadline()).prop_map(|(duty, through, deadline, every)| {
        Obligation {
            alternatives: vec![duty],
            through,
            deadline,
            every,
            shown_by: None,
        }
    })
}

fn obligations() -> impl Strategy<Value = Vec<Obligation>> {
    proptest::collection::vec(obligation(), 0..5)
}

fn joined(obligations: &[Obligation]) -> Vec<Obligation> {
    join(&Taxonomies::default(), obligations)
}

/// Every obligation once for each of its nodes.
fn node_by_node(obligations: &[Obligation]) -> Vec<Obligation> {
    let each = |obligation: &Obligation| -> Vec<Obligation> {
        match obligation.alternatives[0].arguments.as_slice() {
            [Argument::Nodes(_, atoms)] => atoms
                .iter()
                .map(|atom| {
                    let mut one = obligation.clone();
                    one.alternatives[0].arguments = vec![nodes(ValueSet::single(atom))];
                    one
                })
                .collect(),
            _ => vec![obligation.clone()],
        }
    };
    obligations.iter().flat_map(each).collect()
}

/// The same with lengths that are as long as each other written alike: 12 months and 1 year.
fn written_alike(obligations: &[Obligation]) -> Vec<Obligation> {
    let alike = |length: &Length| Length {
        number: length.max,
        unit: Unit::Hour,
        ..*length
    };
    let each = obligations.iter().cloned().map(|mut obligation| {
        for deadline in obligation.deadline.iter_mut().chain(&mut obligation.every) {
            if let Deadline::Within(length) = deadline {
                *length = alike(length);
            }
        }
        for argument in &mut obligation.alternatives[0].arguments {
            if let Argument::AtLeast(length) | Argument::AtMost(length) = argument {
                *length = alike(length);
            }
        }
        obligation
    });
    each.collect()
}

/// What the obligations ask for, however it is written: for each node the strictest of everything.
fn meaning(obligations: &[Obligation]) -> Vec<Obligation> {
    let mut once = joined(&node_by_node(&written_alike(obligations)));
    once = node_by_node(&once);
    once.sort();
    once
}

fn both(a: &[Obligation], b: &[Obligation]) -> Vec<Obligation> {
    joined(&[a, b].concat())
}

proptest! {
    #[test]
    fn the_join_does_not_care_in_which_order_duties_come(a in obligations(), b in obligations()) {
        prop_assert_eq!(both(&a, &b), both(&b, &a));
    }

    #[test]
    fn the_join_does_not_care_which_duties_are_joined_first(
        a in obligations(), b in obligations(), c in obligations()
    ) {
        prop_assert_eq!(meaning(&both(&both(&a, &b), &c)), meaning(&both(&a, &both(&b, &c))));
    }

    #[test]
    fn joining_again_changes_nothing(a in obligations()) {
        let once = joined(&a);
        prop_assert_eq!(joined(&once), once.clone());
        prop_assert_eq!(both(&a, &once), once);
    }

    #[test]
    fn the_join_is_at_least_as_strict_as_everything_joined(a in obligations()) {
        let once = node_by_node(&joined(&a));
        for part in node_by_node(&a) {
            // Values that do not compare stand in an obligation each, so that none of them alone need be as strict.
            let bare = |other: &Obligation| Obligation { deadline: None, every: None, ..other.clone() };
            let is_kept = once.iter().any(|one| bare(one).is_at_least_as_strict_as(&bare(&part)));
            prop_assert!(is_kept || part.alternatives[0].name == "keep");
            if let Some(deadline) = &part.deadline {
                let is_met = once.iter().any(|one| {
                    one.alternatives[0].name == part.alternatives[0].name
                        && one.deadline.as_ref().is_some_and(|one| one.is_no_later_than(deadline))
                });
                prop_assert!(is_met);
            }
        }
    }

    #[test]
    fn no_value_of_the_join_is_stricter_than_all_that_was_joined(a in obligations()) {
        for one in joined(&a) {
            if let Some(deadline) = &one.deadline {
                prop_assert!(a.iter().any(|part| part.deadline.as_ref() == Some(deadline)));
            }
            for argument in &one.alternatives[0].arguments {
                let given = |part: &Obligation| part.alternatives[0].arguments.contains(argument);
                prop_assert!(matches!(argument, Argument::Nodes(..)) || a.iter().any(given));
            }
        }
    }

    #[test]
    fn strictness_is_reflexive_and_transitive(a in obligation(), b in obligation(), c in obligation()) {
        prop_assert!(a.is_at_least_as_strict_as(&a));
        if a.is_at_least_as_strict_as(&b) && b.is_at_least_as_strict_as(&c) {
            prop_assert!(a.is_at_least_as_strict_as(&c));
        }
    }

    #[test]
    fn more_duties_never_end_a_conflict(a in obligations(), b in obligations()) {
        let clashes = |list: &[Obligation]| clash(&kinds(), &list.iter().collect::<Vec<_>>());
        let all = [a.clone(), b].concat();
        prop_assert!(!clashes(&a) || clashes(&all));
        prop_assert_eq!(clashes(&all), clashes(&joined(&all)));
    }
}

fn kinds() -> Vec<DutyKind> {
    let kind = |name: &str, excludes: &[&str]| DutyKind {
        name: name.to_owned(),
        parameters: Vec::new(),
        excludes: excludes.iter().map(|&name| name.to_owned()).collect(),
    };
    vec![
        kind("erase", &["keep"]),
        kind("delete_after", &["keep"]),
        kind("keep", &["erase", "delete_after"]),
        kind("notify", &[]),
    ]
}

fn plain(duties: &[Duty]) -> Obligation {
    Obligation {
        alternatives: duties.to_vec(),
        through: None,
        deadline: None,
        every: None,
        shown_by: None,
    }
}

#[track_caller]
fn assert_clash(expected: bool, obligations: &[Obligation]) {
    let all: Vec<&Obligation> = obligations.iter().collect();
    assert_eq!(clash(&kinds(), &all), expected, "{obligations:?}");
}

fn keep_at_least(number: i64, unit: Unit) -> Duty {
    duty_of("keep", [Argument::AtLeast(within(number, unit))])
}

#[test]
fn nodes_that_are_put_together_meet_what_is_said_of_all_of_them() {
    let notify = |parties, deadline: Option<Deadline>, every| Obligation {
        deadline,
        every: Some(every),
        ..plain(&[duty_of("notify", [nodes(parties)])])
    };
    let (sale, soon) = (
        Deadline::Before("sale".to_owned()),
        Deadline::Period("soon".to_owned()),
    );
    let one = |party| notify(ValueSet::single(party), Some(sale.clone()), soon.clone());
    let both: ValueSet = ValueSet::single(1).union(&ValueSet::single(2));
    let all = [notify(both.clone(), None, sale.clone()), one(2), one(1)];
    let expected = [
        notify(both.clone(), Some(sale.clone()), soon.clone()),
        notify(both, Some(sale.clone()), sale.clone()),
    ];
    assert_eq!(joined(&all), expected);
    assert_eq!(joined(&joined(&all)), expected);
}

#[test]
fn what_must_be_kept_longer_than_it_may_be_kept_is_a_conflict() {
    let delete = |number, unit| {
        plain(&[duty_of(
            "delete_after",
            [Argument::AtMost(within(number, unit))],
        )])
    };
    let keep = plain(&[keep_at_least(6, Unit::Year)]);
    assert_clash(true, &[keep.clone(), delete(30, Unit::Day)]);
    assert_clash(false, &[keep, delete(7, Unit::Year)]);
    let keep = plain(&[keep_at_least(30, Unit::Day)]);
    assert_clash(false, &[keep, delete(1, Unit::Month)]);
}

#[test]
fn duties_that_exclude_each_other_are_a_conflict_unless_an_alternative_is_left() {
    let keep = plain(&[keep_at_least(1, Unit::Day)]);
    let erase = duty_of("erase", []);
    assert_clash(true, &[keep.clone(), plain(std::slice::from_ref(&erase))]);
    assert_clash(false, &[keep, plain(&[erase, duty_of("deidentify", [])])]);
}

#[test]
fn channels_must_agree_only_for_whom_both_duties_reach() {
    let notify = |party: ValueSet, channel: i64| Obligation {
        through: Some(Channels {
            names: vec![format!("c{channel}")],
            atoms: ValueSet::single(channel),
        }),
        ..plain(&[duty_of("notify", [nodes(party)])])
    };
    let (user, authority) = (ValueSet::single(0), ValueSet::single(1));
    assert_clash(false, &[notify(user.clone(), 0), notify(authority, 1)]);
    assert_clash(true, &[notify(user, 0), notify(ValueSet::range(0, 1), 1)]);
}

#[test]
fn who_must_be_told_early_is_not_mixed_up_with_who_must_be_told_late() {
    let notify = |party: i64, number: i64, unit: Unit| Obligation {
        deadline: Some(Deadline::Within(within(number, unit))),
        ..plain(&[duty_of("notify", [nodes(ValueSet::single(party))])])
    };
    let text = |list: &[Obligation]| -> Vec<String> {
        joined(list).iter().map(Obligation::to_string).collect()
    };
    let early = notify(0, 72, Unit::Hour);
    assert_eq!(
        text(&[early.clone(), notify(1, 30, Unit::Day)]),
        ["notify(p0) within 72 hours", "notify(p1) within 30 days"]
    );
    assert_eq!(
        text(&[early.clone(), notify(1, 72, Unit::Hour)]),
        ["notify(p0, p1) within 72 hours"]
    );
    assert_eq!(
        text(&[early, notify(0, 30, Unit::Day)]),
        ["notify(p0) within 72 hours"]
    );
}

#[test]
fn a_search_that_is_too_long_ends_as_a_conflict() {
    let colours = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let kinds: Vec<DutyKind> = colours
        .iter()
        .map(|name| DutyKind {
            name: (*name).to_owned(),
            parameters: Vec::new(),
            excludes: vec![(*name).to_owned()],
        })
        .collect();
    let any: Vec<Duty> = colours.iter().map(|name| duty_of(name, [])).collect();
    let obligations: Vec<Obligation> = (0..40).map(|_| plain(&any)).collect();
    assert!(clash(&kinds, &obligations.iter().collect::<Vec<_>>()));
}
