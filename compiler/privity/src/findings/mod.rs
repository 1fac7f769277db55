//! The record of what was found in a policy: what its authors wrote down (`finding …`), and how the compiler comes to know of it.

mod evidence;
pub mod markdown;
mod matching;
mod places;
mod readings;
mod settled;

use crate::check::policy::Policy;
use crate::diagnostic::{Diagnostic, Report};
use crate::program::Program;
use crate::resolve::{self, World};

pub use evidence::Evidence;
use places::Places;
pub(crate) use settled::settle;

/// A compiled policy with everything that was found in it, notes included.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Its texts.
    pub program: &'a Program,
    /// Its rules.
    pub policy: &'a Policy,
    /// What the compiler found, with the levels of the manifest.
    pub findings: &'a [Diagnostic],
}

/// A policy with its declarations, ready to be reported on.
struct Subject<'a> {
    world: World,
    policy: &'a Policy,
    evidence: Vec<Evidence>,
}

impl<'a> Subject<'a> {
    fn new(found: Found<'a>) -> Self {
        // What is wrong with the names was reported when the policy was compiled.
        let world = resolve::resolve(found.program, &mut Report::new());
        let places = Places::of(&world, found.policy);
        let evidence = found
            .findings
            .iter()
            .map(|finding| Evidence::of(finding, &places))
            .collect();
        Self {
            world,
            policy: found.policy,
            evidence,
        }
    }
}

/// What each finding of the compiler points at.
#[must_use]
pub fn evidence(found: Found<'_>) -> Vec<Evidence> {
    Subject::new(found).evidence
}
