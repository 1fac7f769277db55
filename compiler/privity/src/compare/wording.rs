//! A region of requests in few words: boxes of named nodes, and the circumstances that all of it has in common.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{NEW, OLD};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::{Cube, Region, Space, consistent};

/// What a sentence lists; all else is a circumstance.
const LISTED: [ClassAxis; 6] = [
    ClassAxis::Action,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Recipient,
    ClassAxis::Source,
    ClassAxis::Subject,
];

/// What is counted as one sort of act: what is done, with which data, what for, and who receives.
const COUNTED: [ClassAxis; 4] = [
    ClassAxis::Action,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Recipient,
];

/// The most boxes that are worked out to be merged.
const MOST_BOXES: usize = 400;

/// A region in words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Wording {
    /// What it is about, a phrase for each of few boxes: `share imei to advertiser for marketing`.
    pub acts: Vec<String>,
    /// How many further boxes there are; `None` when there are too many to be counted.
    pub further: Option<usize>,
    /// What holds of all of it: `where consent at least general`; empty when nothing does.
    pub circumstances: String,
    /// Whether it is all that the acts and the circumstances describe. Otherwise it is a part of that: further circumstances matter in combination.
    pub is_whole: bool,
}

/// How large a region is.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Size {
    /// How many combinations of action, data, purpose and recipient have a request in it.
    pub sorts_of_act: f64,
    /// Which share of all such combinations that is, from 0 to 1.
    pub share_of_acts: f64,
    /// Which share of all atoms, with all facts, places and days, from 0 to 1.
    pub share_of_atoms: f64,
}

fn is_one_of(classes: &[ClassAxis], axis: AxisId) -> bool {
    classes.iter().any(|class| class.id() == axis)
}

