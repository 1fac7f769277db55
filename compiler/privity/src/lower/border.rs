//! Between which places there is a border, and on which days.

use std::collections::BTreeMap;

use crate::check::policy::{Borders, ClassAxis, Policy};
use crate::check::values::ValueSet;

/// The places in groups that no border treats differently, and the borders between the groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BorderGroups {
    /// The places of each group, as values of the place axes.
    pub groups: Vec<ValueSet>,
    /// The groups whose places are wherever the data subject is at home.
    pub as_home: Vec<bool>,
    /// Every set of days on which some border is there; the first is empty.
    pub day_sets: Vec<ValueSet>,
    /// `apart[a][b]`: the days on which a border lies between groups `a` and `b`, as a position in `day_sets`. Symmetric; 0 on the diagonal.
    pub apart: Vec<Vec<usize>>,
}

/// What borders know of a place: its country, whether it is where the home is, and which areas it is in, on which days, as a number.
type Standing = (u32, bool, usize);

impl BorderGroups {
    /// The groups of a policy's places.
    pub(super) fn of(policy: &Policy) -> Self {
        let days = &policy.class_axis(ClassAxis::Date).domain;
        let days = ValueSet::range(*days.start(), *days.end());
        let (standings, memberships) = standings(&policy.borders);
        let mut sets = DaySets::new();
        let outside: Vec<Vec<usize>> = memberships
            .iter()
            .map(|one| {
                let others = memberships.iter();
                others
                    .map(|other| sets.number(never_together(one, other, &days)))
                    .collect()
            })
            .collect();
        let days_apart = |one: &Standing, other: &Standing| {
            let days = outside.get(one.2).and_then(|row| row.get(other.2));
            // Within a country there is no border.
            days.copied().filter(|_| one.0 != other.0).unwrap_or(0)
        };
        let row = |one: &Standing| -> Vec<usize> {
            let others = standings.iter();
            others.map(|(other, _)| days_apart(one, other)).collect()
        };
        // Groups that see the same borders everywhere are one: two members of an area that never changes, say.
        let mut rows: BTreeMap<(bool, Vec<usize>), Vec<usize>> = BTreeMap::new();
        for (at, (standing, _)) in standings.iter().enumerate() {
            let key = (standing.1, row(standing));
            rows.entry(key).or_default().push(at);
        }
        let mut merged: Vec<Vec<&(Standing, ValueSet)>> = rows
            .into_values()
            .map(|members| members.iter().filter_map(|&at| standings.get(at)).collect())
            .collect();
        merged.sort_by_key(|members| members.first().and_then(|(_, places)| places.first()));
        let firsts: Vec<&Standing> = merged
            .iter()
            .filter_map(|members| members.first().map(|(standing, _)| standing))
            .collect();
        Self {
            groups: merged
                .iter()
                .map(|members| {
                    let places = members.iter().flat_map(|(_, places)| places.intervals());
                    ValueSet::from_intervals(places.copied())
                })
                .collect(),
            as_home: firsts.iter().map(|standing| standing.1).collect(),
            apart: firsts
                .iter()
                .map(|one| firsts.iter().map(|other| days_apart(one, other)).collect())
                .collect(),
            day_sets: sets.sets,
        }
    }

    /// The group of a place.
    #[must_use]
    pub fn group_of(&self, place: i64) -> Option<usize> {
        self.groups.iter().position(|group| group.contains(place))
    }

    /// The days on which a border lies between two groups.
    #[must_use]
    pub fn days(&self, one: usize, other: usize) -> Option<&ValueSet> {
        self.day_sets.get(self.days_number(one, other))
    }

    /// The same as a position in `day_sets`.
    #[must_use]
    pub fn days_number(&self, one: usize, other: usize) -> usize {
        let row = self.apart.get(one);
        row.and_then(|row| row.get(other)).copied().unwrap_or(0)
    }

    /// Whether there is any border on any day.
    #[must_use]
    pub fn is_open_world(&self) -> bool {
        self.apart.iter().flatten().all(|&days| days == 0)
    }
}

/// Sets of days, each once; number 0 is the empty one.
struct DaySets {
    sets: Vec<ValueSet>,
}

impl DaySets {
    fn new() -> Self {
        Self {
            sets: vec![ValueSet::empty()],
        }
    }

    fn number(&mut self, set: ValueSet) -> usize {
        let known = self.sets.iter().position(|known| *known == set);
        known.unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        })
    }
}

/// The days on which a place is in each of the areas.
type Memberships = Vec<ValueSet>;

/// The places by what borders know of them, in the order of their first place, and the memberships that occur.
fn standings(borders: &Borders) -> (Vec<(Standing, ValueSet)>, Vec<Memberships>) {
    let mut numbers: BTreeMap<Memberships, usize> = BTreeMap::new();
    let mut found: BTreeMap<Standing, Vec<(i64, i64)>> = BTreeMap::new();
    for (place, &country) in (0_i64..).zip(&borders.country) {
        let memberships = borders
            .areas
            .iter()
            .map(|area| {
                ValueSet::from_intervals(
                    area.members
                        .iter()
                        .filter(|(places, _)| places.contains(place))
                        .map(|(_, days)| (*days.start(), *days.end())),
                )
            })
            .collect();
        let next = numbers.len();
        let number = *numbers.entry(memberships).or_insert(next);
        found
            .entry((country, borders.as_home.contains(place), number))
            .or_default()
            .push((place, place));
    }
    let mut standings: Vec<(Standing, ValueSet)> = found
        .into_iter()
        .map(|(standing, places)| (standing, ValueSet::from_intervals(places)))
        .collect();
    standings.sort_by_key(|(_, places)| places.first());
    let mut memberships: Vec<(Memberships, usize)> = numbers.into_iter().collect();
    memberships.sort_by_key(|(_, number)| *number);
    let memberships = memberships.into_iter().map(|(one, _)| one).collect();
    (standings, memberships)
}

/// The days on which no area holds two places with these memberships.
fn never_together(one: &Memberships, other: &Memberships, days: &ValueSet) -> ValueSet {
    let together = one
        .iter()
        .zip(other)
        .fold(ValueSet::empty(), |together, (mine, theirs)| {
            together.union(&mine.intersection(theirs))
        });
    match (days.first(), days.intervals().last()) {
        (Some(first), Some(&(_, last))) => together.complement(&(first..=last)).intersection(days),
        _ => ValueSet::empty(),
    }
}
