//! Regions by the duties that come with what is permitted.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{Member, Region, RuleSet, Space};
use crate::check::duty::{Obligation, ObligationId, conflict};
use crate::check::policy::{Effect, Layer, Policy};
use crate::graph::apply::Workshop;
use crate::graph::budget::{OverBudget, TooLarge};
use crate::graph::decision_graph::Cause;
use crate::graph::element::{Element, Elements};
use crate::graph::statement::{join, label, within};
use crate::graph::store::Diagram;

/// How many duties all sets that are told apart may have together.
const MOST_DUTIES: usize = 4_000_000;

impl Space<'_> {
    /// What is permitted, sorted by the duties that come with it, of those in `among`: each set of them with its region, in the order of the sets.
    /// The regions are disjoint and together [`Space::permitted`]. The fewer duties are asked about, the cheaper it is.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn by_duties(
        &mut self,
        set: RuleSet,
        among: impl Fn(ObligationId) -> bool,
    ) -> Result<Vec<(BTreeSet<ObligationId>, Region)>, TooLarge> {
        self.by_duties_within(set, Region::EVERYTHING, among)
    }

    /// What [`Space::by_duties`] says of one region, at a cost that grows with what lies in it.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn by_duties_within(
        &mut self,
        set: RuleSet,
        Region(within): Region,
        among: impl Fn(ObligationId) -> bool,
    ) -> Result<Vec<(BTreeSet<ObligationId>, Region)>, TooLarge> {
        let Some(member) = self.members.get_mut(set.0) else {
            return Ok(Vec::new());
        };
        let workshop = &mut self.workshop;
        let sorted = (|| {
            let permitted = member.permitted(workshop)?;
            let mut elements = Elements::new(MOST_DUTIES);
            let permitted = workshop.and(permitted, within)?;
            let said = member.duties(permitted, within, &among, workshop, &mut elements)?;
            sorted(said, workshop, &elements)
        })();
        self.in_budget(sorted)
    }

    /// Where what is permitted comes with this duty.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn permitted_with(&mut self, set: RuleSet, duty: ObligationId) -> Result<Region, TooLarge> {
        let found = self.by_duties(set, |other| other == duty)?;
        let with = found.into_iter().find(|(duties, _)| !duties.is_empty());
        Ok(with.map_or(Region::NOTHING, |(_, region)| region))
    }
}

impl Member<'_> {
    /// The duties that may exclude each other. Worked out once.
    pub(super) fn suspects(&mut self) -> Rc<BTreeSet<ObligationId>> {
        let known = &mut self.suspects;
        Rc::clone(known.get_or_insert_with(|| Rc::new(suspects(self.policy))))
    }

    /// Those of some allowed acts that come with duties which exclude each other.
    pub(super) fn conflicts(
        &mut self,
        allowed: Diagram,
        workshop: &mut Workshop,
    ) -> Result<Diagram, OverBudget> {
        let suspects = self.suspects();
        if suspects.is_empty() {
            return Ok(Diagram::FALSE);
        }
        let mut elements = Elements::new(MOST_DUTIES);
        let among = |duty| suspects.contains(&duty);
        let said = self.duties(allowed, Diagram::TRUE, &among, workshop, &mut elements)?;
        let policy = self.policy;
        workshop.map(said, &mut |number| match elements.element(number) {
            Element::Permit(_, duties)
                if conflict(policy, &elements.duties(duties).iter().copied().collect()) =>
            {
                Diagram::TRUE
            }
            _ => Diagram::FALSE,
        })
    }

    /// What comes with the allowed acts, which lie in a region, as permits without a cause of their own; silence elsewhere.
    fn duties(
        &mut self,
        allowed: Diagram,
        inside: Diagram,
        among: &impl Fn(ObligationId) -> bool,
        workshop: &mut Workshop,
        elements: &mut Elements,
    ) -> Result<Diagram, OverBudget> {
        let bound = self.bound(workshop)?;
        let base = self.duties_of_layer(Layer::Base, inside, among, workshop, elements)?;
        let transfer = self.duties_of_layer(Layer::Transfer, inside, among, workshop, elements)?;
        let transfer = within(bound, transfer, workshop)?;
        let all = join(base, transfer, workshop, elements)?;
        let permit = Element::Permit(Cause::ResponseByDefault, Elements::NO_DUTIES);
        let allowed = label(allowed, permit, workshop, elements)?;
        let said = workshop.apply(allowed, all, &mut |allowed: Diagram, all: Diagram| {
            if allowed == Elements::SILENT || all == Elements::SILENT {
                return Some(allowed);
            }
            let joined = elements.join(elements.of(allowed)?, elements.of(all)?);
            Some(elements.intern(joined))
        })?;
        if elements.overflow {
            return Err(OverBudget);
        }
        Ok(said)
    }

    fn duties_of_layer(
        &mut self,
        layer: Layer,
        inside: Diagram,
        among: &impl Fn(ObligationId) -> bool,
        workshop: &mut Workshop,
        elements: &mut Elements,
    ) -> Result<Diagram, OverBudget> {
        let mut said = Vec::new();
        for rule in self.rules(layer, |effect| {
            matches!(effect, Effect::Permit | Effect::Oblige)
        }) {
            let duties = &self.policy.rules.at(rule).obligations;
            let duties: Vec<ObligationId> =
                duties.iter().copied().filter(|&duty| among(duty)).collect();
            if duties.is_empty() {
                continue;
            }
            let region = match self.policy.rules.at(rule).effect {
                Effect::Oblige => self.regions.live(rule, workshop)?,
                _ => self.regions.region(rule),
            };
            let region = workshop.and(region, inside)?;
            if region == Diagram::FALSE {
                continue;
            }
            let duties = elements.duty_set(duties);
            said.push(label(region, Element::Silent(duties), workshop, elements)?);
        }
        let said = workshop.by_corner(said);
        workshop.merge(said, Elements::SILENT, &mut |workshop, one, other| {
            join(one, other, workshop, elements)
        })
    }
}

