//! The findings that are decided over all requests, by brute force: every atom of a small policy is looked at, and the definitions are
//! applied as they stand.
//!
//! Nothing of the analyses is used, only the checked policy and the meaning of duties; the meaning of the policy is worked out on
//! sets of atoms and compared with the oracle. Each policy is compared in both directions: what is found is so, and what is so is
//! found. Each request that is shown must be one that shows it, and no single change may make a smaller one.

mod atoms;
mod claims;
mod duties;
mod expected;
mod gaps;
mod grid;
mod guards;
mod meaning;
mod statements;
mod vain;

use std::collections::{BTreeMap, BTreeSet};

use privity::analyse::{Found, overlap};
use privity::check::policy::{AxisRole, ClassAxis, Condition, Policy};
use privity::check::values::ValueSet;
use privity::compile::{Goal, Options};
use privity::diagnostic::{Code, Severity};
use privity::graph::Budget;
use privity::graph::space::Space;

use crate::alone::compile_text;
use crate::generator::overlap::{Flavour, text};
use atoms::Atoms;
use expected::{Expected, Key, quoted, rules_at};
use meaning::Meaning;

/// Every this many policies the oracle is asked about each atom; of the others about a few.
const FULL_CHECK: u64 = 512;

/// What a number of policies had.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How many policies were compared.
    pub policies: u64,
    /// How many texts were left out, by why: the code of an error, or too many atoms.
    pub left_out: BTreeMap<&'static str, u64>,
    /// By code.
    pub codes: BTreeMap<&'static str, Count>,
}

/// How often a finding was there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Policies that have it.
    pub policies: u64,
    /// Findings.
    pub findings: u64,
    /// Requests that were shown, and looked at.
    pub witnesses: u64,
}

impl Tally {
    fn count(&mut self, code: Code, findings: usize) {
        if findings > 0 {
            let count = self.codes.entry(code.as_str()).or_default();
            count.policies += 1;
            count.findings += findings as u64;
        }
    }

    fn witnesses(&mut self, code: Code, witnesses: u64) {
        self.codes.entry(code.as_str()).or_default().witnesses += witnesses;
    }
}

/// Where a finding and the brute force differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The finding.
    pub code: Code,
    /// Whether it was found without being so; else it is so and was not found.
    pub is_false_alarm: bool,
    /// What differs.
    pub what: String,
}

/// Compares the findings on the policy of a seed with brute force. Gives all differences.
///
/// # Errors
/// Where the oracle and the brute force do not decide alike, in words.
pub fn compare(flavour: Flavour, seed: u64, tally: &mut Tally) -> Result<Vec<Difference>, String> {
    let text = text(flavour, seed);
    let options = Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let alone = compile_text(&text, options);
    let mut mistakes = alone.findings.iter();
    if let Some(mistake) = mistakes.find(|finding| finding.severity == Severity::Error) {
        *tally.left_out.entry(mistake.code.as_str()).or_default() += 1;
        return Ok(Vec::new());
    }
    let policy = alone.compiled.policy;
    let mut more: Vec<Condition> = policy
        .obligations
        .iter()
        .flat_map(|obligation| &obligation.alternatives)
        .filter_map(|duty| duties::act(&policy, duty))
        .collect();
    let default = |axis: ClassAxis| policy.defaults.get(axis.id().index())?.clone();
    let defaults = ClassAxis::ALL.into_iter();
    more.extend(defaults.filter_map(|axis| Some(Condition::Test(axis.id(), default(axis)?))));
    if matches!(flavour, Flavour::Gaps | Flavour::Seats) {
        more.extend(gaps::tests(&policy));
    }
    let Some(meaning) = Meaning::new(&policy, &more) else {
        *tally.left_out.entry("too many atoms").or_default() += 1;
        return Ok(Vec::new());
    };
    tally.policies += 1;
    let count = meaning.grid.count;
    let checked = if seed.is_multiple_of(FULL_CHECK) {
        meaning.check(0..count)
    } else {
        let mut rng = fastrand::Rng::with_seed(seed);
        meaning.check((0..4).map(|_| rng.usize(0..count.max(1))))
    };
    checked?;
    let mut wrong = Vec::new();
    match flavour {
        Flavour::Readings => meaning.compare_readings(tally, &mut wrong),
        Flavour::Gaps | Flavour::Seats => gaps::compare(&meaning, tally, &mut wrong),
        Flavour::Assertions => meaning.compare_assertions(tally, &mut wrong),
        _ => compare_found(&meaning, tally, &mut wrong),
    }
    Ok(wrong)
}

