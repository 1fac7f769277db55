//! What is measured, and how it is told.

pub(crate) mod compilation;
pub(crate) mod decisions;
pub(crate) mod job;
pub(crate) mod memory;
pub(crate) mod passes;
pub(crate) mod series;
pub(crate) mod table;
