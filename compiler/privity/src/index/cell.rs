//! A request as the index sees it, and the parts into which it is split.

use std::rc::Rc;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::Index;
use super::bounds::Open;
use super::truth::Truth;
use crate::arena::Id;
use crate::check::policy::{AxisId, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::lower::DimensionId;
use crate::request::unknowns::Level;
use crate::request::{Ask, Request};

/// What a request asks of every dimension.
pub(super) struct Asked {
    /// By dimension.
    dimensions: Vec<AskedDimension>,
    implied: Option<Implied>,
}

/// What a request asks of a dimension.
struct AskedDimension {
    /// Whether all classes count; otherwise one of them, unknown which.
    all: bool,
    /// The classes, each with its smallest value in the request, in the order of these values.
    classes: Vec<(u32, i64)>,
}

/// A destination that follows from the recipient.
struct Implied {
    recipient: Option<DimensionId>,
    destination: DimensionId,
    all: bool,
    /// Recipients that neither rules nor seats tell apart.
    groups: Vec<Group>,
    /// The classes of the destination for the places where recipients sit.
    places: Vec<Vec<(u32, i64)>>,
}

struct Group {
    class: u32,
    /// A position in [`Implied::places`]; `None` for recipients that end up where the request says.
    seat: Option<usize>,
    /// The smallest party.
    party: i64,
}

/// Something that a cell can be split along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Dimension(DimensionId),
    /// Among recipients, who bring their destinations along.
    Recipient,
}

/// A part of a cell: at which positions of the choice, and the smallest value there.
pub(super) struct Part {
    pub(super) positions: Vec<usize>,
    pub(super) value: i64,
    pub(super) cell: Cell,
}

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

impl Asked {
    pub(super) fn of(index: &Index, policy: &Policy, request: &Request) -> Self {
        let asked = |dimension: DimensionId| {
            let info = index.dimensions.at(dimension);
            match request.asks.get(info.axis.index()) {
                Some(ask) => AskedDimension {
                    all: matches!(ask, Ask::All(_)),
                    classes: info.classes_met(ask.values()),
                },
                None => AskedDimension {
                    all: false,
                    classes: info.classes_met(&ValueSet::range(i64::MIN, i64::MAX)),
                },
            }
        };
        Self {
            dimensions: index.dimensions.ids().map(asked).collect(),
            implied: Implied::of(index, policy, request),
        }
    }

    /// The whole request.
    pub(super) fn cell(&self, index: &Index) -> Cell {
        let sides = index.dimensions.ids().zip(&self.dimensions);
        let mut cell = Cell {
            classes: sides
                .map(|(id, asked)| {
                    let classes = asked.classes.iter().map(|&(class, _)| class).collect();
                    Rc::new(Side::of(index, id, classes))
                })
                .collect(),
            seats: None,
            seat: None,
        };
        if let Some(implied) = &self.implied {
            let asked = cell.classes(implied.destination).to_vec();
            cell.seats = Some(Seats {
                groups: (0..implied.groups.len()).collect(),
                asked,
            });
            cell.settle(index, implied);
        }
        cell
    }

    /// Where a choice stands in the order of tests.
    pub(super) fn level(&self, choice: Choice) -> Level {
        let odd = |dimension: DimensionId| dimension.raw() * 2 + 1;
        match (choice, &self.implied) {
            (Choice::Dimension(dimension), _) => odd(dimension),
            (Choice::Recipient, Some(implied)) => {
                implied.recipient.map_or(implied.destination.raw() * 2, odd)
            }
            (Choice::Recipient, None) => Level::MAX,
        }
    }

    /// The axis of a level.
    pub(super) fn axis(&self, index: &Index, level: Level) -> AxisId {
        if level.is_multiple_of(2) {
            return ClassAxis::Recipient.id();
        }
        index.dimensions.at(Id::new(level / 2)).axis
    }

    /// The dimension of a destination that follows from the recipient.
    pub(super) fn destination(&self) -> Option<DimensionId> {
        self.implied.as_ref().map(|implied| implied.destination)
    }

    /// How many positions a choice has.
    pub(super) fn width(&self, choice: Choice) -> usize {
        match choice {
            Choice::Dimension(dimension) => self
                .dimensions
                .get(dimension.index())
                .map_or(0, |asked| asked.classes.len()),
            Choice::Recipient => self
                .implied
                .as_ref()
                .map_or(0, |implied| implied.groups.len()),
        }
    }

