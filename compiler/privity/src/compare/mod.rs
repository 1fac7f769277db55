//! What changed between two versions of a policy: exactly, and in few sentences.
//!
//! Both policies are put on common axes (`align`); the regions in which their answers differ are computed with the region algebra, so
//! that "no difference" is a proof; then each region is cut by the rules that differ and told in words.

mod align;
mod atoms;
mod axes;
mod causes;
mod change;
mod facts;
mod parts;
pub mod report;
#[cfg(test)]
mod tests;
mod wording;

use crate::check::policy::{Citation, ClassAxis, Layer, Policy, Rule};
use crate::check::values::ValueSet;
use crate::evaluate::Oracle;
use crate::graph::space::{Region, Space, Witness};
use crate::graph::{Budget, TooLarge};
use crate::request::Reason;
use crate::source::Span;

pub use align::align;
pub use atoms::Side;
pub use causes::Fate;
pub use change::{Demand, NEW_ELEMENTS, begins, demands};
pub use parts::Part;
pub use wording::{Size, Wording};

use causes::{Cause, causes};
use parts::{Parts, conditions, pledged};
use wording::{size, wording};

/// How many boxes a sentence lists.
const MOST_BOXES: usize = 6;

/// How two versions of a policy differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What changed, grouped by the rule that changed it; empty exactly if the two give the same answer to every request.
    pub changes: Vec<Change>,
    /// What a change adds, of [`NEW_ELEMENTS`].
    pub new_elements: Vec<&'static str>,
}

/// Whether a change is for or against the person whose data it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Less may be done with the data, more must be done for the person, or the person may demand more.
    MoreProtective,
    /// More may be done, less must be, or the person may demand less.
    LessProtective,
    /// Neither can be said.
    Other,
}

/// A region of requests that changed in one way, through one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// In which way.
    pub part: Part,
    /// For whom.
    pub direction: Direction,
    /// What it is about.
    pub wording: Wording,
    /// How large it is.
    pub size: Size,
    /// Whether it is so only when some duty is known to be broken.
    pub only_when_broken: bool,
    /// The rule that differs; `None` when no rule does, but groups, facts, places or the policy's life.
    pub cause: Option<(Fate, RuleNote)>,
    /// What each of the two says of the example, the old one first.
    pub says: [Saying; 2],
    /// One request: one value per common axis.
    pub atom: Vec<i64>,
    /// The same in words.
    pub example: String,
}

/// What one of the policies says of a request, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Saying {
    /// In words.
    pub why: String,
    /// The rules that decide, in order.
    pub rules: Vec<RuleNote>,
    /// The duties.
    pub duties: Vec<String>,
}

/// A rule, for readers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleNote {
    /// The policy that has it.
    pub side: Side,
    /// Its name.
    pub name: String,
    /// What it cites.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<String>,
    /// Where it stands in that policy's texts.
    #[serde(skip)]
    pub span: Span,
}

impl RuleNote {
    fn of(side: Side, rule: &Rule) -> Self {
        Self {
            side,
            name: rule.name.clone(),
            citations: rule.citations.iter().map(Citation::to_string).collect(),
            span: rule.span,
        }
    }
}

/// Compares two policies without errors.
///
/// # Errors
/// When the comparison costs more than the budget.
pub fn compare(old: &Policy, new: &Policy, budget: Budget) -> Result<Difference, TooLarge> {
    let policies = align(old, new);
    compare_aligned(&policies, budget)
}

/// The parts in which two policies on the same axes differ: for each a test whether an atom lies in it. For tests of the comparison itself.
///
/// # Errors
/// When the comparison costs more than the budget.
pub fn parts_of<'p>(
    policies: &'p [Policy; 2],
    budget: Budget,
) -> Result<impl Fn(&[i64]) -> Vec<Part> + use<'p>, TooLarge> {
    let [old, new] = policies;
    let mut space = Space::over(&[old, new], &conditions(policies), budget)?;
    let parts = parts::parts(policies, &mut space)?;
    Ok(move |atom: &[i64]| {
        let regions = parts.regions.iter();
        regions
            .filter(|(_, region)| space.contains(*region, atom))
            .map(|(part, _)| *part)
            .collect()
    })
}

fn compare_aligned(policies: &[Policy; 2], budget: Budget) -> Result<Difference, TooLarge> {
    let [old, new] = policies;
    let mut space = Space::over(&[old, new], &conditions(policies), budget)?;
    let parts = parts::parts(policies, &mut space)?;
    let new_elements = change::new_elements(policies, &parts, &mut space)?;
    let mut teller = Teller {
        policies,
        oracles: [Oracle::new(old), Oracle::new(new)],
        causes: causes(policies, &mut space),
        changes: Vec::new(),
        space: &mut space,
    };
    let kept = teller.space.condition(&pledged(policies))?;
    let plain = parts.inside(kept, teller.space)?;
    teller.tell(&plain, false)?;
    // What differs with a broken duty only is told apart, unless the same act differs anyway.
    let anyway = plain.all(teller.space)?;
    let anyway = teller.space.for_some(anyway, |axis| {
        matches!(
            new.axes.at(axis).role,
            crate::check::policy::AxisRole::Kept(_)
        )
    })?;
    let rest = parts.outside(anyway, teller.space)?;
    teller.tell(&rest, true)?;
    Ok(Difference {
        changes: teller.changes,
        new_elements,
    })
}

