//! How much a permit permits, and which guards hold it back: worked out over all requests, not estimated.

use crate::check::policy::{AxisId, ClassAxis, Effect, Layer, Policy, RuleId};
use crate::graph::space::{Region, RuleSet, Space, consistent};
use crate::graph::{Budget, TooLarge};

/// What is counted as one sort of act: what is done, with which data, what for, and who receives.
const COUNTED: [ClassAxis; 4] = [
    ClassAxis::Action,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Recipient,
];
const SET: RuleSet = RuleSet::FIRST;

/// What a permit reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The permit.
    pub rule: RuleId,
    /// How many sorts of act it permits, in whatever circumstances.
    pub sorts: f64,
    /// The guards that deny some of what it permits, in order.
    pub held_back: Vec<RuleId>,
    /// Whether something that it permits crosses a border.
    pub crosses: bool,
}

/// The reach of every permit of acts, in order; nothing if that costs more than the budget.
///
/// # Errors
/// When it costs more than the budget.
pub fn reaches(policy: &Policy, budget: Budget) -> Result<Vec<Reach>, TooLarge> {
    let possible = consistent(policy);
    let mut space = Space::new(policy, std::slice::from_ref(&possible), budget)?;
    let possible = space.condition(&possible)?;
    let crossing = space.crossing(SET)?;
    let mut found = Vec::new();
    for (id, rule) in policy.rules.entries() {
        if rule.effect != Effect::Permit {
            continue;
        }
        let layer = rule.layer;
        found.push(space.scratch(|space| reach(space, policy, (id, layer), possible, crossing))?);
    }
    Ok(found)
}

fn reach(
    space: &mut Space<'_>,
    policy: &Policy,
    (id, layer): (RuleId, Layer),
    possible: Region,
    crossing: Region,
) -> Result<Reach, TooLarge> {
    let own = space.rule(SET, id);
    let own = space.and(own, possible)?;
    let mut held_back = Vec::new();
    let mut left = own;
    for guard in space.near(SET, own) {
        let is_guard = policy.rules.get(guard).is_some_and(|guard| {
            guard.layer == layer && matches!(guard.effect, Effect::Forbid | Effect::Require)
        });
        if !is_guard {
            continue;
        }
        let live = space.live(SET, guard)?;
        if space.meet(own, live)? {
            held_back.push(guard);
            left = space.without(left, live)?;
        }
    }
    let counted = |axis: AxisId| COUNTED.iter().any(|class| class.id() == axis);
    let acts = space.for_some(left, |axis| !counted(axis))?;
    Ok(Reach {
        rule: id,
        sorts: space.count(acts, counted),
        held_back,
        crosses: space.meet(left, crossing)?,
    })
}
