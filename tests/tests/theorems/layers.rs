//! Borders and the layer of rules behind them.

use privity::check::duty::conflict;
use privity::check::policy::{Borders, Kind};
use privity_tests::generator::{self, TURNING_DAY};

use super::*;

#[test]
fn a_verdict_is_the_worse_one_of_its_layers() {
    each_policy(|rng, policy| {
        let mut base = without_rules(policy, |rule| rule.layer == Layer::Transfer);
        base.borders = Borders::default();
        let mut transfer = without_rules(policy, |rule| {
            rule.layer == Layer::Base && rule.effect != Effect::Exclude
        });
        for id in transfer.rules.ids() {
            transfer.rules.at_mut(id).layer = Layer::Base;
        }
        transfer.borders = Borders::default();
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            let is_response = policy.responses().contains(value(&atom, ClassAxis::Action));
            let mut expected = verdict(&base, &atom);
            if !is_response && crosses(policy, &atom) {
                let other = verdict(&transfer, &atom);
                expected.class = expected.class.min(other.class);
                expected.duties.extend(other.duties);
                if conflict(policy, &expected.duties) {
                    expected.class = expected.class.min(Class::Deny);
                }
            }
            if expected.class != Class::Permit {
                expected.duties.clear();
            }
            assert_eq!(verdict(policy, &atom), expected);
        }
    });
}

#[test]
fn nothing_crosses_a_border_inside_one_area() {
    each_policy(|rng, policy| {
        let places = policy.class_axis(ClassAxis::Home).domain.clone();
        for _ in 0..TRIES {
            let mut atom = generator::atom(rng, policy);
            atom[ClassAxis::Action.id().index()] = 0;
            let home = rng.i64(places.clone());
            let at_home = policy.borders.as_home.first().unwrap();
            for (axis, place) in [
                (ClassAxis::Home, home),
                (ClassAxis::Origin, *rng.choice(&[home, at_home]).unwrap()),
                (
                    ClassAxis::Destination,
                    *rng.choice(&[home, at_home]).unwrap(),
                ),
            ] {
                atom[axis.id().index()] = place;
            }
            assert!(!crosses(policy, &atom));
        }
    });
}

#[test]
fn leaving_an_area_makes_a_border_on_the_day_after_the_last() {
    each_policy(|rng, policy| {
        let atom_named = |name: &str| {
            policy
                .node(Kind::Place, name)
                .unwrap()
                .atoms
                .first()
                .unwrap()
        };
        let mut atom = generator::atom(rng, policy);
        atom[ClassAxis::Action.id().index()] = 0;
        atom[ClassAxis::Home.id().index()] = atom_named("norland");
        atom[ClassAxis::Origin.id().index()] = atom_named("norland");
        atom[ClassAxis::Destination.id().index()] = atom_named("midland");
        for (day, expected) in [
            (TURNING_DAY - 1, false),
            (TURNING_DAY, false),
            (TURNING_DAY + 1, true),
        ] {
            atom[ClassAxis::Date.id().index()] = day;
            assert_eq!(crosses(policy, &atom), expected);
        }
    });
}

#[test]
fn a_lift_in_one_layer_changes_nothing_in_the_other() {
    each_policy(|rng, policy| {
        let mut other = policy.clone();
        for id in policy.rules.ids() {
            if policy.rules.at(id).layer == Layer::Transfer {
                other.rules.at_mut(id).lifts.clear();
            }
        }
        for _ in 0..TRIES {
            let atom = generator::atom(rng, policy);
            if !crosses(policy, &atom) {
                assert_eq!(verdict(policy, &atom), verdict(&other, &atom));
            }
        }
    });
}
