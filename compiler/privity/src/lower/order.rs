//! The order in which dimensions are tested. It changes no answer, but it decides whether the graph has thousands of nodes or millions.
//!
//! What stands early is tested once and splits all that follows; what stands late is tested again at the end of every path that gets there.
//! So first comes what settles much at once, then the places, whose borders make hundreds of nodes and had better hang under few paths,
//! then the circumstances that rules of all sorts ask for, and last those of a few rules each. Days and facts that dozens of tests cut stand
//! behind the data at any rate, and so do the places where hundreds of rules tell dozens of homes apart and all data cross borders alike: in
//! front they would multiply all that follows, behind each kind of data has only its own cuts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::policy::{
    AxisId, AxisRole, ClassAxis, Condition, Effect, Kind, Layer, Policy, Rule,
};

/// Who acts how.
const ACT: [ClassAxis; 2] = [ClassAxis::Action, ClassAxis::Actor];
/// Where people and data are, and when. Stands behind the recipient, because a destination left out depends on it.
const PLACES: [ClassAxis; 4] = [
    ClassAxis::Home,
    ClassAxis::Destination,
    ClassAxis::Origin,
    ClassAxis::Date,
];
/// What else an act is about.
const SUBJECT_MATTER: [ClassAxis; 4] = [
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Source,
    ClassAxis::Subject,
];
/// A fact that at least one of so many rules tests stands before the act itself.
const COMMON: usize = 4;
/// A fact that at least one of so many rules depends on stands before data and purposes.
const FREQUENT: usize = 20;
/// Days, facts and homes with more different tests than this stand behind the data.
const MANY_TESTS: usize = 24;
/// Homes do so only if each is asked for about so often,
const OFTEN: usize = 8;
/// and if transfers make no more different tests of data, purposes and the like than this: behind these, borders are there once for each.
const FEW_TESTS: usize = 2;

/// The axes in order; a fact that nothing sends to the front stands where its first use puts it, whether duties are kept comes last.
/// `tests` tells how many different sets an axis is compared with. Of several policies with the same axes the first says which facts are
/// early.
pub(super) fn order(
    policies: &[&Policy],
    first_use: &[AxisId],
    tests: &impl Fn(AxisId) -> usize,
) -> Vec<AxisId> {
    let Some(policy) = policies.first() else {
        return Vec::new();
    };
    let facts = Facts::of(policy);
    let is_place = |axis: &AxisId| PLACES.iter().any(|place| place.id() == *axis);
    let places_wait = do_places_wait(policies);
    let is_early = |axis: &AxisId| {
        let can_wait = axis.index() >= ClassAxis::ALL.len() || *axis == ClassAxis::Date.id();
        !(can_wait && tests(*axis) > MANY_TESTS || places_wait && is_place(axis))
    };
    let is_kept = |axis: &AxisId| matches!(role(policy, *axis), Some(AxisRole::Kept(_)));
    let is_fact = |axis: &AxisId| !is_kept(axis) && axis.index() >= ClassAxis::ALL.len();
    let in_use = |chosen: &BTreeSet<AxisId>| {
        let chosen = first_use.iter().filter(|axis| chosen.contains(axis));
        chosen.copied().collect::<Vec<_>>()
    };
    let early = [
        ACT.map(ClassAxis::id).to_vec(),
        in_use(&facts.settling),
        vec![ClassAxis::Recipient.id()],
        PLACES.map(ClassAxis::id).to_vec(),
        in_use(&facts.of_transfers),
        facts.frequent,
    ];
    let late = [
        SUBJECT_MATTER.map(ClassAxis::id).to_vec(),
        PLACES.map(ClassAxis::id).to_vec(),
        first_use.iter().copied().filter(is_fact).collect(),
        first_use.iter().copied().filter(is_kept).collect(),
    ];
    let mut seen = BTreeSet::new();
    let early = early.into_iter().flatten().filter(is_early);
    early
        .chain(late.into_iter().flatten())
        .filter(|&axis| seen.insert(axis))
        .collect()
}

