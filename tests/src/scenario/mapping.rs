//! What the words of a neutral vocabulary mean in a policy: a table read from `scenarios.toml` beside it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The whole mapping.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What each field of a request says. A field may have several entries; where two speak of the same thing, the later one wins.
    pub field: Vec<Field>,
    /// The neutral names of duties, by the words of the policy.
    #[serde(default)]
    pub duties: BTreeMap<String, String>,
}

/// What a field says about a class axis (or a right, or an event) or about a fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The field; `a.b` for the entry `b` of an object `a`.
    pub name: String,
    /// The class axis it speaks of; `right` and `event` stand for the action axis.
    #[serde(default)]
    pub axis: Option<String>,
    /// The fact it speaks of.
    #[serde(default)]
    pub fact: Option<String>,
    /// Applies only if each of these fields has one of these values (`null`: left out).
    #[serde(default)]
    pub when: BTreeMap<String, BTreeSet<String>>,
    /// Does not apply if each of these fields has one of these values.
    #[serde(default)]
    pub unless: BTreeMap<String, BTreeSet<String>>,
    /// How a value becomes words of the policy.
    #[serde(default)]
    pub form: Form,
    /// Values that the policy calls the same.
    #[serde(default)]
    pub same: BTreeSet<String>,
    /// Values that it calls otherwise.
    #[serde(default)]
    pub values: BTreeMap<String, Words>,
    /// Values that say nothing here.
    #[serde(default)]
    pub silent: BTreeSet<String>,
    /// What any other value means; without it such a value is a mistake.
    #[serde(default)]
    pub otherwise: Option<Words>,
    /// What it means that the field is left out; without it, nothing is said.
    #[serde(default)]
    pub default: Option<Words>,
    /// What an explicit `null` means, if not the same as leaving the field out.
    #[serde(default)]
    pub null: Option<Words>,
    /// What an empty list means; without it, nothing is said.
    #[serde(default)]
    pub empty: Option<Words>,
}

/// How a value becomes words of the policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// By `same`, `values` and `otherwise`.
    #[default]
    Word,
    /// As it stands, unless `values` says otherwise: a code that the policy has as well.
    Code,
    /// `true` is `yes`, `false` is `no`.
    Flag,
    /// A whole number.
    Number,
    /// Whatever it is, it says nothing.
    Anything,
    /// Whether a list holds this value: `yes` or `no`.
    Holds(String),
    /// Whether the day in the field has come by the day in that other field: `yes` or `no`.
    ReachedBy(String),
}

/// A word of the policy, or several. `unknown` says that it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// One.
    One(String),
    /// Any number.
    Many(Vec<String>),
}
