//! Policy and law as two graphs over the same axes in the same order.

use std::collections::{BTreeMap, BTreeSet};

use super::lean::lean;
use super::{Question, TooLarge};
use crate::check::duty::ObligationId;
use crate::check::law::{Assumed, Law, always, bare_rule};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Condition, Effect, Policy};
use crate::check::values::ValueSet;
use crate::graph::{DecisionGraph, build_joint};
use crate::lower::{Lowered, lower};

/// The two sides of a comparison.
pub(super) struct Pair {
    /// The policy, without its laws.
    pub(super) policy: Policy,
    /// The law as a policy. It does not apply where an assumption fails, nor to requests that contradict themselves.
    pub(super) law: Policy,
    pub(super) policy_graph: DecisionGraph,
    pub(super) law_graph: DecisionGraph,
    /// Duties that are taken to keep other duties too.
    pub(super) counted: Vec<(ObligationId, ObligationId)>,
    /// The place of every axis in the order of tests; axes that nothing tests have none.
    pub(super) ranks: BTreeMap<AxisId, usize>,
    /// The values that are looked at, for axes of which not all are.
    pub(super) allowed: BTreeMap<AxisId, ValueSet>,
}

impl Pair {
    pub(super) fn new(
        policy: &Policy,
        law: &Law,
        days: &ValueSet,
        question: &Question,
    ) -> Result<Self, TooLarge> {
        let mut own = policy.clone();
        own.laws = Default::default();
        let mut other = law.as_policy(policy);
        let outside = |side: &Policy| {
            let life = ValueSet::range(*side.effective.start(), *side.effective.end());
            Condition::Not(Box::new(Condition::Test(ClassAxis::Date.id(), life)))
        };
        let mut excluded = vec![outside(&other)];
        let mut allowed = allowed(policy, days, question);
        for assumed in policy.laws.assumed_conditions() {
            let rest = narrow(policy, assumed, &mut allowed);
            excluded.extend(rest.into_iter().map(|rest| Condition::Not(Box::new(rest))));
        }
        excluded.extend(elsewhere(policy));
        // The last rules, so that the numbers of the others stay.
        own.rules.push(bare_rule(
            "outside its life".to_owned(),
            Effect::Exclude,
            outside(&own),
            law.span,
        ));
        other.rules.push(bare_rule(
            "not compared".to_owned(),
            Effect::Exclude,
            Condition::Any(excluded),
            law.span,
        ));
        (own.effective, other.effective) = (always(), always());
        let (lean_own, lean_other) = (lean(&own, &allowed), lean(&other, &allowed));
        let (policy_side, law_side) = lower_together(&lean_own, &lean_other);
        let graph = |side: &Policy, lowered: &Lowered| {
            build_joint(side, lowered, question.budget.clone()).map_err(|_| TooLarge)
        };
        let ranks = policy_side.dimensions.iter().enumerate();
        let ranks = ranks
            .map(|(rank, dimension)| (dimension.axis, rank))
            .collect();
        Ok(Self {
            policy_graph: graph(&lean_own, &policy_side)?,
            law_graph: graph(&lean_other, &law_side)?,
            counted: policy
                .laws
                .assumptions
                .iter()
                .filter_map(|one| match one.what {
                    Assumed::Duty(kept, counted) => Some((kept, counted)),
                    Assumed::Condition(_) => None,
                })
                .collect(),
            ranks,
            allowed,
            policy: own,
            law: other,
        })
    }
}

impl Pair {
    /// The values of an axis that are looked at. Demands and events are answered by whom the policy speaks for.
    pub(super) fn wanted(&self, axis: AxisId, is_response: bool) -> ValueSet {
        let domain = &self.policy.axes.at(axis).domain;
        let all = ValueSet::range(*domain.start(), *domain.end());
        let allowed = match self.allowed.get(&axis) {
            Some(allowed) => all.intersection(allowed),
            None => all,
        };
        let actor = self
            .policy
            .defaults
            .get(axis.index())
            .and_then(Option::as_ref);
        match actor {
            Some(actor) if is_response && axis == ClassAxis::Actor.id() => {
                allowed.intersection(actor)
            }
            _ => allowed,
        }
    }
}

