//! What is wrong with a policy whose parts are each sound: rules that do not fit together, what they leave open, and assertions that they break.

pub mod assertions;
mod found;
pub mod gaps;
pub mod overlap;
pub mod readings;

pub use found::Found;
