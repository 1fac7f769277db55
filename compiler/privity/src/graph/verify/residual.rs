//! What is left of a policy when some values are known: enough to tell its answer to every completion, and as little as possible.

use super::crossing::{Crossing, CrossingNumber};
use super::duties::{DutyNumber, DutyTable};
use super::parts::{Open, PartNumber, Parts, Section};
use super::terms::TRUE;
use crate::check::policy::Layer;
use crate::graph::decision_graph::Cause;
use crate::request::Class;

/// A policy at a point of the walk. Equal residuals answer alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Residual {
    pub(super) known: Known,
    /// What is not settled, in order.
    pub(super) open: Box<[Open]>,
}

/// What is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Known {
    pub(super) crossing: CrossingNumber,
    alive: Truth,
    response: Truth,
    /// The first exclusion that applies.
    excluded: Option<PartNumber>,
    base: KnownLayer,
    transfer: KnownLayer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Truth {
    No,
    Yes,
    Open,
}

/// What is settled of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct KnownLayer {
    /// The first guard that is live.
    guard: Option<PartNumber>,
    /// The first permit that holds.
    permit: Option<PartNumber>,
    /// Duties that come with it.
    duties: DutyNumber,
}

/// An answer, its duties by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) class: Class,
    pub(super) duties: DutyNumber,
    pub(super) cause: Cause,
}

impl Verdict {
    fn without_duties(class: Class, cause: Cause) -> Self {
        Self {
            class,
            duties: DutyTable::NONE,
            cause,
        }
    }
}

/// The parts of a layer that are not settled.
#[derive(Debug, Default)]
struct OpenLayer {
    guards: Vec<Open>,
    permits: Vec<Open>,
    attached: Vec<Open>,
}

/// Settles residuals; holds lists that every one of them needs for a moment.
#[derive(Debug, Default)]
pub(super) struct Settling {
    excludes: Vec<Open>,
    base: OpenLayer,
    transfer: OpenLayer,
    holding: Vec<Open>,
}

impl Known {
    /// Nothing but what is known of borders.
    pub(super) fn nothing(crossing: CrossingNumber) -> Self {
        Self {
            crossing,
            alive: Truth::Open,
            response: Truth::Open,
            excluded: None,
            base: KnownLayer::default(),
            transfer: KnownLayer::default(),
        }
    }

    /// The same, and what was learned of borders.
    pub(super) fn with_crossing(self, crossing: CrossingNumber) -> Self {
        Self { crossing, ..self }
    }
}

/// The truth of a part of the policy as a whole that was open.
fn truth(before: Truth, found: &[Open]) -> Truth {
    match (before, found) {
        (Truth::Open, []) => Truth::No,
        (Truth::Open, [open, ..]) if open.term == TRUE => Truth::Yes,
        (before, _) => before,
    }
}

impl Settling {
    /// What is left when of everything open these parts are not false. Whatever cannot change the answer any more is forgotten.
    pub(super) fn settle(
        &mut self,
        mut known: Known,
        mut open: &[Open],
        parts: &Parts,
        duties: &mut DutyTable<'_>,
    ) -> Residual {
        let alive = parts.take(Section::Alive, &mut open);
        known.alive = truth(known.alive, alive);
        let response = parts.take(Section::Response, &mut open);
        known.response = truth(known.response, response);
        refill(&mut self.excludes, parts.take(Section::Excludes, &mut open));
        self.base.refill(Layer::Base, parts, &mut open);
        self.transfer.refill(Layer::Transfer, parts, &mut open);
        if known.response == Truth::Yes {
            known.crossing = Crossing::NO;
        }
        self.exclude(&mut known, parts);
        let outside = known.excluded.is_some() || known.alive == Truth::No;
        if outside {
            self.base.clear(&mut known.base);
            self.transfer.clear(&mut known.transfer);
        }
        let (holding, response_now) = (&mut self.holding, known.response);
        self.base
            .settle(&mut known.base, response_now, parts, duties, holding);
        self.transfer
            .settle(&mut known.transfer, Truth::No, parts, duties, holding);
        let may_permit = !outside && self.base.may_permit(&known.base, known.response);
        let of_transfer = |open: &Open| parts.layer(open.part) == Layer::Transfer;
        if !may_permit && !self.excludes.iter().any(of_transfer) {
            known.crossing = Crossing::NO;
        }
        if known.crossing == Crossing::NO {
            self.excludes.retain(|open| !of_transfer(open));
        }
        if known.crossing == Crossing::NO || !may_permit {
            self.transfer.clear(&mut known.transfer);
        }
        let default_matters = !outside && known.base.guard.is_none() && known.base.permit.is_none();
        if known.crossing == Crossing::NO && !default_matters {
            known.response = Truth::No;
        }
        self.gather(known, alive, response)
    }

