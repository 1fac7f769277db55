//! What a policy leaves open or says unevenly: found from the words of its rules and declarations, without the decision graph.
//!
//! Every analysis is a function of the checked policy that gives findings. What is true of most policies is a note.

mod channels;
mod collection;
mod concepts;
mod contacts;
mod deemed;
mod diagnostics;
mod excluded;
mod identity;
mod implication;
mod lineage;
mod lists;
mod opt_out;
mod places;
mod purposes;
mod rights;
mod roles;
mod scope;
mod special;
mod strengths;
mod vague;
mod withdrawal;

use crate::check::policy::Policy;
use crate::diagnostic::Report;
use crate::resolve::World;

/// Looks for gaps in a policy without errors.
pub fn find(world: &World, policy: &Policy, report: &mut Report) {
    let found = [
        lineage::find(policy),
        roles::find(policy),
        roles::find_undecided(world, policy),
        identity::find(policy),
        identity::find_reidentification(policy),
        deemed::find(world, policy),
        strengths::find(policy),
        opt_out::find(policy),
        rights::find(policy),
        channels::find(policy),
        contacts::find(world),
        excluded::find(policy),
        purposes::find(policy),
        withdrawal::find(policy),
        collection::find(policy),
        places::find(policy),
        special::find(policy),
        vague::find(world, policy),
    ];
    for finding in found.into_iter().flatten() {
        report.push(finding);
    }
}
