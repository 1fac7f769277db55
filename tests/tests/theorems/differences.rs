//! The comparison of two policies says exactly where their answers differ, and how.

use std::collections::BTreeMap;

use privity::check::duty::{Obligation, keep};
use privity::check::policy::{Axis, AxisId, AxisRole, RuleId};
use privity::compare::{Part, align, compare, parts_of};
use privity::graph::Budget;
use privity_tests::exhaustive::{corner, is_possible};

use super::*;

/// The most atoms that are gone through for one pair of policies.
const MOST_ATOMS_OF_A_PAIR: usize = 1_500;

/// The same policy after an edit of the sort that people make.
fn edited(rng: &mut Rng, policy: &Policy) -> Policy {
    let mut edited = policy.clone();
    let Some(id) = rng.choice(policy.rules.ids().collect::<Vec<RuleId>>()) else {
        return edited;
    };
    match rng.u8(0..11) {
        0 => edited.rules.at_mut(id).region = Condition::FALSE,
        1 => {
            let more = generator::condition(rng, policy, 1);
            let region = policy.rules.at(id).region.clone();
            edited.rules.at_mut(id).region = Condition::All(vec![region, more]);
        }
        2 => edited.rules.at_mut(id).lifts.clear(),
        3 if policy.rules.at(id).effect == Effect::Permit => {
            edited.rules.at_mut(id).lifts = generator::liftable(policy, id);
        }
        4 | 8..=10 => {
            let duties: Vec<_> = policy.obligations.ids().collect();
            let effect = policy.rules.at(id).effect;
            if matches!(effect, Effect::Permit | Effect::Oblige) {
                edited.rules.at_mut(id).obligations = rng.choice(duties).into_iter().collect();
            }
        }
        5 => {
            let first = *policy.effective.start();
            let turn = generator::TURNING_DAY + 400;
            edited.effective = if first < turn {
                first..=turn
            } else {
                policy.effective.clone()
            };
        }
        6 => {
            if let Some(seats) = edited.sits_in.first_mut() {
                *seats = None;
            }
        }
        _ => {
            let effects = [
                Effect::Permit,
                Effect::Forbid,
                Effect::Oblige,
                Effect::Exclude,
            ];
            let effect = rng.choice(effects).unwrap_or(Effect::Permit);
            let rule = generator::rule(rng, policy, effect);
            edited.rules.push(rule);
        }
    }
    edited
}

/// What going through an atom says of it.
pub(super) fn expected(policies: &[Policy; 2], atom: &[i64]) -> Option<Part> {
    let [old, new] = policies;
    let said = |policy: &Policy| {
        let answer = verdict(policy, atom);
        if is_possible(policy, atom) {
            answer
        } else {
            Verdict {
                class: Class::Deny,
                ..answer
            }
        }
    };
    let (was, is) = (said(old), said(new));
    match (was.class, is.class) {
        (Class::Permit, Class::Permit) => {
            let duties = |policy: &Policy, answer: &Verdict| -> Vec<Obligation> {
                let duties = answer.duties.iter();
                duties
                    .map(|&duty| policy.obligations.at(duty).clone())
                    .collect()
            };
            let (was, is) = (duties(old, &was), duties(new, &is));
            let keeps = |mine: &[Obligation], theirs: &[Obligation]| {
                let mine: Vec<&Obligation> = mine.iter().collect();
                let mut theirs = theirs.iter();
                theirs.all(|wanted| keep(&new.taxonomies, &mine, wanted))
            };
            match (keeps(&is, &was), keeps(&was, &is)) {
                (true, true) => None,
                (true, false) => Some(Part::StrongerDuties),
                (false, true) => Some(Part::WeakerDuties),
                (false, false) => Some(Part::OtherDuties),
            }
        }
        (_, Class::Permit) => Some(Part::NewlyPermitted),
        (Class::Permit, _) => Some(Part::NoLongerPermitted),
        (Class::Deny, Class::NotApplicable) => Some(Part::NoLongerCovered),
        (Class::NotApplicable, Class::Deny) => Some(Part::NewlyDenied),
        _ => None,
    }
}

const fn mirrored(part: Part) -> Part {
    match part {
        Part::NewlyPermitted => Part::NoLongerPermitted,
        Part::NoLongerPermitted => Part::NewlyPermitted,
        Part::NoLongerCovered => Part::NewlyDenied,
        Part::NewlyDenied => Part::NoLongerCovered,
        Part::WeakerDuties => Part::StrongerDuties,
        Part::StrongerDuties => Part::WeakerDuties,
        Part::OtherDuties => Part::OtherDuties,
    }
}

