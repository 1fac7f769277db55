//! Limits on data that do not reach what is computed from them: nobody hands on the Wi-Fi name, but a value made of it goes everywhere.

use std::collections::BTreeSet;

use super::concepts::nodes_of;
use super::diagnostics::limit_does_not_reach;
use super::requests::{Requests, SET, test};
use super::scope::Scope;
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Effect, Kind, Policy, Rule, RuleId};
use crate::check::taxonomy::TaxonomyNode;
use crate::check::values::ValueSet;
use crate::graph::TooLarge;
use crate::graph::space::Region;

/// One finding for each derived node and each input whose limits it escapes: something is permitted with the derived data that a guard
/// denies with the input, all else being the same, and no guard on the derived data speaks of such a case.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let nodes = nodes_of(policy, Kind::Data);
    let mut found = Vec::new();
    for derived in nodes.iter().filter(|node| !node.derived_from.is_empty()) {
        for input in inputs(nodes, derived) {
            let guards: Vec<RuleId> = limits(policy)
                .filter(|(_, data)| {
                    !data.intersection(&input.atoms).is_empty()
                        && data.intersection(&derived.atoms).is_empty()
                })
                .map(|(guard, _)| guard)
                .collect();
            let mut escaped: Vec<&Rule> = Vec::new();
            let mut first = Region::NOTHING;
            for guard in guards {
                let denied = requests.space.rule(SET, guard);
                let denied = requests.within(denied, ClassAxis::Data, &input.atoms)?;
                let denied = requests.whatever(denied, ClassAxis::Data)?;
                let beyond = requests.within(denied, ClassAxis::Data, &derived.atoms)?;
                // Where another rule limits the derived data in such a case, somebody has thought of them.
                let spoken = carried_over(requests, policy.rules.at(guard), derived, input)?;
                if requests.space.meet(beyond, spoken)? {
                    continue;
                }
                let beyond = requests.space.and(beyond, requests.permitted)?;
                if !beyond.is_empty() {
                    escaped.push(policy.rules.at(guard));
                    first = if first.is_empty() { beyond } else { first };
                }
            }
            if !escaped.is_empty()
                && let Some(permit) = permit_beyond(requests, derived, first)?
            {
                let finding = limit_does_not_reach(derived, input, &escaped, permit);
                found.push(requests.told(first, finding));
            }
        }
    }
    Ok(found)
}

/// What a node is computed from, at any distance, in the order of the declarations.
fn inputs<'n>(nodes: &'n [TaxonomyNode], derived: &'n TaxonomyNode) -> Vec<&'n TaxonomyNode> {
    let mut reached = BTreeSet::new();
    let mut waiting = derived.derived_from.clone();
    while let Some(position) = waiting.pop() {
        if reached.insert(position)
            && let Some(node) = nodes.get(position as usize)
        {
            waiting.extend(&node.derived_from);
        }
    }
    let all = reached.into_iter().filter_map(|at| nodes.get(at as usize));
    all.collect()
}

/// The guards that name data, with the data.
fn limits(policy: &Policy) -> impl Iterator<Item = (RuleId, ValueSet)> {
    policy
        .rules
        .entries()
        .filter(|(_, rule)| matches!(rule.effect, Effect::Forbid | Effect::Require))
        .filter_map(|(id, rule)| {
            let data = Scope::of(policy, rule).on(ClassAxis::Data)?.clone();
            Some((id, data))
        })
}

/// Where other guards of the layer speak of the derived data: by name, or as what comes from this input.
fn carried_over(
    requests: &mut Requests<'_, '_>,
    guard: &Rule,
    derived: &TaxonomyNode,
    input: &TaxonomyNode,
) -> Result<Region, TooLarge> {
    let policy = requests.policy;
    let from_input = |name: &str| {
        name.strip_prefix("derived from ")
            .and_then(|from| policy.node(Kind::Data, from))
            .is_some_and(|from| !from.atoms.intersection(&input.atoms).is_empty())
    };
    let speaking: Vec<RuleId> = limits(policy)
        .map(|(id, _)| id)
        .filter(|&id| {
            let other = policy.rules.at(id);
            let listed = other
                .named
                .iter()
                .filter(|named| named.axis == ClassAxis::Data)
                .flat_map(|named| &named.listed);
            other.layer == guard.layer
                && listed
                    .into_iter()
                    .any(|(name, atoms)| from_input(name) || *atoms == derived.atoms)
        })
        .collect();
    requests.texts_of(&speaking)
}

/// A permit that holds in a region of the derived data; the one that names them says most.
fn permit_beyond<'p>(
    requests: &mut Requests<'_, 'p>,
    derived: &TaxonomyNode,
    region: Region,
) -> Result<Option<&'p Rule>, TooLarge> {
    let permits = requests.permits(|_| true);
    let holding = requests.holding(&permits, region)?;
    let names = |rule: &&&Rule| {
        rule.named
            .iter()
            .filter(|named| named.axis == ClassAxis::Data)
            .flat_map(|named| &named.listed)
            .any(|(_, atoms)| *atoms == derived.atoms)
    };
    Ok(holding
        .iter()
        .find(names)
        .or_else(|| holding.first())
        .copied())
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let nodes = nodes_of(policy, Kind::Data);
    let derived = nodes.iter().filter(|node| !node.derived_from.is_empty());
    derived
        .flat_map(|node| inputs(nodes, node).into_iter().chain([node]))
        .map(|node| test(ClassAxis::Data, &node.atoms))
        .collect()
}