/// How large a region is.
///
/// # Errors
/// When it costs more than the budget.
pub(super) fn size(space: &mut Space<'_>, region: Region) -> Result<Size, TooLarge> {
    let counted = |axis: AxisId| is_one_of(&COUNTED, axis);
    let acts = space.scratch(|space| {
        let projected = space.for_some(region, |axis| !counted(axis))?;
        Ok(space.count(projected, counted))
    })?;
    let all_acts = space.count(Region::EVERYTHING, counted);
    let atoms = space.count(region, |_| true);
    let all_atoms = space.count(Region::EVERYTHING, |_| true);
    Ok(Size {
        sorts_of_act: acts,
        share_of_acts: ratio(acts, all_acts),
        share_of_atoms: ratio(atoms, all_atoms),
    })
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// A region in words, with at most so many boxes.
///
/// # Errors
/// When it costs more than the budget.
pub(super) fn wording(
    policies: &[Policy; 2],
    space: &mut Space<'_>,
    region: Region,
    most: usize,
) -> Result<Wording, TooLarge> {
    let [_, policy] = policies;
    space.scratch(|space| {
        let listed = |axis: AxisId| is_one_of(&LISTED, axis);
        // Duties that count as kept are no circumstance worth telling.
        let is_kept = |axis: AxisId| matches!(policy.axes.at(axis).role, AxisRole::Kept(_));
        let region = space.for_some(region, is_kept)?;
        let acts = space.for_some(region, |axis| !listed(axis))?;
        let (cubes, complete) = space.cubes(acts, MOST_BOXES);
        let cubes = merged(cubes);
        let (usual, crosses) = usual(policies, space, region)?;
        let mut hull = space.and(acts, usual)?;
        let expected = hull;
        let mut circumstances = Cube {
            sides: BTreeMap::new(),
        };
        for axis in space.support(region) {
            if listed(axis) || is_kept(axis) {
                continue;
            }
            let alone = space.for_some(region, |other| other != axis)?;
            if alone == Region::EVERYTHING {
                continue;
            }
            hull = space.and(hull, alone)?;
            let implied = space.for_some(expected, |other| other != axis)?;
            if alone != implied
                && !is_usual(policy, axis, space, alone)
                && let Some(side) = side_of(space, alone, axis)
            {
                circumstances.sides.insert(axis, side);
            }
        }
        let mut told = told(policy, &circumstances);
        if crosses {
            told = format!("across a border {told}").trim_end().to_owned();
        }
        let further = cubes.len().saturating_sub(most);
        Ok(Wording {
            acts: cubes
                .iter()
                .take(most)
                .map(|cube| cube.words(policy))
                .collect(),
            further: complete.then_some(further),
            circumstances: told,
            is_whole: region == hull,
        })
    })
}

/// What goes without saying of a region, as far as it is so: requests that can be made, on days of a policy's life, without a border between
/// the places; and whether all of the region crosses a border, which is worth saying.
fn usual(
    policies: &[Policy; 2],
    space: &mut Space<'_>,
    region: Region,
) -> Result<(Region, bool), TooLarge> {
    let mut usual = Region::EVERYTHING;
    for (set, policy) in [OLD, NEW].into_iter().zip(policies) {
        let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
        let possible = space.condition(&consistent(policy))?;
        let alive = space.values(ClassAxis::Date.id(), &life)?;
        let crossing = space.crossing(set)?;
        let inside = space.not(crossing)?;
        for limit in [possible, alive, inside] {
            if space.implies(region, limit)? {
                usual = space.and(usual, limit)?;
            }
        }
    }
    let crossing = space.crossing(NEW)?;
    let crosses = space.implies(region, crossing)?;
    if crosses {
        usual = space.and(usual, crossing)?;
    }
    Ok((usual, crosses))
}

/// The values of a region that depends on one axis only.
fn side_of(space: &Space<'_>, region: Region, axis: AxisId) -> Option<ValueSet> {
    let (cubes, _) = space.cubes(region, 2);
    let sides = cubes.iter().filter_map(|cube| cube.sides.get(&axis));
    sides.cloned().reduce(|one, other| one.union(&other))
}

/// Whether it goes without saying: that the controller acts.
fn is_usual(policy: &Policy, axis: AxisId, space: &Space<'_>, alone: Region) -> bool {
    let default = policy.defaults.get(axis.index()).and_then(Option::as_ref);
    axis == ClassAxis::Actor.id() && side_of(space, alone, axis).as_ref() == default
}

/// The circumstances alone, as they stand behind an act.
fn told(policy: &Policy, circumstances: &Cube) -> String {
    let words = circumstances.words(policy);
    let words = words.strip_prefix("any act").unwrap_or(&words);
    words.trim_start_matches([',', ' ']).to_owned()
}

/// Boxes that differ on one axis only become one, as long as there are such.
fn merged(mut cubes: Vec<Cube>) -> Vec<Cube> {
    loop {
        let before = cubes.len();
        let axes: BTreeSet<AxisId> = cubes
            .iter()
            .flat_map(|cube| cube.sides.keys().copied())
            .collect();
        for axis in axes {
            let mut by_rest: BTreeMap<BTreeMap<AxisId, ValueSet>, Option<ValueSet>> =
                BTreeMap::new();
            for mut cube in cubes {
                let side = cube.sides.remove(&axis);
                match by_rest.entry(cube.sides) {
                    std::collections::btree_map::Entry::Vacant(slot) => {
                        slot.insert(side);
                    }
                    std::collections::btree_map::Entry::Occupied(mut slot) => {
                        // A box that names no side on the axis has all of it.
                        let joined = slot.get().as_ref().zip(side.as_ref());
                        let joined = joined.map(|(one, other)| one.union(other));
                        slot.insert(joined);
                    }
                }
            }
            cubes = by_rest
                .into_iter()
                .map(|(mut sides, side)| {
                    if let Some(side) = side {
                        sides.insert(axis, side);
                    }
                    Cube { sides }
                })
                .collect();
        }
        if cubes.len() == before {
            return cubes;
        }
    }
}