#[test]
fn the_parts_of_a_difference_are_disjoint_and_lie_exactly_where_the_answers_differ() {
    let seen = std::cell::RefCell::new(BTreeMap::<Part, u32>::new());
    each_policy(|rng, policy| {
        for _ in 0..3 {
            let mut other = edited(rng, policy);
            if rng.bool() {
                other = edited(rng, &other);
            }
            // An edit may widen or narrow; so may taking it back.
            let policies = if rng.bool() {
                align(policy, &other)
            } else {
                align(&other, policy)
            };
            let [old, new] = &policies;
            let back = [new.clone(), old.clone()];
            let parts = parts_of(&policies, Budget::default()).unwrap();
            let mirror = parts_of(&back, Budget::default()).unwrap();
            let corner = corner(rng, &[old, new], &[], MOST_ATOMS_OF_A_PAIR);
            for atom in &corner.atoms {
                let expected = expected(&policies, atom);
                let found = parts(atom);
                assert_eq!(found, Vec::from_iter(expected), "{atom:?}");
                let mirrored = Vec::from_iter(expected.map(mirrored));
                assert_eq!(mirror(atom), mirrored, "{atom:?}");
                if let Some(part) = expected {
                    *seen.borrow_mut().entry(part).or_default() += 1;
                }
            }
        }
    });
    let seen = seen.into_inner();
    for part in Part::ALL {
        let often = seen.get(&part).copied().unwrap_or_default();
        assert!(often > 0, "{part:?} never came up: {seen:?}");
    }
}

#[test]
fn every_change_is_told_with_a_request_that_changed_so_and_no_difference_with_none() {
    each_policy(|rng, policy| {
        assert_eq!(
            compare(policy, policy, Budget::default()).unwrap().changes,
            []
        );
        let other = edited(rng, policy);
        let policies = align(policy, &other);
        let difference = compare(policy, &other, Budget::default()).unwrap();
        for change in &difference.changes {
            assert_eq!(
                expected(&policies, &change.atom),
                Some(change.part),
                "{change:?}"
            );
        }
        let [old, new] = &policies;
        let corner = corner(rng, &[old, new], &[], MOST_ATOMS_OF_A_PAIR);
        if difference.changes.is_empty() {
            for atom in &corner.atoms {
                assert_eq!(expected(&policies, atom), None, "{atom:?}");
            }
        }
    });
}

#[test]
fn cutting_a_rule_in_two_is_no_difference() {
    each_policy(|rng, policy| {
        let Some(id) = rng.choice(policy.rules.ids().collect::<Vec<RuleId>>()) else {
            return;
        };
        let condition = generator::condition(rng, policy, 2);
        let mut cut = policy.clone();
        let whole = policy.rules.at(id).clone();
        cut.rules.at_mut(id).region = Condition::All(vec![whole.region.clone(), condition.clone()]);
        let half = Rule {
            name: format!("{}_rest", whole.name),
            region: Condition::All(vec![
                whole.region.clone(),
                Condition::Not(Box::new(condition)),
            ]),
            ..whole
        };
        let half = cut.rules.push(half);
        for other in policy.rules.ids() {
            if policy.rules.at(other).lifts.contains(&id) {
                cut.rules.at_mut(other).lifts.push(half);
            }
        }
        let difference = compare(policy, &cut, Budget::default()).unwrap();
        assert_eq!(difference.changes, [], "{}", policy.header.name);
        assert_eq!(difference.new_elements, [""; 0]);
    });
}

#[test]
fn a_policy_means_the_same_on_the_common_axes() {
    each_policy(|rng, policy| {
        let [old, _] = align(policy, &edited(rng, policy));
        let common_axis = |id: AxisId| {
            let axis = policy.axes.at(id);
            let is_it = |other: &Axis| match (&axis.role, &other.role) {
                (AxisRole::Kept(mine), AxisRole::Kept(theirs)) => {
                    let (mine, theirs) =
                        (policy.obligations.at(*mine), old.obligations.at(*theirs));
                    mine.is_at_least_as_strict_as(theirs) && theirs.is_at_least_as_strict_as(mine)
                }
                (AxisRole::Element(mine, at), AxisRole::Element(theirs, other_at)) => {
                    at == other_at && policy.facts.at(*mine).name == old.facts.at(*theirs).name
                }
                (AxisRole::Class(_), AxisRole::Class(_))
                | (AxisRole::Fact(_), AxisRole::Fact(_)) => axis.name == other.name,
                _ => false,
            };
            let mut axes = old.axes.entries();
            axes.find(|(_, other)| is_it(other)).map(|(id, _)| id)
        };
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let mut common: Vec<Option<i64>> = vec![None; old.axes.len()];
            let mut agrees = true;
            for id in policy.axes.ids() {
                let there = common_axis(id).expect("every axis has a common one");
                let value = atom[id.index()];
                // Two obligations of which each keeps the other have one axis in common.
                agrees &= common[there.index()].is_none_or(|known| known == value);
                common[there.index()] = Some(value);
            }
            let common: Vec<i64> = common.into_iter().map(Option::unwrap_or_default).collect();
            if agrees {
                assert_eq!(
                    verdict(policy, &atom).class,
                    verdict(&old, &common).class,
                    "{:?} {:?}",
                    privity::evaluate::reason(policy, &atom),
                    privity::evaluate::reason(&old, &common)
                );
            }
        }
    });
}
