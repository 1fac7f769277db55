//! Random rules of all effects, in both layers, with conditions and lifts.

use fastrand::Rng;
use privity::check::dates::{FIRST_DAY, LAST_DAY};
use privity::check::duty::ObligationId;
use privity::check::policy::{
    AxisId, AxisRole, ClassAxis, Condition, Effect, Kind, Layer, Policy, Rule, RuleId,
};
use privity::check::values::ValueSet;
use privity::source::Span;

use super::{TURNING_DAY, domain, one_value};

/// Adds a rule; permits are as likely as all others together, and wide, so that something is left to forbid.
pub(super) fn add_rule(rng: &mut Rng, policy: &mut Policy) {
    let effect = match rng.u8(0..24) {
        0..=11 => Effect::Permit,
        12..=15 => Effect::Forbid,
        16..=18 => Effect::Require,
        19..=22 => Effect::Oblige,
        _ => Effect::Exclude,
    };
    let rule = rule(rng, policy, effect);
    policy.rules.push(rule);
}

/// A random rule of an effect, without lifts.
#[must_use]
pub fn rule(rng: &mut Rng, policy: &Policy, effect: Effect) -> Rule {
    let is_permit = effect == Effect::Permit;
    let layer = if effect != Effect::Exclude && rng.u8(0..3) == 0 {
        Layer::Transfer
    } else {
        Layer::Base
    };
    let obligations = match effect {
        Effect::Oblige => some_duties(rng, policy, 2),
        Effect::Permit => some_duties(rng, policy, 0),
        _ => Vec::new(),
    };
    Rule {
        name: format!("r{}", policy.rules.len()),
        is_named: true,
        effect,
        layer,
        region: region(rng, policy, is_permit),
        requirement: if effect == Effect::Require {
            condition(rng, policy, 2)
        } else {
            Condition::TRUE
        },
        obligations,
        lifts: Vec::new(),
        is_final: false,
        guard_kind: None,
        sections: Vec::new(),
        named: Vec::new(),
        conditions: Vec::new(),
        citations: Vec::new(),
        docs: Vec::new(),
        span: Span::default(),
    }
}

fn some_duties(rng: &mut Rng, policy: &Policy, least: usize) -> Vec<ObligationId> {
    let count = rng.usize(least..=least + 1);
    let mut duties: Vec<ObligationId> = policy.obligations.ids().collect();
    rng.shuffle(&mut duties);
    duties.truncate(count);
    duties.sort();
    duties
}

/// A scope on the class axes, with a condition half of the time.
fn region(rng: &mut Rng, policy: &Policy, is_wide: bool) -> Condition {
    let mut parts = vec![Condition::Test(
        ClassAxis::Action.id(),
        actions(rng, policy, is_wide),
    )];
    for class in ClassAxis::ALL {
        let chance = match class {
            ClassAxis::Action => 0,
            ClassAxis::Data => 60,
            ClassAxis::Purpose | ClassAxis::Recipient => 30,
            _ => 10,
        };
        if rng.u8(0..100) < if is_wide { chance / 3 } else { chance } {
            parts.push(Condition::Test(class.id(), class_set(rng, policy, class)));
        }
    }
    if rng.u8(0..8) == 0 {
        parts.push(dated_group(rng, policy));
    }
    if rng.u8(0..3) < if is_wide { 1 } else { 2 } {
        parts.push(condition(rng, policy, 2));
    }
    Condition::All(parts)
}

/// A set of nodes of which some are in only on some days.
fn dated_group(rng: &mut Rng, policy: &Policy) -> Condition {
    let classes = [
        ClassAxis::Home,
        ClassAxis::Destination,
        ClassAxis::Recipient,
    ];
    let class = rng.choice(classes).unwrap_or(ClassAxis::Home);
    let (always, sometimes) = (class_set(rng, policy, class), class_set(rng, policy, class));
    Condition::Any(vec![
        Condition::Test(class.id(), always),
        Condition::All(vec![
            Condition::Test(class.id(), sometimes),
            Condition::Test(ClassAxis::Date.id(), days(rng)),
        ]),
    ])
}