struct Teller<'a, 'p> {
    policies: &'p [Policy; 2],
    oracles: [Oracle<'p>; 2],
    causes: Vec<Cause>,
    changes: Vec<Change>,
    space: &'a mut Space<'p>,
}

impl Teller<'_, '_> {
    /// Tells the parts, each cut by the rules that can have made it.
    fn tell(&mut self, parts: &Parts, only_when_broken: bool) -> Result<(), TooLarge> {
        for part in Part::ALL {
            let regions = parts.regions.iter();
            let Some(&(_, mut left)) = regions.clone().find(|(of, _)| *of == part) else {
                continue;
            };
            for cause in self.causes.clone() {
                if left.is_empty() {
                    break;
                }
                let Some(reach) = cause.region(part, self.policies, self.space)? else {
                    continue;
                };
                let here = self.space.and(left, reach)?;
                if !here.is_empty() {
                    left = self.space.without(left, here)?;
                    self.change(part, here, Some(cause), only_when_broken)?;
                }
            }
            if !left.is_empty() {
                self.change(part, left, None, only_when_broken)?;
            }
        }
        Ok(())
    }

    fn change(
        &mut self,
        part: Part,
        region: Region,
        cause: Option<Cause>,
        only_when_broken: bool,
    ) -> Result<(), TooLarge> {
        let Some(witness) = self.space.witness(region) else {
            return Ok(());
        };
        let witness = self.plain(witness);
        let change = Change {
            part,
            direction: self.direction(part, region)?,
            wording: wording(self.policies, self.space, region, MOST_BOXES)?,
            size: size(self.space, region)?,
            only_when_broken,
            cause: cause.map(|cause| {
                let rule = cause.of(self.policies);
                (cause.fate, RuleNote::of(cause.side, rule))
            }),
            says: Side::BOTH.map(|side| self.saying(side, &witness.atom)),
            example: self.space.words(&witness),
            atom: witness.atom,
        };
        self.changes.push(change);
        Ok(())
    }

    /// A witness without what goes without saying, unless a rule that decides it says it.
    fn plain(&self, witness: Witness) -> Witness {
        let [_, new] = self.policies;
        let mut tested = Vec::new();
        for (policy, oracle) in self.policies.iter().zip(&self.oracles) {
            let rules = match oracle.reason(&witness.atom) {
                Reason::Permitted { permits, obliges } => [permits, obliges].concat(),
                Reason::Guarded(rules) | Reason::OutOfScope(rules) => rules,
                _ => Vec::new(),
            };
            for rule in rules.into_iter().filter_map(|id| policy.rules.get(id)) {
                for condition in [&rule.region, &rule.requirement] {
                    condition.for_each_test(&mut |axis, _| tested.push(axis));
                }
            }
        }
        witness.without_the_usual(new, |axis| tested.contains(&axis))
    }

    /// For whom a change is. What may be done to people is the less the better for them; what they may demand, the more.
    fn direction(&mut self, part: Part, region: Region) -> Result<Direction, TooLarge> {
        let [_, new] = self.policies;
        let responses = new.responses();
        let answers = self
            .space
            .for_some(region, |axis| axis != ClassAxis::Action.id())?;
        let (cubes, _) = self.space.cubes(answers, 2);
        let actions = cubes
            .iter()
            .map(|cube| cube.sides.get(&ClassAxis::Action.id()).cloned())
            .reduce(|one, other| Some(one?.union(&other?)))
            .flatten();
        let is_response = actions.as_ref().map_or((true, true), |actions: &ValueSet| {
            let some = !actions.intersection(&responses).is_empty();
            let others = !actions.is_subset(&responses);
            (some, others)
        });
        Ok(match (part, is_response) {
            (Part::WeakerDuties, _) => Direction::LessProtective,
            (Part::StrongerDuties, _) => Direction::MoreProtective,
            (Part::NewlyPermitted, (false, _)) => Direction::LessProtective,
            (Part::NoLongerPermitted, (false, _)) => Direction::MoreProtective,
            (Part::NewlyPermitted, (true, false)) => Direction::MoreProtective,
            (Part::NoLongerPermitted, (true, false)) => Direction::LessProtective,
            (Part::NoLongerCovered, _) => Direction::LessProtective,
            (Part::NewlyDenied, _) => Direction::MoreProtective,
            _ => Direction::Other,
        })
    }

    fn saying(&self, side: Side, atom: &[i64]) -> Saying {
        let ([old, new], [was, is]) = (self.policies, &self.oracles);
        let (policy, oracle) = match side {
            Side::Old => (old, was),
            Side::New => (new, is),
        };
        let mut saying = match oracle.reason(atom) {
            Reason::Permitted { permits, obliges } => {
                let all: Vec<_> = permits.into_iter().chain(obliges).collect();
                told(side, policy, "permitted", &all)
            }
            Reason::Guarded(rules) => told(side, policy, "denied", &rules),
            Reason::OutOfScope(rules) => told(side, policy, "not applicable", &rules),
            Reason::NoPermit(Layer::Base) => {
                told(side, policy, "denied, as no rule permits it", &[])
            }
            Reason::NoPermit(Layer::Transfer) => told(
                side,
                policy,
                "denied, as no rule lets it cross the border",
                &[],
            ),
            Reason::ResponseByDefault => told(side, policy, "permitted by default", &[]),
            Reason::DutyConflict(_) => told(
                side,
                policy,
                "denied, as its duties exclude each other",
                &[],
            ),
            Reason::Inconsistent(why) => told(side, policy, &format!("denied, as {why}"), &[]),
        };
        let duties = oracle.verdict(atom).duties;
        saying.duties = duties
            .iter()
            .map(|&duty| policy.obligations.at(duty).to_string())
            .collect();
        saying
    }
}

fn told(side: Side, policy: &Policy, why: &str, rules: &[crate::check::policy::RuleId]) -> Saying {
    let rules = rules.iter().filter_map(|&id| policy.rules.get(id));
    Saying {
        why: why.to_owned(),
        rules: rules.map(|rule| RuleNote::of(side, rule)).collect(),
        duties: Vec::new(),
    }
}
