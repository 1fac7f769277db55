//! What can be wrong with the meaning of a policy whose names are known.

mod laws;
mod readings;
mod rules;
mod standing;
mod values;

pub(super) use laws::*;
pub(in crate::check) use readings::*;
pub(super) use rules::*;
pub(in crate::check) use standing::*;
pub(super) use values::*;
