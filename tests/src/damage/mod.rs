//! Broken files, made by small accidents in sound ones, and what the compiler says about them.
//!
//! # What is counted
//!
//! A sound program is taken (each of `policies/`, the standard library, the examples of `tests/spec`), and one accident befalls one of its
//! files. An accident that leaves the file readable is no syntax error: it is counted apart and not measured. For all others the whole
//! program is checked, names and all, and two questions are asked.
//!
//! **Does the first error point at the damaged line?** The first error is the first finding of severity *error* in the order in which they
//! are shown; it points at the line on which its primary label begins, in the damaged file; other labels do not count. These lines are
//! right, and no others:
//!
//! 1. every line of the damaged file on which a changed, doubled, swapped or inserted sign stands, or on which a lost sign stood;
//! 2. if the accident left no word on that line (the only sign of a line was lost, or the whole line), the line is no longer there to be
//!    pointed at: the nearest line above and the nearest line below that hold more than blanks and comments;
//! 3. if closing brackets or quotes were lost, the lines on which what they closed was opened.
//!
//! **How many errors follow?** Findings of severity *error* that the undamaged program did not have (by code and message), the first one
//! left out, whatever pass gives them.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a tool of tests may fail where it stands"
)]

mod corpus;
mod measure;
mod mutate;
mod signs;

pub use corpus::{Program, corpus};
pub use measure::{Outcome, Plan, Tally, measure, report};
pub use mutate::{Damage, Kind, damage};
