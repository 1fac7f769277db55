//! Random small policies and requests for tests.

use super::sample::{DE, DEVICE, Sample, brexit};
use super::verify::Random;
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Condition, Effect, Layer};
use crate::check::values::ValueSet;
use crate::request::{Ask, Request};

/// A policy with up to a dozen rules that cross, lift and oblige in both layers.
pub(super) fn policy(seed: u64) -> Sample {
    let mut random = Random::new(seed);
    let mut sample = Sample::new();
    for at in 0..=random.below(3) {
        let last = if random.below(2) == 0 { 1 } else { 9 };
        sample.fact(&format!("fact_{at}"), last);
    }
    let duties = [
        sample.duty("encrypt", &[]),
        sample.duty("erase", &["keep"]),
        sample.duty("keep", &["erase"]),
    ];
    if random.below(4) == 0 {
        sample.policy.effective = 0..=brexit() + 100;
    }
    let effects = [
        Effect::Permit,
        Effect::Permit,
        Effect::Permit,
        Effect::Forbid,
        Effect::Require,
        Effect::Oblige,
        Effect::Exclude,
    ];
    for _ in 0..3 + random.below(9) {
        let Some(&effect) = random.pick(&effects) else {
            continue;
        };
        let mut region = condition(&sample, &mut random, 2);
        if effect == Effect::Exclude {
            region = Condition::All(vec![region, condition(&sample, &mut random, 1)]);
        }
        let rule = sample.rule(effect, region);
        if random.below(3) == 0 {
            sample.in_transfer_layer(rule);
        }
        if effect == Effect::Require {
            sample.policy.rules.at_mut(rule).requirement = condition(&sample, &mut random, 1);
        }
        if matches!(effect, Effect::Permit | Effect::Oblige) && random.below(2) == 0 {
            sample.must(rule, duties[random.below(3)]);
        }
    }
    let ids: Vec<_> = sample.policy.rules.ids().collect();
    for &permit in &ids {
        let lifts = sample.policy.rules.at(permit).effect == Effect::Permit && random.below(2) == 0;
        for &lifted in &ids {
            let liftable = matches!(
                sample.policy.rules.at(lifted).effect,
                Effect::Forbid | Effect::Require | Effect::Oblige
            );
            if lifts
                && liftable
                && layer(&sample, permit) == layer(&sample, lifted)
                && random.below(3) == 0
            {
                sample.lifts(permit, lifted);
            }
        }
    }
    sample
}

fn layer(sample: &Sample, rule: crate::check::policy::RuleId) -> Layer {
    sample.policy.rules.at(rule).layer
}

fn condition(sample: &Sample, random: &mut Random, depth: usize) -> Condition {
    let parts = |random: &mut Random| {
        (0..=random.below(3))
            .map(|_| condition(sample, random, depth - 1))
            .collect()
    };
    match (depth, random.below(5)) {
        (1.., 0..=1) => Condition::All(parts(random)),
        (1.., 2) => Condition::Any(parts(random)),
        (1.., 3) => Condition::Not(Box::new(condition(sample, random, depth - 1))),
        _ => test(sample, random),
    }
}

fn test(sample: &Sample, random: &mut Random) -> Condition {
    let axes: Vec<AxisId> = sample.policy.axes.ids().collect();
    let axis = *random.pick(&axes).unwrap();
    Condition::Test(axis, values(sample, random, axis))
}

/// Some values of an axis, at least one.
fn values(sample: &Sample, random: &mut Random, axis: AxisId) -> ValueSet {
    let domain = &sample.policy.axes.at(axis).domain;
    if sample.policy.axes.at(axis).role == AxisRole::Class(ClassAxis::Date) {
        let middle = brexit() - 1 + i64::try_from(random.below(4)).unwrap();
        return match random.below(3) {
            0 => ValueSet::single(middle),
            1 => ValueSet::range(*domain.start(), middle),
            _ => ValueSet::range(middle, *domain.end()),
        };
    }
    let some: Vec<(i64, i64)> = domain
        .clone()
        .filter(|_| random.below(2) == 0)
        .map(|value| (value, value))
        .collect();
    if some.is_empty() {
        return ValueSet::single(*domain.start());
    }
    ValueSet::from_intervals(some)
}

/// A request with bundles and unknowns that stands for not too many atoms.
pub(super) fn request(sample: &Sample, random: &mut Random) -> Request {
    let asks = sample
        .policy
        .axes
        .entries()
        .map(|(id, axis)| {
            let one = || ValueSet::single(*axis.domain.start());
            let wide = random.below(4) == 0;
            let all = match axis.role {
                AxisRole::Class(_) => random.below(5) > 0,
                _ => random.below(5) == 0,
            };
            let set = if wide {
                values(sample, random, id)
            } else {
                let some = values(sample, random, id);
                let picked: Vec<i64> = some.iter().take(12).collect();
                random
                    .pick(&picked)
                    .map_or_else(one, |&value| ValueSet::single(value))
            };
            if all { Ask::All(set) } else { Ask::One(set) }
        })
        .collect();
    let mut request = Request {
        asks,
        implied_destination: random.below(3) == 0,
        inconsistent: None,
    };
    if request.implied_destination && random.below(2) == 0 {
        request.asks[ClassAxis::Destination.id().index()] = Ask::One(ValueSet::range(DE, DEVICE));
    }
    request
}

/// An atom of a policy, anywhere.
pub(super) fn atom(sample: &Sample, random: &mut Random) -> Vec<i64> {
    sample
        .policy
        .axes
        .ids()
        .map(|axis| {
            let some: Vec<i64> = values(sample, random, axis).iter().take(12).collect();
            *random.pick(&some).unwrap()
        })
        .collect::<Vec<i64>>()
}