/// One order and one cutting of the axes for both.
fn lower_together(one: &Policy, other: &Policy) -> (Lowered, Lowered) {
    let mut both = one.clone();
    for rule in other.rules.iter() {
        both.rules.push(crate::check::policy::Rule {
            lifts: Vec::new(),
            ..rule.clone()
        });
    }
    let lowered = lower(&both);
    let mut first = lowered.clone();
    let mut second = lowered;
    second.rules = first.rules.split_off(one.rules.len());
    (first, second)
}

/// Narrows the values that are looked at as far as a condition is about single axes; gives the parts of it that are not.
fn narrow(
    policy: &Policy,
    condition: &Condition,
    allowed: &mut BTreeMap<AxisId, ValueSet>,
) -> Vec<Condition> {
    let mut keep_to = |axis: AxisId, set: ValueSet| {
        let domain = &policy.axes.at(axis).domain;
        let all = || ValueSet::range(*domain.start(), *domain.end());
        let values = allowed.entry(axis).or_insert_with(all);
        *values = values.intersection(&set);
        Vec::new()
    };
    match condition {
        Condition::All(parts) => {
            let parts = parts.iter();
            parts
                .flat_map(|part| narrow(policy, part, allowed))
                .collect()
        }
        Condition::Test(axis, set) => keep_to(*axis, set.clone()),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Test(axis, set) => {
                let rest = set.complement(&policy.axes.at(*axis).domain);
                keep_to(*axis, rest)
            }
            Condition::Any(parts) => parts
                .iter()
                .flat_map(|part| narrow(policy, &Condition::Not(Box::new(part.clone())), allowed))
                .collect(),
            Condition::Not(twice) => narrow(policy, twice, allowed),
            Condition::All(_) => vec![condition.clone()],
        },
        Condition::Any(parts) => match parts.as_slice() {
            [only] => narrow(policy, only, allowed),
            _ => vec![condition.clone()],
        },
    }
}

/// Requests with a recipient that does not sit at the destination: they contradict themselves.
fn elsewhere(policy: &Policy) -> Vec<Condition> {
    let mut by_seat: BTreeMap<&ValueSet, Vec<i64>> = BTreeMap::new();
    for (party, seats) in (0_i64..).zip(&policy.sits_in) {
        if let Some(seats) = seats {
            by_seat.entry(seats).or_default().push(party);
        }
    }
    by_seat
        .into_iter()
        .map(|(seats, parties)| {
            let parties = ValueSet::from_intervals(parties.into_iter().map(|party| (party, party)));
            let there = Condition::Test(ClassAxis::Destination.id(), seats.clone());
            Condition::All(vec![
                Condition::Test(ClassAxis::Recipient.id(), parties),
                Condition::Not(Box::new(there)),
            ])
        })
        .collect()
}

/// Days as asked, and readings too; duties are taken as kept, for what is compared is what is allowed and asked for, not what is broken.
fn allowed(policy: &Policy, days: &ValueSet, question: &Question) -> BTreeMap<AxisId, ValueSet> {
    let mut allowed = BTreeMap::from([(ClassAxis::Date.id(), days.clone())]);
    // "Wherever the person is at home" is no place to be at home in.
    let places = &policy.class_axis(ClassAxis::Home).domain;
    let homes = policy.borders.as_home.complement(places);
    if !homes.is_empty() {
        allowed.insert(ClassAxis::Home.id(), homes);
    }
    let flags: BTreeSet<&str> = policy
        .obligations
        .iter()
        .filter_map(|duty| duty.shown_by.as_deref())
        .collect();
    for (id, axis) in policy.axes.entries() {
        let shows_a_duty = match axis.role {
            AxisRole::Kept(_) => true,
            AxisRole::Fact(fact) => flags.contains(policy.facts.at(fact).name.as_str()),
            AxisRole::Class(_) | AxisRole::Element(..) => false,
        };
        if shows_a_duty {
            allowed.insert(id, ValueSet::single(1));
        }
        if let AxisRole::Fact(fact) = axis.role
            && let Some(open) = &policy.facts.at(fact).ambiguity
            && !question.all_readings
        {
            let reading = i64::try_from(open.default).unwrap_or_default();
            allowed.insert(id, ValueSet::single(reading));
        }
    }
    allowed
}
