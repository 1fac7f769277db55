//! The verdict of a single, fully known request.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::borders;
use super::classes::border_sets;
use crate::check::duty::{ObligationId, conflict, conflicting};
use crate::check::policy::{
    AxisId, AxisRole, ClassAxis, Effect, Kind, Layer, Policy, Rule, RuleId,
};
use crate::check::values::ValueSet;
use crate::request::{Class, Reason};

/// The answer to an atom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is allowed.
    pub class: Class,
    /// The duties that come with it, before joining; empty unless it is allowed.
    pub duties: BTreeSet<ObligationId>,
}

/// A policy, ready to be asked.
#[derive(Debug, Clone)]
pub struct Oracle<'p> {
    pub(super) policy: &'p Policy,
    /// All rules.
    rules: Vec<RuleId>,
    /// For every obligation the axes that say, by 0, that it is broken.
    broken_by: Vec<Vec<AxisId>>,
    border_sets: OnceLock<Vec<(AxisId, ValueSet)>>,
}

/// What decides an atom in one layer.
#[derive(Default)]
struct Findings {
    guards: Vec<RuleId>,
    permits: Vec<RuleId>,
    obliges: Vec<RuleId>,
}

impl<'p> Oracle<'p> {
    /// An oracle for a policy.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        let broken_by = policy
            .obligations
            .ids()
            .map(|duty| axes_that_break(policy, duty))
            .collect();
        Self {
            policy,
            rules: policy.rules.ids().collect(),
            broken_by,
            border_sets: OnceLock::new(),
        }
    }

    /// The sets of places and days that some border tells apart. Only bundles ask for them.
    pub(super) fn border_sets(&self) -> &[(AxisId, ValueSet)] {
        self.border_sets.get_or_init(|| border_sets(self.policy))
    }

    /// The verdict of an atom: one value per axis, by number.
    #[must_use]
    pub fn verdict(&self, atom: &[i64]) -> Verdict {
        self.verdict_by(atom, &self.rules)
    }

    /// The verdict of an atom where no other rules than these can hold.
    pub(crate) fn verdict_by(&self, atom: &[i64], among: &[RuleId]) -> Verdict {
        let (class, reason) = self.decide_atom(atom, among);
        let rules = match (class, reason) {
            (Class::Permit, Reason::Permitted { permits, obliges }) => [permits, obliges].concat(),
            _ => Vec::new(),
        };
        Verdict {
            class,
            duties: self.duties_of(&rules),
        }
    }

    /// Why an atom has its verdict, with all rules that decide it, in order, the base layer's first.
    #[must_use]
    pub fn reason(&self, atom: &[i64]) -> Reason {
        self.decide_atom(atom, &self.rules).1
    }

    /// Why an atom has its verdict where no other rules than these, which are in order, can hold.
    pub(crate) fn reason_by(&self, atom: &[i64], among: &[RuleId]) -> Reason {
        self.decide_atom(atom, among).1
    }

    fn decide_atom(&self, atom: &[i64], among: &[RuleId]) -> (Class, Reason) {
        let value = |axis: ClassAxis| atom.get(axis.id().index()).copied();
        let alive = value(ClassAxis::Date).is_some_and(|day| self.policy.effective.contains(&day));
        let is_response = value(ClassAxis::Action)
            .is_some_and(|action| action >= self.policy.taxonomies.atom_count(Kind::Action));
        let crosses = !is_response && borders::crosses(self.policy, atom);
        let layers: &[Layer] = if crosses {
            &[Layer::Base, Layer::Transfer]
        } else {
            &[Layer::Base]
        };

        let exclusions = self.holding(atom, among, |rule| {
            rule.effect == Effect::Exclude && layers.contains(&rule.layer)
        });
        if !alive || !exclusions.is_empty() {
            return (Class::NotApplicable, Reason::OutOfScope(exclusions));
        }

        let mut all = Findings::default();
        let mut closed = None;
        for &layer in layers {
            let findings = self.findings(atom, among, layer);
            if findings.permits.is_empty() && !is_response {
                closed.get_or_insert(layer);
            }
            all.guards.extend(findings.guards);
            all.permits.extend(findings.permits);
            all.obliges.extend(findings.obliges);
        }
        if !all.guards.is_empty() {
            return (Class::Deny, Reason::Guarded(all.guards));
        }
        if let Some(layer) = closed {
            return (Class::Deny, Reason::NoPermit(layer));
        }
        let duties = self.duties_of(&[all.permits.clone(), all.obliges.clone()].concat());
        if conflict(self.policy, &duties) {
            let core = conflicting(self.policy, &duties);
            return (Class::Deny, Reason::DutyConflict(core));
        }
        if all.permits.is_empty() && all.obliges.is_empty() {
            return (Class::Permit, Reason::ResponseByDefault);
        }
        let (permits, obliges) = (all.permits, all.obliges);
        (Class::Permit, Reason::Permitted { permits, obliges })
    }

    /// The rules of one layer that matter to an atom: guards that are live and obliges that are broken, permits that hold, obliges that are live.
    fn findings(&self, atom: &[i64], among: &[RuleId], layer: Layer) -> Findings {
        let permits = self.holding(atom, among, |rule| {
            rule.layer == layer && rule.effect == Effect::Permit && !self.is_broken(rule, atom)
        });
        let lifted: BTreeSet<RuleId> = permits
            .iter()
            .flat_map(|&permit| &self.policy.rules.at(permit).lifts)
            .copied()
            .collect();
        let mut findings = Findings {
            permits,
            ..Findings::default()
        };
        let guards = self.holding(atom, among, |rule| rule.layer == layer);
        for id in guards.into_iter().filter(|id| !lifted.contains(id)) {
            let rule = self.policy.rules.at(id);
            match rule.effect {
                Effect::Forbid => findings.guards.push(id),
                Effect::Require if !rule.requirement.holds(atom) => findings.guards.push(id),
                Effect::Oblige if self.is_broken(rule, atom) => findings.guards.push(id),
                Effect::Oblige => findings.obliges.push(id),
                Effect::Permit | Effect::Require | Effect::Exclude => {}
            }
        }
        findings
    }

    fn holding(
        &self,
        atom: &[i64],
        among: &[RuleId],
        matters: impl Fn(&Rule) -> bool,
    ) -> Vec<RuleId> {
        let holds = |rule: &Rule| matters(rule) && rule.region.holds(atom);
        let rules = among.iter().copied();
        rules
            .filter(|&rule| holds(self.policy.rules.at(rule)))
            .collect()
    }

    /// Whether one of the rule's duties is known to be broken.
    fn is_broken(&self, rule: &Rule, atom: &[i64]) -> bool {
        rule.obligations
            .iter()
            .flat_map(|duty| self.axes_that_break(*duty))
            .any(|axis| atom.get(axis.index()) == Some(&0))
    }

    pub(super) fn axes_that_break(&self, duty: ObligationId) -> &[AxisId] {
        self.broken_by.get(duty.index()).map_or(&[], Vec::as_slice)
    }

    fn duties_of(&self, rules: &[RuleId]) -> BTreeSet<ObligationId> {
        rules
            .iter()
            .flat_map(|&rule| &self.policy.rules.at(rule).obligations)
            .copied()
            .collect()
    }
}

fn axes_that_break(policy: &Policy, duty: ObligationId) -> Vec<AxisId> {
    let shown_by = policy.obligations.at(duty).shown_by.as_ref();
    policy
        .axes
        .entries()
        .filter(|(_, axis)| match &axis.role {
            AxisRole::Kept(kept) => *kept == duty,
            AxisRole::Fact(fact) => Some(&policy.facts.at(*fact).name) == shown_by,
            AxisRole::Class(_) | AxisRole::Element(..) => false,
        })
        .map(|(id, _)| id)
        .collect()
}
