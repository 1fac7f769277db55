//! The regions that analyses compute with are those of the rules: what the algebra says of a set of atoms, the oracle says of each.

use privity::graph::Budget;
use privity::graph::space::{Cube, Region, RuleSet, Space, consistent};
use privity::request::Reason;
use privity_tests::generator;

use super::*;

const SET: RuleSet = RuleSet::FIRST;

fn space<'p>(policy: &'p Policy, more: &[Condition]) -> Space<'p> {
    Space::new(policy, more, Budget::default()).expect("a small policy has small regions")
}

fn holds(cube: &Cube, atom: &[i64]) -> bool {
    let mut sides = cube.sides.iter();
    sides.all(|(axis, values)| values.contains(atom[axis.index()]))
}

#[test]
fn every_atom_lies_in_the_region_of_its_verdict() {
    each_policy(|rng, policy| {
        let mut space = space(policy, &[]);
        let permitted = space.permitted(SET).unwrap();
        let denied = space.denied(SET).unwrap();
        let applicable = space.applicable(SET).unwrap();
        let crossing = space.crossing(SET).unwrap();
        let conflicts = space.duty_conflicts(SET).unwrap();
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let class = verdict(policy, &atom).class;
            assert_eq!(space.contains(permitted, &atom), class == Class::Permit);
            assert_eq!(space.contains(denied, &atom), class == Class::Deny);
            let applies = class != Class::NotApplicable;
            assert_eq!(space.contains(applicable, &atom), applies);
            let is_response = policy.responses().contains(value(&atom, ClassAxis::Action));
            let crosses = !is_response && crosses(policy, &atom);
            assert_eq!(space.contains(crossing, &atom), crosses);
            let reason = privity::evaluate::reason(policy, &atom);
            let conflict = matches!(reason, Reason::DutyConflict(_));
            assert_eq!(space.contains(conflicts, &atom), conflict);
        }
    });
}

#[test]
fn what_is_permitted_is_sorted_by_all_its_duties() {
    each_policy(|rng, policy| {
        let mut space = space(policy, &[]);
        let sorted = space.by_duties(SET, |_| true).unwrap();
        let permitted = space.permitted(SET).unwrap();
        let regions = sorted.iter().map(|(_, region)| *region);
        assert_eq!(space.any(regions).unwrap(), permitted);
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let found = verdict(policy, &atom);
            let holding: Vec<_> = sorted
                .iter()
                .filter(|(_, region)| space.contains(*region, &atom))
                .map(|(duties, _)| duties)
                .collect();
            match found.class {
                Class::Permit => assert_eq!(holding, [&found.duties]),
                _ => assert!(holding.is_empty()),
            }
        }
        for duty in policy.obligations.ids() {
            let with = space.permitted_with(SET, duty).unwrap();
            for (duties, region) in &sorted {
                if duties.contains(&duty) {
                    assert!(space.implies(*region, with).unwrap());
                } else {
                    assert!(!space.meet(*region, with).unwrap());
                }
            }
        }
    });
}

#[test]
fn rules_and_conditions_hold_where_the_text_says() {
    each_policy(|rng, policy| {
        let condition = generator::condition(rng, policy, 3);
        let mut space = space(policy, &[condition.clone(), consistent(policy)]);
        let region = space.condition(&condition).unwrap();
        let seated = space.condition(&consistent(policy)).unwrap();
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            assert_eq!(space.contains(region, &atom), condition.holds(&atom));
            let party = usize::try_from(value(&atom, ClassAxis::Recipient)).unwrap();
            let seats = policy.sits_in.get(party).and_then(Option::as_ref);
            let sits = seats.is_none_or(|places| {
                let at_home = &policy.borders.as_home;
                let destination = value(&atom, ClassAxis::Destination);
                let anywhere = places.is_empty() || !places.intersection(at_home).is_empty();
                anywhere || places.contains(destination) || at_home.contains(destination)
            });
            assert_eq!(space.contains(seated, &atom), sits);
            for (id, rule) in policy.rules.entries() {
                let scope = space.scope(SET, id).unwrap();
                assert_eq!(space.contains(scope, &atom), rule.region.holds(&atom));
                if rule.effect == Effect::Require {
                    let expected = rule.region.holds(&atom) && !rule.requirement.holds(&atom);
                    assert_eq!(space.contains(space.rule(SET, id), &atom), expected);
                }
            }
        }
    });
}

