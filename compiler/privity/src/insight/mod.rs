//! What an editor tells of a policy beside its findings: what a rule says in a sentence, where data come from and go to, what follows without being
//! written, how much a permit permits and what holds it back. Everything is read off the checked policy; nothing is reported.

mod flows;
mod lengths;
mod meeting;
mod reach;
mod sentence;
#[cfg(test)]
mod tests;

pub use flows::{Flow, Party, incoming, outgoing};
pub use lengths::length_of;
pub use meeting::may_meet;
pub use reach::{Reach, reaches};
pub use sentence::sentence;
