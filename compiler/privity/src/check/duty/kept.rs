//! Whether several duties together keep another.

use super::{Argument, Obligation, join};
use crate::check::taxonomy::Taxonomies;
use crate::check::values::ValueSet;

/// Whether keeping all the given obligations certainly keeps another.
///
/// One that is at least as strict does; so do several that each keep it for a part of the nodes it is about, or that leave only channels
/// which it allows. For single obligations the same as [`Obligation::is_at_least_as_strict_as`].
#[must_use]
pub fn keep(taxonomies: &Taxonomies, given: &[&Obligation], wanted: &Obligation) -> bool {
    if given.iter().any(|one| one.is_at_least_as_strict_as(wanted)) {
        return true;
    }
    let joined = join(taxonomies, given.iter().copied());
    let is_kept = |wanted: &Obligation| {
        let mut all = joined.iter().chain(given.iter().copied());
        all.any(|one| one.is_at_least_as_strict_as(wanted))
    };
    is_kept(wanted) || by_parts(wanted, &is_kept)
}

/// Whether a duty about several nodes is kept for each of them.
fn by_parts(wanted: &Obligation, is_kept: &impl Fn(&Obligation) -> bool) -> bool {
    let [duty] = wanted.alternatives.as_slice() else {
        return false;
    };
    let mut sets = (0..)
        .zip(&duty.arguments)
        .filter_map(|(at, argument)| match argument {
            Argument::Nodes(names, atoms) => Some((at, names, atoms)),
            _ => None,
        });
    let (Some((at, names, atoms)), None) = (sets.next(), sets.next()) else {
        return false;
    };
    !atoms.is_empty()
        && atoms.iter().all(|atom| {
            let mut part = wanted.clone();
            let slot = part
                .alternatives
                .first_mut()
                .and_then(|duty| duty.arguments.get_mut::<usize>(at));
            if let Some(slot) = slot {
                *slot = Argument::Nodes(names.clone(), ValueSet::single(atom));
            }
            is_kept(&part)
        })
}
