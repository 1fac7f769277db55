//! How the classes of one dimension make a part of a number.

use crate::lower::DimensionId;

/// The share of a dimension in one of the numbers that a layer takes: the number is the sum over its parts of `stride` times the coarse class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The dimension.
    pub dimension: DimensionId,
    /// Which number of a request it counts in.
    pub number: usize,
    /// What one coarse class counts.
    pub stride: u32,
    /// How many coarse classes there are.
    pub count: u32,
    /// The coarse class of every class: those that this walk does not tell apart are one.
    pub coarse: Vec<u32>,
}

impl Part {
    /// What a class adds to the number.
    #[must_use]
    pub fn share(&self, class: u32) -> u32 {
        let coarse = self.coarse.get(class as usize).copied();
        coarse.unwrap_or_default() * self.stride
    }

    /// What this part has in the number.
    pub(super) fn share_in(&self, number: u32) -> u32 {
        number / self.stride.max(1) % self.count.max(1) * self.stride
    }
}
