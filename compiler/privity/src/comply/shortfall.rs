//! What a policy owes a law at one atom, and the list of all ways in which it falls short.

use std::collections::BTreeMap;

use super::by_data::ByData;
use super::pair::Pair;
use super::remedy::Remedies;
use super::search::Example;
use super::weight;
use crate::check::duty::{Obligation, ObligationId, join};
use crate::check::policy::{AxisId, ClassAxis, RuleId};
use crate::evaluate::Oracle;
use crate::graph::{Cause, LeafId};
use crate::request::{Class, Reason};

/// How a policy falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It permits what the law does not.
    Forbidden,
    /// It permits something without a duty that the law asks for.
    DutyMissing,
    /// It does not answer a person or an event as the law asks.
    Unanswered,
}

/// One way in which a policy falls short, with its plainest example.
#[derive(Debug, Clone)]
pub struct Shortfall {
    /// How.
    pub kind: Kind,
    /// The rules of the law that are broken at the example, the first to be named first; none when the law permits nothing of the sort.
    pub law_rules: Vec<RuleId>,
    /// The duty that is missing.
    pub duty: Option<ObligationId>,
    /// What of the policy lets it through: a rule, or the default for answers. For an answer that is refused, what refuses it.
    pub policy: Cause,
    /// All permits and obliges of the policy that hold at the example, or the guards that deny it.
    pub policy_rules: Vec<RuleId>,
    /// The example: one value per axis.
    pub atom: Vec<i64>,
    /// The axes of the example that matter.
    pub told: Vec<AxisId>,
    /// Single changes of the request's facts that the law would be content with, in words.
    pub lawful_if: Vec<String>,
}

impl Shortfall {
    /// The rule of the policy that lets the example through: a permit, or what it asks for along with an answer. None when nothing speaks of it.
    #[must_use]
    pub fn policy_rule(&self) -> Option<RuleId> {
        match self.policy {
            Cause::Rule(rule) => Some(rule),
            _ => self.policy_rules.first().copied(),
        }
    }
}

/// What makes two examples the same way of falling short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) kind: Kind,
    pub(super) law: Option<Cause>,
    pub(super) duty: Option<ObligationId>,
    pub(super) policy: Cause,
}

/// What was already found out about sets of duties.
#[derive(Default)]
pub(super) struct Cache {
    unmet: BTreeMap<(LeafId, LeafId), Vec<ObligationId>>,
}

impl Cache {
    /// How the policy falls short where the two graphs have these leaves.
    pub(super) fn keys(
        &mut self,
        pair: &Pair,
        policy: LeafId,
        law: LeafId,
        is_response: bool,
    ) -> Vec<Key> {
        let mine = pair.policy_graph.leaves.at(policy);
        let theirs = pair.law_graph.leaves.at(law);
        let key = |kind, law, duty| Key {
            kind,
            law,
            duty,
            policy: mine.cause,
        };
        match (theirs.class, mine.class, is_response) {
            (Class::NotApplicable, _, _) | (Class::Deny, _, true) => Vec::new(),
            (_, Class::Deny | Class::NotApplicable, false) => Vec::new(),
            (Class::Deny, Class::Permit, false) => {
                vec![key(Kind::Forbidden, Some(theirs.cause), None)]
            }
            (Class::Permit, Class::Permit, _) => {
                let kind = if is_response {
                    Kind::Unanswered
                } else {
                    Kind::DutyMissing
                };
                let unmet = self.unmet(pair, policy, law).to_vec();
                let duties = unmet.into_iter();
                duties.map(|duty| key(kind, None, Some(duty))).collect()
            }
            (Class::Permit, _, true) => {
                let duties = pair.law_graph.duties(theirs).iter();
                duties
                    .map(|&duty| key(Kind::Unanswered, None, Some(duty)))
                    .collect()
            }
        }
    }

    /// The duties of the law that those of the policy, taken together, do not keep.
    fn unmet(&mut self, pair: &Pair, policy: LeafId, law: LeafId) -> &[ObligationId] {
        self.unmet.entry((policy, law)).or_insert_with(|| {
            let all = &pair.policy.obligations;
            let mine = pair
                .policy_graph
                .duties(pair.policy_graph.leaves.at(policy));
            let mine = join(
                &pair.policy.taxonomies,
                mine.iter().map(|&duty| all.at(duty)),
            );
            let mine = counted(pair, mine);
            let theirs = pair.law_graph.duties(pair.law_graph.leaves.at(law));
            let is_unmet = |duty: &&ObligationId| {
                let asked = all.at(**duty);
                !mine.iter().any(|kept| kept.is_at_least_as_strict_as(asked))
            };
            theirs.iter().filter(is_unmet).copied().collect()
        })
    }
}

