//! What is wrong with a policy whose parts are each sound: rules that do not fit together, what they leave open, and assertions that they break.

pub mod assertions;
mod found;
pub mod gaps;
pub mod overlap;
pub mod readings;

pub use found::Found;

use crate::check::policy::{Layer, Policy};
use crate::diagnostic::Report;
use crate::graph::space::{RuleSet, Space};
use crate::graph::{Budget, TooLarge};
use crate::resolve::World;

/// Reports what is decided over all requests: how rules overlap, and what they leave open.
pub fn over_requests(world: &World, policy: &Policy, budget: Budget, report: &mut Report) {
    for found in found_over_requests(policy, budget, &gaps::endings(world, policy)) {
        report.push(found.finding);
    }
}

/// What [`over_requests`] reports, each with the request that it shows.
#[must_use]
pub fn found_over_requests(
    policy: &Policy,
    budget: Budget,
    endings: &[gaps::Ending],
) -> Vec<Found> {
    let not_analysed =
        |too_large: &TooLarge, what: &str| overlap::not_analysed(policy, too_large, what);
    let mut tests = overlap::tests(policy);
    tests.extend(gaps::tests(policy, endings));
    // The regions of the rules are most of what either search starts from, so both stand on the same.
    let space = Space::new(policy, &tests, budget.clone()).and_then(|mut space| {
        for layer in [Layer::Base, Layer::Transfer] {
            space.permitted_by(RuleSet::FIRST, layer)?;
        }
        Ok(space)
    });
    let mut space = match space {
        Ok(space) => space,
        Err(too_large) => {
            let whole = [overlap::HOW_RULES_OVERLAP, gaps::WHAT_IT_LEAVES_OPEN];
            return whole.map(|what| not_analysed(&too_large, what)).into();
        }
    };
    let mut all = overlap::found(policy, &mut space, &budget);
    space.allow(budget.steps);
    let gaps = gaps::found(policy, &mut space, &budget, endings, not_analysed);
    all.extend(gaps);
    all
}
