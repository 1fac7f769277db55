//! Duties that cannot be kept, and transfers that nobody permits.

use std::collections::{BTreeMap, BTreeSet};

use privity::analyse::Found;
use privity::check::duty::{Argument, Duty, ObligationId, ParameterType, conflict};
use privity::check::policy::{ClassAxis, Condition, Effect, Kind, Layer, Policy, RuleId};
use privity::check::values::ValueSet;
use privity::diagnostic::Code;

use super::atoms::Atoms;
use super::expected::{Expected, rules_at};
use super::meaning::Meaning;

impl Meaning<'_> {
    /// Duties that bear the name of an act which is never permitted.
    pub(super) fn expect_forbidden_duties(&self, expected: &mut Expected) {
        for (id, rule) in self.policy.rules.entries() {
            if !matches!(rule.effect, Effect::Permit | Effect::Oblige) {
                continue;
            }
            for &duty in &rule.obligations {
                let obligation = self.policy.obligations.at(duty);
                let alternatives = obligation.alternatives.iter();
                let acts: Option<Vec<Condition>> =
                    alternatives.map(|duty| act(self.policy, duty)).collect();
                let Some(acts) = acts else { continue };
                let act = self.grid.condition(&Condition::Any(acts)).and(&self.open);
                if !act.is_empty() && !act.meets(&self.permitted) {
                    let key = vec![self.name(id), obligation.short()];
                    expected.insert((Code::ForbiddenDuty, key), Some(act));
                }
            }
        }
    }

    /// Looks whether the findings on duties that clash tell each act that is denied for that, and none else.
    pub(super) fn check_clashing_duties(&self, found: &[&Found]) -> Vec<(bool, String)> {
        let clashing = self.allowed.without(&self.permitted).and(&self.open);
        let mut wrong = Vec::new();
        let mut told = self.grid.nothing();
        for finding in found {
            let rules = rules_at(self.policy, finding);
            let rules: Vec<RuleId> = self
                .policy
                .rules
                .entries()
                .filter(|(_, rule)| rules.contains(&rule.name))
                .map(|(id, _)| id)
                .collect();
            let duties: BTreeSet<ObligationId> = self
                .policy
                .obligations
                .entries()
                .filter(|(_, duty)| finding.finding.message.contains(&format!("`{duty}`")))
                .map(|(id, _)| id)
                .collect();
            let least = conflict(self.policy, &duties)
                && duties.iter().all(|duty| {
                    let mut fewer = duties.clone();
                    fewer.remove(duty);
                    !conflict(self.policy, &fewer)
                });
            if !least {
                wrong.push((true, format!("{duties:?} do not clash, or fewer do")));
            }
            let mut region = clashing.clone();
            for rule in rules {
                let its = self.policy.rules.at(rule);
                let asks = match its.effect {
                    Effect::Oblige => self.live(rule),
                    _ => self.rule(rule),
                };
                region = match its.layer {
                    Layer::Base => region.and(asks),
                    Layer::Transfer => region.and(asks).and(&self.crossing),
                };
            }
            if region.is_empty() {
                wrong.push((true, "nothing is denied for these duties".to_owned()));
            }
            if told.or(&region) == told {
                wrong.push((true, "this was told before".to_owned()));
            }
            told = told.or(&region);
        }
        if !clashing.is_in(&told) && found.len() < 20 {
            wrong.push((
                false,
                "an act with duties that clash is not told".to_owned(),
            ));
        }
        wrong
    }

    /// Places to which nothing may go, though a permit lets data go to somebody there: the place, who sits there, the permits.
    pub(super) fn expect_transfers(&self, expected: &mut Expected) {
        let policy = self.policy;
        let here = here(policy).map_or_else(
            || self.grid.everything(),
            |here| {
                let home = self.grid.of_class(ClassAxis::Home, &here);
                home.and(&self.grid.of_class(ClassAxis::Origin, &here))
            },
        );
        let sending: Vec<RuleId> = self
            .of(Layer::Base, |effect| effect == Effect::Permit)
            .into_iter()
            .filter(|&permit| {
                let mut named = policy.rules.at(permit).named.iter();
                named.any(|scope| scope.axis == ClassAxis::Recipient)
            })
            .collect();
        let sent = self.union(sending.iter().map(|&permit| self.rule(permit)));
        let base = self.permitted_by(Layer::Base).and(&self.open);
        let abroad = base.and(&self.crossing).and(&here).and(&sent);
        let transfer = self.permitted_by(Layer::Transfer);
        let mut places: BTreeMap<i64, (Vec<i64>, Atoms)> = BTreeMap::new();
        for (party, seats) in (0_i64..).zip(&policy.sits_in) {
            for place in seats.iter().flat_map(ValueSet::iter) {
                let receives = ValueSet::single(party);
                let there = self.grid.of_class(ClassAxis::Recipient, &receives);
                let at = ValueSet::single(place);
                let there = there.and(&self.grid.of_class(ClassAxis::Destination, &at));
                let asked = abroad.and(&there);
                if !asked.is_empty() && !asked.meets(&transfer) {
                    let (parties, all) = places
                        .entry(place)
                        .or_insert_with(|| (Vec::new(), self.grid.nothing()));
                    parties.push(party);
                    *all = all.or(&asked);
                }
            }
        }
        for (place, (parties, asked)) in places {
            let name = |axis: ClassAxis, value: i64| policy.value_name(axis.id(), value);
            let parties = parties.into_iter().take(4);
            let mut key: Vec<String> = parties
                .map(|party| name(ClassAxis::Recipient, party))
                .collect();
            key.push(name(ClassAxis::Destination, place));
            let permits = sending
                .iter()
                .filter(|&&permit| asked.meets(self.rule(permit)));
            let permits: Vec<RuleId> = permits.take(5).copied().collect();
            key.extend(permits.iter().map(|&permit| self.name(permit)));
            let first = permits.first().map(|&permit| asked.and(self.rule(permit)));
            expected.insert((Code::TransferNeverPermitted, key), first);
        }
    }
}

/// Where people are at home by default, or else where the controller sits.
fn here(policy: &Policy) -> Option<ValueSet> {
    let default = |axis: ClassAxis| policy.defaults.get(axis.id().index())?.clone();
    if let Some(home) = default(ClassAxis::Home) {
        return Some(home);
    }
    let parties = default(ClassAxis::Actor)?;
    let mut seats = ValueSet::empty();
    for party in parties.iter() {
        let party = usize::try_from(party).ok()?;
        seats = seats.union(policy.sits_in.get(party)?.as_ref()?);
    }
    (!seats.is_empty()).then_some(seats)
}

/// The act that a duty of the name of an action asks for.
pub(super) fn act(policy: &Policy, duty: &Duty) -> Option<Condition> {
    let action = policy.node(Kind::Action, &duty.name)?;
    let mut kinds = policy.duty_kinds.iter();
    let kind = kinds.find(|kind| kind.name == duty.name)?;
    let mut parts = vec![Condition::Test(
        ClassAxis::Action.id(),
        action.atoms.clone(),
    )];
    for (parameter, argument) in kind.parameters.iter().zip(&duty.arguments) {
        let axis = match parameter {
            ParameterType::Nodes(Kind::Data) => ClassAxis::Data,
            ParameterType::Nodes(Kind::Party) => ClassAxis::Recipient,
            ParameterType::Nodes(Kind::Purpose) => ClassAxis::Purpose,
            _ => continue,
        };
        if let Argument::Nodes(_, atoms) = argument {
            parts.push(Condition::Test(axis.id(), atoms.clone()));
        }
    }
    Some(Condition::All(parts))
}
