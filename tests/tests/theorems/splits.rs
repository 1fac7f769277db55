//! Rules cut in two on something that they do not test are no difference; what is taken from one half is found, with a request that shows it.

use std::cell::Cell;

use privity::arena::{Arena, Id};
use privity::check::policy::{AxisId, AxisRole, RuleId};
use privity::compare::{align, compare};
use privity::graph::Budget;
use privity_tests::exhaustive::corner;

use super::differences::expected;
use super::*;

/// The most atoms that are gone through for one pair of policies.
const MOST_ATOMS_OF_A_PAIR: usize = 500;

/// Two halves of an axis that a rule does not test, if it leaves one alone.
fn untested(rng: &mut Rng, policy: &Policy, rule: &Rule) -> Option<(AxisId, [ValueSet; 2])> {
    let mut tested = Vec::new();
    for condition in [&rule.region, &rule.requirement] {
        condition.for_each_test(&mut |axis, _| tested.push(axis));
    }
    let axes = policy.axes.entries().filter(|(id, axis)| {
        !tested.contains(id)
            && axis.domain.start() < axis.domain.end()
            && !matches!(axis.role, AxisRole::Kept(_))
    });
    let (id, axis) = rng.choice(axes.collect::<Vec<_>>())?;
    let (first, last) = (*axis.domain.start(), *axis.domain.end());
    let cut = rng.i64(first..last);
    let halves = [ValueSet::range(first, cut), ValueSet::range(cut + 1, last)];
    Some((id, halves))
}

/// The policy with every rule cut in two, where it leaves an axis alone; each half lifts both halves of what the whole lifts.
fn split(rng: &mut Rng, policy: &Policy) -> Policy {
    let mut parts: Vec<Vec<Rule>> = Vec::new();
    for rule in policy.rules.iter() {
        let half = |axis: AxisId, values: ValueSet| Rule {
            region: Condition::All(vec![rule.region.clone(), Condition::Test(axis, values)]),
            ..rule.clone()
        };
        parts.push(match untested(rng, policy, rule) {
            Some((axis, halves)) => halves.map(|values| half(axis, values)).to_vec(),
            None => vec![rule.clone()],
        });
    }
    let mut next = 0..;
    let numbers: Vec<Vec<RuleId>> = parts
        .iter()
        .map(|rules| next.by_ref().take(rules.len()).map(Id::new).collect())
        .collect();
    let mut rules = Arena::new();
    for mut rule in parts.into_iter().flatten() {
        let lifts = rule.lifts.iter();
        rule.lifts = lifts
            .flat_map(|lifted| numbers.get(lifted.index()).cloned().unwrap_or_default())
            .collect();
        rules.push(rule);
    }
    Policy {
        rules,
        ..policy.clone()
    }
}

#[test]
fn a_policy_and_its_split_form_are_the_same() {
    let cut = Cell::new(0);
    each_policy(|rng, policy| {
        let split = split(rng, policy);
        cut.set(cut.get() + split.rules.len() - policy.rules.len());
        for (old, new) in [(policy, &split), (&split, policy)] {
            let difference = compare(old, new, Budget::default()).unwrap();
            assert_eq!(difference.changes, []);
            assert_eq!(difference.new_elements, [""; 0]);
        }
    });
    assert!(cut.get() > 50, "most rules leave some axis alone");
}

#[test]
fn what_is_taken_from_a_split_form_is_found_with_a_request_that_shows_it() {
    let (found, unseen) = (Cell::new(0), Cell::new(0));
    each_policy(|rng, policy| {
        let mut planted = split(rng, policy);
        let Some(rule) = rng.choice(planted.rules.ids().collect::<Vec<_>>()) else {
            return;
        };
        planted.rules.at_mut(rule).region = Condition::FALSE;
        let policies = align(policy, &planted);
        let difference = compare(policy, &planted, Budget::default()).unwrap();
        for change in &difference.changes {
            assert_eq!(expected(&policies, &change.atom), Some(change.part));
            found.set(found.get() + 1);
        }
        if difference.changes.is_empty() {
            let [old, new] = &policies;
            for atom in corner(rng, &[old, new], &[], MOST_ATOMS_OF_A_PAIR).atoms {
                assert_eq!(expected(&policies, &atom), None, "{atom:?}");
                unseen.set(unseen.get() + 1);
            }
        }
    });
    assert!(found.get() > 5, "some changes show");
    assert!(unseen.get() > 0, "some rules are missed by nobody");
}
