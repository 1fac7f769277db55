//! What gaps are decided with: the region of all that a policy permits, and what of it is done with which data, about whom.

use std::collections::BTreeMap;

use crate::analyse::Found;
use crate::check::policy::{
    AxisId, AxisRole, ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId,
};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;
use crate::graph::TooLarge;
use crate::graph::space::{Region, RuleSet, Space, consistent};

/// The only policy of the space.
pub(super) const SET: RuleSet = RuleSet::FIRST;

/// Boxes that are looked at to find the values of one axis, of which a box holds all.
const MOST_BOXES: usize = 64;

/// Of more rules than this is asked first what they are about, and only then under which facts.
const FEW_RULES: usize = 64;

/// What acts are about.
const SUBJECT_MATTER: &[ClassAxis] = &[
    ClassAxis::Action,
    ClassAxis::Recipient,
    ClassAxis::Data,
    ClassAxis::Purpose,
    ClassAxis::Source,
    ClassAxis::Subject,
];

/// A policy with what it permits.
pub(super) struct Requests<'s, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) space: &'s mut Space<'p>,
    /// What can be asked: inside the policy's applicability, with recipients where they sit.
    pub(super) open: Region,
    /// What of that is permitted by all layers, as long as all duties are kept.
    pub(super) permitted: Region,
    /// Where any of the permits applies that several passes ask about together.
    unions: BTreeMap<Vec<RuleId>, Region>,
}

impl<'s, 'p> Requests<'s, 'p> {
    pub(super) fn new(policy: &'p Policy, space: &'s mut Space<'p>) -> Result<Self, TooLarge> {
        let seated = space.condition(&consistent(policy))?;
        let applicable = space.applicable(SET)?;
        let open = space.and(seated, applicable)?;
        let permitted = space.permitted(SET)?;
        let permitted = space.and(permitted, seated)?;
        // A broken duty permits nothing that is not permitted when it is kept, so the duties need not be looked at.
        let is_status = |axis: AxisId| matches!(policy.axes.at(axis).role, AxisRole::Kept(_));
        let permitted = space.for_some(permitted, is_status)?;
        let mut requests = Self {
            policy,
            space,
            open,
            permitted,
            unions: BTreeMap::new(),
        };
        for axis in [ClassAxis::Data, ClassAxis::Purpose, ClassAxis::Recipient] {
            let naming = requests.permits(|rule| names(rule, axis));
            let union = requests.any_of(&naming)?;
            requests.unions.insert(naming, union);
        }
        Ok(requests)
    }

    /// Where the value on a class axis is one of these.
    pub(super) fn on(&mut self, axis: ClassAxis, values: &ValueSet) -> Result<Region, TooLarge> {
        self.space.values(axis.id(), values)
    }

    /// The part of a region in which the value on a class axis is one of these.
    pub(super) fn within(
        &mut self,
        region: Region,
        axis: ClassAxis,
        values: &ValueSet,
    ) -> Result<Region, TooLarge> {
        let inside = self.on(axis, values)?;
        self.space.and(region, inside)
    }

    /// What is permitted of some acts with data.
    pub(super) fn acts(&mut self, actions: &ValueSet) -> Result<Region, TooLarge> {
        let acts = self.within(self.permitted, ClassAxis::Action, actions)?;
        let data = all_data(self.policy);
        self.within(acts, ClassAxis::Data, &data)
    }

    /// A region whatever the values are on all axes but these.
    pub(super) fn onto(&mut self, region: Region, kept: &[ClassAxis]) -> Result<Region, TooLarge> {
        let is_kept = |axis: AxisId| kept.iter().any(|kept| kept.id() == axis);
        self.space.for_some(region, |axis| !is_kept(axis))
    }

    /// A region whatever the value is on one class axis.
    pub(super) fn whatever(&mut self, region: Region, axis: ClassAxis) -> Result<Region, TooLarge> {
        self.space.for_some(region, |other| other == axis.id())
    }

