//! Decision scenarios: requests in the words of a neutral vocabulary, with the answers that a policy must give.
//!
//! A mapping beside the policy says what each word means there; nothing in this module knows any single policy.

pub mod compare;
pub mod decide;
pub mod explain;
pub mod mapping;
pub mod translate;

use serde::Deserialize;
use serde_json::{Map, Value};

/// A file of scenarios; other keys are left alone.
#[derive(Debug, Clone, Deserialize)]
pub struct ScenarioFile {
    /// The scenarios, in order.
    pub scenarios: Vec<Scenario>,
}

/// A request with its answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Scenario {
    /// A short name, unique in the file.
    pub id: String,
    /// The clauses of the text that decide.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// The request: fields of the neutral vocabulary.
    pub request: Map<String, Value>,
    /// The answer.
    pub expected: Answer,
    /// Whether the text can be read in several ways here; then any of `readings` will do as well.
    #[serde(default)]
    pub contested: bool,
    /// The answers under the readings of a contested scenario.
    #[serde(default)]
    pub readings: Vec<Answer>,
}

/// An answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// The decision.
    pub decision: Decision,
    /// The duties, by neutral name; compared as a set.
    #[serde(default)]
    pub obligations: Vec<String>,
    /// Whether the policy applies at all. If not, it neither permits nor forbids, and a refusal is right as well.
    #[serde(default = "applies")]
    pub applicable: bool,
}

fn applies() -> bool {
    true
}

/// What may be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Allowed, nothing attached.
    Permit,
    /// Allowed, with the duties.
    PermitWithObligations,
    /// Not allowed.
    Forbid,
}
