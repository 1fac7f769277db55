//! Where an act crosses a border, as a diagram: built directly, because as a formula it would be enormous.

use rustc_hash::FxHashMap;

use super::apply::Workshop;
use super::budget::OverBudget;
use super::store::{Diagram, push_edge};
use crate::check::policy::ClassAxis;
use crate::check::values::ValueSet;
use crate::lower::{DimensionId, Formula, Lowered};

/// The acts whose destination lies across a border from the home of the data subject or from the origin of the data.
pub(super) fn crossing(workshop: &mut Workshop, lowered: &Lowered) -> Result<Diagram, OverBudget> {
    let (Some(home), Some(destination), Some(origin)) = (
        PlaceAxis::of(lowered, ClassAxis::Home),
        PlaceAxis::of(lowered, ClassAxis::Destination),
        PlaceAxis::of(lowered, ClassAxis::Origin),
    ) else {
        // Some place axis has one class, so all places are one area.
        return Ok(Diagram::FALSE);
    };
    let mut builder = Builder {
        workshop,
        lowered,
        origin,
        by_destination: FxHashMap::default(),
        by_days: FxHashMap::default(),
    };
    let mut from_home = Vec::new();
    for (class, &at_home) in (0..).zip(&home.groups) {
        let mut towards = Vec::new();
        for (class, &group) in (0..).zip(&destination.groups) {
            let there = if builder.is_home(group) {
                at_home
            } else {
                group
            };
            let child = builder.towards(at_home, there)?;
            push_edge(&mut towards, class, child);
        }
        let child = builder
            .workshop
            .store
            .make(destination.dimension.raw(), &towards)?;
        push_edge(&mut from_home, class, child);
    }
    builder
        .workshop
        .store
        .make(home.dimension.raw(), &from_home)
}

/// A place axis: for every class its border group.
struct PlaceAxis {
    dimension: DimensionId,
    groups: Vec<usize>,
}

impl PlaceAxis {
    fn of(lowered: &Lowered, axis: ClassAxis) -> Option<Self> {
        if lowered.borders.is_open_world() {
            return None;
        }
        let id = lowered.dimension_of.get(axis.id().index()).copied()??;
        let dimension = lowered.dimensions.at(id);
        let mut groups = vec![None; dimension.class_count as usize];
        for (number, places) in lowered.borders.groups.iter().enumerate() {
            for class in dimension.classes_of(places).iter() {
                let slot = usize::try_from(class).ok();
                if let Some(slot) = slot.and_then(|class| groups.get_mut(class)) {
                    *slot = Some(number);
                }
            }
        }
        Some(Self {
            dimension: id,
            groups: groups.into_iter().collect::<Option<_>>()?,
        })
    }
}

struct Builder<'a> {
    workshop: &'a mut Workshop,
    lowered: &'a Lowered,
    origin: PlaceAxis,
    /// Diagrams over origin and date, by the group of the destination and the days on which a border to the home is crossed anyway.
    by_destination: FxHashMap<(usize, usize), Diagram>,
    /// Diagrams over dates, by two sets of days that count together.
    by_days: FxHashMap<(usize, usize), Diagram>,
}

impl Builder<'_> {
    fn is_home(&self, group: usize) -> bool {
        self.lowered.borders.as_home.get(group) == Some(&true)
    }

    fn towards(&mut self, home: usize, there: usize) -> Result<Diagram, OverBudget> {
        let anyway = self.lowered.borders.days_number(home, there);
        if let Some(&known) = self.by_destination.get(&(there, anyway)) {
            return Ok(known);
        }
        let mut edges = Vec::new();
        for at in 0..self.origin.groups.len() {
            let Some(&group) = self.origin.groups.get(at) else {
                continue;
            };
            // Data that come from the home of the person cross nothing that the home does not cross.
            let more = if self.is_home(group) {
                anyway
            } else {
                self.lowered.borders.days_number(group, there)
            };
            let child = self.on(anyway, more)?;
            push_edge(&mut edges, u32::try_from(at).unwrap_or(u32::MAX), child);
        }
        let made = self
            .workshop
            .store
            .make(self.origin.dimension.raw(), &edges)?;
        self.by_destination.insert((there, anyway), made);
        Ok(made)
    }

    /// The days of either of two sets.
    fn on(&mut self, one: usize, other: usize) -> Result<Diagram, OverBudget> {
        if let Some(&known) = self.by_days.get(&(one, other)) {
            return Ok(known);
        }
        let set = |number: usize| self.lowered.borders.day_sets.get(number);
        let days = [one, other].into_iter().filter_map(set);
        let days = ValueSet::from_intervals(days.flat_map(ValueSet::intervals).copied());
        let date = self
            .lowered
            .dimension_of
            .get(ClassAxis::Date.id().index())
            .copied()
            .flatten();
        let made = match date {
            Some(date) => {
                let classes = self.lowered.dimensions.at(date).classes_of(&days);
                self.workshop.formula(&Formula::Test(date, classes))?
            }
            // No day is special, so the border is there always or never.
            None if days.is_empty() => Diagram::FALSE,
            None => Diagram::TRUE,
        };
        self.by_days.insert((one, other), made);
        Ok(made)
    }
}
