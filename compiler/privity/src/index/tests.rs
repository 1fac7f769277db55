//! What the index says when its budget ends, on a policy small enough to be looked at.

use std::collections::BTreeSet;

use super::*;
use crate::check::policy::{AxisId, ClassAxis};
use crate::check::values::ValueSet;
use crate::graph::sample::{DE, SHARE, Sample, all, is};
use crate::lower::lower;
use crate::request::work::Work;
use crate::request::{Ask, Class, Outcome, Request};

const ACTION: AxisId = ClassAxis::Action.id();
const RECIPIENT: AxisId = ClassAxis::Recipient.id();
const PARTNER: i64 = 1;

/// Sharing is permitted but for three pairs of circumstances that must not come together.
fn pairs() -> (Sample, Vec<AxisId>) {
    let mut sample = Sample::new();
    let flags: Vec<AxisId> = (0..6)
        .map(|at| sample.fact(&format!("flag{at}"), 1))
        .collect();
    sample.permit(is(ACTION, &[SHARE]));
    for pair in flags.chunks(2) {
        sample.forbid(all(&[is(pair[0], &[1]), is(pair[1], &[1])]));
    }
    (sample, flags)
}

fn request(sample: &Sample, given: &[(AxisId, i64)]) -> Request {
    let scope = [
        (ACTION, SHARE),
        (RECIPIENT, PARTNER),
        (ClassAxis::Home.id(), DE),
        (ClassAxis::Origin.id(), DE),
        (ClassAxis::Destination.id(), DE),
    ];
    sample.request(&[&scope[..], given].concat())
}

fn both() -> ValueSet {
    ValueSet::range(0, 1)
}

#[test]
fn what_is_unknown_and_may_matter_is_asked_for_when_the_budget_ends() {
    let (sample, flags) = pairs();
    let index = build(&sample.policy, &lower(&sample.policy));
    let mut request = request(&sample, &[(flags[0], 0)]);
    for flag in &flags[1..] {
        request.asks[flag.index()] = Ask::One(both());
    }
    // The partner of a circumstance that is not given can do no harm.
    let matter: BTreeSet<AxisId> = flags[2..].iter().copied().collect();
    let exact = decide_within(&index, &sample.policy, &request, &mut Work::default()).unwrap();
    assert_eq!(exact, Outcome::Needs(matter.clone()));
    let too_coarse =
        decide_within(&index, &sample.policy, &request, &mut Work::of_cells(4)).unwrap_err();
    assert_eq!(too_coarse.outcome(), Outcome::Needs(matter));
}

#[test]
fn a_bundle_that_the_budget_leaves_open_is_denied() {
    let (sample, flags) = pairs();
    let index = build(&sample.policy, &lower(&sample.policy));
    let given: Vec<(AxisId, i64)> = flags.iter().map(|&flag| (flag, 0)).collect();
    let mut request = request(&sample, &given);
    // All of both values of one of each pair: nothing comes together, so this is permitted.
    for pair in flags.chunks(2) {
        request.asks[pair[0].index()] = Ask::All(both());
    }
    let class = |outcome| match outcome {
        Outcome::Definite { class, .. } => class,
        Outcome::Needs(axes) => panic!("needs {axes:?}"),
    };
    let exact = decide_within(&index, &sample.policy, &request, &mut Work::default()).unwrap();
    assert_eq!(class(exact), Class::Permit);
    let too_coarse =
        decide_within(&index, &sample.policy, &request, &mut Work::of_cells(0)).unwrap_err();
    assert_eq!(class(too_coarse.outcome()), Class::Deny);
}

#[test]
fn hundreds_of_crossing_rules_cost_an_atom_one_cell() {
    let mut sample = Sample::new();
    let flags: Vec<AxisId> = (0..60)
        .map(|at| sample.fact(&format!("flag{at}"), 1))
        .collect();
    sample.permit(is(ACTION, &[SHARE]));
    for at in 0..600 {
        let of = |step: usize| is(flags[(at * step + at / 60) % 60], &[1]);
        sample.forbid(all(&[of(1), of(7), of(11), of(13)]));
    }
    let index = build(&sample.policy, &lower(&sample.policy));
    let given: Vec<(AxisId, i64)> = flags.iter().map(|&flag| (flag, 0)).collect();
    let request = request(&sample, &given);
    let found = decide_within(&index, &sample.policy, &request, &mut Work::of_cells(1)).unwrap();
    assert_eq!(
        found,
        Outcome::Definite {
            class: Class::Permit,
            duties: BTreeSet::new()
        }
    );
}
