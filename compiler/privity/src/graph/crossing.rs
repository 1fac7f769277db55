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
        let id = lowered.dimension_of.get(axis.id().index()).copied()??;
        let dimension = lowered.dimensions.at(id);
        let groups = (0..dimension.class_count)
            .map(|class| {
                let place = dimension.values_of(class).first()?;
                lowered.borders.group_of(place)
            })
            .collect::<Option<Vec<usize>>>()?;
        (!lowered.borders.is_open_world()).then_some(Self {
            dimension: id,
            groups,
        })
    }
}

struct Builder<'a> {
    workshop: &'a mut Workshop,
    lowered: &'a Lowered,
    origin: PlaceAxis,
    /// Diagrams over origin and date, by the group of the destination and the days on which a border to the home is crossed anyway.
    by_destination: FxHashMap<(usize, ValueSet), Diagram>,
    by_days: FxHashMap<ValueSet, Diagram>,
}

impl Builder<'_> {
    fn is_home(&self, group: usize) -> bool {
        self.lowered.borders.as_home.get(group) == Some(&true)
    }

    fn days(&self, one: usize, other: usize) -> ValueSet {
        self.lowered
            .borders
            .days(one, other)
            .cloned()
            .unwrap_or_default()
    }

    fn towards(&mut self, home: usize, there: usize) -> Result<Diagram, OverBudget> {
        let anyway = self.days(home, there);
        let key = (there, anyway.clone());
        if let Some(&known) = self.by_destination.get(&key) {
            return Ok(known);
        }
        let mut edges = Vec::new();
        for at in 0..self.origin.groups.len() {
            let Some(&group) = self.origin.groups.get(at) else {
                continue;
            };
            // Data that come from the home of the person cross nothing that the home does not cross.
            let days = if self.is_home(group) {
                anyway.clone()
            } else {
                anyway.union(&self.days(group, there))
            };
            let child = self.on(days)?;
            push_edge(&mut edges, u32::try_from(at).unwrap_or(u32::MAX), child);
        }
        let made = self
            .workshop
            .store
            .make(self.origin.dimension.raw(), &edges)?;
        self.by_destination.insert(key, made);
        Ok(made)
    }

    fn on(&mut self, days: ValueSet) -> Result<Diagram, OverBudget> {
        if let Some(&known) = self.by_days.get(&days) {
            return Ok(known);
        }
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
        self.by_days.insert(days, made);
        Ok(made)
    }
}