    /// Whether all positions of a choice count in a cell; otherwise one of them, unknown which.
    pub(super) fn is_bundle(&self, choice: Choice, cell: &Cell) -> bool {
        match (choice, &self.implied) {
            (Choice::Recipient, implied) => implied.as_ref().is_none_or(|implied| implied.all),
            (Choice::Dimension(dimension), Some(implied))
                if dimension == implied.destination && cell.seat.is_some() =>
            {
                true
            }
            (Choice::Dimension(dimension), _) => self
                .dimensions
                .get(dimension.index())
                .is_none_or(|asked| asked.all),
        }
    }

    /// The choices of a cell that make a difference to what is open, in the order of tests.
    pub(super) fn choices(&self, index: &Index, cell: &Cell, open: &Open) -> Vec<Choice> {
        let mut choices = Vec::new();
        let seats = self.implied.as_ref().filter(|_| cell.seats.is_some());
        for &dimension in &open.dimensions {
            match seats {
                Some(implied) if implied.recipient == Some(dimension) => {}
                Some(implied) if implied.destination == dimension => {
                    if !self.is_bundle(Choice::Dimension(dimension), cell)
                        && cell.has_unseated(implied)
                    {
                        choices.push(Choice::Dimension(dimension));
                    }
                }
                _ => choices.push(Choice::Dimension(dimension)),
            }
        }
        choices.retain(|&choice| self.groups(index, cell, open, choice).len() > 1);
        if seats.is_some() && self.groups(index, cell, open, Choice::Recipient).len() > 1 {
            choices.push(Choice::Recipient);
            choices.sort_by_key(|&choice| self.level(choice));
        }
        choices
    }

    /// The positions of a choice, together if nothing that is open tells them apart, in the order of their first.
    fn groups(&self, index: &Index, cell: &Cell, open: &Open, choice: Choice) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        match choice {
            Choice::Dimension(dimension) => {
                let Some(asked) = self.dimensions.get(dimension.index()) else {
                    return groups;
                };
                let mut known = FxHashMap::default();
                let seat = cell.seat_classes(self, dimension);
                let classes = seat.unwrap_or(&asked.classes);
                for (position, &(class, _)) in classes.iter().enumerate() {
                    if !cell.asks(self, dimension, class) {
                        continue;
                    }
                    let next = groups.len();
                    let signature = open.signature(index, dimension, class);
                    let at = *known.entry(signature).or_insert(next);
                    push_at(&mut groups, at, position);
                }
            }
            Choice::Recipient => {
                let (Some(implied), Some(seats)) = (&self.implied, &cell.seats) else {
                    return groups;
                };
                let by_recipient = implied
                    .recipient
                    .filter(|dimension| open.dimensions.contains(dimension));
                let by_seat = open.dimensions.contains(&implied.destination);
                let mut known = FxHashMap::default();
                for &position in &seats.groups {
                    let Some(group) = implied.groups.get(position) else {
                        continue;
                    };
                    let signature =
                        by_recipient.map(|dimension| open.signature(index, dimension, group.class));
                    let next = groups.len();
                    let seat = by_seat.then_some(group.seat);
                    let at = *known.entry((signature, seat)).or_insert(next);
                    push_at(&mut groups, at, position);
                }
            }
        }
        groups
    }

    /// The parts of a cell along a choice.
    pub(super) fn split(
        &self,
        index: &Index,
        cell: &Cell,
        open: &Open,
        choice: Choice,
    ) -> Vec<Part> {
        let groups = self.groups(index, cell, open, choice);
        let parts = groups.into_iter().map(|positions| {
            let (part, value) = self.at(index, cell, choice, &positions);
            Part {
                positions,
                value,
                cell: part,
            }
        });
        parts.collect()
    }

    /// The part of a cell at some positions of a choice, and the smallest value there.
    fn at(&self, index: &Index, cell: &Cell, choice: Choice, positions: &[usize]) -> (Cell, i64) {
        let mut part = cell.clone();
        let mut value = None;
        match choice {
            Choice::Dimension(dimension) => {
                let seat = cell.seat_classes(self, dimension);
                let asked = self.dimensions.get(dimension.index());
                let all = seat.or(asked.map(|asked| &asked.classes));
                let chosen: Vec<(u32, i64)> = positions
                    .iter()
                    .filter_map(|&at| all.and_then(|all| all.get(at)).copied())
                    .collect();
                value = chosen.iter().map(|&(_, value)| value).min();
                let classes = chosen.into_iter().map(|(class, _)| class).collect();
                match (&mut part.seats, &self.implied) {
                    (Some(seats), Some(implied)) if implied.destination == dimension => {
                        seats.asked = classes;
                        part.settle(index, implied);
                    }
                    _ => part.set(index, dimension, classes),
                }
            }
            Choice::Recipient => {
                if let (Some(seats), Some(implied)) = (&mut part.seats, &self.implied) {
                    seats.groups = positions.to_vec();
                    let groups = positions.iter().filter_map(|&at| implied.groups.get(at));
                    value = groups.map(|group| group.party).min();
                    part.settle(index, implied);
                }
            }
        }
        (part, value.unwrap_or_default())
    }
}

