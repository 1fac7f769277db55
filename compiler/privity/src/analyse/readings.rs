//! Ambiguities whose default reading does not protect the person: it permits what another reading denies.
//!
//! Where the policy does not apply under the other reading, that reading forbids nothing, so the default is no worse there.

use super::Found;
use crate::check::policy::{AxisId, Condition, Fact, FactType, Layer, Policy};
use crate::check::values::ValueSet;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::space::{Region, RuleSet, Space, consistent};
use crate::graph::{Budget, TooLarge};

/// The only policy of the space.
const SET: RuleSet = RuleSet::FIRST;

/// An ambiguity that is still open, with its axis and the values of its readings.
struct Open<'p> {
    fact: &'p Fact,
    axis: AxisId,
    default: i64,
    others: Vec<i64>,
}

/// What is permitted and what is denied, the other ambiguities at their defaults.
#[derive(Clone, Copy)]
struct Verdicts {
    permitted: Region,
    denied: Region,
    /// Of both only what makes sense to ask counts.
    sane: Region,
}

/// Looks for defaults that are not protective; all other ambiguities are taken at their defaults.
///
/// # Errors
/// When the regions of the rules cost more than the budget.
pub fn find(policy: &Policy, budget: Budget) -> Result<Vec<Found>, TooLarge> {
    let open = open(policy);
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let sane = consistent(policy);
    let mut foreseen = vec![sane.clone()];
    for ambiguity in &open {
        let values = ambiguity.others.iter().copied().chain([ambiguity.default]);
        foreseen
            .extend(values.map(|value| Condition::Test(ambiguity.axis, ValueSet::single(value))));
    }
    let mut space = Space::new(policy, &foreseen, budget)?;
    let sane = space.condition(&sane)?;
    let applicable = space.applicable(SET)?;
    let conflicts = space.duty_conflicts(SET)?;
    let mut found = Vec::new();
    for ambiguity in &open {
        let mut here = Region::EVERYTHING;
        for other in open.iter().filter(|other| other.axis != ambiguity.axis) {
            let taken = space.values(other.axis, &ValueSet::single(other.default))?;
            here = space.and(here, taken)?;
        }
        let disputed = disputed(&mut space, ambiguity.axis, here, conflicts)?;
        let here = space.and(here, disputed)?;
        let permitted = space.permitted_within(SET, here)?;
        let here = space.and(here, applicable)?;
        let verdicts = Verdicts {
            permitted,
            denied: space.without(here, permitted)?,
            sane,
        };
        found.extend(judge(&mut space, ambiguity, verdicts)?);
    }
    Ok(found)
}

/// Where one reading may permit and another deny: where they differ in one of the layers, whose product is far larger than either, or make duties
/// exclude each other.
fn disputed(
    space: &mut Space<'_>,
    axis: AxisId,
    here: Region,
    conflicts: Region,
) -> Result<Region, TooLarge> {
    let is_loose = |loose| loose == axis;
    let mut disputed = space.for_some(conflicts, is_loose)?;
    let crossing = space.crossing(SET)?;
    for (layer, asked) in [
        (Layer::Base, here),
        (Layer::Transfer, space.and(here, crossing)?),
    ] {
        let permitted = space.permitted_by(SET, layer)?;
        let permitted = space.and(permitted, asked)?;
        let stopped = space.without(asked, permitted)?;
        let by_one = space.for_some(permitted, is_loose)?;
        let not_by_another = space.for_some(stopped, is_loose)?;
        let differs = space.and(by_one, not_by_another)?;
        disputed = space.or(disputed, differs)?;
    }
    Ok(disputed)
}

fn open(policy: &Policy) -> Vec<Open<'_>> {
    let facts = policy.facts.iter();
    facts
        .filter_map(|fact| {
            let default = fact.ambiguity.as_ref()?.default;
            let axis = *fact.axes.first()?;
            let default = i64::try_from(default).ok()?;
            let domain = policy.axes.at(axis).domain.clone();
            let others: Vec<i64> = domain.filter(|value| *value != default).collect();
            (!others.is_empty()).then_some(Open {
                fact,
                axis,
                default,
                others,
            })
        })
        .collect()
}

/// What lies in a region under one reading, on all axes but that of the ambiguity.
fn under(
    space: &mut Space<'_>,
    axis: AxisId,
    value: i64,
    region: Region,
) -> Result<Region, TooLarge> {
    let taken = space.values(axis, &ValueSet::single(value))?;
    let here = space.and(region, taken)?;
    space.for_some(here, |loose| loose == axis)
}

/// What one reading permits and another denies.
fn beyond(
    space: &mut Space<'_>,
    axis: AxisId,
    (one, other): (i64, i64),
    verdicts: Verdicts,
) -> Result<Region, TooLarge> {
    let permitted = under(space, axis, one, verdicts.permitted)?;
    let denied = under(space, axis, other, verdicts.denied)?;
    let both = space.and(permitted, denied)?;
    space.and(both, verdicts.sane)
}

fn judge(
    space: &mut Space<'_>,
    open: &Open<'_>,
    verdicts: Verdicts,
) -> Result<Option<Found>, TooLarge> {
    for &other in &open.others {
        let more = beyond(space, open.axis, (open.default, other), verdicts)?;
        if let Some(witness) = space.witness(more) {
            let words = space.words(&witness);
            let better = protective(space, open, verdicts)?;
            return Ok(Some(Found {
                finding: not_protective(open, other, better, words),
                witness: Some(witness.atom),
            }));
        }
    }
    Ok(None)
}

/// A reading that permits nothing that another one denies.
fn protective(
    space: &mut Space<'_>,
    open: &Open<'_>,
    verdicts: Verdicts,
) -> Result<Option<i64>, TooLarge> {
    for &value in &open.others {
        let mut protects = true;
        let others = open.others.iter().copied().chain([open.default]);
        for other in others.filter(|other| *other != value) {
            protects = protects && beyond(space, open.axis, (value, other), verdicts)?.is_empty();
        }
        if protects {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn not_protective(open: &Open<'_>, other: i64, better: Option<i64>, words: String) -> Diagnostic {
    let name = &open.fact.name;
    let finding = Diagnostic::at(
        Code::NotProtective,
        open.fact.span,
        format!("the default reading of `{name}` allows what another does not"),
    )
    .because(format!(
        "`{}` is the default, and `{}` forbids this",
        word(open.fact, open.default),
        word(open.fact, other)
    ))
    .witness(words);
    match better {
        Some(better) => finding.help(format!(
            "make `{}` the default: it allows no more than any other reading",
            word(open.fact, better)
        )),
        None => finding.help(
            "no reading protects the person in every respect: split the ambiguity, so that each part has one that does",
        ),
    }
}

fn word(fact: &Fact, value: i64) -> String {
    match (&fact.ty, usize::try_from(value)) {
        (FactType::Words { words, .. }, Ok(at)) => words.get(at).cloned().unwrap_or_default(),
        _ => String::new(),
    }
}
