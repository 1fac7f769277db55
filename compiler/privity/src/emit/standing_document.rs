//! What the published form lists beside the rules: switches, promises, documents.

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{Citation, Duty};

/// A switch that a person may turn off. The fact of its name says how it stands, the right of its name turns it, and the rule of its
/// name forbids while it is off.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The channels through which it is turned, one of several; empty when nothing is said.
    pub through: Vec<String>,
    /// Whether it takes effect at once; else it is not yet obeyed while it is `stopping`.
    pub at_once: bool,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// What it is, in the words of its authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}

/// Duties that stand always.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Promise {
    /// Its name.
    pub name: String,
    /// In the words of its authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is promised.
    pub duties: Vec<Duty>,
    /// Who promises.
    pub by: Vec<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// What it is, in the words of its authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}

/// A document beside the policy itself. Its rules name it among their sections.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RankedDocument {
    /// Its name.
    pub name: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The documents over which its permits prevail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub above: Vec<String>,
    /// The documents whose permits prevail over it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<String>,
    /// The documents that apply along with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// What it is, in the words of its authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documentation: Vec<String>,
}