fn compare_found(meaning: &Meaning<'_>, tally: &mut Tally, wrong: &mut Vec<Difference>) {
    let policy = meaning.policy;
    let budget = Budget::default();
    // What cannot be looked at is missed below.
    let found = Space::new(policy, &overlap::tests(policy), budget.clone()).map_or_else(
        |_| Vec::new(),
        |mut space| overlap::found(policy, &mut space, &budget),
    );
    let mut expected = Expected::new();
    meaning.expect_guards(&mut expected);
    meaning.expect_vain(&mut expected);
    meaning.expect_forbidden_duties(&mut expected);
    meaning.expect_transfers(&mut expected);
    let mut told: BTreeMap<Key, &Found> = BTreeMap::new();
    let mut many: BTreeMap<(Code, String), Vec<&Found>> = BTreeMap::new();
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for found in &found {
        let code = found.finding.code;
        *counts.entry(code).or_default() += 1;
        let rules = rules_at(policy, found);
        let first = rules.first().cloned().unwrap_or_default();
        let words = quoted(&found.finding.message);
        let key = match code {
            Code::DutiesClash => continue,
            Code::NeverHolds | Code::AlwaysHolds => {
                let rule = words.first().cloned().unwrap_or_default();
                many.entry((code, rule)).or_default().push(found);
                continue;
            }
            Code::ExcludingRequirements => rules.into_iter().take(2).collect(),
            Code::DeadPermit if found.witness.is_none() => vec![first, "outside".to_owned()],
            Code::DeadPermit | Code::RedundantPermit | Code::RedundantGuard => vec![first],
            Code::DeadPart | Code::ForbiddenDuty => words,
            Code::TransferNeverPermitted => [words, rules].concat(),
            Code::Contradiction | Code::UnclearPrecedence | Code::OverlapWithoutEffect => {
                rules.into_iter().take(2).collect()
            }
            _ => rules,
        };
        told.insert((code, key), found);
    }
    for ((code, rule), found) in many {
        let key = vec![rule, found.len().to_string()];
        if let Some(first) = found.first() {
            told.insert((code, key), first);
        }
    }
    for (code, count) in counts {
        tally.count(code, count);
    }
    let keys: BTreeSet<&Key> = expected.keys().chain(told.keys()).collect();
    for key in keys {
        let (code, about) = key;
        let difference = |is_false_alarm: bool, what: String| Difference {
            code: *code,
            is_false_alarm,
            what: format!("{about:?}: {what}"),
        };
        match (expected.get(key), told.get(key)) {
            (Some(_), None) => wrong.push(difference(false, "not found".to_owned())),
            (None, Some(_)) => wrong.push(difference(true, "found, and not so".to_owned())),
            (Some(Some(region)), Some(found)) => {
                tally.witnesses(*code, 1);
                if let Err(what) = smallest(meaning, region, found.witness.as_deref()) {
                    wrong.push(difference(true, what));
                }
            }
            (Some(None), Some(found)) if found.witness.is_some() => {
                wrong.push(difference(true, "there is nothing to show".to_owned()));
            }
            _ => {}
        }
    }
    let clashing: Vec<&Found> = found
        .iter()
        .filter(|found| found.finding.code == Code::DutiesClash)
        .collect();
    for (is_false_alarm, what) in meaning.check_clashing_duties(&clashing) {
        wrong.push(Difference {
            code: Code::DutiesClash,
            is_false_alarm,
            what,
        });
    }
    let denied = meaning
        .allowed
        .without(&meaning.permitted)
        .and(&meaning.open);
    for found in clashing {
        tally.witnesses(Code::DutiesClash, 1);
        if found
            .witness
            .as_ref()
            .is_none_or(|atom| !denied.contains(meaning.grid.number(atom)))
        {
            wrong.push(Difference {
                code: Code::DutiesClash,
                is_false_alarm: true,
                what: "the request does not show it".to_owned(),
            });
        }
    }
}

/// Looks whether a request that is shown lies in a region, and whether no change of one value makes a smaller one that does: what a
/// request that leaves an axis out would get is smallest, then the first value.
fn smallest(meaning: &Meaning<'_>, region: &Atoms, shown: Option<&[i64]>) -> Result<(), String> {
    let shown = shown.ok_or("no request is shown")?;
    let grid = &meaning.grid;
    if !region.contains(grid.number(shown)) {
        return Err(format!("the request {shown:?} does not show it"));
    }
    for (axis, &value) in meaning.policy.axes.ids().zip(shown) {
        let usual = usual(meaning.policy, axis, shown);
        let rank = |value: i64| (usual != Some(value), value);
        let is_free = axis == ClassAxis::Destination.id();
        let others = grid.representatives(axis).iter().copied().chain(usual);
        for other in others {
            // Where the recipient sits counts only if the recipient was chosen before the destination.
            if rank(other) >= rank(value) || is_free && other >= value {
                continue;
            }
            let mut smaller = shown.to_vec();
            if let Some(slot) = smaller.get_mut(axis.index()) {
                *slot = other;
            }
            if region.contains(grid.number(&smaller)) {
                return Err(format!("{smaller:?} is smaller than {shown:?}"));
            }
        }
    }
    Ok(())
}

/// What a request gets on an axis that it leaves out, as far as that is certain, and else what says least.
fn usual(policy: &Policy, axis: privity::check::policy::AxisId, shown: &[i64]) -> Option<i64> {
    let default = policy.defaults.get(axis.index())?.as_ref();
    if let Some(default) = default {
        return default.first();
    }
    match policy.axes.at(axis).role {
        AxisRole::Class(ClassAxis::Destination) => {
            let recipient = shown.get(ClassAxis::Recipient.id().index())?;
            let sits = policy.sits_in.get(usize::try_from(*recipient).ok()?)?;
            sits.as_ref().and_then(ValueSet::first)
        }
        AxisRole::Class(ClassAxis::Date) => Some(*policy.effective.start()),
        AxisRole::Class(class) if class.has_none() => Some(*policy.class_axis(class).domain.end()),
        AxisRole::Kept(_) => Some(1),
        AxisRole::Class(_) | AxisRole::Fact(_) | AxisRole::Element(..) => None,
    }
}
