//! What is left of a policy when some values are known: enough to tell its answer to every completion, and as little as possible.

use super::crossing::{Crossing, Places};
use super::definition::{Answer, is_broken};
use super::terms::{FALSE, TRUE, Term, Terms};
use crate::check::duty::{ObligationId, conflict};
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId};
use crate::check::values::ValueSet;
use crate::graph::decision_graph::Cause;
use crate::request::Class;

/// A policy at a point of the walk. Equal residuals answer alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Residual {
    pub(super) crossing: Crossing,
    alive: Term,
    response: Term,
    /// Exclusions that may still apply; those of the transfer layer apply to acts that cross only.
    excludes: Vec<(RuleId, Term, Layer)>,
    /// The first exclusion that is known to apply.
    excluded: Option<RuleId>,
    base: Rules,
    transfer: Rules,
}

/// What is left of a layer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
struct Rules {
    /// Guards, and obliges where they are broken, that may be live.
    guards: Vec<(RuleId, Term)>,
    /// The first guard that is known to be live.
    guard: Option<RuleId>,
    /// Permits that may hold.
    permits: Vec<(RuleId, Term)>,
    /// The first permit that is known to hold.
    permit: Option<RuleId>,
    /// Obliges that may be live.
    attached: Vec<(RuleId, Term)>,
    /// Duties that are known to come with it.
    duties: Vec<ObligationId>,
}

impl Residual {
    /// The whole policy, nothing being known.
    pub(super) fn start(policy: &Policy, terms: &mut Terms, places: &Places) -> Self {
        let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
        let alive = terms.of(&Condition::Test(ClassAxis::Date.id(), life));
        let response = terms.of(&Condition::Test(ClassAxis::Action.id(), policy.responses()));
        let mut residual = Self {
            crossing: places.start(),
            alive,
            response,
            excludes: Vec::new(),
            excluded: None,
            base: Rules::default(),
            transfer: Rules::default(),
        };
        for (id, rule) in policy.rules.entries() {
            residual.add(policy, terms, id, rule);
        }
        residual.simplify(policy);
        residual
    }

    fn add(&mut self, policy: &Policy, terms: &mut Terms, id: RuleId, rule: &Rule) {
        let region = terms.of(&rule.region);
        let broken = terms.of(&Condition::Any(is_broken(policy, rule)));
        let layer = match rule.layer {
            Layer::Base => &mut self.base,
            Layer::Transfer => &mut self.transfer,
        };
        match rule.effect {
            Effect::Permit => {
                let kept = terms.not(broken);
                layer.permits.push((id, terms.all(vec![region, kept])));
            }
            Effect::Forbid => layer.guards.push((id, region)),
            Effect::Require => {
                let met = terms.of(&rule.requirement);
                let unmet = terms.not(met);
                layer.guards.push((id, terms.all(vec![region, unmet])));
            }
            Effect::Oblige => {
                layer.attached.push((id, region));
                layer.guards.push((id, terms.all(vec![region, broken])));
            }
            Effect::Exclude => self.excludes.push((id, region, rule.layer)),
        }
    }

    /// All conditions that are left.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        let of_layer = |layer: &'_ Rules| {
            let lists = [&layer.guards, &layer.permits, &layer.attached];
            lists
                .into_iter()
                .flatten()
                .map(|&(_, term)| term)
                .collect::<Vec<_>>()
        };
        [self.alive, self.response]
            .into_iter()
            .chain(self.excludes.iter().map(|&(_, term, _)| term))
            .chain(of_layer(&self.base))
            .chain(of_layer(&self.transfer))
    }

    /// What is left when the value at a position is known. `crossing` is what is known of borders then.
    pub(super) fn restrict(
        &self,
        policy: &Policy,
        terms: &mut Terms,
        position: u32,
        value: i64,
        crossing: Crossing,
    ) -> Self {
        let mut left = self.clone();
        left.crossing = crossing;
        left.alive = terms.restrict(left.alive, position, value);
        left.response = terms.restrict(left.response, position, value);
        for (_, term, _) in &mut left.excludes {
            *term = terms.restrict(*term, position, value);
        }
        for layer in [&mut left.base, &mut left.transfer] {
            let lists = [&mut layer.guards, &mut layer.permits, &mut layer.attached];
            for (_, term) in lists.into_iter().flatten() {
                *term = terms.restrict(*term, position, value);
            }
        }
        left.simplify(policy);
        left
    }

    /// Forgets all that cannot change the answer any more.
    fn simplify(&mut self, policy: &Policy) {
        if self.response == TRUE {
            self.crossing = Crossing::No;
        }
        let bound = self.response == FALSE && self.crossing == Crossing::Yes;
        self.excludes.retain(|&(_, term, _)| term != FALSE);
        let certain = self
            .excludes
            .iter()
            .filter(|&&(_, term, layer)| term == TRUE && (layer == Layer::Base || bound));
        let certain = certain.map(|&(id, ..)| id).min();
        self.excluded = self.excluded.into_iter().chain(certain).min();
        if let Some(excluded) = self.excluded {
            self.excludes.retain(|&(id, ..)| id < excluded);
            self.alive = TRUE;
        }
        let outside = self.excluded.is_some() || self.alive == FALSE;
        if outside {
            self.base = Rules::default();
            self.transfer = Rules::default();
        }
        self.base.simplify(policy, self.response);
        self.transfer.simplify(policy, FALSE);
        let may_permit = !outside && self.base.may_permit(self.response);
        let crossing_matters = may_permit
            || self
                .excludes
                .iter()
                .any(|&(_, _, layer)| layer == Layer::Transfer);
        if !crossing_matters {
            self.crossing = Crossing::No;
        }
        if self.crossing == Crossing::No {
            self.excludes.retain(|&(_, _, layer)| layer == Layer::Base);
        }
        if self.crossing == Crossing::No || !may_permit {
            self.transfer = Rules::default();
        }
        let default_matters = !outside && self.base.guard.is_none() && self.base.permit.is_none();
        if self.crossing == Crossing::No && !default_matters {
            self.response = FALSE;
        }
    }

    /// The answer, if it is the same for every completion that is left.
    pub(super) fn decided(&self, policy: &Policy) -> Option<Answer> {
        if !self.excludes.is_empty() {
            return None;
        }
        if let Some(rule) = self.excluded {
            return Some(Answer::without_duties(
                Class::NotApplicable,
                Cause::Rule(rule),
            ));
        }
        match self.alive {
            FALSE => {
                return Some(Answer::without_duties(
                    Class::NotApplicable,
                    Cause::OutsideLife,
                ));
            }
            TRUE => {}
            _ => return None,
        }
        let mut answer = self.base.decided(Layer::Base, self.response)?;
        if answer.class == Class::Permit {
            match self.crossing {
                Crossing::No => {}
                Crossing::Yes if self.response == FALSE => {
                    let transfer = self.transfer.decided(Layer::Transfer, FALSE)?;
                    if transfer.class == Class::Permit {
                        answer.duties.extend(transfer.duties);
                        answer.duties.sort_unstable();
                        answer.duties.dedup();
                    } else {
                        answer = transfer;
                    }
                }
                _ => return None,
            }
        }
        if conflict(policy, &answer.duties.iter().copied().collect()) {
            return Some(Answer::without_duties(Class::Deny, Cause::DutyConflict));
        }
        Some(answer)
    }
}

