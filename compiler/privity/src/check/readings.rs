//! What the text leaves open: ambiguities, and the rules that stand under one of their readings.

use std::collections::BTreeSet;

use super::checker::Checker;
use super::diagnostics::{
    ambiguity_defaults, not_a_reading, too_few_readings, unresolved_reference, unused_ambiguity,
};
use super::fact_values::fact_value;
use super::policy::{Ambiguity, Condition, Policy};
use super::values::ValueSet;
use crate::resolve::names::{Space, What};
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{self, Path, Value, ambiguity_and_reading};

impl Checker<'_, '_> {
    /// What a policy keeps of an ambiguity. `None` when it has fewer than two readings, or not exactly one default.
    pub(super) fn ambiguity(
        &mut self,
        written: &ast::Ambiguity,
        module: ModuleIndex,
    ) -> Option<Ambiguity> {
        if written.readings.len() < 2 {
            return self.fail(too_few_readings(written));
        }
        let defaults: Vec<usize> = written
            .readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| reading.is_default)
            .map(|(at, _)| at)
            .collect();
        let [default] = defaults.as_slice() else {
            return self.fail(ambiguity_defaults(written));
        };
        let text = |text: &Option<ast::Text>| text.as_ref().map(|text| text.value.clone());
        Some(Ambiguity {
            question: text(&written.question),
            texts: written
                .readings
                .iter()
                .map(|reading| text(&reading.text))
                .collect(),
            default: *default,
            citations: self.citations(&written.citations, module),
        })
    }

    /// `under NAME.READING`: the reading holds.
    pub(super) fn under(&mut self, path: &Path, module: ModuleIndex) -> Option<Condition> {
        let Some((ambiguity, reading)) = ambiguity_and_reading(path) else {
            return self.fail(not_a_reading(path, None));
        };
        let names = &self.world.names;
        let (_, found) = self
            .lookups
            .find(names, &[Space::Condition], &ambiguity, module)?;
        let What::Fact(index) = found.declared.what else {
            return self.fail(not_a_reading(path, Some(found.declared.span)));
        };
        if self.world.ambiguity_of(index).is_none() {
            return self.fail(not_a_reading(path, Some(found.declared.span)));
        }
        let fact = self.facts.at(self.fact_ids.get(index).copied().flatten()?);
        let axis = *fact.axes.first()?;
        let reading = Value::Path(Path {
            segments: [reading.clone()].into(),
            span: reading.span,
        });
        let (low, high) = fact_value(fact, &reading, self.report)?;
        Some(Condition::Test(axis, ValueSet::range(low, high)))
    }

    /// References of the text that lead nowhere, each with what it is taken for.
    pub(super) fn report_unresolved(&mut self) {
        let world = self.world;
        let aliases = world.aliases.iter().filter_map(|alias| {
            let open = alias.item.unresolved.as_ref()?;
            Some((alias.module, &alias.item.name, open, alias.item.target.span))
        });
        let groups = world.groups.iter().filter_map(|group| {
            let open = group.item.unresolved.as_ref()?;
            let taken = group.item.set.as_ref().map(|set| set.span);
            let first = group.item.members.first().map(|member| member.span);
            let name = &group.item.name;
            Some((
                group.module,
                name,
                open,
                taken.or(first).unwrap_or(name.span),
            ))
        });
        for (module, name, open, taken) in aliases.chain(groups) {
            if !world.names.is_standard(module) {
                self.report.push(unresolved_reference(name, open, taken));
            }
        }
    }

    /// An ambiguity that changes nothing was either settled, or a rule forgot it.
    pub(super) fn report_unused_ambiguities(&mut self, policy: &Policy) {
        // What a rule that was set aside depends on is not known.
        if !policy.poisoned.is_empty() {
            return;
        }
        let mut tested = BTreeSet::new();
        for rule in policy.rules.iter() {
            let mut visit = |axis, _: &ValueSet| {
                tested.insert(axis);
            };
            rule.region.for_each_test(&mut visit);
            rule.requirement.for_each_test(&mut visit);
        }
        let world = self.world;
        for open in &world.ambiguities {
            let standard = world
                .facts
                .get(open.fact)
                .is_some_and(|fact| world.names.is_standard(fact.module));
            let id = self.fact_ids.get(open.fact).copied().flatten();
            let unused = id.is_some_and(|id| {
                let mut axes = self.facts.at(id).axes.iter();
                axes.all(|axis| !tested.contains(axis))
            });
            if unused && !standard {
                self.report.push(unused_ambiguity(&open.written));
            }
        }
    }
}
