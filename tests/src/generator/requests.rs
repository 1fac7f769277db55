//! Random requests to a policy: mostly known, with a few bundles and a few unknowns.

use fastrand::Rng;
use privity::check::policy::{Axis, AxisId, AxisRole, ClassAxis, Condition, Policy};
use privity::check::values::ValueSet;
use privity::request::{Ask, Request};

use super::{TURNING_DAY, domain, one_value};

/// A random atom: a value on every axis, days close to where something changes; half of the time inside some rule, if it can be.
#[must_use]
pub fn atom(rng: &mut Rng, policy: &Policy) -> Vec<i64> {
    let mut atom: Vec<i64> = policy
        .axes
        .ids()
        .map(|axis| likely_value(rng, policy, axis))
        .collect();
    if rng.bool()
        && let Some(rule) = rng.choice(policy.rules.iter())
    {
        steer(rng, policy, &rule.region, true, &mut atom);
    }
    atom
}

/// Moves an atom to where a condition holds, or does not. Parts that speak of the same axis may undo each other.
fn steer(rng: &mut Rng, policy: &Policy, condition: &Condition, wanted: bool, atom: &mut [i64]) {
    match (condition, wanted) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            for part in parts {
                steer(rng, policy, part, wanted, atom);
            }
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            if let Some(part) = rng.choice(parts) {
                steer(rng, policy, part, wanted, atom);
            }
        }
        (Condition::Not(inner), _) => steer(rng, policy, inner, !wanted, atom),
        (Condition::Test(axis, set), _) => {
            let domain = &policy.axes.at(*axis).domain;
            let outside = set.complement(domain);
            let goal = if wanted { set } else { &outside };
            if let Some(slot) = atom.get_mut(axis.index())
                && !goal.is_empty()
                && !goal.contains(*slot)
            {
                *slot = one_value(rng, goal);
            }
        }
    }
}

/// A random request: an atom of which some axes are widened to *all of these* or *one of these*.
#[must_use]
pub fn request(rng: &mut Rng, policy: &Policy) -> Request {
    let atom = atom(rng, policy);
    let mut asks: Vec<Ask> = policy
        .axes
        .entries()
        .zip(atom)
        .map(|((_, axis), value)| {
            let value = ValueSet::single(value);
            if matches!(axis.role, AxisRole::Class(_)) {
                Ask::All(value)
            } else {
                Ask::One(value)
            }
        })
        .collect();
    let axes: Vec<AxisId> = policy.axes.ids().collect();
    let bundles = rng.usize(0..=2);
    for _ in 0..bundles {
        let class = rng.choice(ClassAxis::ALL).unwrap_or(ClassAxis::Data);
        let values = wider(rng, policy, class.id());
        set(&mut asks, class.id(), Ask::All(values));
    }
    let unknowns = rng.usize(0..=4);
    for _ in 0..unknowns {
        if let Some(&axis) = rng.choice(&axes) {
            let values = wider(rng, policy, axis);
            let closed = policy.axes.at(axis).closed;
            set(
                &mut asks,
                axis,
                if closed {
                    Ask::All(values)
                } else {
                    Ask::One(values)
                },
            );
        }
    }
    let implied_destination = rng.u8(0..3) == 0;
    if implied_destination {
        let destination = ClassAxis::Destination.id();
        let values = domain(policy.axes.at(destination));
        // A default for the destination is asked for as a whole, no default leaves it unknown.
        set(
            &mut asks,
            destination,
            if rng.bool() {
                Ask::All(values)
            } else {
                Ask::One(values)
            },
        );
    }
    Request {
        asks,
        implied_destination,
        inconsistent: (rng.u8(0..200) == 0).then(|| "contradictory".to_owned()),
    }
}

fn set(asks: &mut [Ask], axis: AxisId, ask: Ask) {
    if let Some(slot) = asks.get_mut(axis.index()) {
        *slot = ask;
    }
}

/// Sometimes the whole axis, else a node or a stretch of values.
fn wider(rng: &mut Rng, policy: &Policy, axis: AxisId) -> ValueSet {
    let info = policy.axes.at(axis);
    let whole = domain(info);
    if rng.bool() {
        return whole;
    }
    if let AxisRole::Class(class) = info.role
        && let Some(kind) = class.kind()
    {
        return super::rules::nodes(rng, policy, kind);
    }
    let (a, b) = (
        likely_value(rng, policy, axis),
        likely_value(rng, policy, axis),
    );
    ValueSet::range(a.min(b), a.max(b))
}

fn likely_value(rng: &mut Rng, policy: &Policy, axis: AxisId) -> i64 {
    let info = policy.axes.at(axis);
    let default = policy.defaults.get(axis.index()).and_then(Option::as_ref);
    match (&info.role, default) {
        (_, Some(default)) if rng.u8(0..4) > 0 => one_value(rng, default),
        (AxisRole::Class(ClassAxis::Action), _) if rng.u8(0..3) > 0 => {
            one_value(rng, &policy.responses().complement(&info.domain))
        }
        _ if is_dated(info) && rng.bool() => TURNING_DAY + rng.i64(-1..=2),
        _ => one_value(rng, &domain(info)),
    }
}

fn is_dated(axis: &Axis) -> bool {
    axis.domain.contains(&TURNING_DAY)
}

/// The request for one atom: everything known.
#[must_use]
pub fn request_for_atom(atom: &[i64]) -> Request {
    Request {
        asks: atom
            .iter()
            .map(|&value| Ask::One(ValueSet::single(value)))
            .collect(),
        implied_destination: false,
        inconsistent: None,
    }
}
