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
    /// `apart[a][b]`: the days on which a border lies between groups `a` and `b`. Symmetric; empty on the diagonal.
    pub apart: Vec<Vec<ValueSet>>,
}

/// What borders know of a place: its country, whether it is where the home is, and for every area the days of its membership.
type Standing = (u32, bool, Vec<ValueSet>);

impl BorderGroups {
    /// The groups of a policy's places.
    pub(super) fn of(policy: &Policy) -> Self {
        let days = &policy.class_axis(ClassAxis::Date).domain;
        let days = ValueSet::range(*days.start(), *days.end());
        let standings = standings(&policy.borders);
        let apart: Vec<Vec<ValueSet>> = standings
            .iter()
            .map(|(one, _)| {
                standings
                    .iter()
                    .map(|(other, _)| days_apart(one, other, &days))
                    .collect()
            })
            .collect();
        // Groups that see the same borders everywhere are one: two members of an area that never changes, say.
        let mut rows: BTreeMap<(bool, &Vec<ValueSet>), Vec<usize>> = BTreeMap::new();
        for (at, ((standing, _), row)) in standings.iter().zip(&apart).enumerate() {
            rows.entry((standing.1, row)).or_default().push(at);
        }
        let mut merged: Vec<&Vec<usize>> = rows.values().collect();
        merged.sort();
        let representative = |members: &[usize]| members.first().copied().unwrap_or(0);
        Self {
            groups: merged
                .iter()
                .map(|members| {
                    members
                        .iter()
                        .filter_map(|&at| standings.get(at))
                        .fold(ValueSet::empty(), |all, (_, places)| all.union(places))
                })
                .collect(),
            as_home: merged
                .iter()
                .map(|members| {
                    standings
                        .get(representative(members))
                        .is_some_and(|(standing, _)| standing.1)
                })
                .collect(),
            apart: merged
                .iter()
                .map(|members| {
                    let row = apart.get(representative(members));
                    merged
                        .iter()
                        .map(|others| {
                            row.and_then(|row| row.get(representative(others)))
                                .cloned()
                                .unwrap_or_default()
                        })
                        .collect()
                })
                .collect(),
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
        self.apart.get(one)?.get(other)
    }

    /// The sets of days that matter to some border.
    pub(super) fn day_sets(&self) -> impl Iterator<Item = &ValueSet> {
        self.apart.iter().flatten()
    }

    /// Whether there is any border on any day.
    #[must_use]
    pub fn is_open_world(&self) -> bool {
        self.day_sets().all(ValueSet::is_empty)
    }
}

/// The places by what borders know of them, in the order of their first place.
fn standings(borders: &Borders) -> Vec<(Standing, ValueSet)> {
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
        found
            .entry((country, borders.as_home.contains(place), memberships))
            .or_default()
            .push((place, place));
    }
    let mut standings: Vec<(Standing, ValueSet)> = found
        .into_iter()
        .map(|(standing, places)| (standing, ValueSet::from_intervals(places)))
        .collect();
    standings.sort_by_key(|(_, places)| places.first());
    standings
}

/// The days on which a border lies between places of two standings: another country, and no area that holds both.
fn days_apart(one: &Standing, other: &Standing, days: &ValueSet) -> ValueSet {
    if one.0 == other.0 {
        return ValueSet::empty();
    }
    let together = one
        .2
        .iter()
        .zip(&other.2)
        .fold(ValueSet::empty(), |together, (mine, theirs)| {
            together.union(&mine.intersection(theirs))
        });
    match (days.first(), days.intervals().last()) {
        (Some(first), Some(&(_, last))) => together.complement(&(first..=last)).intersection(days),
        _ => ValueSet::empty(),
    }
}
