//! How a permit and a guard stand to each other where both speak.
//!
//! Two statements of one layer are compared, a permit's and a guard's, for each stretch of days on which neither changes. The scope of a
//! rule is what it says on the class axes. The first that fits:
//!
//! | they | are |
//! |---|---|
//! | never meet, or the permit lifts the guard | apart |
//! | meet, and the guard leaves the permit a way within its scope | a condition |
//! | the guard is narrower, and the permit is not | an exception |
//! | the guard is a `require` | a condition by intent |
//! | cross on an axis that both name | a contradiction |
//! | else, and the guard is `final` | settled: the guard says that it prevails |
//! | else | unclear: nothing says which prevails |
//!
//! Narrower means: on every axis that it names, it lies inside the other. So a promise that names no purpose is an exception to a
//! permit that names one, and not a contradiction, although neither region lies inside the other. What a guard takes out of everything
//! (`any except X`, `outside X`) is a way out like the condition of a `require`, so it names nothing there. A permit that is dead is not looked
//! at here. Lifts by other permits do not soften a guard here, or they would hide that the texts clash.

use std::rc::Rc;

use super::statement::{Statement, epochs};
use super::{Analysis, SET};
use crate::check::policy::{Condition, Effect};
use crate::graph::TooLarge;
use crate::graph::space::{Region, Witness};

/// How a permit and a guard stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// The permit keeps a way past the guard, or the guard is an exception to it.
    Harmless,
    /// Neither is an exception to the other, but they do not cross.
    Unclear,
    /// They cross on an axis that both name.
    Crossing,
}

/// A permit and a guard that clash.
#[derive(Debug, Clone)]
pub(super) struct Clash {
    pub(super) stand: Stand,
    pub(super) permit: Statement,
    pub(super) guard: Statement,
    /// A request that both decide, and that no harmless guard denies anyway; `None` when there is none.
    pub(super) witness: Option<Witness>,
}

/// A guard where it meets a statement of a permit.
struct Meeting<'s> {
    stand: Stand,
    guard: &'s Statement,
    days: Condition,
}

impl Analysis<'_, '_> {
    /// The clashes of one statement of a permit with the statements of the guards of its layer, on each stretch of days.
    pub(super) fn clashes(&mut self, permit: &Statement) -> Result<Vec<Clash>, TooLarge> {
        let rule = self.policy.rules.at(permit.rule);
        let (layer, lifts) = (rule.layer, &rule.lifts);
        let asked = self.asked(layer);
        let own = self.region_of(permit)?;
        let own = self.space.and(own, asked)?;
        let all = Rc::clone(&self.statements);
        let guards = self.near(permit.rule, super::is_guard);
        let guards = guards.into_iter().filter(|guard| !lifts.contains(guard));
        let mut meetings = Vec::new();
        for guard in guards {
            if !self.space.meet(own, self.space.rule(SET, guard))? {
                continue;
            }
            for statement in all.get(guard.index()).map_or(&[][..], Vec::as_slice) {
                if permit.can_meet(statement) {
                    meetings.extend(self.meetings(permit, own, statement)?);
                }
            }
        }
        self.left_of(permit, own, &meetings)
    }

    /// Where a statement holds: where its rule does, as far as it speaks.
    pub(super) fn region_of(&mut self, statement: &Statement) -> Result<Region, TooLarge> {
        let inside = self.space.condition(&statement.inside)?;
        let rule = self.space.rule(SET, statement.rule);
        self.space.and(rule, inside)
    }

    /// How a permit and a guard stand to each other, on each stretch of days on which they meet.
    fn meetings<'s>(
        &mut self,
        permit: &Statement,
        own: Region,
        guard: &'s Statement,
    ) -> Result<Vec<Meeting<'s>>, TooLarge> {
        let (rule, of_permit) = (
            self.policy.rules.at(guard.rule),
            &self.policy.rules.at(permit.rule).region,
        );
        let denied = self.region_of(guard)?;
        let scope = self.scopes.get(&guard.rule).copied();
        let scope = scope.unwrap_or(Region::NOTHING);
        let inside = self.space.condition(&guard.inside)?;
        let scope = self.space.and(scope, inside)?;
        let mut found = Vec::new();
        for days in epochs(&[of_permit, &rule.region], self.all_days()) {
            let then = self.space.condition(&days)?;
            let own = self.space.and(own, then)?;
            if !self.space.meet(own, denied)? {
                continue;
            }
            let spoken_of = self.space.and(own, scope)?;
            let leaves_a_way = !self.space.implies(spoken_of, denied)?;
            let is_exception = guard.is_narrower(permit) && !permit.is_narrower(guard);
            let stand = if leaves_a_way || is_exception || rule.effect == Effect::Require {
                Stand::Harmless
            } else if permit.crossed(guard).is_empty() {
                // A final guard says itself that it prevails.
                if rule.is_final {
                    Stand::Harmless
                } else {
                    Stand::Unclear
                }
            } else {
                Stand::Crossing
            };
            found.push(Meeting { stand, guard, days });
        }
        Ok(found)
    }

    /// The clashes among the meetings, with what is left of each when all harmless guards have had their way.
    fn left_of(
        &mut self,
        permit: &Statement,
        own: Region,
        meetings: &[Meeting],
    ) -> Result<Vec<Clash>, TooLarge> {
        if meetings
            .iter()
            .all(|meeting| meeting.stand == Stand::Harmless)
        {
            return Ok(Vec::new());
        }
        let mut harmless = Vec::new();
        for meeting in meetings {
            if meeting.stand == Stand::Harmless {
                harmless.push(self.live_part(meeting)?);
            }
        }
        let harmless = self.space.any(harmless)?;
        let own = self.space.and(own, self.open)?;
        let left = self.space.without(own, harmless)?;
        let mut clashes: Vec<Clash> = Vec::new();
        for meeting in meetings {
            if meeting.stand == Stand::Harmless {
                continue;
            }
            let live = self.live_part(meeting)?;
            let both = self.space.and(left, live)?;
            clashes.push(Clash {
                stand: meeting.stand,
                permit: permit.clone(),
                guard: meeting.guard.clone(),
                witness: self.space.witness(both),
            });
        }
        Ok(clashes)
    }

    /// Where the guard of a meeting is live, as far and as long as it speaks there.
    fn live_part(&mut self, meeting: &Meeting) -> Result<Region, TooLarge> {
        let live = self.space.live(SET, meeting.guard.rule)?;
        let inside = self.space.condition(&meeting.guard.inside)?;
        let then = self.space.condition(&meeting.days)?;
        let part = self.space.and(live, inside)?;
        self.space.and(part, then)
    }
}
