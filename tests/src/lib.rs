//! Shared parts of the tests that look at the whole.

pub mod alone;
pub mod command_line;
pub mod comparison;
pub mod damage;
pub mod emitted;
pub mod engine;
pub mod every_atom;
pub mod exhaustive;
pub mod folders;
pub mod generator;
pub mod mix;
pub mod overlap;
pub mod scenario;
pub mod spec;
pub mod suggested;
pub mod translation;
pub mod written;
