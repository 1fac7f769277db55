//! What is known of an act's crossing of borders while its places and its day become known one after the other.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::policy::{Borders, ClassAxis, Policy};

/// The number of a stage of knowledge in [`Places`]; equal numbers are equal stages.
pub(super) type CrossingNumber = u32;

/// The stages of knowledge, in the order home, destination, origin, day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Crossing {
    /// It does not cross, or nobody cares.
    No,
    /// It crosses.
    Yes,
    /// Nothing is known.
    Open,
    /// The home is known: its sort.
    Home(usize),
    /// The destination is known, too: its sort, and the epochs on which a border lies between it and the home.
    Destination(usize, Vec<bool>),
    /// All places are known: the epochs on which one of the borders is there.
    Epochs(Vec<bool>),
}

impl Crossing {
    /// The number of [`Crossing::No`].
    pub(super) const NO: CrossingNumber = 0;
    /// The number of [`Crossing::Yes`].
    pub(super) const YES: CrossingNumber = 1;
}

/// Where a place stands: its country, and epoch by epoch the areas that it lies in.
struct Stand {
    as_home: bool,
    country: u32,
    areas: Vec<Vec<usize>>,
}

impl Stand {
    /// How places stand, each way of standing once, in the order of first places, with its places.
    fn of_places(borders: &Borders, epochs: &[i64]) -> BTreeMap<usize, (Self, Vec<usize>)> {
        let mut first: FxHashMap<(bool, u32, Vec<Vec<usize>>), usize> = FxHashMap::default();
        let mut stands: BTreeMap<usize, (Self, Vec<usize>)> = BTreeMap::new();
        for ((at, place), &country) in (0..).zip(0_i64..).zip(&borders.country) {
            let inside = |day: i64| {
                let areas = borders.areas.iter().enumerate();
                let areas = areas.filter(|(_, area)| {
                    let mut members = area.members.iter();
                    members.any(|(places, days)| days.contains(&day) && places.contains(place))
                });
                areas.map(|(area, _)| area).collect()
            };
            let as_home = borders.as_home.contains(place);
            let areas: Vec<Vec<usize>> = epochs.iter().map(|&day| inside(day)).collect();
            let key = (as_home, country, areas.clone());
            let of = *first.entry(key).or_insert(at);
            let stand = Self {
                as_home,
                country,
                areas,
            };
            let (_, places) = stands.entry(of).or_insert((stand, Vec::new()));
            places.push(at);
        }
        stands
    }

    /// The epochs on which a border lies between two places.
    fn apart(&self, other: &Self) -> Vec<bool> {
        let epochs = self.areas.iter().zip(&other.areas);
        epochs
            .map(|(mine, theirs)| {
                self.country != other.country && !mine.iter().any(|area| theirs.contains(area))
            })
            .collect()
    }
}

/// Sorts of places: two places of one sort see the same borders.
pub(super) struct Places {
    /// For every place atom its sort.
    sorts: Vec<usize>,
    /// All place atoms.
    place_cuts: Vec<i64>,
    /// Whether the places of a sort are wherever the home is.
    as_home: Vec<bool>,
    /// Between which sorts there is a border, epoch by epoch.
    borders: Vec<Vec<Vec<bool>>>,
    /// The first day of every epoch, ascending. Within an epoch no border changes.
    epochs: Vec<i64>,
    /// Every stage that was met.
    stages: Vec<Crossing>,
    numbers: FxHashMap<Crossing, CrossingNumber>,
    /// For every stage what was learned there, by sort or epoch, places without a sort last; empty until somebody asks.
    learned: Vec<Vec<Option<CrossingNumber>>>,
}

impl Places {
    pub(super) fn new(policy: &Policy) -> Self {
        let borders = &policy.borders;
        let days = &policy.class_axis(ClassAxis::Date).domain;
        let mut epochs = vec![*days.start()];
        for (_, life) in borders.areas.iter().flat_map(|area| &area.members) {
            epochs.extend([*life.start(), life.end().saturating_add(1)]);
        }
        epochs.retain(|day| days.contains(day));
        epochs.sort_unstable();
        epochs.dedup();
        let stands = Stand::of_places(borders, &epochs);
        let row = |one: &Stand| -> Vec<Vec<bool>> {
            stands.values().map(|(other, _)| one.apart(other)).collect()
        };
        // What sees the same borders from everywhere is one sort.
        let mut known: BTreeMap<(bool, Vec<Vec<bool>>), usize> = BTreeMap::new();
        let mut sorts = vec![0; borders.country.len()];
        let mut examples: Vec<&Stand> = Vec::new();
        for (stand, places) in stands.values() {
            let next = known.len();
            let sort = *known.entry((stand.as_home, row(stand))).or_insert(next);
            if sort == next {
                examples.push(stand);
            }
            for &place in places {
                if let Some(slot) = sorts.get_mut(place) {
                    *slot = sort;
                }
            }
        }
        let between = |one: &Stand| examples.iter().map(|other| one.apart(other)).collect();
        let mut places = Self {
            place_cuts: (0_i64..).zip(&sorts).map(|(place, _)| place).collect(),
            as_home: examples.iter().map(|stand| stand.as_home).collect(),
            borders: examples.iter().map(|one| between(one)).collect(),
            sorts,
            epochs,
            stages: Vec::new(),
            numbers: FxHashMap::default(),
            learned: Vec::new(),
        };
        places.number(Crossing::No);
        places.number(Crossing::Yes);
        places
    }

