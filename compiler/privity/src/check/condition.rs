//! Conditions as written, turned into tests on axes; named conditions are expanded.

use super::checker::{Checker, Memo};
use super::diagnostics::{condition_too_large, incomparable, needs_comparison};
use super::policy::{ClassAxis, Condition};
use super::scope::{all_of, any_of, not};
use crate::resolve::names::{Space, What};
use crate::resolve::subjects_of;
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{self, TestOf};

/// How many tests a named condition may become when all names in it are expanded.
const MOST_TESTS: usize = 100_000;
/// How many named conditions may stand one inside the other.
const DEEPEST: usize = 100;

impl Checker<'_, '_> {
    /// A condition on axes. `None` when it has a mistake, which is noted or reported; all its mistakes are.
    pub(super) fn condition(
        &mut self,
        condition: &ast::Condition,
        module: ModuleIndex,
    ) -> Option<Condition> {
        match condition {
            ast::Condition::All(parts, _) => self.conditions(parts, module).map(all_of),
            ast::Condition::Any(parts, _) => self.conditions(parts, module).map(any_of),
            ast::Condition::Not(inner, _) => self.condition(inner, module).map(not),
            ast::Condition::Test(test) => self.test(test, module),
        }
    }

    /// Several conditions, all or none; all their mistakes are found.
    pub(super) fn conditions(
        &mut self,
        parts: &[ast::Condition],
        module: ModuleIndex,
    ) -> Option<Vec<Condition>> {
        let parts: Vec<Option<Condition>> = parts
            .iter()
            .map(|part| self.condition(part, module))
            .collect();
        parts.into_iter().collect()
    }

    fn test(&mut self, test: &TestOf, module: ModuleIndex) -> Option<Condition> {
        if let Some(axis) = class_axis(&test.subject) {
            let Some((comparison, value)) = &test.comparison else {
                return self.fail(needs_comparison(axis.name(), test.span));
            };
            return self.class_test(axis, *comparison, value, test.span, module);
        }
        let names = &self.world.names;
        let (_, found) = self
            .lookups
            .find(names, &[Space::Condition], &test.subject, module)?;
        match found.declared.what {
            What::Fact(index) => {
                let fact = self.fact_ids.get(index).copied().flatten()?;
                self.fact_test(fact, index, test, module)
            }
            What::Define(index) => {
                if test.comparison.is_some() {
                    return self.fail(incomparable(found.name, found.declared.span, test.span));
                }
                self.define(index)
            }
            _ => None,
        }
    }

    /// A named condition, expanded.
    fn define(&mut self, index: usize) -> Option<Condition> {
        if let Some(Memo::Done(done)) = self.defines.get(index) {
            return done.clone();
        }
        let world = self.world;
        let placed = world.defines.get(index)?;
        let circular = world.circular_defines.get(index).copied();
        if circular.unwrap_or_default() {
            // What it names is used all the same.
            let mut subjects = Vec::new();
            subjects_of(&placed.item.condition, &mut subjects);
            for subject in subjects
                .into_iter()
                .filter(|path| class_axis(path).is_none())
            {
                let spaces = [Space::Condition];
                let names = &world.names;
                self.lookups.find(names, &spaces, subject, placed.module);
            }
            return None;
        }
        self.depth += 1;
        let mut expanded = if self.depth > DEEPEST {
            self.fail(condition_too_large(&placed.item.name))
        } else {
            self.condition(&placed.item.condition, placed.module)
        };
        self.depth -= 1;
        if let Some(condition) = &expanded {
            let mut tests = 0;
            condition.for_each_test(&mut |_, _| tests += 1);
            if tests > MOST_TESTS {
                expanded = self.fail(condition_too_large(&placed.item.name));
            }
        }
        if let Some(slot) = self.defines.get_mut(index) {
            *slot = Memo::Done(expanded.clone());
        }
        expanded
    }

    /// Expands all named conditions, used or not, so that the mistakes in them are found.
    pub(super) fn check_defines(&mut self) {
        for index in 0..self.world.defines.len() {
            let _: Option<Condition> = self.define(index);
        }
    }
}

/// The class axis with this name.
pub(super) fn class_axis(path: &ast::Path) -> Option<ClassAxis> {
    let [word] = path.segments.as_slice() else {
        return None;
    };
    ClassAxis::ALL
        .into_iter()
        .find(|axis| axis.name() == word.text)
}
