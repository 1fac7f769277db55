//! Complying with a law: what is found is a shortfall by the definition, and the relation is reflexive and, where scopes nest, transitive.

use privity::arena::Arena;
use privity::check::duty::join;
use privity::check::law::{Law, Laws};
use privity::check::policy::AxisRole;
use privity::comply::{Applies, LawAnswer, Question, Shortfall, compare, link, together};
use privity::graph::{Budget, build};
use privity::lower::lower;
use privity::request::answer::{Verdict as Answered, answer};
use privity::request::work::Work;
use privity::source::Span;
use privity_tests::generator;

use super::*;

/// The rules of a policy as a law.
fn as_law(policy: &Policy) -> Law {
    Law {
        header: policy.header.clone(),
        effective: policy.effective.clone(),
        permits_unless_ruled: false,
        rules: policy.rules.clone(),
        citations: Vec::new(),
        tests: Vec::new(),
        span: Span::new(0, 0),
    }
}

fn shortfalls(policy: &Policy, law: &Policy) -> Vec<Shortfall> {
    compare(policy, &as_law(law), &Question::default())
        .expect("generated policies are small")
        .shortfalls
}

fn complies(policy: &Policy, law: &Policy) -> bool {
    shortfalls(policy, law).is_empty()
}

/// Whether a policy falls short of a law at an atom, by the words of the definition.
fn falls_short(policy: &Policy, law: &Policy, atom: &[i64]) -> bool {
    let (mine, theirs) = (verdict(policy, atom), verdict(law, atom));
    let is_response = policy.responses().contains(value(atom, ClassAxis::Action));
    let all = &policy.obligations;
    let kept = join(
        &policy.taxonomies,
        mine.duties.iter().map(|&duty| all.at(duty)),
    );
    let keeps = theirs.duties.iter().all(|&asked| {
        kept.iter()
            .any(|duty| duty.is_at_least_as_strict_as(all.at(asked)))
    });
    match (theirs.class, mine.class) {
        (Class::NotApplicable, _) => false,
        (Class::Permit, Class::Permit) => !keeps,
        (Class::Deny, mine) => !is_response && mine == Class::Permit,
        (Class::Permit, _) => is_response && !theirs.duties.is_empty(),
    }
}

/// An atom that the comparison looks at: in the policy's life, duties kept, the recipient where it sits, ambiguous texts read by their defaults.
fn is_compared(policy: &Policy, atom: &[i64]) -> bool {
    let flags: Vec<&String> = policy
        .obligations
        .iter()
        .filter_map(|duty| duty.shown_by.as_ref())
        .collect();
    let kept = policy.axes.entries().all(|(id, axis)| match axis.role {
        AxisRole::Kept(_) => atom[id.index()] == 1,
        AxisRole::Fact(fact) => {
            atom[id.index()] == 1 || !flags.contains(&&policy.facts.at(fact).name)
        }
        _ => true,
    });
    let recipient = usize::try_from(value(atom, ClassAxis::Recipient)).unwrap();
    let seats = policy.sits_in.get(recipient).and_then(Option::as_ref);
    let seated = seats.is_none_or(|seats| seats.contains(value(atom, ClassAxis::Destination)));
    let as_home = &policy.borders.as_home;
    let at_home = !as_home.contains(value(atom, ClassAxis::Home))
        || as_home
            .complement(&policy.class_axis(ClassAxis::Home).domain)
            .is_empty();
    let by_default = policy.facts.iter().all(|fact| {
        fact.ambiguity.as_ref().is_none_or(|ambiguity| {
            atom[fact.axes[0].index()] == i64::try_from(ambiguity.default).unwrap()
        })
    });
    kept && at_home
        && seated
        && by_default
        && policy.effective.contains(&value(atom, ClassAxis::Date))
}

/// The policy with some of its rules gone; what is outside stays outside.
fn thinned(rng: &mut Rng, policy: &Policy) -> Policy {
    let mut kept: Vec<(usize, Rule)> = Vec::new();
    for (id, rule) in policy.rules.entries() {
        if rule.effect == Effect::Exclude || rng.u8(0..4) > 0 {
            kept.push((id.index(), rule.clone()));
        }
    }
    let place = |old: usize| kept.iter().position(|(index, _)| *index == old);
    let rules: Arena<Rule> = kept
        .iter()
        .map(|(_, rule)| {
            let lifts = rule.lifts.iter();
            let lifts = lifts.filter_map(|id| place(id.index()));
            Rule {
                lifts: lifts
                    .map(|at| privity::arena::Id::new(u32::try_from(at).unwrap()))
                    .collect(),
                ..rule.clone()
            }
        })
        .collect();
    Policy {
        rules,
        laws: Laws::default(),
        ..policy.clone()
    }
}

