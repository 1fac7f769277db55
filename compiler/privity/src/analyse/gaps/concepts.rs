//! The words whose meaning an analysis must know: those of the standard library, by name, so that a policy with a vocabulary of its own
//! is understood too when it calls things by the same names. What a policy does not declare is empty here.

use crate::check::policy::{
    AxisRole, ClassAxis, Condition, Effect, FactId, FactType, Kind, Policy, Rule,
};
use crate::check::taxonomy::TaxonomyNode;
use crate::check::values::ValueSet;

/// The atoms of the actions with these names.
pub(super) fn actions(policy: &Policy, names: &[&str]) -> ValueSet {
    nodes(policy, Kind::Action, names)
}

/// The atoms of the data with this name.
pub(super) fn data(policy: &Policy, name: &str) -> ValueSet {
    nodes(policy, Kind::Data, &[name])
}

/// The atoms of the nodes of a kind with these names.
pub(super) fn nodes(policy: &Policy, kind: Kind, names: &[&str]) -> ValueSet {
    names
        .iter()
        .filter_map(|name| policy.node(kind, name))
        .fold(ValueSet::empty(), |all, node| all.union(&node.atoms))
}

/// Everything that is done with data: the action axis without answers to people and events.
pub(super) fn processing(policy: &Policy) -> ValueSet {
    ValueSet::range(0, policy.taxonomies.atom_count(Kind::Action) - 1)
}

/// The fact with this name.
pub(super) fn fact(policy: &Policy, name: &str) -> Option<FactId> {
    let found = policy.facts.entries().find(|(_, fact)| fact.name == name);
    found.map(|(id, _)| id)
}

/// Where the person's consent is weaker than a level; `None` when the policy knows no such level.
pub(super) fn below_consent(policy: &Policy, level: &str) -> Option<Condition> {
    let consent = policy.facts.at(fact(policy, "consent")?);
    let FactType::Words { words, ordered } = &consent.ty else {
        return None;
    };
    let at = words.iter().position(|word| word == level)?;
    let weaker = i64::try_from(at).ok().filter(|at| *ordered && *at > 0)? - 1;
    let axis = consent.axes.first()?;
    Some(Condition::Test(*axis, ValueSet::range(0, weaker)))
}

/// Whether a condition tests a fact.
pub(super) fn tests(policy: &Policy, condition: &Condition, fact: FactId) -> bool {
    let mut found = false;
    condition.for_each_test(&mut |axis, _| {
        found |= match policy.axes.at(axis).role {
            AxisRole::Fact(tested) | AxisRole::Element(tested, _) => tested == fact,
            AxisRole::Class(_) | AxisRole::Kept(_) => false,
        };
    });
    found
}

/// Whether a rule tests a fact, in what it asks for or in where it applies.
pub(super) fn rule_tests(policy: &Policy, rule: &Rule, fact: FactId) -> bool {
    tests(policy, &rule.region, fact) || tests(policy, &rule.requirement, fact)
}

/// Whether a rule is a guard of this kind.
pub(super) fn is_guard(rule: &Rule, kind: &str) -> bool {
    matches!(rule.effect, Effect::Forbid | Effect::Require)
        && rule.guard_kind.as_deref() == Some(kind)
}

/// The nodes of a kind.
pub(super) fn nodes_of(policy: &Policy, kind: Kind) -> &[TaxonomyNode] {
    policy
        .taxonomies
        .kind(kind)
        .map_or(&[], |taxonomy| taxonomy.nodes.as_slice())
}

/// The names of a set of atoms: the largest nodes that lie in it, then single atoms.
pub(super) fn names(policy: &Policy, axis: ClassAxis, set: &ValueSet) -> Vec<String> {
    let mut left = set.clone();
    let mut found = Vec::new();
    if let Some(kind) = axis.kind() {
        for node in nodes_of(policy, kind) {
            let whole = !node.atoms.is_empty() && node.atoms.is_subset(set);
            if whole && !node.atoms.intersection(&left).is_empty() {
                left = super::scope::minus(&left, &node.atoms);
                found.push(node.name.clone());
            }
        }
    }
    found.extend(left.iter().map(|value| policy.value_name(axis.id(), value)));
    found
}
