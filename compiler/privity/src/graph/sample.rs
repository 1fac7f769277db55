//! Small policies for tests, put together by hand.

use std::sync::Arc;

use crate::arena::{Arena, Id};
use crate::check::dates::{FIRST_DAY, LAST_DAY};
use crate::check::duty::{Duty, DutyKind, Obligation, ObligationId};
use crate::check::policy::{
    Area, Axis, AxisId, AxisRole, Borders, ClassAxis, Condition, Effect, Fact, FactType, Header,
    Layer, Policy, Rule, RuleId,
};
use crate::check::taxonomy::{Taxonomies, Taxonomy};
use crate::check::values::ValueSet;
use crate::request::{Ask, Request};
use crate::source::Span;
use crate::syntax::ast::Kind;

/// Actions `share`, `store`, then the right `access`.
pub(crate) const SHARE: i64 = 0;
pub(crate) const STORE: i64 = 1;
pub(crate) const ACCESS: i64 = 2;
/// Places.
pub(crate) const DE: i64 = 0;
pub(crate) const FR: i64 = 1;
pub(crate) const GB: i64 = 2;
pub(crate) const US: i64 = 3;
pub(crate) const DEVICE: i64 = 4;

/// A policy in the making: four data items, three purposes, four parties, five places, one subject.
pub(crate) struct Sample {
    pub(crate) policy: Policy,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let atoms = |names: &[&str]| {
            Arc::new(Taxonomy {
                atoms: names.iter().map(|name| (*name).to_owned()).collect(),
                ..Taxonomy::default()
            })
        };
        let kinds = [
            (Kind::Action, atoms(&["share", "store"])),
            (Kind::Right, atoms(&["access"])),
            (Kind::Data, atoms(&["name", "email", "health", "logs"])),
            (Kind::Purpose, atoms(&["service", "ads", "law"])),
            (Kind::Party, atoms(&["us", "partner", "court", "cloud"])),
            (Kind::Place, atoms(&["DE", "FR", "GB", "US", "device"])),
            (Kind::Subject, atoms(&["user"])),
        ];
        let mut sample = Self {
            policy: Policy {
                header: Header::default(),
                effective: FIRST_DAY..=LAST_DAY,
                taxonomies: Taxonomies {
                    kinds: kinds.into_iter().collect(),
                },
                axes: Arena::new(),
                facts: Arena::new(),
                duty_kinds: Vec::new(),
                obligations: Arena::new(),
                rules: Arena::new(),
                poisoned: Vec::new(),
                borders: Borders {
                    country: vec![0, 1, 2, 3, 4],
                    as_home: ValueSet::single(DEVICE),
                    areas: vec![Area {
                        name: "EEA".to_owned(),
                        members: vec![
                            (ValueSet::range(DE, FR), FIRST_DAY..=LAST_DAY),
                            (ValueSet::single(GB), FIRST_DAY..=brexit()),
                        ],
                    }],
                },
                defaults: Vec::new(),
                sits_in: vec![
                    Some(ValueSet::single(DE)),
                    None,
                    Some(ValueSet::single(FR)),
                    Some(ValueSet::from_intervals([(DE, DE), (US, US)])),
                ],
                informative: Vec::new(),
                recorded: Vec::new(),
                assertions: Vec::new(),
                texts: Vec::new(),
                switches: Vec::new(),
                promises: Vec::new(),
                documents: Vec::new(),
                tests: Vec::new(),
                laws: Default::default(),
            },
        };
        for class in ClassAxis::ALL {
            let domain = match class {
                ClassAxis::Date => FIRST_DAY..=LAST_DAY,
                ClassAxis::Action => 0..=2,
                _ => {
                    let count = class
                        .kind()
                        .map_or(0, |kind| sample.policy.taxonomies.atom_count(kind));
                    0..=count - 1 + i64::from(class.has_none())
                }
            };
            sample.policy.axes.push(Axis {
                name: class.name().to_owned(),
                role: AxisRole::Class(class),
                domain,
                closed: false,
            });
        }
        sample
    }

    /// A fact with values from 0 to `last`.
    pub(crate) fn fact(&mut self, name: &str, last: i64) -> AxisId {
        let axis = Id::new(u32::try_from(self.policy.axes.len()).unwrap());
        let fact = self.policy.facts.push(Fact {
            name: name.to_owned(),
            ty: FactType::Number(None),
            axes: vec![axis],
            none_value: None,
            asserted: false,
            from_law: false,
            ambiguity: None,
            from_diff: false,
            docs: Vec::new(),
            span: Span::default(),
        });
        self.policy.axes.push(Axis {
            name: name.to_owned(),
            role: AxisRole::Fact(fact),
            domain: 0..=last,
            closed: false,
        })
    }

    /// A duty that stands in the way of the duties named.
    pub(crate) fn duty(&mut self, name: &str, excludes: &[&str]) -> ObligationId {
        self.policy.duty_kinds.push(DutyKind {
            name: name.to_owned(),
            parameters: Vec::new(),
            excludes: excludes.iter().map(|&name| name.to_owned()).collect(),
        });
        let duty = self.policy.obligations.push(Obligation {
            alternatives: vec![Duty {
                name: name.to_owned(),
                arguments: Vec::new(),
            }],
            through: None,
            deadline: None,
            every: None,
            shown_by: None,
        });
        self.policy.axes.push(Axis {
            name: format!("kept {name}"),
            role: AxisRole::Kept(duty),
            domain: 0..=1,
            closed: false,
        });
        duty
    }

    /// The axis that says whether a duty is kept.
    pub(crate) fn kept(&self, duty: ObligationId) -> AxisId {
        let found = self
            .policy
            .axes
            .entries()
            .find(|(_, axis)| axis.role == AxisRole::Kept(duty));
        found.unwrap().0
    }

    /// A rule of the base layer.
    pub(crate) fn rule(&mut self, effect: Effect, region: Condition) -> RuleId {
        let name = format!("rule_{}", self.policy.rules.len());
        self.policy.rules.push(Rule {
            name,
            is_named: true,
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
            span: Span::default(),
        })
    }

    pub(crate) fn permit(&mut self, region: Condition) -> RuleId {
        self.rule(Effect::Permit, region)
    }

    pub(crate) fn forbid(&mut self, region: Condition) -> RuleId {
        self.rule(Effect::Forbid, region)
    }

    pub(crate) fn require(&mut self, requirement: Condition, region: Condition) -> RuleId {
        let id = self.rule(Effect::Require, region);
        self.policy.rules.at_mut(id).requirement = requirement;
        id
    }

    pub(crate) fn oblige(&mut self, duty: ObligationId, region: Condition) -> RuleId {
        let id = self.rule(Effect::Oblige, region);
        self.policy.rules.at_mut(id).obligations.push(duty);
        id
    }

    pub(crate) fn must(&mut self, rule: RuleId, duty: ObligationId) {
        self.policy.rules.at_mut(rule).obligations.push(duty);
    }

    pub(crate) fn lifts(&mut self, permit: RuleId, lifted: RuleId) {
        self.policy.rules.at_mut(permit).lifts.push(lifted);
    }

    pub(crate) fn in_transfer_layer(&mut self, rule: RuleId) {
        self.policy.rules.at_mut(rule).layer = Layer::Transfer;
    }

    /// A request in which everything is one value: the first of its axis, or the one given.
    pub(crate) fn request(&self, given: &[(AxisId, i64)]) -> Request {
        let mut asks: Vec<Ask> = self
            .policy
            .axes
            .iter()
            .map(|axis| match axis.role {
                AxisRole::Kept(_) => Ask::One(ValueSet::single(1)),
                AxisRole::Class(ClassAxis::Date) => Ask::All(ValueSet::single(0)),
                AxisRole::Class(_) => Ask::All(ValueSet::single(*axis.domain.start())),
                _ => Ask::One(ValueSet::single(*axis.domain.start())),
            })
            .collect();
        for &(axis, value) in given {
            asks[axis.index()] = Ask::All(ValueSet::single(value));
        }
        Request {
            asks,
            implied_destination: false,
            inconsistent: None,
        }
    }

    /// The atom of such a request.
    pub(crate) fn atom(&self, given: &[(AxisId, i64)]) -> Vec<i64> {
        self.request(given)
            .asks
            .iter()
            .map(|ask| ask.values().first().unwrap())
            .collect()
    }
}

/// The last day on which GB is inside the area.
pub(crate) fn brexit() -> i64 {
    crate::check::dates::day_number(2020, 12, 31).unwrap()
}

/// The value on the axis is one of these.
pub(crate) fn is(axis: AxisId, values: &[i64]) -> Condition {
    Condition::Test(
        axis,
        ValueSet::from_intervals(values.iter().map(|&value| (value, value))),
    )
}

pub(crate) fn all(parts: &[Condition]) -> Condition {
    Condition::All(parts.to_vec())
}
