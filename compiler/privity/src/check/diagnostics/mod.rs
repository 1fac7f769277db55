//! What can be wrong with the meaning of a policy whose names are known.

mod rules;
mod values;

pub(super) use rules::*;
pub(super) use values::*;
