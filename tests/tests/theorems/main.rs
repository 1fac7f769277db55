//! What must hold of every policy, as property tests on generated ones.
//!
//! `PRIVITY_CASES` sets how many policies each test looks at; the seeds are fixed, so a failure names a policy that can be made again.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod assertions;
mod changes;
mod compliance;
mod differences;
mod fallback;
mod information;
mod layers;
mod lineage;
mod meaning;
mod readings;
mod reasons;
mod refinement;
mod regions;
mod splits;
mod vocabulary;

use fastrand::Rng;
use privity::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, Rule};
use privity::check::values::ValueSet;
use privity::evaluate::{Oracle, Verdict};
use privity::request::{Ask, Class, Outcome, Request};
use privity_tests::comparison::MOST_ATOMS;
use privity_tests::generator;

/// How many atoms or requests are tried on each policy.
const TRIES: u32 = 30;

/// Runs a check on as many policies as are asked for.
fn each_policy(check: impl Fn(&mut Rng, &Policy)) {
    let cases = std::env::var("PRIVITY_CASES");
    let cases: u64 = cases.map_or(40, |cases| {
        cases.parse().expect("PRIVITY_CASES is a number")
    });
    for seed in 0..cases {
        let policy = generator::policy(seed);
        check(&mut Rng::with_seed(seed), &policy);
    }
}

fn verdict(policy: &Policy, atom: &[i64]) -> Verdict {
    privity::evaluate::verdict(policy, atom)
}

/// The answer of the oracle; `None` when there are too many atoms.
fn decide(policy: &Policy, request: &Request) -> Option<Outcome> {
    Oracle::new(policy).decide(request, MOST_ATOMS).ok()
}

fn class(outcome: &Outcome) -> Option<Class> {
    match outcome {
        Outcome::Definite { class, .. } => Some(*class),
        Outcome::Needs(_) => None,
    }
}

/// The request with everything that is unknown asked for as a whole.
fn all_of_it(mut request: Request) -> Request {
    for ask in &mut request.asks {
        *ask = Ask::All(ask.values().clone());
    }
    request
}

/// A random part of a set, at least one value.
fn part(rng: &mut Rng, values: &ValueSet) -> ValueSet {
    let value = |rng: &mut Rng| {
        let all = values.intervals();
        let (low, high) = all[rng.usize(0..all.len())];
        rng.i64(low..=high)
    };
    let (a, b) = (value(rng), value(rng));
    if rng.bool() {
        ValueSet::single(a)
    } else {
        values.intersection(&ValueSet::range(a.min(b), a.max(b)))
    }
}

/// The request with one of its axes, of those that `which` picks, narrowed to a part.
fn narrowed(rng: &mut Rng, request: &Request, which: impl Fn(&Ask) -> bool) -> Request {
    let mut narrowed = request.clone();
    let wide: Vec<usize> = (0..request.asks.len())
        .filter(|&at| request.asks[at].values().len() > 1 && which(&request.asks[at]))
        .collect();
    if let Some(&at) = rng.choice(&wide) {
        let part = part(rng, request.asks[at].values());
        narrowed.asks[at] = match &request.asks[at] {
            Ask::All(_) => Ask::All(part),
            Ask::One(_) => Ask::One(part),
        };
    }
    narrowed
}

/// An atom of a request that says its destination.
fn atom_of(rng: &mut Rng, request: &Request) -> Vec<i64> {
    let value = |ask: &Ask| {
        let all = ask.values().intervals();
        let (low, high) = all[rng.usize(0..all.len())];
        rng.i64(low..=high)
    };
    request.asks.iter().map(value).collect()
}

/// The policy with one more rule.
fn with_rule(policy: &Policy, rule: Rule) -> Policy {
    let mut policy = policy.clone();
    policy.rules.push(rule);
    policy
}

/// The policy without the rules that `drop` picks; the others keep their numbers.
fn without_rules(policy: &Policy, mut drop: impl FnMut(&Rule) -> bool) -> Policy {
    let mut policy = policy.clone();
    for id in policy.rules.ids() {
        if drop(policy.rules.at(id)) {
            policy.rules.at_mut(id).region = Condition::FALSE;
        }
    }
    policy
}

/// Whether an act crosses a border, seen from outside: without transfer rules a border is the only thing that can stop an act that everybody may do.
fn crosses(policy: &Policy, atom: &[i64]) -> bool {
    let mut open = without_rules(policy, |_| true);
    open.effective = privity::check::dates::FIRST_DAY..=privity::check::dates::LAST_DAY;
    let mut rule = generator::rule(&mut Rng::with_seed(0), policy, Effect::Permit);
    rule.layer = Layer::Base;
    rule.region = Condition::TRUE;
    rule.obligations = Vec::new();
    open.rules.push(rule);
    verdict(&open, atom).class == Class::Deny
}

fn value(atom: &[i64], axis: ClassAxis) -> i64 {
    atom[axis.id().index()]
}
