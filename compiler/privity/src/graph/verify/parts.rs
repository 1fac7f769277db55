//! The conditions that the answer of a layer hangs on, in one row: whether the policy applies, what it excludes, then guards, permits and duties.

use std::collections::BTreeMap;
use std::ops::Range;

use super::definition::is_broken;
use super::duties::{DutyNumber, DutyTable};
use super::terms::{FALSE, Term, Terms};
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId};
use crate::check::values::ValueSet;

/// The number of a part. Numbers rise by section, and within a section by rule.
pub(super) type PartNumber = u32;

/// A condition that is not settled yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Open {
    pub(super) part: PartNumber,
    pub(super) term: Term,
}

/// What a part does once its condition is settled.
#[derive(Debug)]
struct Part {
    rule: Option<RuleId>,
    layer: Layer,
    duties: DutyNumber,
    /// Of a guard or a duty the permits that lift it, of a permit what it lifts; ascending.
    linked: Vec<PartNumber>,
}

/// The sections of the row, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The days on which the policy applies. Like the exclusions, of the base layer only: what they exclude is nobody else's business.
    Alive,
    /// The actions that need no permit.
    Response,
    /// Where the policy says that it does not apply, in any layer.
    Excludes,
    /// Guards, and obliges where they are broken.
    Guards,
    /// Permits whose duties are not broken.
    Permits,
    /// Obliges, for the duties that they attach.
    Attached,
}

impl Section {
    const ALL: [Self; 6] = [
        Self::Alive,
        Self::Response,
        Self::Excludes,
        Self::Guards,
        Self::Permits,
        Self::Attached,
    ];
}

/// All parts of a layer.
#[derive(Debug)]
pub(super) struct Parts {
    parts: Vec<Part>,
    /// Where each section begins, and where the last one ends.
    starts: Vec<PartNumber>,
}

impl Parts {
    /// The parts of a layer, and those of their conditions that are not false whatever is asked.
    pub(super) fn of(
        policy: &Policy,
        of: Layer,
        terms: &mut Terms<'_>,
        duties: &mut DutyTable<'_>,
    ) -> (Self, Vec<Open>) {
        let mut parts = Self {
            parts: Vec::new(),
            starts: Vec::new(),
        };
        let mut open = Vec::new();
        for section in Section::ALL {
            parts.starts.push(parts.next());
            for (rule, condition) in conditions(policy, of, section) {
                let part = Part {
                    rule,
                    layer: rule.map_or(Layer::Base, |rule| policy.rules.at(rule).layer),
                    duties: rule.map_or(DutyTable::NONE, |rule| {
                        duties.of(&policy.rules.at(rule).obligations)
                    }),
                    linked: Vec::new(),
                };
                let number = parts.next();
                parts.parts.push(part);
                let term = terms.of(&condition);
                if term != FALSE {
                    open.push(Open { part: number, term });
                }
            }
        }
        parts.starts.push(parts.next());
        parts.link(policy);
        (parts, open)
    }

    fn next(&self) -> PartNumber {
        u32::try_from(self.parts.len()).unwrap_or(u32::MAX)
    }

    /// Notes which permits lift which guards and obliges.
    fn link(&mut self, policy: &Policy) {
        let mut by_rule: BTreeMap<RuleId, Vec<PartNumber>> = BTreeMap::new();
        for section in [Section::Guards, Section::Attached] {
            for number in self.range(section) {
                if let Some(rule) = self.rule(number) {
                    by_rule.entry(rule).or_default().push(number);
                }
            }
        }
        for permit in self.range(Section::Permits) {
            let Some(rule) = self.rule(permit) else {
                continue;
            };
            let lifted = policy.rules.at(rule).lifts.iter();
            let mut lifted: Vec<PartNumber> = lifted
                .filter_map(|lifted| by_rule.get(lifted))
                .flatten()
                .copied()
                .collect();
            lifted.sort_unstable();
            for &number in &lifted {
                if let Some(part) = self.parts.get_mut(number as usize) {
                    part.linked.push(permit);
                }
            }
            if let Some(part) = self.parts.get_mut(permit as usize) {
                part.linked = lifted;
            }
        }
    }

    /// The numbers of a section.
    pub(super) fn range(&self, section: Section) -> Range<PartNumber> {
        let at = section as usize;
        let start = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        start(at)..start(at + 1)
    }

    /// Takes the parts of the next section off the front of a list.
    pub(super) fn take<'o>(&self, section: Section, open: &mut &'o [Open]) -> &'o [Open] {
        let end = self.range(section).end;
        let (taken, rest) = open.split_at(open.partition_point(|open| open.part < end));
        *open = rest;
        taken
    }

    /// The rule that a part belongs to; `None` for those of the policy as a whole.
    pub(super) fn rule(&self, part: PartNumber) -> Option<RuleId> {
        self.parts.get(part as usize)?.rule
    }

    /// The layer of a part.
    pub(super) fn layer(&self, part: PartNumber) -> Layer {
        self.parts
            .get(part as usize)
            .map_or(Layer::Base, |part| part.layer)
    }

    /// The duties that a part brings.
    pub(super) fn duties(&self, part: PartNumber) -> DutyNumber {
        self.parts
            .get(part as usize)
            .map_or(DutyTable::NONE, |part| part.duties)
    }

    /// Whether a part is linked with one of a list, which is in order.
    pub(super) fn is_linked(&self, part: PartNumber, list: &[Open]) -> bool {
        !list.is_empty()
            && self.parts.get(part as usize).is_some_and(|part| {
                let mut linked = part.linked.iter();
                linked.any(|linked| list.binary_search_by_key(linked, |open| open.part).is_ok())
            })
    }
}

/// The conditions of a section, with their rules.
fn conditions(policy: &Policy, layer: Layer, section: Section) -> Vec<(Option<RuleId>, Condition)> {
    let of_rules = |condition: &dyn Fn(&Rule) -> Option<Condition>| {
        let rules = policy.rules.entries();
        rules
            .filter_map(|(id, rule)| Some((Some(id), condition(rule)?)))
            .collect()
    };
    let broken = |rule: &Rule| Condition::Any(is_broken(policy, rule));
    match section {
        Section::Alive | Section::Excludes if layer == Layer::Transfer => Vec::new(),
        Section::Alive => {
            let life = ValueSet::range(*policy.effective.start(), *policy.effective.end());
            vec![(None, Condition::Test(ClassAxis::Date.id(), life))]
        }
        Section::Response => {
            let responses = policy.responses();
            vec![(None, Condition::Test(ClassAxis::Action.id(), responses))]
        }
        Section::Excludes => {
            of_rules(&|rule| (rule.effect == Effect::Exclude).then(|| rule.region.clone()))
        }
        Section::Guards => of_rules(&|rule| {
            let more = match rule.effect {
                Effect::Forbid => Condition::TRUE,
                Effect::Require => Condition::Not(Box::new(rule.requirement.clone())),
                Effect::Oblige => broken(rule),
                Effect::Permit | Effect::Exclude => return None,
            };
            (rule.layer == layer).then(|| Condition::All(vec![rule.region.clone(), more]))
        }),
        Section::Permits => of_rules(&|rule| {
            (rule.effect == Effect::Permit && rule.layer == layer).then(|| {
                let kept = Condition::Not(Box::new(broken(rule)));
                Condition::All(vec![rule.region.clone(), kept])
            })
        }),
        Section::Attached => of_rules(&|rule| {
            (rule.effect == Effect::Oblige && rule.layer == layer).then(|| rule.region.clone())
        }),
    }
}
