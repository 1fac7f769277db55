//! What is left of a layer when some values are known: enough to tell its answer to every completion, and as little as possible.

use super::crossing::{Crossing, CrossingNumber};
use super::duties::{DutyNumber, DutyTable};
use super::parts::{Open, PartNumber, Parts, Section};
use super::terms::TRUE;
use crate::check::policy::Layer;
use crate::graph::decision_graph::Cause;
use crate::request::Class;

/// A layer at a point of the walk. Equal residuals answer alike.
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
    /// The first guard that is live.
    guard: Option<PartNumber>,
    /// The first permit that holds.
    permit: Option<PartNumber>,
    /// Duties that come with it.
    duties: DutyNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Truth {
    No,
    Yes,
    Open,
}

/// What a layer says of an atom, its duties by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) class: Class,
    pub(super) duties: DutyNumber,
    pub(super) cause: Cause,
}

impl Verdict {
    /// Of the transfer layer: nothing stands against it.
    const UNOPPOSED: Self = Self {
        class: Class::Permit,
        duties: DutyTable::NONE,
        cause: Cause::Unopposed,
    };

    fn without_duties(class: Class, cause: Cause) -> Self {
        Self {
            class,
            duties: DutyTable::NONE,
            cause,
        }
    }
}

impl Known {
    /// Of a layer nothing but what is known of borders.
    pub(super) fn nothing(crossing: CrossingNumber) -> Self {
        Self {
            crossing,
            alive: Truth::Open,
            response: Truth::Open,
            excluded: None,
            guard: None,
            permit: None,
            duties: DutyTable::NONE,
        }
    }

    /// The same, and what was learned of borders.
    pub(super) fn with_crossing(self, crossing: CrossingNumber) -> Self {
        Self { crossing, ..self }
    }

    fn forget_rules(&mut self) {
        (self.guard, self.permit) = (None, None);
        self.duties = DutyTable::NONE;
    }
}

/// The truth of a part that is no rule's.
fn truth(before: Truth, found: &[Open]) -> Truth {
    match (before, found) {
        (Truth::Open, []) => Truth::No,
        (Truth::Open, [open, ..]) if open.term == TRUE => Truth::Yes,
        (before, _) => before,
    }
}

/// Settles residuals; holds lists that every one of them needs for a moment.
#[derive(Debug)]
pub(super) struct Settling {
    layer: Layer,
    alive: Vec<Open>,
    response: Vec<Open>,
    excludes: Vec<Open>,
    guards: Vec<Open>,
    permits: Vec<Open>,
    attached: Vec<Open>,
    holding: Vec<Open>,
}

impl Settling {
    pub(super) fn of(layer: Layer) -> Self {
        Self {
            layer,
            alive: Vec::new(),
            response: Vec::new(),
            excludes: Vec::new(),
            guards: Vec::new(),
            permits: Vec::new(),
            attached: Vec::new(),
            holding: Vec::new(),
        }
    }

    /// What is left when of everything open these parts are not false. Whatever cannot change the answer any more is forgotten.
    pub(super) fn settle(
        &mut self,
        mut known: Known,
        mut open: &[Open],
        parts: &Parts,
        duties: &mut DutyTable<'_>,
    ) -> Residual {
        let lists = [
            (Section::Alive, &mut self.alive),
            (Section::Response, &mut self.response),
            (Section::Excludes, &mut self.excludes),
            (Section::Guards, &mut self.guards),
            (Section::Permits, &mut self.permits),
            (Section::Attached, &mut self.attached),
        ];
        for (section, list) in lists {
            list.clear();
            list.extend_from_slice(parts.take(section, &mut open));
        }
        known.response = truth(known.response, &self.response);
        if known.response == Truth::Yes {
            known.crossing = Crossing::NO;
        }
        match self.layer {
            Layer::Base => self.settle_base(&mut known, parts, duties),
            Layer::Transfer => self.settle_transfer(&mut known, parts, duties),
        }
        if known.alive != Truth::Open {
            self.alive.clear();
        }
        if known.response != Truth::Open {
            self.response.clear();
        }
        let left = [
            &self.alive,
            &self.response,
            &self.excludes,
            &self.guards,
            &self.permits,
            &self.attached,
        ];
        let mut open = Vec::with_capacity(left.iter().map(|list| list.len()).sum());
        left.iter().for_each(|list| open.extend_from_slice(list));
        Residual {
            known,
            open: open.into_boxed_slice(),
        }
    }

