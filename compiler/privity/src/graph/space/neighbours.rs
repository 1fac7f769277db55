//! Which rules can meet at all, as far as their tests of single class axes tell: a cheap first answer for all who compare rules in pairs.

use super::{RuleSet, Space};
use crate::check::policy::{AxisRole, Policy, RuleId};
use crate::check::values::ValueSet;
use crate::lower::{DimensionId, Formula, Lowered};

/// The rules of a policy by what they reach on every class axis.
#[derive(Debug)]
pub struct Neighbours {
    /// For every rule, by number, what it reaches on each of `sides`; `None` for everything.
    reach: Vec<Vec<Option<ValueSet>>>,
    sides: Vec<Side>,
}

/// The rules by what they reach on one axis.
#[derive(Debug, Default)]
struct Side {
    /// For every class the rules that reach it, but for those of `everywhere`; ascending.
    by_class: Vec<Vec<RuleId>>,
    /// The rules that reach every class.
    everywhere: Vec<RuleId>,
}

impl Space<'_> {
    /// Which rules of a policy can meet where they apply.
    #[must_use]
    pub fn neighbours(&self, set: RuleSet) -> Neighbours {
        let Some(member) = self.members.get(set.0) else {
            return Neighbours {
                reach: Vec::new(),
                sides: Vec::new(),
            };
        };
        let regions = member.lowered.rules.iter().map(|rule| &rule.region);
        Neighbours::of(member.policy, &member.lowered, regions)
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
        let sides = dimensions.iter().enumerate().map(|(at, &(_, count))| {
            let mut side = Side {
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
        let Some(own) = self.reach.get(rule.index()) else {
            return Vec::new();
        };
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
