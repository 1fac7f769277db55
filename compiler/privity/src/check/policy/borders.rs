//! Where borders between places are.

use std::ops::RangeInclusive;

use crate::check::values::ValueSet;

/// Where borders are, for the transfer layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Borders {
    /// For every place atom its country: the number of its topmost ancestor.
    pub country: Vec<u32>,
    /// The place atoms that are wherever the data subject is at home.
    pub as_home: ValueSet,
    /// Groups without borders inside: which place atoms are in, from which day to which.
    pub areas: Vec<Area>,
}

/// A group of places without borders inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its members and the days (both ends included) on which they are in.
    pub members: Vec<(ValueSet, RangeInclusive<i64>)>,
}
