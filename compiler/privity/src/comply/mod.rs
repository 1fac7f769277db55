//! Does a policy comply with a law? Every act that it permits and the law speaks of must be permitted by the law too, with at least the
//! law's duties; every demand and event for which the law asks something must be answered with at least that.
//!
//! The comparison is exact: it walks the graphs of both together. What it shows is that one set of rules lies inside another, under
//! assumptions that it lists; whether that is the law is for people to say.

mod applies;
mod by_data;
mod certificate;
mod diagnostics;
mod lean;
mod pair;
mod remedy;
mod search;
mod shortfall;
#[cfg(test)]
mod tests;
mod weight;
mod words;

pub use applies::{Applies, LawAnswer, LinkedLaw, link, together};
pub use certificate::{Certificate, certificate};
pub use diagnostics::{findings, not_compared};
pub use shortfall::{Kind, Shortfall};

use crate::arena::Arena;
use crate::check::law::Law;
use crate::check::policy::{ClassAxis, Effect, Policy, Rule};
use crate::check::values::ValueSet;
use crate::graph::Budget;

/// What to compare.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The days, as day numbers; all days of the policy's life when there are none.
    pub days: Vec<i64>,
    /// Whether every reading of an unclear clause is looked at, not the default ones only.
    pub all_readings: bool,
    /// What the graphs may cost.
    pub budget: Budget,
}

/// How a policy stands to a law.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Where it falls short: by rule of the law and rule of the policy, the most telling first.
    pub shortfalls: Vec<Shortfall>,
    /// Whether the law, under the assumptions and on these days, speaks of nothing at all: then nothing was compared.
    pub is_empty: bool,
    /// The days that were looked at, as day numbers.
    pub days: ValueSet,
    /// Pairs of places in the two graphs that were looked at.
    pub steps: usize,
}

/// The comparison would cost more than the budget allows. Nothing is wrong with the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// The examples of shortfalls in words.
#[must_use]
pub fn examples(policy: &Policy, law: &Law, shortfalls: &[Shortfall]) -> Vec<String> {
    let view = law.as_policy(policy);
    let teller = words::Teller::new(policy, &view);
    shortfalls
        .iter()
        .map(|shortfall| teller.example(&shortfall.atom, &shortfall.told))
        .collect()
}

/// Compares a policy with a law that it links.
///
/// # Errors
/// When the two graphs, or the walk over both, would cost more than the budget.
pub fn compare(policy: &Policy, law: &Law, question: &Question) -> Result<Comparison, TooLarge> {
    let days = days(policy, question);
    let pair = pair::Pair::new(policy, law, &days, question)?;
    let found = search::search(&pair)?;
    let shortfalls = shortfall::in_order(&pair, found.violations);
    Ok(Comparison {
        shortfalls,
        is_empty: found.is_empty || speaks_of_other_data(policy, law),
        days,
        steps: found.steps,
    })
}

/// Whether the law speaks of data only that no rule of the policy speaks of: words that were never brought together.
fn speaks_of_other_data(policy: &Policy, law: &Law) -> bool {
    let named = |rules: &Arena<Rule>, matters: fn(&Rule) -> bool| {
        let scopes = rules
            .iter()
            .filter(|rule| matters(rule))
            .flat_map(|rule| &rule.named);
        let listed = scopes
            .filter(|scope| scope.axis == ClassAxis::Data)
            .flat_map(|scope| &scope.listed);
        listed.fold(ValueSet::empty(), |all, (_, values)| all.union(values))
    };
    let mine = named(&policy.rules, |rule| rule.effect == Effect::Permit);
    let theirs = named(&law.rules, |rule| rule.effect != Effect::Exclude);
    !mine.is_empty() && !theirs.is_empty() && mine.intersection(&theirs).is_empty()
}

/// The days asked for, within the policy's life.
fn days(policy: &Policy, question: &Question) -> ValueSet {
    let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
    if question.days.is_empty() {
        let all = &policy.class_axis(ClassAxis::Date).domain;
        return life.intersection(&ValueSet::range(*all.start(), *all.end()));
    }
    let days = question.days.iter().map(|&day| (day, day));
    ValueSet::from_intervals(days).intersection(&life)
}
