//! Named conditions and deemed facts that go round in a circle.

use super::diagnostics::circular;
use super::names::{Space, What};
use super::taxonomy::knots;
use super::world::{ModuleIndex, World};
use crate::diagnostic::Report;
use crate::syntax::ast::{ClauseKind, Condition, Name, Path};

/// Marks the named conditions and `deem` items that depend on themselves.
pub(super) fn find_circles(world: &mut World, report: &mut Report) {
    // The nodes of the graph: the named conditions, then the facts.
    let defines = world.defines.len();
    let node_of = |path: &Path, module: ModuleIndex| {
        let found = world.names.find(Space::Condition, path, module)?;
        match found.declared.what {
            What::Define(at) => Some(at),
            What::Fact(at) => Some(defines + at),
            _ => None,
        }
    };
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); defines + world.facts.len()];
    for (at, define) in world.defines.iter().enumerate() {
        let mut subjects = Vec::new();
        subjects_of(&define.item.condition, &mut subjects);
        let targets = subjects
            .into_iter()
            .filter_map(|path| node_of(path, define.module));
        if let Some(edge) = edges.get_mut(at) {
            edge.extend(targets);
        }
    }
    let mut deemed = Vec::with_capacity(world.deems.len());
    for deem in &world.deems {
        let fact = node_of(&deem.item.test.subject, deem.module);
        deemed.push(fact);
        let mut subjects = Vec::new();
        for clause in &deem.item.clauses {
            if let ClauseKind::When(condition) | ClauseKind::Unless(condition) = &clause.kind {
                subjects_of(condition, &mut subjects);
            }
        }
        let targets = subjects
            .into_iter()
            .filter_map(|path| node_of(path, deem.module));
        if let Some(edge) = fact.and_then(|fact| edges.get_mut(fact)) {
            edge.extend(targets);
        }
    }
    let knots = knots(edges.iter().map(|targets| targets.iter().copied()));
    let is_circular = |node: usize| knots.iter().any(|knot| knot.contains(&node));
    for knot in &knots {
        let members: Vec<&Name> = knot
            .iter()
            .filter_map(|&node| match node.checked_sub(defines) {
                None => world.defines.get(node).map(|define| &define.item.name),
                Some(fact) => world.facts.get(fact).map(|fact| &fact.item.name),
            })
            .collect();
        report.push(circular("depends on itself", &members));
    }
    world.circular_defines = (0..defines).map(is_circular).collect();
    world.circular_deems = deemed
        .into_iter()
        .map(|fact| fact.is_some_and(is_circular))
        .collect();
}

/// Everything a condition tests.
pub(crate) fn subjects_of<'c>(condition: &'c Condition, subjects: &mut Vec<&'c Path>) {
    match condition {
        Condition::All(parts, _) | Condition::Any(parts, _) => {
            for part in parts {
                subjects_of(part, subjects);
            }
        }
        Condition::Not(inner, _) => subjects_of(inner, subjects),
        Condition::Test(test) => subjects.push(&test.subject),
    }
}
