//! How the classes of one dimension make a part of the number of a layer.

use crate::lower::DimensionId;

/// The share of a dimension in a layer. The number of a layer is the sum over its parts of `stride` times the coarse class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The dimension.
    pub dimension: DimensionId,
    /// Which number of a request it counts in.
    pub layer: usize,
    /// What one coarse class counts.
    pub stride: u32,
    /// How many coarse classes there are.
    pub count: u32,
    /// The coarse class of every class: those that this walk does not tell apart are one.
    pub coarse: Vec<u32>,
}

impl Part {
    /// What a class adds to the number of the layer.
    #[must_use]
    pub fn share(&self, class: u32) -> u32 {
        let coarse = self.coarse.get(class as usize).copied();
        coarse.unwrap_or_default() * self.stride
    }

    /// What this part has in the number of a layer.
    pub(super) fn share_in(&self, number: u32) -> u32 {
        number / self.stride.max(1) % self.count.max(1) * self.stride
    }
}
