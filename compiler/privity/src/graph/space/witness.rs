//! One atom of a region, chosen so that it can be told in few words.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::{Region, Space};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Policy};
use crate::graph::store::Diagram;
use crate::request::words;

/// An atom with the axes that made it one of the region: of all others any value would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// One value per axis, by number.
    pub atom: Vec<i64>,
    /// The axes that matter.
    pub told: BTreeSet<AxisId>,
}

impl Witness {
    /// The witness without what goes without saying, unless `tested` picks it: the day, and places between which no border can lie.
    #[must_use]
    pub fn without_the_usual(mut self, policy: &Policy, tested: impl Fn(AxisId) -> bool) -> Self {
        let value = |class: ClassAxis| {
            let value = self.atom.get(class.id().index());
            value.copied().unwrap_or_default()
        };
        let (home, origin, destination) = (
            value(ClassAxis::Home),
            value(ClassAxis::Origin),
            value(ClassAxis::Destination),
        );
        let at_home = |place: i64| place == home || policy.borders.as_home.contains(place);
        let stays = at_home(origin) && at_home(destination);
        for class in [
            ClassAxis::Home,
            ClassAxis::Origin,
            ClassAxis::Destination,
            ClassAxis::Date,
        ] {
            if (stays || class == ClassAxis::Date) && !tested(class.id()) {
                self.told.remove(&class.id());
            }
        }
        self
    }
}

impl Space<'_> {
    /// The first atom of a region: on each dimension in turn what a request that leaves it out would get, if that can lead into the region, else the smallest value that can.
    #[must_use]
    pub fn witness(&self, region: Region) -> Option<Witness> {
        let member = self.members.first()?;
        let mut chosen = vec![None; member.policy.axes.len()];
        let mut told = BTreeSet::new();
        let mut at = region.0;
        while at.as_terminal().is_none() {
            let dimension = self.dimension(member, at)?;
            let edges = self.workshop.store.edges(at);
            let child = |class: u32| edges.iter().find(|edge| class <= edge.last);
            let wished = wished(member.policy, dimension.axis, &chosen).filter(|&value| {
                let edge = child(dimension.class_of(value));
                edge.is_some_and(|edge| edge.child != Diagram::FALSE)
            });
            let value = match wished {
                Some(value) => value,
                None => {
                    let open = edges.iter().position(|edge| edge.child != Diagram::FALSE)?;
                    let before = open.checked_sub(1).and_then(|before| edges.get(before));
                    let class = before.map_or(0, |edge| edge.last + 1);
                    dimension.first_of(class)?
                }
            };
            *chosen.get_mut(dimension.axis.index())? = Some(value);
            told.insert(dimension.axis);
            at = child(dimension.class_of(value))?.child;
        }
        if at == Diagram::FALSE {
            return None;
        }
        for axis in member.policy.axes.ids() {
            if chosen.get(axis.index()) == Some(&None) {
                let any = *member.policy.axes.at(axis).domain.start();
                let value = wished(member.policy, axis, &chosen).unwrap_or(any);
                *chosen.get_mut(axis.index())? = Some(value);
            }
        }
        Some(Witness {
            atom: chosen.into_iter().flatten().collect(),
            told,
        })
    }

    /// Which of two atoms comes first in the order in which [`Space::witness`] looks for them.
    #[must_use]
    pub fn compare(&self, one: &[i64], other: &[i64]) -> Ordering {
        let Some(member) = self.members.first() else {
            return Ordering::Equal;
        };
        let mut chosen = vec![None; member.policy.axes.len()];
        for dimension in member.lowered.dimensions.iter() {
            let at = dimension.axis.index();
            let (Some(&mine), Some(&theirs)) = (one.get(at), other.get(at)) else {
                continue;
            };
            if mine != theirs {
                let wished = wished(member.policy, dimension.axis, &chosen);
                let rank = |value: i64| (wished != Some(value), value);
                return rank(mine).cmp(&rank(theirs));
            }
            if let Some(slot) = chosen.get_mut(at) {
                *slot = Some(mine);
            }
        }
        Ordering::Equal
    }

    /// A witness as a request in the user's words: the act, and all else that matters and that a request which leaves it out would not get by itself.
    #[must_use]
    pub fn words(&self, witness: &Witness) -> String {
        self.members.first().map_or_else(String::new, |member| {
            words::told_atom(member.policy, &witness.atom, |axis| {
                witness.told.contains(&axis)
            })
        })
    }
}

/// What an axis is best set to: what a request gets that leaves it out, and else what says least.
fn wished(policy: &Policy, axis: AxisId, chosen: &[Option<i64>]) -> Option<i64> {
    if let Some(default) = policy.defaults.get(axis.index())?.as_ref() {
        return default.first();
    }
    match policy.axes.at(axis).role {
        AxisRole::Class(ClassAxis::Destination) => {
            let recipient = chosen.get(ClassAxis::Recipient.id().index()).copied()??;
            let sits = policy.sits_in.get(usize::try_from(recipient).ok()?)?;
            sits.as_ref()?.first()
        }
        AxisRole::Class(ClassAxis::Date) => Some(*policy.effective.start()),
        AxisRole::Class(class) if class.has_none() => Some(*policy.class_axis(class).domain.end()),
        AxisRole::Kept(_) => Some(1),
        AxisRole::Class(_) | AxisRole::Fact(_) | AxisRole::Element(..) => None,
    }
}