/// The regions of all statements that permit, by their duties.
fn sorted(
    said: Diagram,
    workshop: &mut Workshop,
    elements: &Elements,
) -> Result<Vec<(BTreeSet<ObligationId>, Region)>, OverBudget> {
    let mut seen = FxHashSet::default();
    let mut terminals = BTreeSet::new();
    let mut open = vec![said];
    while let Some(diagram) = open.pop() {
        if let Some(number) = diagram.as_terminal() {
            terminals.insert(number);
        } else if seen.insert(diagram) {
            let edges = workshop.store.edges(diagram);
            open.extend(edges.iter().map(|edge| edge.child));
        }
    }
    let mut found = Vec::new();
    for number in terminals {
        if let Element::Permit(_, duties) = elements.element(number) {
            let region = workshop.map(said, &mut |other| {
                if other == number {
                    Diagram::TRUE
                } else {
                    Diagram::FALSE
                }
            })?;
            let duties: BTreeSet<ObligationId> = elements.duties(duties).iter().copied().collect();
            found.push((duties, Region(region)));
        }
    }
    found.sort();
    Ok(found)
}

/// The duties that may conflict with others: all that hang together with duties with which they conflict if all are asked for at once.
///
/// Whether a set of duties can be kept together is a question of its own for each part that has nothing to do with the others.
fn suspects(policy: &Policy) -> BTreeSet<ObligationId> {
    let mut left: BTreeSet<ObligationId> = policy.obligations.ids().collect();
    let mut suspects = BTreeSet::new();
    while let Some(first) = left.pop_first() {
        let mut part = BTreeSet::from([first]);
        let mut open = vec![first];
        while let Some(duty) = open.pop() {
            let near: Vec<ObligationId> = left
                .iter()
                .copied()
                .filter(|&other| are_related(policy, duty, other))
                .collect();
            for other in near {
                left.remove(&other);
                part.insert(other);
                open.push(other);
            }
        }
        if conflict(policy, &part) {
            suspects.append(&mut part);
        }
    }
    suspects
}

/// Whether two obligations speak of the same duty, or of duties of which one excludes the other.
fn are_related(policy: &Policy, one: ObligationId, other: ObligationId) -> bool {
    let names = |obligation: &Obligation| -> Vec<String> {
        let alternatives = obligation.alternatives.iter();
        alternatives.map(|duty| duty.name.clone()).collect()
    };
    let (one, other) = (
        names(policy.obligations.at(one)),
        names(policy.obligations.at(other)),
    );
    one.iter().any(|one| {
        let kind = policy.duty_kinds.iter().find(|kind| kind.name == *one);
        other.iter().any(|other| {
            let back = policy.duty_kinds.iter().find(|kind| kind.name == *other);
            one == other
                || kind.is_some_and(|kind| kind.excludes.contains(other))
                || back.is_some_and(|back| back.excludes.contains(one))
        })
    })
}
