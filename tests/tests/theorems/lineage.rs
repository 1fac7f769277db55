//! Rules on data and what is computed from them reach as far as the declared inputs do.

use std::collections::BTreeSet;

use privity::check::policy::{Kind, Layer};
use privity::check::taxonomy::Taxonomy;
use privity_tests::engine::Engine as _;
use privity_tests::generator;
use privity_tests::generator::text::text;
use privity_tests::written::WrittenEngine;

use super::*;

/// Whether an atom is computed from some atoms, at any distance, looked at from the far end: upwards through its inputs.
fn comes_from(taxonomy: &Taxonomy, atom: i64, sources: &ValueSet) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![atom];
    while let Some(atom) = open.pop() {
        let holding = taxonomy
            .nodes
            .iter()
            .filter(|node| node.atoms.contains(atom));
        for input in holding.flat_map(|node| &node.derived_from) {
            let input = &taxonomy.nodes[*input as usize].atoms;
            if !input.intersection(sources).is_empty() {
                return true;
            }
            open.extend(input.iter().filter(|&atom| seen.insert(atom)));
        }
    }
    false
}

/// The policy with two rules alone: everything may be done, but not with some data.
fn with_one_guard(policy: &Policy, guarded: &ValueSet) -> Policy {
    let mut policy = policy.clone();
    let rules = [
        (Effect::Permit, Condition::TRUE),
        (
            Effect::Forbid,
            Condition::Test(ClassAxis::Data.id(), guarded.clone()),
        ),
    ];
    policy.rules = rules
        .into_iter()
        .map(|(effect, region)| {
            let mut rule = generator::rule(&mut Rng::with_seed(0), &policy, effect);
            (rule.layer, rule.region, rule.obligations) = (Layer::Base, region, Vec::new());
            rule
        })
        .collect();
    policy.borders = privity::check::policy::Borders {
        areas: Vec::new(),
        ..policy.borders
    };
    policy.effective = privity::check::dates::FIRST_DAY..=privity::check::dates::LAST_DAY;
    policy
}

#[test]
fn a_guard_on_data_and_what_is_derived_from_them_reaches_just_that() {
    let reached = std::cell::Cell::new(0);
    each_policy(|rng, policy| {
        let taxonomy = policy.taxonomies.kind(Kind::Data).unwrap();
        let inputs = taxonomy.nodes.iter().flat_map(|node| &node.derived_from);
        let inputs: Vec<_> = inputs.map(|&at| &taxonomy.nodes[at as usize]).collect();
        // Mostly something that others are computed from.
        let source = rng.choice(inputs).filter(|_| rng.u8(0..4) > 0);
        let source = source.unwrap_or(rng.choice(&taxonomy.nodes).unwrap());
        let derived: Vec<i64> = (0..policy.taxonomies.atom_count(Kind::Data))
            .filter(|&atom| comes_from(taxonomy, atom, &source.atoms))
            .collect();
        reached.set(reached.get() + derived.len());
        let set = ValueSet::from_intervals(derived.iter().map(|&atom| (atom, atom)));
        assert_eq!(
            generator::and_derived(policy, &source.atoms),
            source.atoms.union(&set)
        );
        let meant = with_one_guard(policy, &source.atoms.union(&set));
        let name = &source.name;
        let mut bare = meant.clone();
        bare.rules = Default::default();
        let rules = "rule r0\npermit any\nrule r1\nforbid collect, use, share, store";
        let mut written = [
            format!("{name}, derived from {name}"),
            format!("{name} and derived"),
        ]
        .map(|set| format!("{}{rules} {set}\n", text(&bare)))
        .map(|text| WrittenEngine::new(&meant, &text).unwrap());
        let actions = policy.taxonomies.atom_count(Kind::Action);
        for _ in 0..TRIES {
            let mut atom = generator::atom(rng, policy);
            atom[ClassAxis::Action.id().index()] = rng.i64(0..actions);
            // Within one country nothing crosses a border.
            for place in [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination] {
                atom[place.id().index()] = 0;
            }
            let data = value(&atom, ClassAxis::Data);
            let expected = if source.atoms.contains(data) || set.contains(data) {
                Class::Deny
            } else {
                Class::Permit
            };
            let request = generator::request_for_atom(&atom);
            for written in &mut written {
                let answer = written.decide(&request).unwrap();
                assert_eq!(class(&answer), Some(expected), "{}", policy.header.name);
            }
        }
    });
    assert!(reached.get() > 10, "{reached:?}");
}
