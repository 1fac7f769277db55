//! What is wrong with a policy whose parts are each sound: rules that do not fit together, and what they leave open.

pub mod gaps;
pub mod overlap;
pub mod readings;