    fn exclude(&mut self, known: &mut Known, parts: &Parts) {
        let bound = known.response == Truth::No && known.crossing == Crossing::YES;
        let certain = self
            .excludes
            .iter()
            .find(|open| open.term == TRUE && (parts.layer(open.part) == Layer::Base || bound));
        let certain = certain.map(|open| open.part);
        known.excluded = known.excluded.into_iter().chain(certain).min();
        if let Some(excluded) = known.excluded {
            self.excludes.retain(|open| open.part < excluded);
            known.alive = Truth::Yes;
        }
    }

    fn gather(&self, known: Known, alive: &[Open], response: &[Open]) -> Residual {
        let still = |truth: Truth, open: &[Open]| {
            if truth == Truth::Open {
                open.to_vec()
            } else {
                Vec::new()
            }
        };
        let (base, transfer) = (&self.base, &self.transfer);
        let open = [
            &still(known.alive, alive),
            &still(known.response, response),
            &self.excludes,
            &base.guards,
            &base.permits,
            &base.attached,
            &transfer.guards,
            &transfer.permits,
            &transfer.attached,
        ];
        let mut all = Vec::with_capacity(open.iter().map(|list| list.len()).sum());
        open.iter().for_each(|list| all.extend_from_slice(list));
        Residual {
            known,
            open: all.into_boxed_slice(),
        }
    }
}

fn refill(list: &mut Vec<Open>, with: &[Open]) {
    list.clear();
    list.extend_from_slice(with);
}

impl OpenLayer {
    fn refill(&mut self, layer: Layer, parts: &Parts, open: &mut &[Open]) {
        refill(&mut self.guards, parts.take(Section::Guards(layer), open));
        refill(&mut self.permits, parts.take(Section::Permits(layer), open));
        refill(
            &mut self.attached,
            parts.take(Section::Attached(layer), open),
        );
    }

    fn clear(&mut self, known: &mut KnownLayer) {
        self.guards.clear();
        self.permits.clear();
        self.attached.clear();
        *known = KnownLayer::default();
    }

    fn may_permit(&self, known: &KnownLayer, response: Truth) -> bool {
        known.guard.is_none()
            && (known.permit.is_some() || !self.permits.is_empty() || response != Truth::No)
    }