/// The duties kept, with those that they are assumed to count as.
fn counted(pair: &Pair, mut kept: Vec<Obligation>) -> Vec<Obligation> {
    let all = &pair.policy.obligations;
    let mut open: Vec<(&Obligation, &Obligation)> = pair
        .counted
        .iter()
        .map(|&(one, other)| (all.at(one), all.at(other)))
        .collect();
    loop {
        let before = kept.len();
        open.retain(|(one, other)| {
            let holds = kept.iter().any(|duty| duty.is_at_least_as_strict_as(one));
            if holds {
                kept.push((*other).clone());
            }
            !holds
        });
        if kept.len() == before {
            return kept;
        }
    }
}

/// The ways of falling short with their examples: forbidden acts first, then missing duties, then answers; among these in the order of the
/// law, the plainest example first.
pub(super) fn in_order(pair: &Pair, found: Vec<(Key, Example)>) -> Vec<Shortfall> {
    let (of_policy, of_law) = (Oracle::new(&pair.policy), Oracle::new(&pair.law));
    let by_data = ByData::of(&pair.policy);
    let mut remedies = Remedies::new(pair, &of_law);
    let mut all: Vec<(u32, Key, Shortfall)> = found
        .into_iter()
        .map(|(key, example)| {
            let weight = example.weight;
            (
                weight,
                key,
                shortfall(
                    pair,
                    (&of_policy, &by_data),
                    (&of_law, &mut remedies),
                    &key,
                    example,
                ),
            )
        })
        .collect();
    all.sort_by(|(a_weight, a_key, a), (b_weight, b_key, b)| {
        (a.kind, &a.law_rules, a.duty, a_weight, a_key).cmp(&(
            b.kind,
            &b.law_rules,
            b.duty,
            b_weight,
            b_key,
        ))
    });
    all.into_iter().map(|(_, _, shortfall)| shortfall).collect()
}

fn shortfall(
    pair: &Pair,
    (of_policy, by_data): (&Oracle<'_>, &ByData),
    (of_law, remedies): (&Oracle<'_>, &mut Remedies<'_>),
    key: &Key,
    example: Example,
) -> Shortfall {
    let atom = whole(pair, &example);
    let law_rules = match (key.duty, of_law.reason(&atom)) {
        (Some(duty), Reason::Permitted { permits, obliges }) => [permits, obliges]
            .concat()
            .into_iter()
            .filter(|&rule| pair.law.rules.at(rule).obligations.contains(&duty))
            .collect(),
        (None, Reason::Guarded(guards)) => guards,
        _ => Vec::new(),
    };
    let policy_rules = match of_policy.reason_by(&atom, &by_data.at(&atom)) {
        Reason::Permitted { permits, obliges } => [permits, obliges].concat(),
        Reason::Guarded(rules) | Reason::OutOfScope(rules) => rules,
        _ => Vec::new(),
    };
    let lawful_if = match key.kind {
        Kind::Forbidden => remedies.lawful_if(&law_rules, &atom),
        Kind::DutyMissing | Kind::Unanswered => Vec::new(),
    };
    Shortfall {
        kind: key.kind,
        law_rules,
        duty: key.duty,
        policy: key.policy,
        policy_rules,
        told: example.values.iter().map(|(axis, _)| *axis).collect(),
        atom,
        lawful_if,
    }
}

/// An example with a plain value on every axis that does not matter.
fn whole(pair: &Pair, example: &Example) -> Vec<i64> {
    let responses = pair.policy.responses();
    let mut atom: Vec<i64> = pair
        .policy
        .axes
        .entries()
        .map(|(id, axis)| {
            let mut values = pair.wanted(id, example.is_response);
            if id == ClassAxis::Action.id() {
                values = if example.is_response {
                    responses.clone()
                } else {
                    responses.complement(&axis.domain)
                };
            }
            weight::plainest(&pair.policy, id, &values).0
        })
        .collect();
    for &(axis, value) in &example.values {
        if let Some(slot) = atom.get_mut(axis.index()) {
            *slot = value;
        }
    }
    atom
}
