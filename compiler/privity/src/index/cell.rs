//! Sets of atoms, and the parts into which they are split.

use std::rc::Rc;

use fixedbitset::FixedBitSet;

use super::Index;
use super::asked::{Group, Implied};
use super::truth::Truth;
use crate::lower::DimensionId;

/// A set of atoms: some classes on every dimension.
#[derive(Clone)]
pub(super) struct Cell {
    classes: Vec<Rc<Side>>,
    /// Recipients that may still be meant, while their destinations differ.
    seats: Option<Seats>,
    /// Where the recipient sits, if that is the destination: a position in [`Implied::places`].
    seat: Option<usize>,
}

#[derive(Clone)]
struct Seats {
    groups: Vec<usize>,
    /// The destinations of recipients without a seat.
    asked: Vec<u32>,
}

/// The extent of a cell on one dimension.
struct Side {
    classes: Vec<u32>,
    /// The rules that some of the classes leave possible, and those that all of them do.
    some: FixedBitSet,
    every: FixedBitSet,
}

impl Cell {
    /// Some classes on every dimension, in order.
    pub(super) fn new(index: &Index, classes: impl Iterator<Item = Vec<u32>>) -> Self {
        let sides = index.dimensions.ids().zip(classes);
        Self {
            classes: sides
                .map(|(id, classes)| Rc::new(Side::of(index, id, classes)))
                .collect(),
            seats: None,
            seat: None,
        }
    }

    /// The same with the destination left to the recipients.
    pub(super) fn with_open_seats(mut self, index: &Index, implied: &Implied) -> Self {
        self.seats = Some(Seats {
            groups: (0..implied.groups.len()).collect(),
            asked: self.classes(implied.destination).to_vec(),
        });
        self.settle(index, implied);
        self
    }

    /// The part with some classes of a dimension.
    pub(super) fn at(
        &self,
        index: &Index,
        implied: Option<&Implied>,
        dimension: DimensionId,
        classes: Vec<u32>,
    ) -> Self {
        let mut part = self.clone();
        match (&mut part.seats, implied) {
            (Some(seats), Some(implied)) if implied.destination == dimension => {
                seats.asked = classes;
                part.settle(index, implied);
            }
            _ => part.set(index, dimension, classes),
        }
        part
    }

    /// The part with some of the recipients that are open, by position.
    pub(super) fn of_recipients(
        &self,
        index: &Index,
        implied: &Implied,
        positions: &[usize],
    ) -> Self {
        let mut part = self.clone();
        if let Some(seats) = &mut part.seats {
            seats.groups = positions.to_vec();
            part.settle(index, implied);
        }
        part
    }

    /// The recipients that are still meant, by position, while their destinations differ.
    pub(super) fn open_seats(&self) -> Option<&[usize]> {
        self.seats.as_ref().map(|seats| seats.groups.as_slice())
    }

    /// Where the recipient sits, if that is the destination: a position in [`Implied::places`].
    pub(super) fn seat(&self) -> Option<usize> {
        self.seat
    }

    /// The classes of a dimension that a choice still has: those of the cell, but for a destination that some recipients bring along.
    pub(super) fn left(&self, implied: Option<&Implied>, dimension: DimensionId) -> &[u32] {
        match (&self.seats, implied) {
            (Some(seats), Some(implied)) if implied.destination == dimension => &seats.asked,
            _ => self.classes(dimension),
        }
    }

    /// The classes on a dimension.
    pub(super) fn classes(&self, dimension: DimensionId) -> &[u32] {
        self.classes
            .get(dimension.index())
            .map_or(&[], |side| &side.classes)
    }

    /// The rules that apply perhaps, and those that surely do, as far as the rows know.
    pub(super) fn rows(&self, count: usize) -> (FixedBitSet, FixedBitSet) {
        let mut perhaps = FixedBitSet::with_capacity(count);
        perhaps.insert_range(..);
        let mut surely = perhaps.clone();
        for side in &self.classes {
            perhaps.intersect_with(&side.some);
            surely.intersect_with(&side.every);
        }
        (perhaps, surely)
    }

    /// Whether the rows let a rule apply.
    pub(super) fn row(&self, rule: usize) -> Truth {
        let mut sides = self.classes.iter();
        if sides.clone().any(|side| !side.some.contains(rule)) {
            return Truth::No;
        }
        Truth::between(sides.all(|side| side.every.contains(rule)), true)
    }

    fn set(&mut self, index: &Index, dimension: DimensionId, classes: Vec<u32>) {
        if let Some(side) = self.classes.get_mut(dimension.index()) {
            *side = Rc::new(Side::of(index, dimension, classes));
        }
    }

    /// Brings the sides up to date with the recipients that are left.
    fn settle(&mut self, index: &Index, implied: &Implied) {
        let Some(seats) = &self.seats else {
            return;
        };
        let groups: Vec<&Group> = seats
            .groups
            .iter()
            .filter_map(|&at| implied.groups.get(at))
            .collect();
        let mut classes: Vec<u32> = groups.iter().map(|group| group.class).collect();
        classes.sort_unstable();
        classes.dedup();
        let mut destinations: Vec<u32> = Vec::new();
        for group in &groups {
            match group.seat.and_then(|seat| implied.places.get(seat)) {
                Some(places) => destinations.extend(places.iter().map(|&(class, _)| class)),
                None => destinations.extend(&seats.asked),
            }
        }
        destinations.sort_unstable();
        destinations.dedup();
        let first = groups.first().and_then(|group| group.seat);
        if groups.iter().all(|group| group.seat == first) {
            self.seats = None;
            self.seat = first;
        }
        if let Some(recipient) = implied.recipient {
            self.set(index, recipient, classes);
        }
        self.set(index, implied.destination, destinations);
    }
}

impl Side {
    fn of(index: &Index, dimension: DimensionId, classes: Vec<u32>) -> Self {
        let rows = index.rows.get(dimension.index());
        let row = |class: &u32| rows.and_then(|rows| rows.get(*class as usize));
        let mut some = FixedBitSet::with_capacity(index.rules.len());
        let mut every = some.clone();
        every.insert_range(..);
        for row in classes.iter().filter_map(row) {
            some.union_with(row);
            every.intersect_with(row);
        }
        Self {
            classes,
            some,
            every,
        }
    }
}
