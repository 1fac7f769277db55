//! Special categories of data that general permits let through, with no rule that speaks of them.

use super::concepts::{below_consent, data, processing};
use super::diagnostics::special_unguarded;
use super::requests::{Requests, names, test};
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;

/// At most one finding, with all such permits.
///
/// Looked at are acts without an explicit consent that permits for wider headings let through, apart from those of which a rule speaks
/// that names a special category: a permit that holds there, or a guard on such acts, whatever its conditions.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let special = data(policy, "special_categories");
    if special.is_empty() {
        return Ok(Vec::new());
    }
    let acts = requests.acts(&processing(policy))?;
    let open = requests.within(acts, ClassAxis::Data, &special)?;
    let unasked = requests.space.condition(&unasked(policy))?;
    let open = requests.space.and(open, unasked)?;
    let general =
        requests.permits(|rule| names(rule, ClassAxis::Data) && !speaks_of(rule, &special));
    let let_through = requests.any_of(&general)?;
    let open = requests.space.and(open, let_through)?;
    let permits = requests.permits(|rule| speaks_of(rule, &special));
    let spoken = requests.any_of(&permits)?;
    let open = requests.space.without(open, spoken)?;
    let guards = policy
        .rules
        .iter()
        .filter(|rule| is_guard(rule) && speaks_of(rule, &special));
    let mut guarded = Vec::new();
    for guard in guards {
        guarded.push(requests.space.condition(&clauses(guard))?);
    }
    let guarded = requests.space.any(guarded)?;
    let open = requests.space.without(open, guarded)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let rules = requests.holding(&general, open)?;
    let data = requests.names(open, ClassAxis::Data)?;
    let Some((first, rest)) = rules.split_first() else {
        return Ok(Vec::new());
    };
    let finding = special_unguarded(&data, first, rest);
    Ok(vec![requests.told(open, finding)])
}

/// Whether a rule names special categories, or one of them, and not only something wider.
fn speaks_of(rule: &Rule, special: &ValueSet) -> bool {
    rule.named
        .iter()
        .filter(|named| named.axis == ClassAxis::Data)
        .flat_map(|named| &named.listed)
        .any(|(_, atoms)| !atoms.is_empty() && atoms.is_subset(special))
}

fn is_guard(rule: &Rule) -> bool {
    rule.layer == Layer::Base && matches!(rule.effect, Effect::Forbid | Effect::Require)
}

/// What the clauses of a rule name, without its conditions; by whom, if only the default says it.
fn clauses(rule: &Rule) -> Condition {
    let named = rule.named.iter().map(|scope| scope.condition.clone());
    let parts = match &rule.region {
        Condition::All(parts) => parts.as_slice(),
        part => std::slice::from_ref(part),
    };
    let actor = parts
        .iter()
        .filter(|part| matches!(part, Condition::Test(axis, _) if *axis == ClassAxis::Actor.id()));
    Condition::All(named.chain(actor.cloned()).collect())
}

/// Without an explicit consent, where consent has that level.
fn unasked(policy: &Policy) -> Condition {
    below_consent(policy, "explicit").unwrap_or(Condition::TRUE)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let special = data(policy, "special_categories");
    if special.is_empty() {
        return Vec::new();
    }
    let rules = policy.rules.iter();
    let guards = rules.filter(|rule| is_guard(rule) && speaks_of(rule, &special));
    let mut tests: Vec<Condition> = guards.map(clauses).collect();
    tests.extend([
        test(ClassAxis::Action, &processing(policy)),
        test(ClassAxis::Data, &special),
        unasked(policy),
    ]);
    tests
}