/// Lets one or two rules hold in some of the readings only, if there is a fact for readings, and sometimes another rule in the others.
pub(super) fn add_readings(rng: &mut Rng, policy: &mut Policy) {
    let reading = policy
        .axes
        .ids()
        .find(|&axis| super::is_reading(policy, axis));
    let Some(reading) = reading else {
        return;
    };
    for _ in 0..rng.usize(1..=2) {
        let ids: Vec<RuleId> = policy.rules.ids().collect();
        let Some(id) = rng.choice(ids) else {
            return;
        };
        let axis = policy.axes.at(reading);
        let set = ValueSet::single(one_value(rng, &domain(axis)));
        let others = set.complement(&axis.domain);
        if rng.bool() {
            let effect = policy.rules.at(id).effect;
            let mut other = rule(rng, policy, effect);
            let region = std::mem::replace(&mut other.region, Condition::TRUE);
            other.region = within(region, Condition::Test(reading, others));
            policy.rules.push(other);
        }
        let region = &mut policy.rules.at_mut(id).region;
        *region = within(
            std::mem::replace(region, Condition::TRUE),
            Condition::Test(reading, set),
        );
    }
}

/// A region narrowed by one more part.
fn within(region: Condition, part: Condition) -> Condition {
    match region {
        Condition::All(mut parts) => {
            parts.push(part);
            Condition::All(parts)
        }
        other => Condition::All(vec![other, part]),
    }
}

/// Processing, or responses, seldom both.
fn actions(rng: &mut Rng, policy: &Policy, is_wide: bool) -> ValueSet {
    let axis = policy.class_axis(ClassAxis::Action);
    let (responses, whole) = (policy.responses(), domain(axis));
    let processing = responses.complement(&axis.domain);
    match rng.u8(0..8) {
        4.. if is_wide => processing,
        0 => responses,
        1 => ValueSet::single(one_value(rng, &responses)),
        2 => whole,
        3 => processing,
        _ => {
            let mut all: Vec<i64> = processing.iter().collect();
            rng.shuffle(&mut all);
            all.truncate(2);
            ValueSet::from_intervals(all.into_iter().map(|action| (action, action)))
        }
    }
}

/// Some nodes of the axis, or a few days; sometimes all but those, sometimes with *none*.
fn class_set(rng: &mut Rng, policy: &Policy, class: ClassAxis) -> ValueSet {
    let axis = policy.class_axis(class);
    let mut set = match class.kind() {
        None => days(rng),
        Some(Kind::Data) if rng.u8(0..3) == 0 => {
            let atoms = nodes(rng, policy, Kind::Data);
            and_derived(policy, &atoms)
        }
        Some(kind) => nodes(rng, policy, kind),
    };
    if class.has_none() && rng.bool() {
        set = set.union(&ValueSet::single(*axis.domain.end()));
    }
    if class.kind() == Some(Kind::Place)
        && set.intersection(&policy.borders.as_home).is_empty()
        && rng.bool()
    {
        set = set.union(&policy.borders.as_home);
    }
    if rng.u8(0..5) == 0 {
        set = set.complement(&axis.domain);
    }
    set
}

/// The atoms of one or two nodes.
pub(super) fn nodes(rng: &mut Rng, policy: &Policy, kind: Kind) -> ValueSet {
    let Some(taxonomy) = policy.taxonomies.kind(kind) else {
        return ValueSet::empty();
    };
    let count = rng.usize(1..=2);
    (0..count)
        .filter_map(|_| rng.choice(&taxonomy.nodes))
        .fold(ValueSet::empty(), |set, node| set.union(&node.atoms))
}

