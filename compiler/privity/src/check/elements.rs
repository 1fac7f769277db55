//! Which nodes in set-valued facts the rules name: only those get an axis of their own. Words of a declared list all do.

use crate::check::values::ValueSet;
use crate::resolve::World;
use crate::resolve::names::{Space, What};
use crate::resolve::sets::dated_target;
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::{Clause, ClauseKind, Condition, Effect, FactType, Kind, TestOf, Value};

/// What is named of one fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NamedElements {
    /// The atoms.
    pub(super) atoms: ValueSet,
}

/// The named elements of every fact of the world.
pub(super) fn named_elements(world: &World) -> Vec<NamedElements> {
    let mut scan = Scan {
        world,
        found: vec![NamedElements::default(); world.facts.len()],
    };
    for define in &world.defines {
        scan.condition(&define.item.condition, define.module);
    }
    for deem in &world.deems {
        scan.clauses(&deem.item.clauses, deem.module);
    }
    for section in &world.sections {
        scan.clauses(&section.item.clauses, section.module);
    }
    for rule in &world.rules {
        if let Effect::Require(condition, _) = &rule.item.effect {
            scan.condition(condition, rule.module);
        }
        scan.clauses(&rule.item.clauses, rule.module);
    }
    for assertion in &world.assertions {
        scan.clauses(&assertion.item.clauses, assertion.module);
    }
    scan.found
}

struct Scan<'w> {
    world: &'w World,
    found: Vec<NamedElements>,
}

impl Scan<'_> {
    fn clauses(&mut self, clauses: &[Clause], module: ModuleIndex) {
        for clause in clauses {
            if let ClauseKind::When(condition) | ClauseKind::Unless(condition) = &clause.kind {
                self.condition(condition, module);
            }
        }
    }

    fn condition(&mut self, condition: &Condition, module: ModuleIndex) {
        match condition {
            Condition::All(parts, _) | Condition::Any(parts, _) => {
                for part in parts {
                    self.condition(part, module);
                }
            }
            Condition::Not(inner, _) => self.condition(inner, module),
            Condition::Test(test) => self.test(test, module),
        }
    }

    fn test(&mut self, test: &TestOf, module: ModuleIndex) {
        let found = self
            .world
            .names
            .find(Space::Condition, &test.subject, module);
        let Some(What::Fact(at)) = found.map(|found| found.declared.what) else {
            return;
        };
        let Some(fact) = self.world.facts.get(at) else {
            return;
        };
        let FactType::SetOfKind(kind) = fact.item.ty else {
            return;
        };
        if let Some((_, value)) = &test.comparison {
            self.value(at, kind, value, module);
        }
    }

    fn value(&mut self, fact: usize, kind: Kind, value: &Value, module: ModuleIndex) {
        match value {
            Value::List(values, _) => {
                for value in values {
                    self.value(fact, kind, value, module);
                }
            }
            Value::This(of, _) => {
                let all = ValueSet::range(0, self.world.taxonomies.atom_count(*of) - 1);
                if let Some(found) = self.found.get_mut(fact) {
                    found.atoms = found.atoms.union(&all);
                }
            }
            Value::Path(path) => {
                let world = self.world;
                let target = world.names.find(Space::Kind(kind), path, module);
                let target = target.and_then(|found| {
                    let name = if found.residual {
                        format!("{}.other", found.name)
                    } else {
                        found.name.to_owned()
                    };
                    world.taxonomies.kind(kind)?.names.get(&name).copied()
                });
                if let Some(target) = target
                    && let Some(found) = self.found.get_mut(fact)
                {
                    let atoms = dated_target(&world.taxonomies, kind, target).ever();
                    found.atoms = found.atoms.union(&atoms);
                }
            }
            Value::Any(_) | Value::Date(_) | Value::Duration(_) | Value::Number(_) => {}
        }
    }
}
