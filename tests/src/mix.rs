//! What a number of requests was about, so that a long comparison shows that nothing was left out.

use privity::check::policy::{AxisRole, ClassAxis, Kind, Policy};
use privity::request::{Ask, Request};

use crate::generator::{TURNING_DAY, is_reading};

/// What a request may be about, in the order of [`features`].
const WORDS: [&str; 12] = [
    "rights",
    "events",
    "days close to a change",
    "readings",
    "sources",
    "actors",
    "unknown facts",
    "elements of sets",
    "bundles",
    "broken duties",
    "implied destinations",
    "contradictions",
];

/// How many requests were about what. A request counts wherever it fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mix([u64; WORDS.len()]);

impl Mix {
    /// Counts a request.
    pub fn count(&mut self, policy: &Policy, request: &Request) {
        for (count, has) in self.0.iter_mut().zip(features(policy, request)) {
            *count += u64::from(has);
        }
    }

    /// Adds the counts of another comparison.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// The smallest count, with its word.
    #[must_use]
    pub fn rarest(&self) -> (u64, &'static str) {
        let counts = self.0.into_iter().zip(WORDS);
        counts.min().unwrap_or_default()
    }
}

impl std::fmt::Display for Mix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self
            .0
            .iter()
            .zip(WORDS)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        f.write_str(&parts.join(", "))
    }
}

/// Whether a request is about each of [`WORDS`].
fn features(policy: &Policy, request: &Request) -> [bool; WORDS.len()] {
    let actions = policy.taxonomies.atom_count(Kind::Action);
    let rights = actions + policy.taxonomies.atom_count(Kind::Right);
    let has = |class: ClassAxis, test: &dyn Fn(i64) -> bool| {
        let values = request.asks.get(class.id().index()).map(Ask::values);
        values.is_some_and(|values| {
            let mut intervals = values.intervals().iter();
            intervals.any(|&(low, high)| test(low) || test(high))
        })
    };
    let nobody = *policy.class_axis(ClassAxis::Source).domain.end();
    let asks = || policy.axes.entries().zip(&request.asks);
    let some = |test: &dyn Fn(&AxisRole, &Ask) -> bool| {
        asks().any(|((_, axis), ask)| test(&axis.role, ask))
    };
    let is_fact = |role: &AxisRole| matches!(role, AxisRole::Fact(_) | AxisRole::Element(..));
    [
        has(ClassAxis::Action, &|action| {
            (actions..rights).contains(&action)
        }),
        has(ClassAxis::Action, &|action| action >= rights),
        has(ClassAxis::Date, &|day| (day - TURNING_DAY).abs() < 3),
        asks().any(|((id, _), ask)| {
            let default = policy.defaults.get(id.index()).and_then(Option::as_ref);
            is_reading(policy, id) && default != Some(ask.values())
        }),
        has(ClassAxis::Source, &|party| party != nobody),
        has(ClassAxis::Actor, &|party| party != 0),
        some(&|role, ask| is_fact(role) && ask.values().len() > 1),
        some(&|role, ask| matches!(role, AxisRole::Element(..)) && ask.values().contains(1)),
        some(
            &|role, ask| matches!((role, ask), (AxisRole::Class(_), Ask::All(values)) if values.len() > 1),
        ),
        some(&|role, ask| matches!(role, AxisRole::Kept(_)) && ask.values().contains(0)),
        request.implied_destination,
        request.inconsistent.is_some(),
    ]
}
