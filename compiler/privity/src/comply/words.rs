//! An example in words, for messages and reports.

use super::by_data::ByData;
use crate::check::policy::{AxisId, AxisRole, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::evaluate::Oracle;
use crate::request::words::change;

/// Circumstances beyond this number are counted.
const MOST: usize = 8;
/// A fact with more values than this is told without asking whether it matters.
const MOST_VALUES: u64 = 64;

/// Tells examples of a policy and a law.
pub(super) struct Teller<'p> {
    policy: &'p Policy,
    mine: Oracle<'p>,
    by_data: ByData,
    theirs: Oracle<'p>,
}

impl<'p> Teller<'p> {
    /// Both sides; the law as a policy.
    pub(super) fn new(policy: &'p Policy, law: &'p Policy) -> Self {
        Self {
            policy,
            mine: Oracle::new(policy),
            by_data: ByData::of(policy),
            theirs: Oracle::new(law),
        }
    }

    /// `share email to advertiser for marketing, home in DE, on 2018-05-25, where …`; the act is always told, of all else what matters.
    pub(super) fn example(&self, atom: &[i64], told: &[AxisId]) -> String {
        let mut words = self.act(atom, told);
        let facts: Vec<String> = told
            .iter()
            .filter(|&&axis| {
                matches!(
                    self.policy.axes.at(axis).role,
                    AxisRole::Fact(_) | AxisRole::Element(..)
                ) && is_unusual(self.policy, atom, axis)
                    && self.matters(atom, axis)
            })
            .filter_map(|&axis| {
                let value = atom.get(axis.index()).copied()?;
                Some(change(self.policy, axis, &ValueSet::single(value)).1)
            })
            .collect();
        if !facts.is_empty() {
            let shown: Vec<String> = facts.iter().take(MOST).cloned().collect();
            words.push_str(&format!(", where {}", shown.join(" and ")));
            if facts.len() > MOST {
                words.push_str(&format!(" and {} more", facts.len() - MOST));
            }
        }
        words
    }

    /// Whether another value of the fact, all else being the same, would change what either side says.
    fn matters(&self, atom: &[i64], axis: AxisId) -> bool {
        let domain = &self.policy.axes.at(axis).domain;
        if domain.end().abs_diff(*domain.start()) > MOST_VALUES {
            return true;
        }
        // The data stay, so the same rules can hold throughout.
        let near = self.by_data.at(atom);
        let said = (self.mine.verdict_by(atom, &near), self.theirs.verdict(atom));
        let mut changed = atom.to_vec();
        domain.clone().any(|value| {
            if let Some(slot) = changed.get_mut(axis.index()) {
                *slot = value;
            }
            self.mine.verdict_by(&changed, &near) != said.0
                || self.theirs.verdict(&changed) != said.1
        })
    }

    fn act(&self, atom: &[i64], told: &[AxisId]) -> String {
        let policy = self.policy;
        let value = |axis: ClassAxis| atom.get(axis.id().index()).copied().unwrap_or_default();
        let name = |axis: ClassAxis| policy.value_name(axis.id(), value(axis));
        let is_none = |axis: ClassAxis| {
            axis.has_none() && value(axis) == *policy.class_axis(axis).domain.end()
        };
        let is_response = policy.responses().contains(value(ClassAxis::Action));
        let mut words = if is_response {
            format!("answer to {}", name(ClassAxis::Action))
        } else {
            name(ClassAxis::Action)
        };
        let said = |axis: ClassAxis| told.contains(&axis.id()) && !is_none(axis);
        if said(ClassAxis::Data) {
            words.push_str(&format!(" {}", name(ClassAxis::Data)));
        }
        for (axis, word) in [
            (ClassAxis::Recipient, "to"),
            (ClassAxis::Purpose, "for"),
            (ClassAxis::Source, "from"),
            (ClassAxis::Subject, "about"),
            (ClassAxis::Origin, "of data from"),
            (ClassAxis::Destination, "in"),
            (ClassAxis::Actor, "by"),
        ] {
            // Whatever happens at home needs no words, and neither does the usual actor.
            let at_home = policy.borders.as_home.contains(value(axis))
                && matches!(axis, ClassAxis::Origin | ClassAxis::Destination);
            let usual = policy
                .defaults
                .get(axis.id().index())
                .and_then(Option::as_ref);
            let as_usual = matches!(axis, ClassAxis::Actor | ClassAxis::Subject)
                && usual.is_some_and(|usual| usual.contains(value(axis)));
            if said(axis) && !at_home && !as_usual {
                words.push_str(&format!(" {word} {}", name(axis)));
            }
        }
        if said(ClassAxis::Home) {
            words.push_str(&format!(", home in {}", name(ClassAxis::Home)));
        }
        if said(ClassAxis::Date) {
            words.push_str(&format!(", on {}", name(ClassAxis::Date)));
        }
        words
    }
}

/// Whether a fact has another value than a request gives it by saying nothing.
fn is_unusual(policy: &Policy, atom: &[i64], axis: AxisId) -> bool {
    let value = atom.get(axis.index()).copied().unwrap_or_default();
    match policy.defaults.get(axis.index()).and_then(Option::as_ref) {
        Some(default) => !default.contains(value),
        // Of a set without a default only what is in it is worth a word.
        None => !matches!(policy.axes.at(axis).role, AxisRole::Element(..)) || value == 1,
    }
}
