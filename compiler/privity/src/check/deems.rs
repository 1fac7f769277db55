//! Facts that follow from others: `deem consent at least deemed_by_use when uses_service`.

use super::checker::{Checker, Deemed, Memo};
use super::diagnostics::deems_wrongly;
use super::fact_values::ranged_value;
use super::policy::{FactId, FactType};
use crate::resolve::names::{Space, What};
use crate::resolve::world::Placed;
use crate::syntax::ast::{Comparison, Deem};

impl Checker<'_, '_> {
    /// What a fact follows from. `None` when one of its `deem` items has a mistake, which is noted or reported.
    pub(super) fn deemed(&mut self, fact: FactId) -> Option<Vec<Deemed>> {
        if let Some(Memo::Done(done)) = self.deemed.get(&fact) {
            return done.clone();
        }
        let world = self.world;
        let mut all = Some(Vec::new());
        for (index, deem) in world.deems.iter().enumerate() {
            if self.deemed_fact(deem) != Some(fact) {
                continue;
            }
            let circular = world.circular_deems.get(index).copied();
            let next = if circular.unwrap_or_default() {
                None
            } else {
                self.deem(fact, deem)
            };
            match (next, &mut all) {
                (Some(next), Some(found)) => found.push(next),
                _ => all = None,
            }
        }
        self.deemed.insert(fact, Memo::Done(all.clone()));
        all
    }

    /// Checks every `deem` item, whether or not anything tests its fact.
    pub(super) fn check_deems(&mut self) {
        let world = self.world;
        for deem in &world.deems {
            let names = &world.names;
            let found = self.lookups.find(
                names,
                &[Space::Condition],
                &deem.item.test.subject,
                deem.module,
            );
            match found.map(|(_, found)| found.declared.what) {
                Some(What::Fact(_)) => {
                    if let Some(fact) = self.deemed_fact(deem) {
                        let _: Option<Vec<Deemed>> = self.deemed(fact);
                    }
                }
                Some(_) => self.report.push(deems_wrongly(deem.item.test.span)),
                None => {}
            }
        }
    }

    fn deemed_fact(&self, deem: &Placed<Deem>) -> Option<FactId> {
        let names = &self.world.names;
        let found = names.find(Space::Condition, &deem.item.test.subject, deem.module)?;
        match found.declared.what {
            What::Fact(index) => self.fact_ids.get(index).copied().flatten(),
            _ => None,
        }
    }

    fn deem(&mut self, id: FactId, deem: &Placed<Deem>) -> Option<Deemed> {
        let fact = self.facts.at(id).clone();
        let test = &deem.item.test;
        let level = match (&fact.ty, &test.comparison) {
            (FactType::Flag, None) => 1,
            (FactType::Flag, Some((Comparison::Is, value)))
            | (FactType::Words { ordered: true, .. }, Some((Comparison::AtLeast, value))) => {
                let range = self.own_range(&fact)?;
                ranged_value(&fact, range, value, self.report)?.0
            }
            _ => return self.fail(deems_wrongly(test.span)),
        };
        // A flag can only be deemed to hold, and the lowest level holds anyway.
        if level == 0
            || fact
                .none_value
                .as_ref()
                .is_some_and(|(none, _)| *none == level)
        {
            return self.fail(deems_wrongly(test.span));
        }
        let condition = self.scope_of(&deem.sections, &deem.item.clauses, deem.module)?;
        Some(Deemed { level, condition })
    }
}