#[test]
fn regions_follow_the_laws_of_sets() {
    each_policy(|rng, policy| {
        let conditions = [(); 2].map(|()| generator::condition(rng, policy, 3));
        let mut space = space(policy, &conditions);
        let [a, b] = [0, 1].map(|at| space.condition(&conditions[at]).unwrap());
        let (and, or) = (space.and(a, b).unwrap(), space.or(a, b).unwrap());
        let (not_a, not_b) = (space.not(a).unwrap(), space.not(b).unwrap());
        let outside = space.or(not_a, not_b).unwrap();
        assert_eq!(space.not(and).unwrap(), outside);
        assert_eq!(space.without(a, b).unwrap(), space.and(a, not_b).unwrap());
        assert_eq!(space.any([b, a]).unwrap(), or);
        assert_eq!(space.meet(a, b).unwrap(), !and.is_empty());
        assert_eq!(space.implies(a, b).unwrap(), and == a);
        let (class, fact) = (a, |axis: privity::check::policy::AxisId| {
            axis.index() >= ClassAxis::ALL.len()
        });
        let some = space.for_some(class, fact).unwrap();
        assert!(space.implies(class, some).unwrap());
        let again = space.for_some(some, fact).unwrap();
        assert_eq!(some, again);
        let (_, all) = space.cubes(some, 10_000);
        assert!(all);
    });
}

#[test]
fn a_witness_lies_in_its_region_and_boxes_make_it_up() {
    each_policy(|rng, policy| {
        let mut space = space(policy, &[]);
        let permitted = space.permitted(SET).unwrap();
        let regions = [permitted, space.not(permitted).unwrap()];
        for region in regions {
            let witness = space.witness(region);
            assert_eq!(witness.is_none(), region.is_empty());
            if let Some(witness) = witness {
                assert!(space.contains(region, &witness.atom));
                assert!(!space.words(&witness).is_empty());
                // Whatever is not told does not matter.
                let mut other = generator::atom(rng, policy);
                for axis in &witness.told {
                    other[axis.index()] = witness.atom[axis.index()];
                }
                assert!(space.contains(region, &other));
            }
            let (cubes, all) = space.cubes(region, 20_000);
            for _ in 0..TRIES {
                let atom = generator::atom(rng, policy);
                let held = cubes.iter().filter(|cube| holds(cube, &atom)).count();
                assert!(held <= 1);
                if all {
                    assert_eq!(held == 1, space.contains(region, &atom));
                }
            }
        }
        let [one, other] = regions.map(|region| space.count(region, |_| true));
        let whole = space.count(Region::EVERYTHING, |_| true);
        assert!(((one + other) / whole - 1.0).abs() < 1e-9);
    });
}

#[test]
fn what_is_forgotten_can_be_made_again() {
    each_policy(|rng, policy| {
        let condition = generator::condition(rng, policy, 3);
        let mut space = space(policy, std::slice::from_ref(&condition));
        let mut cubes = || {
            space
                .scratch(|space| {
                    let permitted = space.permitted(SET)?;
                    let inside = space.condition(&condition)?;
                    let both = space.and(permitted, inside)?;
                    Ok(space.cubes(both, 50))
                })
                .unwrap()
        };
        assert_eq!(cubes(), cubes());
    });
}

#[test]
fn two_policies_in_one_space_keep_their_own_verdicts() {
    each_policy(|rng, policy| {
        let mut other = policy.clone();
        let id = rng.choice(policy.rules.ids()).unwrap();
        other.rules.at_mut(id).region = generator::condition(rng, policy, 2);
        let mut space = Space::over(&[policy, &other], &[], Budget::default()).unwrap();
        let [old, new] = [0, 1].map(|set| space.permitted(RuleSet(set)).unwrap());
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let permits = |policy| verdict(policy, &atom).class == Class::Permit;
            assert_eq!(space.contains(old, &atom), permits(policy));
            assert_eq!(space.contains(new, &atom), permits(&other));
        }
    });
}
