//! Which rules can meet at all, as far as their tests of single class axes tell: a cheap first answer for all who compare rules in pairs.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{Region, RuleSet, Space};
use crate::check::policy::{AxisRole, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::graph::store::Diagram;
use crate::lower::{DimensionId, Formula, Lowered};

/// The rules of a policy by what they reach on every class axis.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// For every rule, by number, what it reaches on each of `sides`; `None` for everything.
    reach: Vec<Vec<Option<ValueSet>>>,
    sides: Vec<Side>,
}

/// The rules by what they reach on one axis.
#[derive(Debug)]
struct Side {
    dimension: DimensionId,
    /// For every class the rules that reach it, but for those of `everywhere`; ascending.
    by_class: Vec<Vec<RuleId>>,
    /// The rules that reach every class.
    everywhere: Vec<RuleId>,
}

impl Space<'_> {
    /// Which rules of a policy can meet where they apply. Worked out once.
    pub fn neighbours(&mut self, set: RuleSet) -> Rc<Neighbours> {
        let Some(member) = self.members.get_mut(set.0) else {
            return Rc::default();
        };
        let (policy, lowered) = (member.policy, &member.lowered);
        let known = member.neighbours.get_or_insert_with(|| {
            let regions = lowered.rules.iter().map(|rule| &rule.region);
            Rc::new(Neighbours::of(policy, lowered, regions))
        });
        Rc::clone(known)
    }

    /// The rules of a policy that may hold somewhere in a region, in order.
    pub fn near(&mut self, set: RuleSet, region: Region) -> Vec<RuleId> {
        let neighbours = self.neighbours(set);
        let reached = self.reached(region);
        let sides = neighbours.sides.iter();
        let own: Vec<Option<ValueSet>> = sides
            .map(|side| reached.get(side.dimension.index()).cloned().flatten())
            .collect();
        neighbours.meeting(&own)
    }

    /// For every dimension the classes on which a region has an atom; `None` for all.
    fn reached(&self, region: Region) -> Vec<Option<ValueSet>> {
        let count = self
            .members
            .first()
            .map_or(0, |member| member.lowered.dimensions.len());
        let mut classes: Vec<Option<Vec<(i64, i64)>>> = vec![Some(Vec::new()); count];
        // Whatever lies between a node and the next one takes every class.
        let skip = |classes: &mut Vec<Option<Vec<(i64, i64)>>>, from: usize, to: usize| {
            let skipped = classes.get_mut(from..to.min(count));
            skipped.into_iter().flatten().for_each(|slot| *slot = None);
        };
        let store = &self.workshop.store;
        let at = |diagram: Diagram| store.dimension(diagram) as usize;
        if region.is_empty() {
            return vec![Some(ValueSet::empty()); count];
        }
        skip(&mut classes, 0, at(region.0));
        let mut seen = FxHashSet::default();
        let mut open = vec![region.0];
        while let Some(diagram) = open.pop() {
            if diagram.as_terminal().is_some() || !seen.insert(diagram) {
                continue;
            }
            let here = at(diagram);
            let mut low = 0;
            for edge in store.edges(diagram) {
                let high = i64::from(edge.last);
                if edge.child != Diagram::FALSE {
                    if let Some(Some(classes)) = classes.get_mut(here) {
                        classes.push((low, high));
                    }
                    skip(&mut classes, here + 1, at(edge.child));
                    open.push(edge.child);
                }
                low = high + 1;
            }
        }
        let sets = classes.into_iter();
        sets.map(|classes| classes.map(ValueSet::from_intervals))
            .collect()
    }
}

