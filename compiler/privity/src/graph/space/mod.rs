//! An algebra on regions of requests: what every analysis of a policy computes with.
//!
//! A [`Space`] stands over one policy, or over several that share their axes (two versions, a policy and a law). A [`Region`] is a set of
//! atoms of these axes, held as a reduced diagram, so two regions are equal exactly if they hold the same atoms, and asking whether one
//! is empty costs nothing.
//!
//! **What it costs.** Everything that has more than two values in its terminals is what makes a decision graph large: the leaf names its
//! deciding rule and its duties. Regions know only *in* and *out*, so those of a policy are far smaller than its graph, and no graph is built.
//! An operation on two regions takes at most as many steps as the product of their nodes, mostly about their sum. [`Space::meet`] and
//! [`Space::implies`] make no node and stop at the first answer. Duties are looked at only where asked ([`Space::by_duties`]), as few as asked for.
//! All regions of a space live as long as it does, or until the end of the [`Space::scratch`] they were made in: wrap every loop over
//! pairs of rules in one, or the dead nodes of thousands of pairs use up the budget.

mod duties;
mod measure;
mod neighbours;
mod verdicts;
mod witness;

pub use measure::Cube;
pub use neighbours::Neighbours;
pub use witness::Witness;

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::apply::Workshop;
use super::budget::{Budget, Limit, OverBudget, TooLarge};
use super::build::workshop;
use super::cost::costly;
use super::rule_regions::{RuleRegions, broken};
use super::store::{Diagram, Store};
use crate::check::duty::ObligationId;
use crate::check::policy::{AxisId, ClassAxis, Condition, Effect, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::lower::{Lowered, together};
use verdicts::Verdicts;

/// A set of atoms of a [`Space`]. Only the space that made it understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Diagram);

impl Region {
    /// No atom.
    pub const NOTHING: Self = Self(Diagram::FALSE);
    /// Every atom.
    pub const EVERYTHING: Self = Self(Diagram::TRUE);

    /// Whether it holds no atom.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::NOTHING
    }
}

/// One of the policies of a [`Space`], by its place in the list it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RuleSet(pub usize);

impl RuleSet {
    /// The first policy, or the only one.
    pub const FIRST: Self = Self(0);
}

/// A moment in the life of a [`Space`].
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    nodes: usize,
    conditions: usize,
}

/// Regions over the axes of some policies.
#[derive(Debug)]
pub struct Space<'p> {
    members: Vec<Member<'p>>,
    workshop: Workshop,
    /// Where conditions hold that were asked for, since the same are asked for again and again.
    conditions: FxHashMap<Rc<Condition>, Region>,
    /// The same conditions in the order in which they were first asked for.
    asked: Vec<Rc<Condition>>,
}

/// A policy with what is known of its regions.
#[derive(Debug)]
struct Member<'p> {
    policy: &'p Policy,
    lowered: Lowered,
    regions: RuleRegions,
    verdicts: Verdicts,
    neighbours: Option<Rc<Neighbours>>,
    /// The duties that may exclude each other.
    suspects: Option<Rc<BTreeSet<ObligationId>>>,
}

impl<'p> Space<'p> {
    /// The space of one policy. `more` are the conditions that [`Space::condition`] will be asked for and that test an axis in another way than the rules do.
    ///
    /// # Errors
    /// When the regions of the rules alone cost more than the budget.
    pub fn new(policy: &'p Policy, more: &[Condition], budget: Budget) -> Result<Self, TooLarge> {
        Self::over(&[policy], more, budget)
    }

    /// The space of several policies, which must have the same axes; else see [`Space::new`].
    ///
    /// # Errors
    /// When the regions of the rules alone cost more than the budget.
    pub fn over(
        policies: &[&'p Policy],
        more: &[Condition],
        budget: Budget,
    ) -> Result<Self, TooLarge> {
        let lowered = together(policies, more);
        let none = Lowered::default();
        let first = lowered.first().unwrap_or(&none);
        if first.dimensions.len() > budget.dimensions {
            return Err(TooLarge {
                limit: Limit::Dimensions(first.dimensions.len()),
                costly: policies
                    .first()
                    .map_or_else(Vec::new, |policy| costly(policy, first)),
            });
        }
        let mut space = Self {
            members: Vec::new(),
            workshop: workshop(first, &budget),
            conditions: FxHashMap::default(),
            asked: Vec::new(),
        };
        for (&policy, lowered) in policies.iter().zip(lowered) {
            match RuleRegions::of(policy, &lowered, &mut space.workshop) {
                Ok(regions) => space.members.push(Member {
                    policy,
                    lowered,
                    regions,
                    verdicts: Verdicts::default(),
                    neighbours: None,
                    suspects: None,
                }),
                Err(OverBudget) => {
                    return Err(TooLarge {
                        limit: Limit::Work,
                        costly: costly(policy, &lowered),
                    });
                }
            }
        }
        Ok(space)
    }

    /// The policy of a rule set. All its names are good for all members, as they share the axes.
    #[must_use]
    pub fn policy(&self, set: RuleSet) -> Option<&'p Policy> {
        self.members.get(set.0).map(|member| member.policy)
    }