    /// The values that a region has on a class axis.
    pub(super) fn values(&mut self, region: Region, axis: ClassAxis) -> Result<ValueSet, TooLarge> {
        let flat = self.onto(region, &[axis])?;
        if flat.is_empty() {
            return Ok(ValueSet::empty());
        }
        let domain = &self.policy.class_axis(axis).domain;
        let whole = ValueSet::range(*domain.start(), *domain.end());
        let (boxes, _) = self.space.cubes(flat, MOST_BOXES);
        Ok(boxes.iter().fold(ValueSet::empty(), |all, side| {
            all.union(side.sides.get(&axis.id()).unwrap_or(&whole))
        }))
    }

    /// The names of the values that a region has on a class axis.
    pub(super) fn names(
        &mut self,
        region: Region,
        axis: ClassAxis,
    ) -> Result<Vec<String>, TooLarge> {
        let values = self.values(region, axis)?;
        Ok(super::concepts::names(self.policy, axis, &values))
    }

    /// The rules of the base layer of some sort.
    pub(super) fn rules(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<RuleId> {
        let rules = self.policy.rules.entries();
        rules
            .filter(|(_, rule)| rule.layer == Layer::Base && wanted(rule))
            .map(|(id, _)| id)
            .collect()
    }

    /// Its permits of some sort.
    pub(super) fn permits(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<RuleId> {
        self.rules(|rule| rule.effect == Effect::Permit && wanted(rule))
    }

    /// Where any of some rules holds.
    pub(super) fn any_of(&mut self, rules: &[RuleId]) -> Result<Region, TooLarge> {
        if let Some(&known) = self.unions.get(rules) {
            return Ok(known);
        }
        let regions: Vec<Region> = rules
            .iter()
            .map(|&rule| self.space.rule(SET, rule))
            .collect();
        self.space.any(regions)
    }

    /// Where the text of any of some rules applies.
    pub(super) fn texts_of(&mut self, rules: &[RuleId]) -> Result<Region, TooLarge> {
        let mut texts = Vec::new();
        for &rule in rules {
            texts.push(self.space.scope(SET, rule)?);
        }
        self.space.any(texts)
    }

    /// Those of some rules, which are in order, that hold somewhere in a region.
    pub(super) fn holding(
        &mut self,
        rules: &[RuleId],
        region: Region,
    ) -> Result<Vec<&'p Rule>, TooLarge> {
        let mut near = self.space.near(SET, region);
        near.retain(|id| rules.binary_search(id).is_ok());
        // To find out that two regions never meet, all facts of both are gone through. What acts are about tells it sooner.
        let outline = if near.len() > FEW_RULES {
            self.onto(region, SUBJECT_MATTER)?
        } else {
            region
        };
        let mut found = Vec::new();
        for id in near {
            let rule = self.space.rule(SET, id);
            if self.space.meet(rule, outline)?
                && (outline == region || self.space.meet(rule, region)?)
            {
                found.push(self.policy.rules.at(id));
            }
        }
        Ok(found)
    }

    /// The first of some rules that holds somewhere in a region.
    pub(super) fn first_holding(
        &mut self,
        rules: &[RuleId],
        region: Region,
    ) -> Result<Option<&'p Rule>, TooLarge> {
        for &id in rules {
            let rule = self.space.rule(SET, id);
            if self.space.meet(rule, region)? {
                return Ok(self.policy.rules.get(id));
            }
        }
        Ok(None)
    }

    /// A finding with the smallest request of a region.
    pub(super) fn told(&self, region: Region, finding: Diagnostic) -> Found {
        match self.space.witness(region) {
            Some(witness) => Found {
                finding: finding.witness(self.space.words(&witness)),
                witness: Some(witness.atom),
            },
            None => Found::from(finding),
        }
    }
}

/// All data, without the value *no data*.
pub(super) fn all_data(policy: &Policy) -> ValueSet {
    ValueSet::range(
        0,
        policy
            .taxonomies
            .atom_count(crate::check::policy::Kind::Data)
            - 1,
    )
}

