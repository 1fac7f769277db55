//! The oracle: the meaning of a policy, read off its rules, without cleverness.
//!
//! An atom has a verdict by the definition. All else is that verdict over a set of atoms, by enumeration: *all of these* takes the
//! worst one, *one of these, unknown which* is definite only if every completion agrees. Nothing here knows of the decision graph,
//! which is tested against it.

mod atom;
mod borders;
mod classes;
mod enumeration;

pub use atom::{Oracle, Verdict};
pub use enumeration::TooLarge;

use crate::check::policy::Policy;
use crate::request::{Outcome, Reason, Request};

/// The verdict of an atom: one value per axis, by number.
#[must_use]
pub fn verdict(policy: &Policy, atom: &[i64]) -> Verdict {
    Oracle::new(policy).verdict(atom)
}

/// Why an atom has its verdict, with all rules that decide it.
#[must_use]
pub fn reason(policy: &Policy, atom: &[i64]) -> Reason {
    Oracle::new(policy).reason(atom)
}

/// The answer to a request, looking at no more than `limit` atoms.
///
/// # Errors
/// When the request stands for more atoms than that.
pub fn decide(policy: &Policy, request: &Request, limit: u64) -> Result<Outcome, TooLarge> {
    Oracle::new(policy).decide(request, limit)
}
