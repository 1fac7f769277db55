//! Whether the acts of a cell cross a border.

use super::cell::Cell;
use super::truth::Truth;
use crate::check::policy::ClassAxis;
use crate::check::values::ValueSet;
use crate::lower::{BorderGroups, DimensionId, Lowered};

/// The borders, over dimensions.
#[derive(Debug, Clone)]
pub(super) struct Border {
    /// Home, origin and destination; `None` when no act crosses a border.
    places: Option<[PlaceAxis; 3]>,
    date: Option<DimensionId>,
    groups: BorderGroups,
    /// For every two groups the classes of days on which there is a border between them, by position.
    apart: Vec<Vec<Apart>>,
}

/// When there is a border between two groups.
#[derive(Debug, Clone)]
struct Apart {
    /// The classes of the date dimension.
    classes: ValueSet,
    /// Whether there is any day at all, for when the date is no dimension.
    ever: bool,
}

/// A place axis: for every class its border group.
#[derive(Debug, Clone)]
struct PlaceAxis {
    dimension: DimensionId,
    groups: Vec<usize>,
}

impl Border {
    pub(super) fn of(lowered: &Lowered) -> Self {
        let place = |axis| PlaceAxis::of(lowered, axis);
        let places = match [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination].map(place) {
            [Some(home), Some(origin), Some(destination)] => Some([home, origin, destination]),
            _ => None,
        };
        let date = dimension_of(lowered, ClassAxis::Date);
        let apart = |days: &ValueSet| Apart {
            classes: date.map_or(ValueSet::empty(), |date| {
                lowered.dimensions.at(date).classes_of(days)
            }),
            ever: !days.is_empty(),
        };
        let sets: Vec<Apart> = lowered.borders.day_sets.iter().map(apart).collect();
        let of = |row: &Vec<usize>| {
            row.iter()
                .filter_map(|&days| sets.get(days).cloned())
                .collect()
        };
        Self {
            places,
            date,
            groups: lowered.borders.clone(),
            apart: lowered.borders.apart.iter().map(of).collect(),
        }
    }

    /// Whether the acts of a cell cross a border.
    pub(super) fn truth(&self, cell: &Cell) -> Truth {
        let Some([home, origin, destination]) = &self.places else {
            return Truth::No;
        };
        let [homes, origins, destinations] =
            [home, origin, destination].map(|place| place.groups_in(cell));
        let days = self.date.map(|date| cell.classes(date));
        let (mut some, mut all) = (false, true);
        for &home in &homes {
            for &there in &destinations {
                let there = self.at(there, home);
                for &from in &origins {
                    let from = self.at(from, home);
                    let mut crosses_on = |class: Option<u32>| {
                        let crosses =
                            self.is_apart(home, there, class) || self.is_apart(from, there, class);
                        some |= crosses;
                        all &= crosses;
                    };
                    match days {
                        Some(classes) => {
                            classes.iter().copied().map(Some).for_each(&mut crosses_on)
                        }
                        None => crosses_on(None),
                    }
                    if some && !all {
                        return Truth::Maybe;
                    }
                }
            }
        }
        Truth::between(some && all, some)
    }

    /// Where a place is: at home, if it is wherever the home is.
    fn at(&self, group: usize, home: usize) -> usize {
        if self.groups.as_home.get(group) == Some(&true) {
            home
        } else {
            group
        }
    }

    fn is_apart(&self, one: usize, other: usize, day: Option<u32>) -> bool {
        let apart = self.apart.get(one).and_then(|row| row.get(other));
        apart.is_some_and(|apart| match day {
            Some(class) => apart.classes.contains(i64::from(class)),
            None => apart.ever,
        })
    }

    /// The dimensions that decide whether a border is crossed.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = DimensionId> + '_ {
        let places = self.places.iter().flatten().map(|place| place.dimension);
        places.chain(self.date)
    }

    /// What borders know of a class of a dimension: two classes of which they know the same need not be told apart. `None` when borders
    /// know nothing of the dimension.
    pub(super) fn standing(&self, dimension: DimensionId, class: u32) -> Option<usize> {
        let mut places = self.places.iter().flatten();
        match places.find(|place| place.dimension == dimension) {
            Some(place) => place.groups.get(class as usize).copied(),
            // Days are few classes.
            None if self.date == Some(dimension) => Some(class as usize),
            None => None,
        }
    }
}

impl PlaceAxis {
    fn of(lowered: &Lowered, axis: ClassAxis) -> Option<Self> {
        let id = dimension_of(lowered, axis)?;
        let dimension = lowered.dimensions.at(id);
        let groups = (0..dimension.class_count)
            .map(|class| {
                let place = dimension.first_of(class)?;
                lowered.borders.group_of(place)
            })
            .collect::<Option<Vec<usize>>>()?;
        (!lowered.borders.is_open_world()).then_some(Self {
            dimension: id,
            groups,
        })
    }

    /// The groups of a cell, each once.
    fn groups_in(&self, cell: &Cell) -> Vec<usize> {
        let classes = cell.classes(self.dimension).iter();
        let mut groups: Vec<usize> = classes
            .filter_map(|&class| self.groups.get(class as usize).copied())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

fn dimension_of(lowered: &Lowered, axis: ClassAxis) -> Option<DimensionId> {
    lowered.dimension_of.get(axis.id().index()).copied()?
}