/// Whether the text of a rule speaks of an axis, and says more than `any`.
pub(super) fn names(rule: &Rule, axis: ClassAxis) -> bool {
    speaks_of(rule, axis) && !names_any(rule, axis)
}

/// Whether the text of a rule has a clause on an axis.
pub(super) fn speaks_of(rule: &Rule, axis: ClassAxis) -> bool {
    rule.named.iter().any(|named| named.axis == axis)
}

/// Whether a rule says `any` on an axis: such a permit rests on its conditions.
pub(super) fn names_any(rule: &Rule, axis: ClassAxis) -> bool {
    rule.named
        .iter()
        .filter(|named| named.axis == axis)
        .flat_map(|named| &named.listed)
        .any(|(name, _)| name == "any")
}

/// The test that the value on a class axis is one of these.
pub(super) fn test(axis: ClassAxis, values: &ValueSet) -> Condition {
    Condition::Test(axis.id(), values.clone())
}

#[cfg(test)]
mod tests {
    use super::{FEW_RULES, Requests, SET, test};
    use crate::check::policy::{ClassAxis, Condition, FactType};
    use crate::check::tests::check_text;
    use crate::check::values::ValueSet;
    use crate::graph::Budget;
    use crate::graph::space::Space;
    use crate::source::Span;

    #[test]
    fn of_many_rules_those_hold_in_a_region_that_meet_it() {
        let mut text = "policy shop by us
action { use share } data { mail phone pulse sleep } purpose { service billing research sales }
party { us role controller } place { DE } fact agreed is flag
"
        .to_owned();
        for data in ["mail", "phone", "pulse", "sleep"] {
            for purpose in ["service", "billing", "research", "sales"] {
                for action in ["use", "share", "use, share"] {
                    for when in ["", " when agreed", " when not agreed"] {
                        text.push_str(&format!("permit {action} {data} for {purpose}{when}\n"));
                    }
                }
            }
        }
        let policy = check_text(&text).clean().policy;
        let flag = policy
            .facts
            .iter()
            .find(|fact| matches!(fact.ty, FactType::Flag));
        let agreed = flag.unwrap().axes[0];
        let on = |class: ClassAxis, low, high| test(class, &ValueSet::range(low, high));
        // Mail is used for what is agreed on, and phone numbers or pulses are shared for whatever else there is.
        let part = Condition::Any(vec![
            Condition::All(vec![
                on(ClassAxis::Action, 0, 0),
                on(ClassAxis::Data, 0, 0),
                on(ClassAxis::Purpose, 0, 1),
                Condition::Test(agreed, ValueSet::single(1)),
            ]),
            Condition::All(vec![
                on(ClassAxis::Action, 1, 1),
                on(ClassAxis::Data, 1, 2),
                on(ClassAxis::Purpose, 2, 3),
                Condition::Test(agreed, ValueSet::single(0)),
            ]),
        ]);
        let budget = Budget::default();
        let mut space = Space::new(&policy, std::slice::from_ref(&part), budget).unwrap();
        let region = space.condition(&part).unwrap();
        let mut requests = Requests::new(&policy, &mut space).unwrap();
        let permits = requests.permits(|_| true);
        let near = requests.space.near(SET, region);
        assert!(near.len() > FEW_RULES, "{} rules are near", near.len());
        let expected: Vec<Span> = permits
            .iter()
            .filter(|&&id| {
                let rule = requests.space.rule(SET, id);
                requests.space.meet(rule, region).unwrap()
            })
            .map(|&id| policy.rules.at(id).span)
            .collect();
        let holding = requests.holding(&permits, region).unwrap();
        let holding: Vec<Span> = holding.iter().map(|rule| rule.span).collect();
        assert!(!expected.is_empty() && expected.len() < near.len());
        assert_eq!(holding, expected);
    }
}