impl Rules {
    fn simplify(&mut self, policy: &Policy, response: Term) {
        let lifts = |permit: RuleId, guard: RuleId| {
            let permit = policy.rules.at(permit);
            permit.lifts.contains(&guard) && permit.layer == policy.rules.at(guard).layer
        };
        let obligations = |rule: RuleId| &policy.rules.at(rule).obligations;
        self.permits.retain(|&(_, term)| term != FALSE);
        let (holding, open) = self.permits.iter().partition(|&&(_, term)| term == TRUE);
        let holding: Vec<(RuleId, Term)> = holding;
        self.permits = open;
        let permits = &self.permits;
        let may_be_live = |&(id, term): &(RuleId, Term)| {
            term != FALSE && !holding.iter().any(|&(permit, _)| lifts(permit, id))
        };
        let is_live = |&(id, term): &(RuleId, Term)| {
            term == TRUE && !permits.iter().any(|&(permit, _)| lifts(permit, id))
        };
        self.guards.retain(may_be_live);
        self.attached.retain(may_be_live);
        let live = self.guards.iter().filter(|guard| is_live(guard));
        self.guard = live.map(|&(id, _)| id).chain(self.guard).min();
        let (attached, open): (Vec<_>, _) = self.attached.iter().partition(|duty| is_live(duty));
        self.attached = open;
        if let Some(guard) = self.guard {
            self.guards.retain(|&(id, _)| id < guard);
            let guards = &self.guards;
            self.permits
                .retain(|&(permit, _)| guards.iter().any(|&(id, _)| lifts(permit, id)));
            self.permit = None;
            self.attached.clear();
            self.duties.clear();
            return;
        }
        for &(rule, _) in holding.iter().chain(&attached) {
            self.duties.extend(obligations(rule));
        }
        self.duties.sort_unstable();
        self.duties.dedup();
        let holds = holding.iter().map(|&(id, _)| id);
        self.permit = holds.chain(self.permit).min();
        let duties = &self.duties;
        let adds = |rule: RuleId| obligations(rule).iter().any(|duty| !duties.contains(duty));
        self.attached.retain(|&(id, _)| adds(id));
        let (first, guards, attached) = (self.permit, &self.guards, &self.attached);
        self.permits.retain(|&(permit, _)| {
            first.is_none_or(|first| permit < first)
                || adds(permit)
                || guards
                    .iter()
                    .chain(attached)
                    .any(|&(id, _)| lifts(permit, id))
        });
        if !self.may_permit(response) {
            self.attached.clear();
            self.duties.clear();
        }
    }

    fn may_permit(&self, response: Term) -> bool {
        self.guard.is_none()
            && (self.permit.is_some() || !self.permits.is_empty() || response != FALSE)
    }

    fn decided(&self, layer: Layer, response: Term) -> Option<Answer> {
        if !self.guards.is_empty() {
            return None;
        }
        if let Some(guard) = self.guard {
            return Some(Answer::without_duties(Class::Deny, Cause::Rule(guard)));
        }
        if !self.permits.is_empty() || !self.attached.is_empty() {
            return None;
        }
        let cause = match (self.permit, response) {
            (Some(permit), _) => Cause::Rule(permit),
            (None, TRUE) => Cause::ResponseByDefault,
            (None, FALSE) => {
                return Some(Answer::without_duties(Class::Deny, Cause::NoPermit(layer)));
            }
            (None, _) => return None,
        };
        Some(Answer {
            class: Class::Permit,
            duties: self.duties.clone(),
            cause,
        })
    }
}
