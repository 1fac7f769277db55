//! What is wrong with a policy whose parts are each sound: rules that do not fit together, what they leave open, and assertions that they break.

pub mod assertions;
mod found;
pub mod gaps;
pub mod overlap;
pub mod readings;

pub use found::Found;

use crate::beside::beside;
use crate::check::policy::Policy;
use crate::diagnostic::Report;
use crate::graph::Budget;
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
    let (mut all, gaps) = beside(
        || overlap::found(policy, budget.clone()),
        || {
            gaps::found(policy, budget.clone(), endings, |too_large, what| {
                overlap::not_analysed(policy, too_large, what)
            })
        },
    );
    all.extend(gaps);
    all
}
