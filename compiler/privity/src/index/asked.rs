//! A request as the index sees it, and along what its cells can be split.

use rustc_hash::FxHashMap;

use super::Index;
use super::bounds::Open;
use super::cell::Cell;
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
pub(super) struct Implied {
    pub(super) recipient: Option<DimensionId>,
    pub(super) destination: DimensionId,
    all: bool,
    /// Recipients that neither rules nor seats tell apart.
    pub(super) groups: Vec<Group>,
    /// The classes of the destination for the places where recipients sit.
    pub(super) places: Vec<Vec<(u32, i64)>>,
}

pub(super) struct Group {
    pub(super) class: u32,
    /// A position in [`Implied::places`]; `None` for recipients that end up where the request says.
    pub(super) seat: Option<usize>,
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
        let asked = self.dimensions.iter();
        let classes = asked.map(|asked| asked.classes.iter().map(|&(class, _)| class).collect());
        let cell = Cell::new(index, classes);
        match &self.implied {
            Some(implied) => cell.with_open_seats(index, implied),
            None => cell,
        }
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
                if dimension == implied.destination && cell.seat().is_some() =>
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
        let seats = self
            .implied
            .as_ref()
            .filter(|_| cell.open_seats().is_some());
        for &dimension in &open.dimensions {
            match seats {
                Some(implied) if implied.recipient == Some(dimension) => {}
                Some(implied) if implied.destination == dimension => {
                    let has_unseated = implied.seats(cell).any(|seat| seat.is_none());
                    if has_unseated && !self.is_bundle(Choice::Dimension(dimension), cell) {
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
                let mut known = FxHashMap::default();
                let classes = self.classes(cell, dimension).unwrap_or_default();
                let left = cell.left(self.implied.as_ref(), dimension);
                for (position, &(class, _)) in classes.iter().enumerate() {
                    if !left.contains(&class) {
                        continue;
                    }
                    let next = groups.len();
                    let signature = open.signature(index, dimension, class);
                    let at = *known.entry(signature).or_insert(next);
                    push_at(&mut groups, at, position);
                }
            }
            Choice::Recipient => {
                let (Some(implied), Some(left)) = (&self.implied, cell.open_seats()) else {
                    return groups;
                };
                let by_recipient = implied
                    .recipient
                    .filter(|dimension| open.dimensions.contains(dimension));
                let by_seat = open.dimensions.contains(&implied.destination);
                let mut known = FxHashMap::default();
                for &position in left {
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
        let implied = self.implied.as_ref();
        match (choice, implied) {
            (Choice::Dimension(dimension), _) => {
                let all = self.classes(cell, dimension).unwrap_or_default();
                let chosen = positions.iter().filter_map(|&at| all.get(at).copied());
                let (classes, values): (Vec<u32>, Vec<i64>) = chosen.unzip();
                let value = values.into_iter().min().unwrap_or_default();
                (cell.at(index, implied, dimension, classes), value)
            }
            (Choice::Recipient, Some(implied)) => {
                let groups = positions.iter().filter_map(|&at| implied.groups.get(at));
                let value = groups.map(|group| group.party).min().unwrap_or_default();
                (cell.of_recipients(index, implied, positions), value)
            }
            (Choice::Recipient, None) => (cell.clone(), 0),
        }
    }

    /// The classes, with their smallest values, among which a choice of a dimension chooses in a cell.
    fn classes<'a>(&'a self, cell: &Cell, dimension: DimensionId) -> Option<&'a [(u32, i64)]> {
        let implied = self.implied.as_ref();
        if let Some(implied) = implied.filter(|implied| implied.destination == dimension)
            && let Some(places) = cell.seat().and_then(|seat| implied.places.get(seat))
        {
            return Some(places);
        }
        let asked = self.dimensions.get(dimension.index());
        asked.map(|asked| asked.classes.as_slice())
    }
}

fn push_at(groups: &mut Vec<Vec<usize>>, at: usize, position: usize) {
    match groups.get_mut(at) {
        Some(group) => group.push(position),
        None => groups.push(vec![position]),
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

    /// Where the recipients sit that a cell leaves open.
    fn seats<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = Option<usize>> + 'a {
        let open = cell.open_seats().unwrap_or_default().iter();
        open.filter_map(|&at| self.groups.get(at))
            .map(|group| group.seat)
    }
}