    /// Does some work and then forgets every region made in it; the result must not hold any.
    ///
    /// # Errors
    /// Those of the work.
    pub fn scratch<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, TooLarge>,
    ) -> Result<T, TooLarge> {
        let mark = self.mark();
        let result = work(self);
        self.release(mark);
        result
    }

    /// Remembers which regions there are by now, for [`Space::release`].
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            nodes: self.workshop.store.len(),
            conditions: self.asked.len(),
        }
    }

    /// Forgets every region made since the mark; none of them may be used again.
    pub fn release(&mut self, Mark { nodes, conditions }: Mark) {
        let is_old = |diagram: Diagram| Store::is_older(diagram, nodes);
        for member in &mut self.members {
            member.regions.forget(is_old);
            member.verdicts.forget(is_old);
        }
        for condition in self.asked.drain(conditions.min(self.asked.len())..) {
            self.conditions.remove(&condition);
        }
        self.workshop.store.truncate(nodes);
    }

    /// Allows so many steps from now on, and says how many were left.
    pub fn allow(&mut self, steps: usize) -> usize {
        let left = self.workshop.steps_left();
        self.workshop.allow(steps);
        left
    }

    /// Where a rule applies: a permit only where none of its duties is broken, a require where its requirement fails. Lifts are not looked at.
    #[must_use]
    pub fn rule(&self, set: RuleSet, rule: RuleId) -> Region {
        let member = self.members.get(set.0);
        member.map_or(Region::NOTHING, |member| {
            Region(member.regions.region(rule))
        })
    }

    /// Where the text of a rule applies, before its requirement and its duties are looked at.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn scope(&mut self, set: RuleSet, rule: RuleId) -> Result<Region, TooLarge> {
        let policy = self.policy(set);
        let Some(text) = policy.and_then(|policy| policy.rules.get(rule)) else {
            return Ok(Region::NOTHING);
        };
        let is_whole = match text.effect {
            Effect::Forbid | Effect::Oblige | Effect::Exclude => true,
            Effect::Permit => text.obligations.is_empty(),
            Effect::Require => false,
        };
        if is_whole {
            return Ok(self.rule(set, rule));
        }
        self.condition(&text.region)
    }

    /// Where a guard or oblige applies and no permit that applies lifts it.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn live(&mut self, set: RuleSet, guard: RuleId) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| member.regions.live(guard, workshop))
    }

    /// Where a duty of a rule is known to be broken.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn broken(&mut self, set: RuleSet, rule: RuleId) -> Result<Region, TooLarge> {
        self.try_with(set, |member, workshop| {
            broken(rule, &member.lowered, workshop)
        })
    }

    /// The permits that lift a guard or oblige, in order.
    #[must_use]
    pub fn lifters(&self, set: RuleSet, guard: RuleId) -> &[RuleId] {
        let member = self.members.get(set.0);
        member.map_or(&[], |member| member.regions.lifters(guard))
    }

    /// Where a condition holds. Its tests must be made by some rule, or have been given when the space was made.
    ///
    /// # Errors
    /// When it costs more than the budget, and [`Limit::Unforeseen`] when the space cannot express a test of it.
    pub fn condition(&mut self, condition: &Condition) -> Result<Region, TooLarge> {
        if let Some(&known) = self.conditions.get(condition) {
            return Ok(known);
        }
        let made = match condition {
            // The parts of many conditions are the same.
            Condition::All(parts) if parts.len() > 1 => {
                let parts = parts.iter().map(|part| Ok(self.condition(part)?.0));
                let parts = parts.collect::<Result<_, TooLarge>>()?;
                let made = self
                    .workshop
                    .merge(parts, Diagram::TRUE, &mut Workshop::and);
                self.checked(made)?
            }
            _ => self.formula(condition)?,
        };
        let condition = Rc::new(condition.clone());
        self.asked.push(Rc::clone(&condition));
        self.conditions.insert(condition, made);
        Ok(made)
    }

    /// Where a condition holds, made anew.
    fn formula(&mut self, condition: &Condition) -> Result<Region, TooLarge> {
        let Some(member) = self.members.first() else {
            return Ok(Region::NOTHING);
        };
        let formula = member
            .lowered
            .formula(member.policy, condition)
            .map_err(|axis| TooLarge {
                limit: Limit::Unforeseen(axis),
                costly: Vec::new(),
            })?;
        let made = self.workshop.formula(&formula);
        self.checked(made)
    }

    /// Where the value on an axis is one of these; see [`Space::condition`].
    ///
    /// # Errors
    /// Those of [`Space::condition`].
    pub fn values(&mut self, axis: AxisId, values: &ValueSet) -> Result<Region, TooLarge> {
        self.condition(&Condition::Test(axis, values.clone()))
    }

    /// The atoms in both.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn and(&mut self, one: Region, other: Region) -> Result<Region, TooLarge> {
        let made = self.workshop.and(one.0, other.0);
        self.checked(made)
    }

    /// The atoms in either.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn or(&mut self, one: Region, other: Region) -> Result<Region, TooLarge> {
        let made = self.workshop.or(one.0, other.0);
        self.checked(made)
    }

    /// The atoms in at least one of them; the order does not matter.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn any(&mut self, regions: impl IntoIterator<Item = Region>) -> Result<Region, TooLarge> {
        let made = self
            .workshop
            .union(regions.into_iter().map(|region| region.0));
        self.checked(made)
    }

    /// The atoms in the first and not in the second.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn without(&mut self, one: Region, other: Region) -> Result<Region, TooLarge> {
        let made = self.workshop.without(one.0, other.0);
        self.checked(made)
    }

    /// All other atoms.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn not(&mut self, region: Region) -> Result<Region, TooLarge> {
        let made = self.workshop.not(region.0);
        self.checked(made)
    }

    /// Whether they have an atom in common. Makes no region.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn meet(&mut self, one: Region, other: Region) -> Result<bool, TooLarge> {
        let found = self.workshop.meet(one.0, other.0);
        self.in_budget(found)
    }

    /// Whether every atom of the first is in the second. Makes no region.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn implies(&mut self, one: Region, other: Region) -> Result<bool, TooLarge> {
        let found = self.workshop.implies(one.0, other.0);
        self.in_budget(found)
    }

    /// The atoms that are in the region, or get there by changing nothing but their values on the axes that `loose` picks: *for some facts*, say.
    ///
    /// # Errors
    /// When it costs more than the budget.
    pub fn for_some(
        &mut self,
        region: Region,
        loose: impl Fn(AxisId) -> bool,
    ) -> Result<Region, TooLarge> {
        let dimensions = self
            .members
            .first()
            .map(|member| {
                let dimensions = member.lowered.dimensions.iter();
                dimensions.map(|dimension| loose(dimension.axis)).collect()
            })
            .unwrap_or_default();
        let made = self.workshop.for_some(region.0, &dimensions);
        self.checked(made)
    }

    /// Whether an atom, one value per axis, is in the region.
    #[must_use]
    pub fn contains(&self, region: Region, atom: &[i64]) -> bool {
        let Some(member) = self.members.first() else {
            return false;
        };
        let mut at = region.0;
        while at.as_terminal().is_none() {
            let Some(dimension) = self.dimension(member, at) else {
                return false;
            };
            let value = atom
                .get(dimension.axis.index())
                .copied()
                .unwrap_or_default();
            let class = dimension.class_of(value);
            let edges = self.workshop.store.edges(at);
            let Some(edge) = edges.iter().find(|edge| class <= edge.last) else {
                return false;
            };
            at = edge.child;
        }
        at == Diagram::TRUE
    }

    fn dimension<'m>(
        &self,
        member: &'m Member<'p>,
        at: Diagram,
    ) -> Option<&'m crate::lower::Dimension> {
        let number = self.workshop.store.dimension(at);
        member.lowered.dimensions.get(crate::arena::Id::new(number))
    }

    fn try_with(
        &mut self,
        set: RuleSet,
        work: impl FnOnce(&mut Member<'p>, &mut Workshop) -> Result<Diagram, OverBudget>,
    ) -> Result<Region, TooLarge> {
        let Some(member) = self.members.get_mut(set.0) else {
            return Ok(Region::NOTHING);
        };
        let made = work(member, &mut self.workshop);
        self.checked(made)
    }

    fn checked(&self, made: Result<Diagram, OverBudget>) -> Result<Region, TooLarge> {
        self.in_budget(made).map(Region)
    }

    fn in_budget<T>(&self, made: Result<T, OverBudget>) -> Result<T, TooLarge> {
        made.map_err(|OverBudget| TooLarge {
            limit: Limit::Work,
            costly: self
                .members
                .first()
                .map_or_else(Vec::new, |member| costly(member.policy, &member.lowered)),
        })
    }
}

