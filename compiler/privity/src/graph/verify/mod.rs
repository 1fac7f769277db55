//! Whether a graph is well formed and says what its policy says, by a route that shares nothing with its construction.
//!
//! The construction lowers conditions to classes, makes a diagram of every rule and merges them. Here the finished graph is walked
//! together with the policy's own conditions, which shrink as values become known; wherever they are settled, the definition of the
//! verdict must give the leaf's answer: verdict, duties and cause. That is a proof over the whole space. Where it would take too long, atoms
//! are sampled instead, and the result says so.

mod cells;
mod crossing;
mod definition;
mod discrepancy;
mod duties;
mod parts;
mod random;
mod residual;
mod sampling;
mod terms;
#[cfg(test)]
mod tests;
mod walk;
mod well_formed;

pub use definition::{Answer, answer};
pub use discrepancy::Discrepancy;
#[cfg(test)]
pub(super) use random::Random;

use super::decision_graph::DecisionGraph;
use super::stop_sign::StopSign;
use crate::check::policy::Policy;

/// How much a proof may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    /// The most conditions that the walk may look at, counted again at every point.
    pub steps: usize,
    /// How many atoms are compared where that does not suffice.
    pub samples: usize,
    /// Where the sampling begins; the same seed gives the same atoms.
    pub seed: u64,
    /// Ends the proof at once; what is said then is to be thrown away.
    pub stop: StopSign,
}

/// What a rule may take.
const STEPS_PER_RULE: usize = 2_000;
/// How many rules sampling may ask, all atoms together, unless that leaves too few atoms.
const RULES_ASKED: usize = 200_000_000;
/// So many atoms are compared at least.
const FEWEST_SAMPLES: usize = 1_000;

impl Effort {
    /// The usual effort for a policy with so many rules: more steps than by default if its rules need more though each is about something of
    /// its own, and fewer samples where each asks very many rules.
    #[must_use]
    pub fn for_rules(rules: usize) -> Self {
        let usual = Self::default();
        Self {
            steps: usual.steps.max(rules.saturating_mul(STEPS_PER_RULE)),
            samples: usual
                .samples
                .min((RULES_ASKED / rules.max(1)).max(FEWEST_SAMPLES)),
            ..usual
        }
    }
}

impl Default for Effort {
    /// Some seconds at most.
    fn default() -> Self {
        Self {
            steps: 60_000_000,
            samples: 20_000,
            seed: 1,
            stop: StopSign::default(),
        }
    }
}

/// What is known of a graph that was found right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is its policy's graph at every atom.
    WholeSpace,
    /// It is in normal form, and right at so many atoms.
    Sampled(usize),
}

impl std::fmt::Display for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WholeSpace => f.write_str("proved over the whole space"),
            Self::Sampled(count) => write!(f, "sampled at {count} points"),
        }
    }
}

/// Checks a graph against its policy.
///
/// # Errors
/// When the graph is not in normal form, or an atom at which it answers differently.
pub fn verify(
    graph: &DecisionGraph,
    policy: &Policy,
    effort: Effort,
) -> Result<Proof, Discrepancy> {
    well_formed::well_formed(policy, graph)?;
    match walk::walk(policy, graph, &effort)? {
        walk::Walked::Everything => Ok(Proof::WholeSpace),
        walk::Walked::TooMuch => {
            sampling::sample(policy, graph, &effort)?;
            Ok(Proof::Sampled(effort.samples))
        }
    }
}
