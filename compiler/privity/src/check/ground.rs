//! What rules stand on: all that is known of a program before its rules are looked at.

use std::collections::BTreeMap;

use super::checker::{Checker, Deemed, Memo};
use super::duty::{DutyKind, Obligation, ObligationId};
use super::elements::NamedElements;
use super::policy::{Axis, Condition, Fact, FactId};
use super::supplies::Supplies;
use super::values::ValueSet;
use crate::arena::Arena;
use crate::diagnostic::Report;
use crate::resolve::World;
use crate::resolve::lookups::Lookups;

/// The axes, facts, conditions and duties of a program, apart from the books that a check keeps.
#[derive(Debug, Clone)]
pub struct Ground {
    axes: Arena<Axis>,
    defaults: Vec<Option<ValueSet>>,
    facts: Arena<Fact>,
    fact_ids: Vec<Option<FactId>>,
    elements: Vec<NamedElements>,
    defines: Vec<Memo<Condition>>,
    deemed: BTreeMap<FactId, Memo<Vec<Deemed>>>,
    supplies: Supplies,
    duty_kinds: Vec<DutyKind>,
    obligations: Arena<Obligation>,
    obligation_ids: BTreeMap<Obligation, ObligationId>,
    as_home: ValueSet,
    controller: Option<(String, ValueSet)>,
}

impl Ground {
    /// The ground of a program. What is wrong with it was reported when it was checked.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let mut unheard = Report::new();
        let mut checker = Checker::new(world, &mut unheard);
        checker.prepare();
        checker.ground()
    }
}

impl<'w, 'r> Checker<'w, 'r> {
    /// A checker that knows nothing but the names.
    pub(super) fn new(world: &'w World, report: &'r mut Report) -> Self {
        let ground = Ground {
            axes: Arena::new(),
            defaults: Vec::new(),
            facts: Arena::new(),
            fact_ids: Vec::new(),
            elements: super::elements::named_elements(world),
            defines: vec![Memo::Open; world.defines.len()],
            deemed: BTreeMap::new(),
            supplies: Supplies::default(),
            duty_kinds: Vec::new(),
            obligations: Arena::new(),
            obligation_ids: BTreeMap::new(),
            as_home: ValueSet::empty(),
            controller: None,
        };
        Self::on(world, ground, report)
    }

    /// A checker with empty books that knows all this already.
    pub(super) fn on(world: &'w World, ground: Ground, report: &'r mut Report) -> Self {
        Self {
            world,
            lookups: Lookups::default(),
            report,
            axes: ground.axes,
            defaults: ground.defaults,
            facts: ground.facts,
            fact_ids: ground.fact_ids,
            elements: ground.elements,
            defines: ground.defines,
            deemed: ground.deemed,
            supplies: ground.supplies,
            duty_kinds: ground.duty_kinds,
            obligations: ground.obligations,
            obligation_ids: ground.obligation_ids,
            as_home: ground.as_home,
            controller: ground.controller,
            derived_names: Default::default(),
            cited: Default::default(),
            depth: 0,
        }
    }

    /// What this checker knows by now.
    pub(super) fn ground(&self) -> Ground {
        Ground {
            axes: self.axes.clone(),
            defaults: self.defaults.clone(),
            facts: self.facts.clone(),
            fact_ids: self.fact_ids.clone(),
            elements: self.elements.clone(),
            defines: self.defines.clone(),
            deemed: self.deemed.clone(),
            supplies: self.supplies.clone(),
            duty_kinds: self.duty_kinds.clone(),
            obligations: self.obligations.clone(),
            obligation_ids: self.obligation_ids.clone(),
            as_home: self.as_home.clone(),
            controller: self.controller.clone(),
        }
    }
}
