//! Whether the duties of an atom can be kept together.

use crate::check::duty::ObligationId;
use crate::check::policy::Policy;

/// Whether no way of keeping all of these duties exists.
pub(super) fn conflict(policy: &Policy, duties: &[ObligationId]) -> bool {
    let excluded = |one: &str, other: &str| {
        policy
            .duty_kinds
            .iter()
            .any(|kind| kind.name == one && kind.excludes.iter().any(|name| name == other))
    };
    duties.iter().any(|&one| {
        duties.iter().any(|&other| {
            let (one, other) = (policy.obligations.at(one), policy.obligations.at(other));
            one.alternatives.iter().all(|mine| {
                other
                    .alternatives
                    .iter()
                    .all(|theirs| excluded(&mine.name, &theirs.name))
            })
        })
    })
}
