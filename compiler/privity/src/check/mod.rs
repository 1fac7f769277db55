//! From resolved names to a policy whose kinds, units and dates are right.

pub mod dates;
pub mod duty;
mod naming;
pub mod policy;
pub mod taxonomy;
pub mod values;