impl Neighbours {
    /// Which of some formulas, one a rule, can meet.
    fn of<'f>(
        policy: &Policy,
        lowered: &Lowered,
        formulas: impl Iterator<Item = &'f Formula>,
    ) -> Self {
        let is_class = |axis| {
            let axis = policy.axes.get(axis);
            axis.is_some_and(|axis| matches!(axis.role, AxisRole::Class(_)))
        };
        let dimensions = lowered.dimensions.entries();
        let dimensions: Vec<(DimensionId, u32)> = dimensions
            .filter(|(_, dimension)| is_class(dimension.axis))
            .map(|(id, dimension)| (id, dimension.class_count))
            .collect();
        let reach: Vec<Vec<Option<ValueSet>>> = formulas
            .map(|formula| {
                let dimensions = dimensions.iter();
                dimensions.map(|&(id, _)| reach(formula, id)).collect()
            })
            .collect();
        let sides = dimensions
            .iter()
            .enumerate()
            .map(|(at, &(dimension, count))| {
                let mut side = Side {
                    dimension,
                    by_class: vec![Vec::new(); count as usize],
                    everywhere: Vec::new(),
                };
                for (rule, reach) in policy.rules.ids().zip(&reach) {
                    match reach.get(at) {
                        Some(Some(classes)) => side.add(rule, classes),
                        _ => side.everywhere.push(rule),
                    }
                }
                side
            });
        Self {
            sides: sides.collect(),
            reach,
        }
    }

    /// The rules that may meet one, itself among them, in order.
    #[must_use]
    pub fn of_rule(&self, rule: RuleId) -> Vec<RuleId> {
        let own = self.reach.get(rule.index());
        own.map_or_else(Vec::new, |own| self.meeting(own))
    }

    /// The rules that may meet what reaches these classes of each side.
    fn meeting(&self, own: &[Option<ValueSet>]) -> Vec<RuleId> {
        let narrowest = own.iter().zip(&self.sides).filter_map(|(classes, side)| {
            let classes = classes.as_ref()?;
            Some((side.count(classes), classes, side))
        });
        let may_meet = |other: &RuleId| {
            let theirs = self.reach.get(other.index()).into_iter().flatten();
            own.iter().zip(theirs).all(|pair| match pair {
                (Some(mine), Some(theirs)) => mine.meets(theirs),
                _ => true,
            })
        };
        let mut found: Vec<RuleId> = match narrowest.min_by_key(|&(count, ..)| count) {
            Some((_, classes, side)) => {
                let listed = side.listed(classes).flatten();
                listed.chain(&side.everywhere).copied().collect()
            }
            None => (0_u32..).map(RuleId::new).take(self.reach.len()).collect(),
        };
        found.sort_unstable();
        found.dedup();
        found.retain(may_meet);
        found
    }
}

impl Side {
    fn add(&mut self, rule: RuleId, classes: &ValueSet) {
        for class in classes.iter() {
            let list = usize::try_from(class).ok();
            if let Some(list) = list.and_then(|class| self.by_class.get_mut(class)) {
                list.push(rule);
            }
        }
    }

    fn listed<'s>(&'s self, classes: &'s ValueSet) -> impl Iterator<Item = &'s Vec<RuleId>> {
        let classes = classes
            .iter()
            .filter_map(|class| usize::try_from(class).ok());
        classes.filter_map(|class| self.by_class.get(class))
    }

    /// How many rules are listed for some classes, each as often as it is.
    fn count(&self, classes: &ValueSet) -> usize {
        let listed: usize = self.listed(classes).map(Vec::len).sum();
        listed + self.everywhere.len()
    }
}

/// The classes of a dimension outside which a formula certainly does not hold; `None` when nothing is known.
fn reach(formula: &Formula, dimension: DimensionId) -> Option<ValueSet> {
    match formula {
        Formula::All(parts) => {
            let mut reached = parts.iter().filter_map(|part| reach(part, dimension));
            let first = reached.next()?;
            Some(reached.fold(first, |all, part| all.intersection(&part)))
        }
        Formula::Any(parts) => {
            let mut all = ValueSet::empty();
            for part in parts {
                all = all.union(&reach(part, dimension)?);
            }
            Some(all)
        }
        Formula::Not(_) => None,
        Formula::Test(tested, classes) => (*tested == dimension).then(|| classes.clone()),
    }
}
