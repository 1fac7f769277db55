//! Which rules have a part in a permit: all permits that hold and all obliges that bring duties, at any atom of the request.

use std::collections::BTreeSet;

use super::{Ask, Reason, Request};
use crate::arena::Arena;
use crate::check::policy::{
    AxisId, AxisRole, ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId,
};
use crate::check::values::ValueSet;
use crate::evaluate::Oracle;
use crate::lower::Dimension;

/// The most atoms that are looked at for one rule. Beyond them, the rules found so far are given.
const MOST_ATOMS: usize = 2_000;

/// The rules that have a part in permitting a request, in order.
///
/// `atom` is one atom of the request. What a rule does at an atom depends only on the axes that it and its lifters test, so only
/// these are gone through, one value for each class that the dimensions tell apart.
pub(super) fn rules(
    policy: &Policy,
    dimensions: &Arena<Dimension>,
    request: &Request,
    atom: &[i64],
) -> Vec<RuleId> {
    let oracle = Oracle::new(policy);
    let mut found: BTreeSet<RuleId> = holding(&oracle, atom);
    for (id, rule) in policy.rules.entries() {
        if found.contains(&id)
            || !matches!(rule.effect, Effect::Permit | Effect::Oblige)
            || !may_hold(&rule.region, request)
        {
            continue;
        }
        let choices: Vec<(AxisId, Vec<i64>)> = axes_of(policy, id, rule)
            .into_iter()
            .map(|axis| (axis, representatives(dimensions, request, axis)))
            .filter(|(_, values)| values.len() > 1)
            .collect();
        let mut walk = Walk {
            policy,
            request,
            oracle: &oracle,
            left: MOST_ATOMS,
            found: &mut found,
        };
        if !choices.is_empty() || request.implied_destination {
            walk.through(&choices, &mut atom.to_vec(), id);
        }
    }
    found.into_iter().collect()
}

struct Walk<'a> {
    policy: &'a Policy,
    request: &'a Request,
    oracle: &'a Oracle<'a>,
    left: usize,
    found: &'a mut BTreeSet<RuleId>,
}

impl Walk<'_> {
    /// Goes through all combinations until the rule has been found.
    fn through(&mut self, choices: &[(AxisId, Vec<i64>)], atom: &mut Vec<i64>, rule: RuleId) {
        if self.found.contains(&rule) || self.left == 0 {
            return;
        }
        let Some(((axis, values), rest)) = choices.split_first() else {
            self.left -= 1;
            self.at_each_seat(atom);
            return;
        };
        for &value in values {
            if let Some(slot) = atom.get_mut(axis.index()) {
                *slot = value;
            }
            self.through(rest, atom, rule);
        }
    }

    /// A destination left out is each place where the recipient sits.
    fn at_each_seat(&mut self, atom: &mut [i64]) {
        let value = |axis: ClassAxis| atom.get(axis.id().index()).copied();
        let seats = value(ClassAxis::Recipient)
            .filter(|_| self.request.implied_destination)
            .and_then(|party| {
                self.policy
                    .sits_in
                    .get(usize::try_from(party).ok()?)?
                    .clone()
            })
            .filter(|seats| !seats.is_empty());
        let stated = value(ClassAxis::Destination).unwrap_or_default();
        for seat in seats.unwrap_or(ValueSet::single(stated)).iter().take(300) {
            if let Some(slot) = atom.get_mut(ClassAxis::Destination.id().index()) {
                *slot = seat;
            }
            self.found.extend(holding(self.oracle, atom));
        }
        if let Some(slot) = atom.get_mut(ClassAxis::Destination.id().index()) {
            *slot = stated;
        }
    }
}

/// Whether a condition could hold at some atom of the request, every test looked at by itself. A rule that could not need not be sought.
fn may_hold(condition: &Condition, request: &Request) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| may_hold(part, request)),
        Condition::Any(parts) => parts.iter().any(|part| may_hold(part, request)),
        Condition::Not(inner) => may_fail(inner, request),
        Condition::Test(axis, set) => {
            is_open(*axis, request)
                || asked(*axis, request).is_some_and(|asked| !asked.intersection(set).is_empty())
        }
    }
}

fn may_fail(condition: &Condition, request: &Request) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(|part| may_fail(part, request)),
        Condition::Any(parts) => parts.iter().all(|part| may_fail(part, request)),
        Condition::Not(inner) => may_hold(inner, request),
        Condition::Test(axis, set) => {
            is_open(*axis, request)
                || asked(*axis, request).is_none_or(|asked| !asked.is_subset(set))
        }
    }
}

/// Whether the values of an axis follow from those of another: a destination left out is where the recipient sits.
fn is_open(axis: AxisId, request: &Request) -> bool {
    request.implied_destination && axis == ClassAxis::Destination.id()
}

fn asked(axis: AxisId, request: &Request) -> Option<&ValueSet> {
    request.asks.get(axis.index()).map(Ask::values)
}

fn holding(oracle: &Oracle<'_>, atom: &[i64]) -> BTreeSet<RuleId> {
    match oracle.reason(atom) {
        Reason::Permitted { permits, obliges } => permits.into_iter().chain(obliges).collect(),
        _ => BTreeSet::new(),
    }
}

/// The axes that can change whether a rule has a part.
fn axes_of(policy: &Policy, id: RuleId, rule: &Rule) -> BTreeSet<AxisId> {
    let mut axes = BTreeSet::new();
    let mut add = |rule: &Rule| {
        rule.region.for_each_test(&mut |axis, _| {
            axes.insert(axis);
        });
        let broken = policy.axes.entries().filter(|(_, axis)| match axis.role {
            AxisRole::Kept(duty) => rule.obligations.contains(&duty),
            _ => false,
        });
        axes.extend(broken.map(|(axis, _)| axis));
    };
    add(rule);
    for lifter in policy
        .rules
        .iter()
        .filter(|other| other.lifts.contains(&id))
    {
        add(lifter);
    }
    if rule.layer == Layer::Transfer {
        let places = [
            ClassAxis::Home,
            ClassAxis::Origin,
            ClassAxis::Destination,
            ClassAxis::Date,
            ClassAxis::Recipient,
        ];
        axes.extend(places.map(ClassAxis::id));
    }
    axes
}

/// One value of the request for each class that the dimensions tell apart.
fn representatives(dimensions: &Arena<Dimension>, request: &Request, axis: AxisId) -> Vec<i64> {
    let Some(asked) = request.asks.get(axis.index()) else {
        return Vec::new();
    };
    let Some(dimension) = dimensions.iter().find(|dimension| dimension.axis == axis) else {
        return asked.values().first().into_iter().collect();
    };
    let mut seen = BTreeSet::new();
    dimension
        .stretches()
        .filter_map(|(low, high, class)| {
            let value = ValueSet::range(low, high)
                .intersection(asked.values())
                .first()?;
            seen.insert(class).then_some(value)
        })
        .collect()
}