    fn settle(
        &mut self,
        known: &mut KnownLayer,
        response: Truth,
        parts: &Parts,
        duties: &mut DutyTable<'_>,
        holding: &mut Vec<Open>,
    ) {
        holding.clear();
        holding.extend(self.permits.iter().filter(|open| open.term == TRUE));
        self.permits.retain(|open| open.term != TRUE);
        self.guards
            .retain(|open| !parts.is_linked(open.part, holding));
        self.attached
            .retain(|open| !parts.is_linked(open.part, holding));
        let permits = &self.permits;
        let is_live = |open: &&Open| open.term == TRUE && !parts.is_linked(open.part, permits);
        let live = self.guards.iter().find(is_live).map(|open| open.part);
        known.guard = live.into_iter().chain(known.guard).min();
        if let Some(guard) = known.guard {
            self.guards.retain(|open| open.part < guard);
            let guards = &self.guards;
            self.permits
                .retain(|open| parts.is_linked(open.part, guards));
            self.attached.clear();
            known.permit = None;
            known.duties = DutyTable::NONE;
            return;
        }
        let mut all = known.duties;
        for open in holding.iter().chain(self.attached.iter().filter(is_live)) {
            all = duties.union(all, parts.duties(open.part));
        }
        known.duties = all;
        let first = holding.first().map(|open| open.part);
        known.permit = first.into_iter().chain(known.permit).min();
        let mut adds = |open: &Open| duties.union(all, parts.duties(open.part)) != all;
        // A duty that is live and adds nothing is settled as well.
        self.attached.retain(|open| adds(open));
        let (first, guards, attached) = (known.permit, &self.guards, &self.attached);
        self.permits.retain(|open| {
            first.is_none_or(|first| open.part < first)
                || adds(open)
                || parts.is_linked(open.part, guards)
                || parts.is_linked(open.part, attached)
        });
        if !self.may_permit(known, response) {
            self.attached.clear();
            known.duties = DutyTable::NONE;
        }
    }
}

impl Residual {
    /// The answer, if it is the same for every completion that is left.
    pub(super) fn decided(&self, parts: &Parts, duties: &mut DutyTable<'_>) -> Option<Verdict> {
        let known = &self.known;
        let mut open = &*self.open;
        parts.take(Section::Response, &mut open);
        if !parts.take(Section::Excludes, &mut open).is_empty() {
            return None;
        }
        if let Some(excluded) = known.excluded {
            let cause = Cause::Rule(parts.rule(excluded)?);
            return Some(Verdict::without_duties(Class::NotApplicable, cause));
        }
        match known.alive {
            Truth::No => {
                let cause = Cause::OutsideLife;
                return Some(Verdict::without_duties(Class::NotApplicable, cause));
            }
            Truth::Yes => {}
            Truth::Open => return None,
        }
        let base = decided(Layer::Base, &known.base, known.response, parts, &mut open)?;
        if base.class != Class::Permit {
            return Some(base);
        }
        let verdict = match known.crossing {
            Crossing::NO => base,
            Crossing::YES if known.response == Truth::No => {
                let layer = Layer::Transfer;
                let transfer = decided(layer, &known.transfer, Truth::No, parts, &mut open)?;
                match transfer.class {
                    Class::Permit => Verdict {
                        duties: duties.union(base.duties, transfer.duties),
                        ..base
                    },
                    _ => transfer,
                }
            }
            _ => return None,
        };
        if duties.conflict(verdict.duties) {
            return Some(Verdict::without_duties(Class::Deny, Cause::DutyConflict));
        }
        Some(verdict)
    }
}

/// The answer of a layer whose open parts come first in a list.
fn decided(
    layer: Layer,
    known: &KnownLayer,
    response: Truth,
    parts: &Parts,
    open: &mut &[Open],
) -> Option<Verdict> {
    let guards = parts.take(Section::Guards(layer), open);
    let permits = parts.take(Section::Permits(layer), open);
    let attached = parts.take(Section::Attached(layer), open);
    if !guards.is_empty() {
        return None;
    }
    let rule = |part: PartNumber| parts.rule(part).map(Cause::Rule);
    if let Some(guard) = known.guard {
        return Some(Verdict::without_duties(Class::Deny, rule(guard)?));
    }
    if !permits.is_empty() || !attached.is_empty() {
        return None;
    }
    let cause = match (known.permit, response) {
        (Some(permit), _) => rule(permit)?,
        (None, Truth::Yes) => Cause::ResponseByDefault,
        (None, Truth::No) => {
            return Some(Verdict::without_duties(Class::Deny, Cause::NoPermit(layer)));
        }
        (None, Truth::Open) => return None,
    };
    Some(Verdict {
        class: Class::Permit,
        duties: known.duties,
        cause,
    })
}
