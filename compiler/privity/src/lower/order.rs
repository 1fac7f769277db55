//! The order in which dimensions are tested. It changes no answer, but it decides whether the graph has thousands of nodes or millions.
//!
//! What stands early is tested once and splits all that follows; what stands late is tested again at the end of every path that gets there.
//! So early is the place of what settles much at once: who acts how, what lies outside the policy, and circumstances that a large part of the
//! rules ask for. Places come next: borders make hundreds of nodes, which had better hang under few paths. The recipient stands
//! before the destination, because a destination left out depends on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::policy::{AxisId, AxisRole, ClassAxis, Effect, Policy, Rule};

/// Who acts how.
const FIRST: [ClassAxis; 2] = [ClassAxis::Action, ClassAxis::Actor];
/// Who receives it and where, then the rest of what an act is about.
const SCOPE: [ClassAxis; 9] = [
    ClassAxis::Recipient,
    ClassAxis::Home,
    ClassAxis::Destination,
    ClassAxis::Origin,
    ClassAxis::Date,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Source,
    ClassAxis::Subject,
];
/// A fact that at least one of so many rules tests is tested early.
const COMMON: usize = 4;

/// The axes in order; the facts that nothing sends to the front stand in the order of their first use, whether duties are kept comes last.
pub(super) fn order(policy: &Policy, first_use: &[AxisId]) -> Vec<AxisId> {
    let role = |axis: &AxisId| policy.axes.get(*axis).map(|axis| &axis.role);
    let facts = || {
        first_use
            .iter()
            .copied()
            .filter(|axis| matches!(role(axis), Some(AxisRole::Fact(_) | AxisRole::Element(..))))
    };
    let early = early(policy);
    let kept = first_use
        .iter()
        .copied()
        .filter(|axis| matches!(role(axis), Some(AxisRole::Kept(_))));
    FIRST
        .map(ClassAxis::id)
        .into_iter()
        .chain(facts().filter(|axis| early.contains(axis)))
        .chain(SCOPE.map(ClassAxis::id))
        .chain(facts().filter(|axis| !early.contains(axis)))
        .chain(kept)
        .collect()
}

/// The facts that settle much at once: those that put acts outside the policy, those that guards ask for whatever the act is about, and
/// those that a large part of the rules test.
fn early(policy: &Policy) -> BTreeSet<AxisId> {
    let mut early = BTreeSet::new();
    let mut uses: BTreeMap<AxisId, usize> = BTreeMap::new();
    for rule in policy.rules.iter() {
        let tested = tested(rule);
        let (scope, facts): (Vec<AxisId>, Vec<AxisId>) = tested
            .into_iter()
            .partition(|axis| axis.index() < ClassAxis::ALL.len());
        let open = scope
            .iter()
            .all(|axis| FIRST.iter().any(|first| first.id() == *axis));
        let settles = match rule.effect {
            Effect::Exclude => true,
            Effect::Forbid | Effect::Require => open && covers_most_processing(policy, rule),
            Effect::Permit | Effect::Oblige => false,
        };
        for fact in facts {
            *uses.entry(fact).or_default() += 1;
            if settles {
                early.insert(fact);
            }
        }
    }
    let common = uses
        .into_iter()
        .filter(|&(_, uses)| uses * COMMON >= policy.rules.len() && uses > 1);
    early.extend(common.map(|(fact, _)| fact));
    early
}

/// The axes that a rule tests.
fn tested(rule: &Rule) -> BTreeSet<AxisId> {
    let mut tested = BTreeSet::new();
    for condition in [&rule.region, &rule.requirement] {
        condition.for_each_test(&mut |axis, _| {
            tested.insert(axis);
        });
    }
    tested
}

/// Whether a rule is about at least half of the actions that need a permit.
fn covers_most_processing(policy: &Policy, rule: &Rule) -> bool {
    let actions = policy
        .taxonomies
        .atom_count(crate::check::policy::Kind::Action);
    let mut covers = true;
    rule.region.for_each_test(&mut |axis, set| {
        if axis == ClassAxis::Action.id() {
            covers &= i64::try_from(set.len())
                .unwrap_or(i64::MAX)
                .saturating_mul(2)
                >= actions;
        }
    });
    covers
}