/// Where what is asked makes sense: the destination is a place where the recipient sits, as far as the policy says where that is,
/// or the place that is wherever the data subject is at home.
///
/// A request that names a recipient and another place is refused as inconsistent, so it makes a poor witness. Give this condition to
/// [`Space::new`] and stay inside it. A party that sits wherever the data subject is at home may be anywhere.
#[must_use]
pub fn consistent(policy: &Policy) -> Condition {
    let at_home = &policy.borders.as_home;
    let seated = (0_i64..)
        .zip(&policy.sits_in)
        .filter_map(|(party, places)| {
            let places = places.as_ref().filter(|at| !at.is_empty())?;
            places
                .intersection(at_home)
                .is_empty()
                .then_some((party, places))
        });
    let mut by_places: std::collections::BTreeMap<&ValueSet, Vec<(i64, i64)>> = Default::default();
    for (party, places) in seated {
        by_places.entry(places).or_default().push((party, party));
    }
    let rule = |(places, parties): (&ValueSet, Vec<(i64, i64)>)| {
        Condition::Any(vec![
            Condition::Not(Box::new(Condition::Test(
                ClassAxis::Recipient.id(),
                ValueSet::from_intervals(parties),
            ))),
            Condition::Test(ClassAxis::Destination.id(), places.union(at_home)),
        ])
    };
    Condition::All(by_places.into_iter().map(rule).collect())
}
