//! Shared parts of the tests that look at the whole.

pub mod engine;
pub mod generator;
