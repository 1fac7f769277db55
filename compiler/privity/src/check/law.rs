//! The laws that a program links: rule sets of their own on the axes of the policy, never mixed with its rules.

use std::ops::RangeInclusive;

use super::dates::{FIRST_DAY, LAST_DAY};
use super::duty::ObligationId;
use super::policy::{
    Citation, ClassAxis, Condition, Effect, Header, Kind, Layer, Policy, Rule, Test,
};
use super::values::ValueSet;
use crate::arena::Arena;
use crate::source::Span;

/// What a program says of laws.
#[derive(Debug, Clone, Default)]
pub struct Laws {
    /// The laws it links, in the order of the modules.
    pub laws: Vec<Law>,
    /// The laws that the policy says it complies with, by position, and where it says so.
    pub complies: Vec<(usize, Span)>,
    /// What is taken as true when the policy is compared with a law.
    pub assumptions: Vec<Assumption>,
}

/// A law.
#[derive(Debug, Clone)]
pub struct Law {
    /// What it is called.
    pub header: Header,
    /// First and last day in force, as day numbers.
    pub effective: RangeInclusive<i64>,
    /// Whether it permits an act that none of its rules speaks of.
    pub permits_unless_ruled: bool,
    /// Its sound rules.
    pub rules: Arena<Rule>,
    /// What its header cites.
    pub citations: Vec<Citation>,
    /// The examples that ask it.
    pub tests: Vec<Test>,
    /// Its name in its header.
    pub span: Span,
}

/// Something that is taken as true when a policy is compared with a law.
#[derive(Debug, Clone)]
pub struct Assumption {
    /// What is assumed.
    pub what: Assumed,
    /// Why it may be assumed.
    pub notes: Vec<String>,
    /// Where that is said.
    pub citations: Vec<Citation>,
    /// What is assumed, in the words of the text.
    pub words: Span,
    /// The whole item.
    pub span: Span,
}

/// What may be assumed.
#[derive(Debug, Clone)]
pub enum Assumed {
    /// This holds, wherever it is said to hold.
    Condition(Condition),
    /// Whoever keeps the first duty keeps the second.
    Duty(ObligationId, ObligationId),
}

impl Laws {
    /// The conditions that are assumed.
    pub fn assumed_conditions(&self) -> impl Iterator<Item = &Condition> {
        self.assumptions.iter().filter_map(|one| match &one.what {
            Assumed::Condition(condition) => Some(condition),
            Assumed::Duty(..) => None,
        })
    }

    /// The law with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Law> {
        self.laws.iter().find(|law| law.header.name == name)
    }
}

impl Law {
    /// The law as a policy on the same axes, so that all that is known of policies holds for it.
    ///
    /// Outside its days it does not apply. A law that permits what it does not speak of has one permit more, in each layer.
    #[must_use]
    pub fn as_policy(&self, linked_by: &Policy) -> Policy {
        let mut rules = self.rules.clone();
        if self.permits_unless_ruled {
            let acts = linked_by.taxonomies.atom_count(Kind::Action);
            let region =
                Condition::Test(ClassAxis::Action.id(), ValueSet::range(0, acts.max(1) - 1));
            for layer in [Layer::Base, Layer::Transfer] {
                rules.push(Rule {
                    layer,
                    citations: self.citations.clone(),
                    ..bare_rule(
                        format!("{}.default", self.header.name),
                        Effect::Permit,
                        region.clone(),
                        self.span,
                    )
                });
            }
        }
        Policy {
            header: self.header.clone(),
            effective: self.effective.clone(),
            rules,
            tests: self.tests.clone(),
            informative: Vec::new(),
            laws: Laws::default(),
            ..linked_by.clone()
        }
    }
}

/// A rule without duties, lifts and citations, in the base layer.
#[must_use]
pub fn bare_rule(name: String, effect: Effect, region: Condition, span: Span) -> Rule {
    Rule {
        name,
        is_named: false,
        effect,
        layer: Layer::Base,
        region,
        requirement: Condition::TRUE,
        obligations: Vec::new(),
        lifts: Vec::new(),
        is_final: false,
        guard_kind: None,
        sections: Vec::new(),
        named: Vec::new(),
        conditions: Vec::new(),
        citations: Vec::new(),
        docs: Vec::new(),
        span,
    }
}

/// All days of the calendar.
#[must_use]
pub fn always() -> RangeInclusive<i64> {
    FIRST_DAY..=LAST_DAY
}