    /// What is known at first.
    pub(super) fn start(&mut self) -> CrossingNumber {
        let open_world = self.borders.iter().flatten().flatten().all(|&there| !there);
        if open_world {
            Crossing::NO
        } else {
            self.number(Crossing::Open)
        }
    }

    fn number(&mut self, stage: Crossing) -> CrossingNumber {
        if let Some(&known) = self.numbers.get(&stage) {
            return known;
        }
        let number = u32::try_from(self.stages.len()).unwrap_or(u32::MAX);
        self.stages.push(stage.clone());
        self.learned.push(Vec::new());
        self.numbers.insert(stage, number);
        number
    }

    /// The axis whose value is asked for next.
    pub(super) fn asks(&self, crossing: CrossingNumber) -> Option<ClassAxis> {
        match self.stages.get(crossing as usize)? {
            Crossing::No | Crossing::Yes => None,
            Crossing::Open => Some(ClassAxis::Home),
            Crossing::Home(_) => Some(ClassAxis::Destination),
            Crossing::Destination(..) => Some(ClassAxis::Origin),
            Crossing::Epochs(_) => Some(ClassAxis::Date),
        }
    }

    /// Values of the asked axis at which the answer may change.
    pub(super) fn cuts(&self, crossing: CrossingNumber) -> &[i64] {
        match self.stages.get(crossing as usize) {
            Some(Crossing::Epochs(_)) => &self.epochs,
            _ => &self.place_cuts,
        }
    }

    /// What is known when the asked axis has this value.
    pub(super) fn learn(&mut self, crossing: CrossingNumber, value: i64) -> CrossingNumber {
        let Some(stage) = self.stages.get(crossing as usize) else {
            return crossing;
        };
        // Values of one sort or epoch teach the same.
        let sort = match stage {
            Crossing::Epochs(_) => {
                let after = self.epochs.partition_point(|&first| first <= value);
                Some(after.saturating_sub(1))
            }
            _ => usize::try_from(value)
                .ok()
                .and_then(|place| self.sorts.get(place).copied()),
        };
        let sorts = self.borders.len().max(self.epochs.len());
        let at = sort.unwrap_or(sorts);
        let known = self.learned.get(crossing as usize);
        if let Some(&Some(known)) = known.and_then(|row| row.get(at)) {
            return known;
        }
        let learned = self.next(stage, sort);
        let number = self.number(learned);
        if let Some(row) = self.learned.get_mut(crossing as usize) {
            row.resize(sorts + 1, None);
            if let Some(slot) = row.get_mut(at) {
                *slot = Some(number);
            }
        }
        number
    }

    /// The stage behind another, when a place of this sort, or a day of this epoch, becomes known.
    fn next(&self, stage: &Crossing, sort: Option<usize>) -> Crossing {
        match stage {
            Crossing::No | Crossing::Yes => stage.clone(),
            Crossing::Open => sort.map_or(Crossing::No, Crossing::Home),
            Crossing::Home(home) => {
                let Some(destination) = sort else {
                    return Crossing::No;
                };
                let there = self.real(destination, *home);
                let epochs = self.between(*home, there);
                if epochs.iter().all(|&there| there) {
                    Crossing::Yes
                } else {
                    Crossing::Destination(there, epochs)
                }
            }
            Crossing::Destination(there, anyway) => {
                let epochs = match sort {
                    // What comes from home crosses what lies between there and home.
                    Some(origin) if self.as_home.get(origin) == Some(&true) => anyway.clone(),
                    Some(origin) => self
                        .between(origin, *there)
                        .iter()
                        .zip(anyway)
                        .map(|(&one, &other)| one || other)
                        .collect(),
                    None => anyway.clone(),
                };
                if epochs.iter().all(|&there| there) {
                    Crossing::Yes
                } else if epochs.iter().any(|&there| there) {
                    Crossing::Epochs(epochs)
                } else {
                    Crossing::No
                }
            }
            Crossing::Epochs(epochs) => {
                if sort.and_then(|epoch| epochs.get(epoch)) == Some(&true) {
                    Crossing::Yes
                } else {
                    Crossing::No
                }
            }
        }
    }

    fn real(&self, sort: usize, home: usize) -> usize {
        if self.as_home.get(sort) == Some(&true) {
            home
        } else {
            sort
        }
    }

    fn between(&self, one: usize, other: usize) -> Vec<bool> {
        self.borders
            .get(one)
            .and_then(|row| row.get(other))
            .cloned()
            .unwrap_or_default()
    }
}