    fn settle_base(&mut self, known: &mut Known, parts: &Parts, duties: &mut DutyTable<'_>) {
        known.alive = truth(known.alive, &self.alive);
        let of_transfers = |open: &Open| parts.layer(open.part) == Layer::Transfer;
        let bound = known.response == Truth::No && known.crossing == Crossing::YES;
        let certain = |open: &&Open| open.term == TRUE && (bound || !of_transfers(open));
        let certain = self.excludes.iter().find(certain).map(|open| open.part);
        known.excluded = known.excluded.into_iter().chain(certain).min();
        if let Some(excluded) = known.excluded {
            self.excludes.retain(|open| open.part < excluded);
            known.alive = Truth::Yes;
        }
        if known.crossing == Crossing::NO {
            self.excludes.retain(|open| !of_transfers(open));
        }
        if !self.excludes.iter().any(of_transfers) {
            known.crossing = Crossing::NO;
        }
        let outside = known.excluded.is_some() || known.alive == Truth::No;
        if outside {
            self.forget_rules(known);
        } else {
            self.settle_rules(known, known.response, parts, duties);
        }
        let default_matters = !outside && known.guard.is_none() && known.permit.is_none();
        if known.crossing == Crossing::NO && !default_matters {
            known.response = Truth::No;
        }
    }

    fn settle_transfer(&mut self, known: &mut Known, parts: &Parts, duties: &mut DutyTable<'_>) {
        known.alive = Truth::Yes;
        if known.crossing != Crossing::NO {
            self.settle_rules(known, Truth::No, parts, duties);
            let is_open =
                !self.guards.is_empty() || !self.permits.is_empty() || !self.attached.is_empty();
            let permits = known.guard.is_none() && known.permit.is_some();
            // What is permitted without duties needs no border to be so.
            if !is_open && permits && known.duties == DutyTable::NONE {
                known.crossing = Crossing::NO;
            }
        }
        if known.crossing == Crossing::NO {
            self.forget_rules(known);
            known.response = Truth::No;
        }
    }

    fn forget_rules(&mut self, known: &mut Known) {
        self.guards.clear();
        self.permits.clear();
        self.attached.clear();
        known.forget_rules();
    }

    fn may_permit(&self, known: &Known, response: Truth) -> bool {
        known.guard.is_none()
            && (known.permit.is_some() || !self.permits.is_empty() || response != Truth::No)
    }

    /// Settles guards, permits and duties. `response` says whether the action needs no permit.
    fn settle_rules(
        &mut self,
        known: &mut Known,
        response: Truth,
        parts: &Parts,
        duties: &mut DutyTable<'_>,
    ) {
        let holding = &mut self.holding;
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
        // A duty that is live adds nothing any more.
        self.attached.retain(&mut adds);
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
    /// The answer of its layer, if it is the same for every completion that is left.
    pub(super) fn decided(
        &self,
        layer: Layer,
        parts: &Parts,
        duties: &mut DutyTable<'_>,
    ) -> Option<Verdict> {
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
        let verdict = match (layer, known.crossing) {
            (Layer::Base, _) => self.by_rules(layer, known.response, parts, open)?,
            (Layer::Transfer, Crossing::NO) => Verdict::UNOPPOSED,
            (Layer::Transfer, Crossing::YES) if known.response == Truth::No => {
                match self.by_rules(layer, Truth::No, parts, open)? {
                    permitted if permitted.class == Class::Permit => Verdict {
                        cause: Cause::Unopposed,
                        ..permitted
                    },
                    denied => denied,
                }
            }
            (Layer::Transfer, _) => return None,
        };
        if duties.conflict(verdict.duties) {
            return Some(Verdict::without_duties(Class::Deny, Cause::DutyConflict));
        }
        Some(verdict)
    }

    /// What guards, permits and duties say, if that is settled.
    fn by_rules(
        &self,
        layer: Layer,
        response: Truth,
        parts: &Parts,
        mut open: &[Open],
    ) -> Option<Verdict> {
        let known = &self.known;
        if !parts.take(Section::Guards, &mut open).is_empty() {
            return None;
        }
        let rule = |part: PartNumber| parts.rule(part).map(Cause::Rule);
        if let Some(guard) = known.guard {
            return Some(Verdict::without_duties(Class::Deny, rule(guard)?));
        }
        if !open.is_empty() {
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
}
