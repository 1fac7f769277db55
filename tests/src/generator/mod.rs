//! Small random policies and requests, the same for the same seed.
//!
//! Policies come as checked values, so that the passes behind the checker can be tested without text. They are
//! small enough to be decided by enumeration and still hold what makes policies hard: nodes with two parents, open lists, places
//! whose area changes, groups with dated members, derived data, facts of every type, readings, duties that conflict, lifts, both layers,
//! responses and exclusions.

mod duties;
mod facts;
mod gaps;
pub mod overlap;
mod requests;
mod rules;
pub mod text;
mod vocabulary;

pub use facts::is_reading;
pub use requests::{atom, request, request_for_atom};
pub use rules::{and_derived, condition, liftable, rule};

use fastrand::Rng;
use privity::arena::Arena;
use privity::check::dates::{FIRST_DAY, LAST_DAY};
use privity::check::policy::{Axis, AxisRole, ClassAxis, Header, Kind, Policy};
use privity::check::taxonomy::Taxonomies;
use privity::check::values::ValueSet;

/// The day on which most dated things of generated policies end, 2020-12-31.
pub const TURNING_DAY: i64 = 18_627;

/// The policy of a seed.
#[must_use]
pub fn policy(seed: u64) -> Policy {
    let rng = &mut Rng::with_seed(seed);
    let taxonomies = vocabulary::taxonomies(rng);
    let mut policy = Policy {
        header: Header {
            name: format!("seed_{seed}"),
            ..Header::default()
        },
        effective: life(rng),
        axes: class_axes(&taxonomies),
        facts: Arena::new(),
        duty_kinds: duties::kinds(),
        obligations: Arena::new(),
        rules: Arena::new(),
        poisoned: Vec::new(),
        borders: vocabulary::borders(rng, &taxonomies),
        defaults: vec![None; ClassAxis::ALL.len()],
        sits_in: vocabulary::seats(rng, &taxonomies),
        informative: Vec::new(),
        recorded: Vec::new(),
        assertions: Vec::new(),
        texts: Vec::new(),
        switches: Vec::new(),
        promises: Vec::new(),
        documents: Vec::new(),
        tests: Vec::new(),
        laws: Default::default(),
        taxonomies,
    };
    facts::add_facts(rng, &mut policy);
    duties::add_obligations(rng, &mut policy);
    let count = rng.usize(3..=8);
    for _ in 0..count {
        rules::add_rule(rng, &mut policy);
    }
    rules::add_readings(rng, &mut policy);
    rules::add_lifts(rng, &mut policy);
    policy
}

/// Mostly without end; sometimes until a day, from a day, or for one day.
fn life(rng: &mut Rng) -> std::ops::RangeInclusive<i64> {
    match rng.u8(0..20) {
        0 => FIRST_DAY..=TURNING_DAY,
        1 => TURNING_DAY..=LAST_DAY,
        2 => TURNING_DAY..=TURNING_DAY,
        _ => FIRST_DAY..=LAST_DAY,
    }
}

fn class_axes(taxonomies: &Taxonomies) -> Arena<Axis> {
    let axis = |class: ClassAxis| {
        let domain = match class.kind() {
            None => FIRST_DAY..=LAST_DAY,
            Some(Kind::Action) => {
                let kinds = [Kind::Action, Kind::Right, Kind::Event];
                let count: i64 = kinds
                    .into_iter()
                    .map(|kind| taxonomies.atom_count(kind))
                    .sum();
                0..=count - 1
            }
            Some(kind) => 0..=taxonomies.atom_count(kind) - 1 + i64::from(class.has_none()),
        };
        Axis {
            name: class.name().to_owned(),
            role: AxisRole::Class(class),
            domain,
            closed: false,
        }
    };
    ClassAxis::ALL.into_iter().map(axis).collect()
}

/// All values of an axis.
fn domain(axis: &Axis) -> ValueSet {
    ValueSet::range(*axis.domain.start(), *axis.domain.end())
}

/// One of the values of a set, any as likely as any other.
fn one_value(rng: &mut Rng, set: &ValueSet) -> i64 {
    let mut left = rng.u64(0..set.len().max(1));
    for &(low, high) in set.intervals() {
        let count = high.abs_diff(low) + 1;
        if left < count {
            return low + i64::try_from(left).unwrap_or(0);
        }
        left -= count;
    }
    0
}