fn push_at(groups: &mut Vec<Vec<usize>>, at: usize, position: usize) {
    match groups.get_mut(at) {
        Some(group) => group.push(position),
        None => groups.push(vec![position]),
    }
}

impl Cell {
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

    fn has_unseated(&self, implied: &Implied) -> bool {
        let seats = self.seats.iter().flat_map(|seats| &seats.groups);
        seats
            .filter_map(|&at| implied.groups.get(at))
            .any(|group| group.seat.is_none())
    }

    /// The places where the recipient sits, when that is what the cell has on a dimension.
    fn seat_classes<'a>(
        &self,
        asked: &'a Asked,
        dimension: DimensionId,
    ) -> Option<&'a Vec<(u32, i64)>> {
        let implied = asked.implied.as_ref()?;
        let seat = self.seat.filter(|_| dimension == implied.destination)?;
        implied.places.get(seat)
    }

    /// Whether the cell has a class among those that the request asks of a dimension.
    fn asks(&self, asked: &Asked, dimension: DimensionId, class: u32) -> bool {
        match (&self.seats, &asked.implied) {
            (Some(seats), Some(implied)) if implied.destination == dimension => {
                seats.asked.contains(&class)
            }
            _ => self.classes(dimension).contains(&class),
        }
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

impl Implied {
    fn of(index: &Index, policy: &Policy, request: &Request) -> Option<Self> {
        if !request.implied_destination {
            return None;
        }
        let dimension_of = |axis: ClassAxis| {
            let mut dimensions = index.dimensions.entries();
            let found = dimensions.find(|(_, dimension)| dimension.axis == axis.id());
            found.map(|(id, _)| id)
        };
        // Where no rule and no border tests the destination, nobody cares where the recipient sits.
        let destination = dimension_of(ClassAxis::Destination)?;
        let recipient = dimension_of(ClassAxis::Recipient);
        let ask = request.asks.get(ClassAxis::Recipient.id().index())?;
        let domain = &policy.class_axis(ClassAxis::Recipient).domain;
        let inside = ValueSet::range(*domain.start(), *domain.end());
        let mut seats: Vec<&ValueSet> = Vec::new();
        let mut groups: Vec<Group> = Vec::new();
        for party in ask.values().intersection(&inside).iter() {
            let class = recipient.map_or(0, |id| index.dimensions.at(id).class_of(party));
            let sits = usize::try_from(party)
                .ok()
                .and_then(|party| policy.sits_in.get(party))
                .and_then(Option::as_ref)
                .filter(|places| !places.is_empty());
            let seat = sits.map(|sits| {
                let known = seats.iter().position(|&places| places == sits);
                known.unwrap_or_else(|| {
                    seats.push(sits);
                    seats.len() - 1
                })
            });
            let is_known = |group: &Group| (group.class, group.seat) == (class, seat);
            if !groups.iter().any(is_known) {
                groups.push(Group { class, seat, party });
            }
        }
        let places = seats
            .into_iter()
            .map(|places| index.dimensions.at(destination).classes_met(places))
            .collect();
        Some(Self {
            recipient,
            destination,
            all: matches!(ask, Ask::All(_)),
            groups,
            places,
        })
    }
}
