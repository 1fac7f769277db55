//! Whether an act crosses a border on its day.

use crate::check::policy::{ClassAxis, Policy};

/// Whether the destination of an atom lies in another area than the home of the data subject or than the origin of the data.
///
/// An atom that lacks a place or a day crosses nothing.
pub(super) fn crosses(policy: &Policy, atom: &[i64]) -> bool {
    let value = |axis: ClassAxis| atom.get(axis.id().index()).copied();
    let places = [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination].map(value);
    let (Some(home), Some(origin), Some(destination), Some(day)) =
        (places[0], places[1], places[2], value(ClassAxis::Date))
    else {
        return false;
    };
    let at_home = |place: i64| {
        if policy.borders.as_home.contains(place) {
            home
        } else {
            place
        }
    };
    let (origin, destination) = (at_home(origin), at_home(destination));
    is_border(policy, home, destination, day) || is_border(policy, origin, destination, day)
}

/// Whether there is a border between two places: they lie in two countries and no area holds both on the day.
fn is_border(policy: &Policy, one: i64, other: i64, day: i64) -> bool {
    let country = |place: i64| policy.borders.country.get(usize::try_from(place).ok()?);
    if one == other || country(one) == country(other) {
        return false;
    }
    !policy.borders.areas.iter().any(|area| {
        let holds = |place: i64| {
            let mut members = area.members.iter();
            members.any(|(places, days)| places.contains(place) && days.contains(&day))
        };
        holds(one) && holds(other)
    })
}