/// Data and all that is computed from them, at any distance.
#[must_use]
pub fn and_derived(policy: &Policy, atoms: &ValueSet) -> ValueSet {
    let mut grown = atoms.clone();
    let Some(taxonomy) = policy.taxonomies.kind(Kind::Data) else {
        return grown;
    };
    loop {
        let is_input = |at: &u32| {
            let node = taxonomy.nodes.get(*at as usize);
            node.is_some_and(|node| !node.atoms.intersection(&grown).is_empty())
        };
        let more = taxonomy
            .nodes
            .iter()
            .filter(|node| node.derived_from.iter().any(is_input))
            .fold(grown.clone(), |all, node| all.union(&node.atoms));
        if more == grown {
            return grown;
        }
        grown = more;
    }
}

fn days(rng: &mut Rng) -> ValueSet {
    let turn = TURNING_DAY + rng.i64(-1..=2);
    if rng.bool() {
        ValueSet::range(FIRST_DAY, turn)
    } else {
        ValueSet::range(turn, LAST_DAY)
    }
}

/// A tree of tests, mostly on facts, of bounded depth.
pub fn condition(rng: &mut Rng, policy: &Policy, depth: u8) -> Condition {
    match rng.u8(0..6) {
        0 if depth > 0 => Condition::Not(Box::new(condition(rng, policy, depth - 1))),
        1 if depth > 0 => {
            Condition::All((0..2).map(|_| condition(rng, policy, depth - 1)).collect())
        }
        2 if depth > 0 => {
            Condition::Any((0..2).map(|_| condition(rng, policy, depth - 1)).collect())
        }
        _ => test(rng, policy),
    }
}

fn test(rng: &mut Rng, policy: &Policy) -> Condition {
    if rng.u8(0..8) == 0 {
        let classes = [
            ClassAxis::Home,
            ClassAxis::Destination,
            ClassAxis::Subject,
            ClassAxis::Recipient,
        ];
        let class = rng.choice(classes).unwrap_or(ClassAxis::Home);
        return Condition::Test(class.id(), class_set(rng, policy, class));
    }
    let facts: Vec<AxisId> = policy
        .axes
        .entries()
        .filter(|(_, axis)| matches!(axis.role, AxisRole::Fact(_) | AxisRole::Element(..)))
        .map(|(id, _)| id)
        .collect();
    let Some(axis) = rng.choice(facts) else {
        return Condition::TRUE;
    };
    let whole = domain(policy.axes.at(axis));
    let value = one_value(rng, &whole);
    let set = match rng.u8(0..3) {
        0 => ValueSet::single(value),
        1 => ValueSet::range(value, *policy.axes.at(axis).domain.end()),
        _ => ValueSet::range(*policy.axes.at(axis).domain.start(), value),
    };
    Condition::Test(axis, set)
}

/// Lets permits lift guards and obliges of their layer.
pub(super) fn add_lifts(rng: &mut Rng, policy: &mut Policy) {
    let ids: Vec<RuleId> = policy.rules.ids().collect();
    for &permit in &ids {
        if policy.rules.at(permit).effect == Effect::Permit && rng.u8(0..3) == 0 {
            let lifts = liftable(policy, permit)
                .into_iter()
                .filter(|_| rng.bool())
                .collect();
            policy.rules.at_mut(permit).lifts = lifts;
        }
    }
}

/// The guards and obliges of a rule's layer.
#[must_use]
pub fn liftable(policy: &Policy, permit: RuleId) -> Vec<RuleId> {
    let layer = policy.rules.at(permit).layer;
    let can_be_lifted = |rule: &Rule| {
        rule.layer == layer
            && matches!(
                rule.effect,
                Effect::Forbid | Effect::Require | Effect::Oblige
            )
    };
    policy
        .rules
        .entries()
        .filter(|(_, rule)| can_be_lifted(rule))
        .map(|(id, _)| id)
        .collect()
}
