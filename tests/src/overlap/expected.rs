//! What is expected to be found, and what was found, in a common form.

use std::collections::BTreeMap;

use privity::analyse::Found;
use privity::check::policy::{Policy, RuleId};
use privity::diagnostic::Code;

use super::atoms::Atoms;
use super::meaning::Meaning;

/// A finding without its words: the code, and the rules, nodes, duties or facts that it is about.
pub(super) type Key = (Code, Vec<String>);

/// What is expected, with the requests that show it; none when there is none to show.
pub(super) type Expected = BTreeMap<Key, Option<Atoms>>;

impl Meaning<'_> {
    pub(super) fn name(&self, rule: RuleId) -> String {
        self.policy.rules.at(rule).name.clone()
    }
}

/// The names of the rules at the places of a finding, the primary first, each once.
pub(super) fn rules_at(policy: &Policy, found: &Found) -> Vec<String> {
    let finding = &found.finding;
    let spans = finding.primary.iter().chain(&finding.labels);
    let mut names: Vec<String> = Vec::new();
    for label in spans {
        let mut rules = policy.rules.iter();
        if let Some(rule) = rules.find(|rule| rule.span == label.span)
            && !names.contains(&rule.name)
        {
            names.push(rule.name.clone());
        }
    }
    names
}

/// The words in backticks of a message, in order.
pub(super) fn quoted(message: &str) -> Vec<String> {
    let words = message.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}