#[test]
fn a_policy_complies_with_itself() {
    each_policy(|_, policy| assert!(complies(policy, policy), "{}", policy.header.name));
}

#[test]
fn every_shortfall_is_one_by_the_definition_and_none_is_overlooked() {
    let found = std::cell::Cell::new(0);
    each_policy(|rng, policy| {
        let (one, other) = (thinned(rng, policy), thinned(rng, policy));
        let shortfalls = shortfalls(&one, &other);
        for shortfall in &shortfalls {
            assert!(is_compared(&one, &shortfall.atom));
            assert!(
                falls_short(&one, &other, &shortfall.atom),
                "{}: {shortfall:?}",
                policy.header.name
            );
        }
        found.set(found.get() + shortfalls.len());
        if shortfalls.is_empty() {
            for _ in 0..TRIES * 10 {
                let atom = generator::atom(rng, policy);
                assert!(!is_compared(&one, &atom) || !falls_short(&one, &other, &atom));
            }
        }
    });
    assert!(
        found.get() > 10,
        "{} shortfalls were looked at",
        found.get()
    );
}

#[test]
fn complying_is_transitive_where_the_scope_of_the_third_lies_inside_that_of_the_second() {
    let held = std::cell::Cell::new(0);
    each_policy(|rng, policy| {
        // All three leave out the same, so their scopes nest.
        let sides: Vec<Policy> = (0..4).map(|_| thinned(rng, policy)).collect();
        for first in &sides {
            for second in sides.iter().filter(|second| complies(first, second)) {
                for third in sides.iter().filter(|third| complies(second, third)) {
                    held.set(held.get() + 1);
                    assert!(complies(first, third), "{}", policy.header.name);
                }
            }
        }
    });
    assert!(held.get() > 100, "the premises held {} times", held.get());
}

#[test]
fn without_nested_scopes_it_is_not() {
    let met = std::cell::Cell::new(false);
    each_policy(|rng, policy| {
        let permit = Rule {
            region: Condition::TRUE,
            obligations: Vec::new(),
            layer: Layer::Base,
            ..generator::rule(rng, policy, Effect::Permit)
        };
        let bare = without_rules(policy, |_| true);
        let lax = with_rule(&bare, permit.clone());
        let silent = with_rule(
            &bare,
            Rule {
                effect: Effect::Exclude,
                ..permit
            },
        );
        // The silent one says nothing, so it permits nothing either; the empty one denies.
        met.set(
            met.get()
                || complies(&lax, &silent) && complies(&silent, &bare) && !complies(&lax, &bare),
        );
    });
    assert!(met.get());
}

#[test]
fn policy_and_law_together_say_at_every_atom_the_worse_where_the_law_applies() {
    let met = std::cell::Cell::new(0);
    each_policy(|rng, policy| {
        let other = thinned(rng, policy);
        let linking = Policy {
            laws: Laws {
                laws: vec![as_law(&other)],
                ..Laws::default()
            },
            ..thinned(rng, policy)
        };
        let laws = link(&linking, Budget::default()).unwrap();
        let graph = build(&linking, &lower(&linking), Budget::default()).unwrap();
        for _ in 0..TRIES / 3 {
            let atom = generator::atom(rng, policy);
            let request = generator::request_for_atom(&atom);
            let own = answer(&linking, &graph, &request).verdict;
            let said: Vec<LawAnswer> = laws
                .iter()
                .map(|law| law.answer(&request, &mut Work::new(usize::MAX)))
                .collect();
            let (mine, theirs) = (verdict(&linking, &atom).class, verdict(&other, &atom).class);
            let (applies, expected) = match theirs {
                Class::NotApplicable => (Applies::No, mine),
                theirs => (Applies::Yes, mine.min(theirs)),
            };
            let expected = match expected {
                Class::Permit => Answered::Permit,
                Class::Deny => Answered::Deny,
                Class::NotApplicable => Answered::NotApplicable,
            };
            assert_eq!(said[0].applies, applies);
            assert_eq!(together(own, &said), expected);
            met.set(met.get() + usize::from(own != expected));
        }
    });
    assert!(met.get() > 0, "no law ever mattered");
}
