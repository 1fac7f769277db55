//! The check of last resort: the graph against the definition at atoms picked at random, near where rules begin and end.

use std::collections::BTreeSet;

use super::Effort;
use super::definition::{Answer, answer};
use super::discrepancy::Discrepancy;
use super::random::Random;
use crate::check::policy::{AxisId, ClassAxis, Condition, Policy, Rule};
use crate::graph::decision_graph::DecisionGraph;

/// Compares at as many atoms as the effort allows.
pub(super) fn sample(
    policy: &Policy,
    graph: &DecisionGraph,
    effort: &Effort,
) -> Result<(), Discrepancy> {
    let mut random = Random::new(effort.seed);
    let edges = edges(policy);
    let rules: Vec<&Rule> = policy.rules.iter().collect();
    for at in 0..effort.samples {
        if effort.stop.is_set() {
            break;
        }
        let mut atom: Vec<i64> = edges
            .iter()
            .map(|values| random.pick(values).copied().unwrap_or_default())
            .collect();
        // Two of three atoms lie inside some rule, as far as its plain tests can be met.
        if at % 3 > 0
            && let Some(rule) = random.pick(&rules)
        {
            aim(&rule.region, &mut atom, &mut random);
        }
        let found = Answer::of_decision(graph, &graph.decide_atom(&atom));
        let expected = answer(policy, &atom);
        if found != expected {
            return Err(Discrepancy::Wrong {
                layer: None,
                atom,
                graph: found,
                policy: expected,
            });
        }
    }
    Ok(())
}

/// For every axis the values where some test, border or end of the domain lies, and the values beside them.
fn edges(policy: &Policy) -> Vec<Vec<i64>> {
    let mut edges: Vec<BTreeSet<i64>> = policy
        .axes
        .iter()
        .map(|axis| BTreeSet::from([*axis.domain.start(), *axis.domain.end()]))
        .collect();
    let mut add = |axis: AxisId, low: i64, high: i64| {
        if let Some(edges) = edges.get_mut(axis.index()) {
            edges.extend([low.saturating_sub(1), low, high, high.saturating_add(1)]);
        }
    };
    for rule in policy.rules.iter() {
        for condition in [&rule.region, &rule.requirement] {
            condition.for_each_test(&mut |axis, set| {
                for &(low, high) in set.intervals() {
                    add(axis, low, high);
                }
            });
        }
    }
    let date = ClassAxis::Date.id();
    add(date, *policy.effective.start(), *policy.effective.end());
    for (_, life) in policy.borders.areas.iter().flat_map(|area| &area.members) {
        add(date, *life.start(), *life.end());
    }
    for axis in [ClassAxis::Home, ClassAxis::Origin, ClassAxis::Destination] {
        for (place, _) in (0_i64..).zip(&policy.borders.country) {
            add(axis.id(), place, place);
        }
    }
    let first_response = policy.responses().first().unwrap_or_default();
    add(ClassAxis::Action.id(), first_response, first_response);
    edges
        .into_iter()
        .zip(policy.axes.iter())
        .map(|(edges, axis)| {
            edges
                .into_iter()
                .filter(|value| axis.domain.contains(value))
                .collect()
        })
        .collect()
}

/// Moves an atom into a condition, as far as single tests can be met one after the other.
fn aim(condition: &Condition, atom: &mut [i64], random: &mut Random) {
    match condition {
        Condition::All(parts) => parts.iter().for_each(|part| aim(part, atom, random)),
        Condition::Any(parts) => {
            if let Some(part) = random.pick(parts) {
                aim(part, atom, random);
            }
        }
        Condition::Not(_) => {}
        Condition::Test(axis, set) => {
            if let (Some(slot), Some(&(low, high))) =
                (atom.get_mut(axis.index()), random.pick(set.intervals()))
                && !set.contains(*slot)
            {
                *slot = if random.below(2) == 0 { low } else { high };
            }
        }
    }
}
