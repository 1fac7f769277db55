//! Requirements that are met because the policy itself says so: consent that nobody gave.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::diagnostics::{Deeming, required_and_deemed};
use super::scope::Scope;
use crate::check::policy::{ClassAxis, FactType, Policy, Rule};
use crate::check::values::ValueSet;
use crate::diagnostic::{Diagnostic, Report};
use crate::resolve::World;
use crate::resolve::names::{Space, What};
use crate::resolve::sets::resolve_set;
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{self, ClauseKind, Comparison, Kind, Set, TestOf, Value};

/// One finding for each `deem` that meets what some rule requires.
pub(super) fn find(world: &World, policy: &Policy) -> Vec<Diagnostic> {
    let written: BTreeMap<Span, &Placed<Arc<ast::Rule>>> =
        world.rules.iter().map(|rule| (rule.span, rule)).collect();
    let mut found = Vec::new();
    for deem in &world.deems {
        let Some(given) = level(world, policy, &deem.item.test, deem.module) else {
            continue;
        };
        let scope = scope_of(world, deem);
        let mut met: Vec<&Rule> = Vec::new();
        for rule in policy.rules.iter() {
            let Some(placed) = written.get(&rule.span) else {
                continue;
            };
            let ast::Effect::Require(condition, _) = &placed.item.effect else {
                continue;
            };
            let asks = asked(world, policy, condition, placed.module, given.fact, 0);
            let is_met = asks.is_some_and(|wanted| wanted <= given.level);
            let twice = met.iter().any(|other| other.span == rule.span);
            if is_met && !twice && Scope::of(policy, rule).meets(&scope) {
                met.push(rule);
            }
        }
        if !met.is_empty() {
            let deeming = Deeming {
                fact: &given.name,
                level: given.word.as_deref(),
                span: deem.item.test.span,
            };
            found.push(required_and_deemed(&deeming, &met));
        }
    }
    found
}

/// A test that a fact reaches a level.
struct Level {
    fact: usize,
    name: String,
    level: usize,
    word: Option<String>,
}

/// `FACT at least WORD`, `FACT is yes` or `FACT`; a flag that holds is level 1.
fn level(world: &World, policy: &Policy, test: &TestOf, module: ModuleIndex) -> Option<Level> {
    let found = world.names.find(Space::Condition, &test.subject, module)?;
    let What::Fact(index) = found.declared.what else {
        return None;
    };
    let name = world.facts.get(index)?.item.name.text.clone();
    let fact = policy.facts.iter().find(|fact| fact.name == name)?;
    let word = match &test.comparison {
        Some((_, Value::Path(path))) => path.segments.last().map(|word| word.text.clone()),
        Some(_) => return None,
        None => None,
    };
    let level = match (&fact.ty, test.comparison.as_ref().map(|(how, _)| *how)) {
        (FactType::Flag, None) => 1,
        (FactType::Flag, Some(Comparison::Is)) if word.as_deref() == Some("yes") => 1,
        (FactType::Words { words, ordered }, Some(Comparison::AtLeast)) if *ordered => words
            .iter()
            .position(|known| Some(known) == word.as_ref())?,
        _ => return None,
    };
    let word = word.filter(|_| !matches!(fact.ty, FactType::Flag));
    Some(Level {
        fact: index,
        name,
        level,
        word,
    })
}

/// The highest level of a fact that a condition asks for in a part that must hold.
fn asked(
    world: &World,
    policy: &Policy,
    condition: &ast::Condition,
    module: ModuleIndex,
    fact: usize,
    depth: usize,
) -> Option<usize> {
    // Named conditions in a circle are reported and mean nothing; the depth is for those alone.
    if depth > world.defines.len() {
        return None;
    }
    match condition {
        ast::Condition::All(parts, _) | ast::Condition::Any(parts, _) => parts
            .iter()
            .filter_map(|part| asked(world, policy, part, module, fact, depth))
            .max(),
        ast::Condition::Not(..) => None,
        ast::Condition::Test(test) => {
            if let Some(level) = level(world, policy, test, module) {
                return (level.fact == fact).then_some(level.level);
            }
            let found = world.names.find(Space::Condition, &test.subject, module)?;
            let What::Define(index) = found.declared.what else {
                return None;
            };
            let define = world.defines.get(index)?;
            let condition = &define.item.condition;
            asked(world, policy, condition, define.module, fact, depth + 1)
        }
    }
}

/// The class axes that a `deem` limits.
fn scope_of(world: &World, deem: &Placed<ast::Deem>) -> Scope {
    let sections = deem
        .sections
        .iter()
        .filter_map(|&at| world.sections.get(at))
        .flat_map(|section| &section.item.clauses);
    let mut scope = Scope::default();
    for clause in sections.chain(&deem.item.clauses) {
        let (axis, set) = match &clause.kind {
            ClauseKind::To(set) => (ClassAxis::Recipient, set),
            ClauseKind::For(set) => (ClassAxis::Purpose, set),
            ClauseKind::About(set) => (ClassAxis::Subject, set),
            ClauseKind::By(set) => (ClassAxis::Actor, set),
            _ => continue,
        };
        if let Some(values) = values(world, axis, set, deem.module) {
            scope.narrow(axis, &values);
        }
    }
    scope
}

fn values(world: &World, axis: ClassAxis, set: &Set, module: ModuleIndex) -> Option<ValueSet> {
    let kind: Kind = axis.kind()?;
    // Whatever is wrong here was reported when the set was checked.
    let (mut lookups, mut unheard) = (world.lookups.clone(), Report::new());
    let found = resolve_set(
        &world.names,
        &world.taxonomies,
        &mut lookups,
        set,
        kind,
        module,
        &mut unheard,
    )?;
    let atoms = world.taxonomies.atom_count(kind);
    let values = found.values(atoms).ever();
    if found.none && axis.has_none() {
        return Some(values.union(&ValueSet::single(atoms)));
    }
    Some(values)
}
