//! Questions to a policy and its answers, in the numbers of its axes.

pub mod answer;
pub mod build;
mod contested;
pub mod decider;
mod deciding;
pub mod diagnostics;
mod facts;
pub mod json;
mod names;
pub mod plain;
pub mod read;
pub(crate) mod unknowns;
pub(crate) mod words;
pub mod work;

use std::collections::BTreeSet;

use crate::check::duty::ObligationId;
use crate::check::policy::{AxisId, RuleId};
use crate::check::values::ValueSet;

/// What is known of one axis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    /// All of these values: the worst verdict counts.
    All(ValueSet),
    /// One of these values, unknown which.
    One(ValueSet),
}

impl Ask {
    /// The values.
    #[must_use]
    pub fn values(&self) -> &ValueSet {
        match self {
            Self::All(values) | Self::One(values) => values,
        }
    }
}

/// A question. Every axis of the policy has an entry, by number; no set is empty.
///
/// An axis that was left out already has its default, or `One` of its whole domain. An axis that is `closed` and unknown is already `All`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is known of each axis.
    pub asks: Vec<Ask>,
    /// Whether the destination was left out. Then each recipient atom is asked with the places it sits in
    /// (`Policy::sits_in`) as *all of them*; a recipient without a place keeps what stands in `asks`.
    pub implied_destination: bool,
    /// Something in the request that contradicts itself or a declared range: the answer is deny, for this reason.
    pub inconsistent: Option<String>,
}

/// The verdict, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Not allowed.
    Deny,
    /// Outside the policy, which does not allow either.
    NotApplicable,
    /// Allowed, perhaps with duties.
    Permit,
}

/// The bare answer, which all engines must agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The same for every completion. Duties only for [`Class::Permit`]: all that any atom of the request brings, before joining.
    Definite {
        /// The verdict.
        class: Class,
        /// The duties.
        duties: BTreeSet<ObligationId>,
    },
    /// It depends on these axes.
    Needs(BTreeSet<AxisId>),
}

/// Why an atom has its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// These permits hold (and these obliges bring duties).
    Permitted {
        /// The permits, in order.
        permits: Vec<RuleId>,
        /// The live obliges, in order.
        obliges: Vec<RuleId>,
    },
    /// These guards are live, or these obliges are broken.
    Guarded(Vec<RuleId>),
    /// No permit holds in a layer.
    NoPermit(crate::check::policy::Layer),
    /// A response is allowed without a permit.
    ResponseByDefault,
    /// The duties cannot be kept together.
    DutyConflict(Vec<ObligationId>),
    /// These exclusions apply, or the day lies outside the policy's life.
    OutOfScope(Vec<RuleId>),
    /// The request contradicts itself.
    Inconsistent(String),
}
