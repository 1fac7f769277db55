//! When keeping one duty keeps another: the order of duties, in which some do not compare.

use super::{Argument, Channels, Deadline, Duty, Obligation};

impl Obligation {
    /// Whether keeping this one certainly keeps the other.
    ///
    /// Reflexive and transitive. Two obligations may be as strict as each other without being equal (1 year, 12 months),
    /// or not compare at all (30 days, 1 month).
    #[must_use]
    pub fn is_at_least_as_strict_as(&self, other: &Self) -> bool {
        self.alternatives.iter().all(|mine| {
            other
                .alternatives
                .iter()
                .any(|theirs| mine.is_at_least_as_strict_as(theirs))
        }) && channels_are_within(self.through.as_ref(), other.through.as_ref())
            && is_no_later(self.deadline.as_ref(), other.deadline.as_ref())
            && is_no_later(self.every.as_ref(), other.every.as_ref())
    }
}

impl Duty {
    /// Whether doing this certainly does the other. An argument left out asks for nothing in particular.
    #[must_use]
    pub fn is_at_least_as_strict_as(&self, other: &Self) -> bool {
        self.name == other.name
            && self.arguments.len() >= other.arguments.len()
            && self
                .arguments
                .iter()
                .zip(&other.arguments)
                .all(|(mine, theirs)| mine.is_at_least_as_strict_as(theirs))
    }
}

impl Argument {
    /// Whether this value asks for at least as much as the other. Values of different types do not compare.
    #[must_use]
    pub fn is_at_least_as_strict_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nodes(_, mine), Self::Nodes(_, theirs)) => theirs.is_subset(mine),
            (Self::Word(mine), Self::Word(theirs)) => mine == theirs,
            (Self::Level(mine, _), Self::Level(theirs, _)) => mine >= theirs,
            (Self::AtLeast(mine), Self::AtLeast(theirs)) => theirs.certainly_within(mine),
            (Self::AtMost(mine), Self::AtMost(theirs)) => mine.certainly_within(theirs),
            _ => false,
        }
    }
}

impl Deadline {
    /// Whether what is done in time for this deadline is certainly in time for the other.
    #[must_use]
    pub fn is_no_later_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Within(mine), Self::Within(theirs)) => mine.certainly_within(theirs),
            _ => self == other,
        }
    }
}

pub(super) fn is_no_later(mine: Option<&Deadline>, theirs: Option<&Deadline>) -> bool {
    match (mine, theirs) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(mine), Some(theirs)) => mine.is_no_later_than(theirs),
    }
}

fn channels_are_within(mine: Option<&Channels>, theirs: Option<&Channels>) -> bool {
    match (mine, theirs) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(mine), Some(theirs)) => mine.atoms.is_subset(&theirs.atoms),
    }
}
