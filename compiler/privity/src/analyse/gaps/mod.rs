//! What a policy leaves open or says unevenly.
//!
//! What a gap says of acts is decided over all requests at once, with the regions of [`crate::graph::space`], and shows one request.
//! What it says of words (names, lists, times, addresses) is read off the rules and declarations. What is true of most policies is a note.

mod adequacy;
mod channels;
mod collection;
mod concepts;
mod contacts;
mod deemed;
mod diagnostics;
mod excluded;
mod grounds;
mod identity;
mod implication;
mod lineage;
mod lists;
mod opt_out;
mod places;
mod purposes;
mod requests;
mod rights;
mod roles;
mod scope;
mod special;
mod strengths;
mod vague;
mod vague_diagnostics;
mod withdrawal;

pub use adequacy::Ending;

use super::Found;
use crate::check::policy::{Condition, Policy};
use crate::diagnostic::Report;
use crate::graph::space::{Space, consistent};
use crate::graph::{Budget, TooLarge};
use crate::resolve::World;
use requests::Requests;

/// Looks for gaps in the words of a policy without errors.
pub fn find(world: &World, policy: &Policy, report: &mut Report) {
    let found = [
        roles::find(policy),
        roles::find_undecided(world, policy),
        identity::find(policy),
        deemed::find(world, policy),
        strengths::find(policy),
        contacts::find(world),
        vague::find(world, policy),
    ];
    for finding in found.into_iter().flatten() {
        report.push(finding);
    }
}

/// The decisions on adequacy that end within the life of a policy.
#[must_use]
pub fn endings(world: &World, policy: &Policy) -> Vec<Ending> {
    adequacy::endings(world, policy)
}

/// The tests that [`found`] looks at, for the space to know them.
pub(super) fn tests(policy: &Policy, endings: &[Ending]) -> Vec<Condition> {
    let mut tests = vec![consistent(policy)];
    for more in [
        adequacy::tests(endings),
        channels::tests(policy),
        collection::tests(policy),
        excluded::tests(policy),
        grounds::tests(policy),
        identity::tests(policy),
        lineage::tests(policy),
        places::tests(policy),
        purposes::tests(policy),
        special::tests(policy),
        withdrawal::tests(policy),
    ] {
        tests.extend(more);
    }
    tests
}

/// What all passes together find out.
pub(super) const WHAT_IT_LEAVES_OPEN: &str = "what it leaves open";

type Pass = fn(&mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge>;

/// What is looked for, in the order in which it is reported within one place.
const PASSES: &[(&str, Pass)] = &[
    ("which derived data escape limits", lineage::find),
    (
        "which anonymous data are led back",
        identity::find_reidentification,
    ),
    ("which opt-outs stand beside consent", opt_out::find),
    ("which rights are given to some and to all", rights::find),
    ("which duties are owed in different ways", channels::find),
    ("which rules speak of what is left out", excluded::find),
    (
        "which purposes are wider than those of collecting",
        purposes::find,
    ),
    ("what a withdrawal leaves behind", withdrawal::find),
    ("what is collected, used and kept", collection::find),
    ("which data are collected without a ground", grounds::find),
    ("which recipients sit nowhere", places::find),
    ("which special categories pass", special::find),
];

/// Looks for gaps over all requests. `space` is of the policy and knows its [`tests`]; every region made here is forgotten again.
///
/// A finding that would cost too much is not looked for; `not_analysed` says so, given what was not found out.
pub(super) fn found<'p>(
    policy: &'p Policy,
    space: &mut Space<'p>,
    budget: &Budget,
    endings: &[Ending],
    not_analysed: impl Fn(&TooLarge, &str) -> Found,
) -> Vec<Found> {
    let before = space.mark();
    let mut all = Vec::new();
    match Requests::new(policy, space) {
        Ok(mut requests) => {
            let is_wanted = |_: &&(&str, Pass)| !budget.stop.is_set();
            for (what, pass) in PASSES.iter().take_while(is_wanted) {
                let found = in_budget(&mut requests, budget.steps, *pass);
                all.extend(found.unwrap_or_else(|large| vec![not_analysed(&large, what)]));
            }
            let found = in_budget(&mut requests, budget.steps, |requests| {
                adequacy::find(requests, endings)
            });
            let what = "which decisions on adequacy end";
            all.extend(found.unwrap_or_else(|large| vec![not_analysed(&large, what)]));
        }
        Err(large) => all.push(not_analysed(&large, WHAT_IT_LEAVES_OPEN)),
    }
    space.release(before);
    all
}

/// Runs one pass with a share of the budget.
fn in_budget(
    requests: &mut Requests<'_, '_>,
    steps: usize,
    pass: impl FnOnce(&mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge>,
) -> Result<Vec<Found>, TooLarge> {
    let nodes = requests.space.mark();
    let before = requests.space.allow(steps);
    let found = pass(requests);
    requests.space.allow(before);
    requests.space.release(nodes);
    found
}