/// Whether places stand behind the data: rules tell dozens of homes apart, many rules each of them, and borders matter to transfers of all
/// data in much the same way.
fn do_places_wait(policies: &[&Policy]) -> bool {
    let (mut homes, mut transferred) = (BTreeSet::new(), BTreeSet::new());
    let mut home_tests = 0;
    for rule in policies.iter().flat_map(|policy| &policy.rules) {
        for condition in [&rule.region, &rule.requirement] {
            condition.for_each_test(&mut |axis, set| {
                if axis == ClassAxis::Home.id() {
                    homes.insert(set);
                    home_tests += 1;
                }
                let is_matter = SUBJECT_MATTER.iter().any(|matter| matter.id() == axis);
                if is_matter && rule.layer == Layer::Transfer {
                    transferred.insert((axis, set));
                }
            });
        }
    }
    homes.len() > MANY_TESTS && home_tests > OFTEN * homes.len() && transferred.len() <= FEW_TESTS
}

/// The facts that stand before their turn.
#[derive(Default)]
struct Facts {
    /// Those that put acts outside the policy, that guards ask for whatever the act is about, or that a large part of the rules test.
    settling: BTreeSet<AxisId>,
    /// Those that the transfer layer tests.
    of_transfers: BTreeSet<AxisId>,
    /// Those on which many rules depend, most frequent first.
    frequent: Vec<AxisId>,
}

impl Facts {
    fn of(policy: &Policy) -> Self {
        let mut facts = Self::default();
        let mut uses: BTreeMap<AxisId, usize> = BTreeMap::new();
        // How many rules depend on a fact; a lifted rule half depends on what its lifter tests.
        let mut weights: BTreeMap<AxisId, usize> = BTreeMap::new();
        let mut general = BTreeSet::new();
        for rule in policy.rules.iter() {
            let tested = tested(rule);
            let settles = settles(policy, rule, &tested);
            for &fact in tested
                .iter()
                .filter(|axis| axis.index() >= ClassAxis::ALL.len())
            {
                *uses.entry(fact).or_default() += 1;
                *weights.entry(fact).or_default() += 1 + rule.lifts.len() / 2;
                if settles {
                    facts.settling.insert(fact);
                }
                if rule.layer == Layer::Transfer {
                    facts.of_transfers.insert(fact);
                }
                if !tested.contains(&ClassAxis::Purpose.id()) {
                    general.insert(fact);
                }
            }
        }
        let many = policy.rules.len();
        let common = uses
            .into_iter()
            .filter(|&(_, uses)| uses > 1 && uses * COMMON >= many);
        facts.settling.extend(common.map(|(fact, _)| fact));
        let mut frequent: Vec<(Reverse<usize>, AxisId)> = weights
            .into_iter()
            .filter(|(fact, weight)| weight * FREQUENT >= many && general.contains(fact))
            .map(|(fact, weight)| (Reverse(weight), fact))
            .collect();
        frequent.sort_unstable();
        facts.frequent = frequent.into_iter().map(|(_, fact)| fact).collect();
        facts
    }
}

fn role(policy: &Policy, axis: AxisId) -> Option<&AxisRole> {
    policy.axes.get(axis).map(|axis| &axis.role)
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

/// Whether a rule takes acts out of the policy, or denies acts of most sorts whatever they are about.
fn settles(policy: &Policy, rule: &Rule, tested: &BTreeSet<AxisId>) -> bool {
    match rule.effect {
        Effect::Exclude => true,
        Effect::Forbid | Effect::Require => {
            let open = tested.iter().all(|axis| {
                axis.index() >= ClassAxis::ALL.len() || ACT.iter().any(|act| act.id() == *axis)
            });
            open && covers_most_actions(policy, &rule.region)
        }
        Effect::Permit | Effect::Oblige => false,
    }
}

/// Whether the condition leaves open at least half of the actions that need a permit.
fn covers_most_actions(policy: &Policy, region: &Condition) -> bool {
    let actions = policy.taxonomies.atom_count(Kind::Action);
    let open = (0..actions).filter(|&action| with_action(region, action) != Some(false));
    i64::try_from(open.count())
        .unwrap_or(i64::MAX)
        .saturating_mul(2)
        >= actions
}

/// Whether a condition holds for an action, where that alone settles it.
fn with_action(condition: &Condition, action: i64) -> Option<bool> {
    let settled = |parts: &[Condition], by: bool| {
        let mut all = true;
        for part in parts {
            match with_action(part, action) {
                Some(holds) if holds == by => return Some(by),
                Some(_) => {}
                None => all = false,
            }
        }
        all.then_some(!by)
    };
    match condition {
        Condition::All(parts) => settled(parts, false),
        Condition::Any(parts) => settled(parts, true),
        Condition::Not(inner) => with_action(inner, action).map(|holds| !holds),
        Condition::Test(axis, set) if *axis == ClassAxis::Action.id() => Some(set.contains(action)),
        Condition::Test(..) => None,
    }
}
