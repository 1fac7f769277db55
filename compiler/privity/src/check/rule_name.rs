//! Names for rules that have none: made from what the rule says, so that they stay when other rules come and go.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::rule_words::content_words;
use super::rules::Draft;
use crate::resolve::World;
use crate::resolve::lookups::path_text;
use crate::resolve::names::qualified;
use crate::syntax::ast::{
    Assertion, Clause, ClauseKind, Effect, Path, Question, Rule, Set, SetMember, Target,
};

/// Longer derived names are cut, at an underscore.
const LONGEST: usize = 60;

/// Gives every draft a name of its own. The two layers of one rule share a name.
pub(super) fn name_drafts(world: &World, drafts: &mut [Draft]) {
    let mut taken: BTreeSet<String> = drafts
        .iter()
        .filter(|draft| draft.is_named)
        .map(|draft| draft.rule.name.clone())
        .collect();
    let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| !draft.is_named) {
        if let Some(placed) = world.rules.get(draft.origin) {
            let name = derived_name(&placed.item);
            let law = world.names.law_of(placed.module);
            let name = law.map_or_else(|| name.clone(), |law| qualified(law, &name));
            by_name.entry(name).or_default().insert(draft.origin);
        }
    }
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for (name, origins) in by_name {
        let alone = origins.len() == 1 && !taken.contains(&name);
        for origin in origins {
            let mut own = if alone {
                name.clone()
            } else {
                format!("{name}_{}", fingerprint(world, origin))
            };
            // Only rules that say the same have the same fingerprint: for them the order may decide.
            let mut count = 2;
            while taken.contains(&own) {
                own = format!("{name}_{}_{count}", fingerprint(world, origin));
                count += 1;
            }
            taken.insert(own.clone());
            names.insert(origin, own);
        }
    }
    for draft in drafts.iter_mut().filter(|draft| !draft.is_named) {
        if let Some(name) = names.get(&draft.origin) {
            draft.rule.name.clone_from(name);
        }
    }
}

/// A name made from the effect, the actions, the data and the first of each scope: `permit_use_imei_for_push_service`.
pub(super) fn derived_name(rule: &Rule) -> String {
    let mut words = Vec::new();
    match &rule.effect {
        Effect::Permit(target) => with_target("permit", target, &mut words),
        Effect::Forbid(target) => with_target("forbid", target, &mut words),
        Effect::Require(_, target) => {
            with_target("require_before", target, &mut words);
        }
        Effect::Oblige(duties, target) => {
            words.push("oblige".to_owned());
            let terms = duties.iter().flat_map(|must| &must.alternatives);
            words.extend(terms.take(1).map(|term| last_word(&term.path)));
            with_target("whenever", target, &mut words);
        }
        Effect::Exclude(target) => with_target("exclude", target, &mut words),
        Effect::Grant(set) => with_set("grant", set, &mut words),
        Effect::On(set) => with_set("on", set, &mut words),
    }
    with_clauses(&rule.clauses, &mut words);
    joined(words)
}

/// A name for an assertion, made in the same way: `never_share_email_to_advertiser`.
pub(super) fn assertion_name(assertion: &Assertion) -> String {
    let mut words = Vec::new();
    let claim = assertion.claim.word();
    match &assertion.question {
        Question::Act(target) => with_target(claim, target, &mut words),
        Question::Grant(set) => with_set(&format!("{claim}_grant"), set, &mut words),
        Question::On(set) => with_set(&format!("{claim}_on"), set, &mut words),
    }
    with_clauses(&assertion.clauses, &mut words);
    joined(words)
}

fn action_words(target: &Target) -> Vec<String> {
    match &target.actions {
        Some(actions) => actions.iter().take(2).map(last_word).collect(),
        None => vec!["any".to_owned()],
    }
}

fn with_clauses(clauses: &[Clause], words: &mut Vec<String>) {
    for clause in clauses {
        match &clause.kind {
            ClauseKind::To(set) => with_set("to", set, words),
            ClauseKind::From(set) => with_set("from", set, words),
            ClauseKind::In(set) => with_set("in", set, words),
            ClauseKind::Outside(set) => with_set("outside", set, words),
            ClauseKind::For(set) => with_set("for", set, words),
            ClauseKind::About(set) => with_set("about", set, words),
            ClauseKind::By(set) => with_set("by", set, words),
            _ => {}
        }
    }
}

/// As many of the words as a name may be long.
fn joined(words: Vec<String>) -> String {
    let mut name = String::new();
    for word in words {
        if !name.is_empty() && name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word);
    }
    name
}

fn with_target(keyword: &str, target: &Target, words: &mut Vec<String>) {
    words.push(keyword.to_owned());
    words.extend(action_words(target));
    if let Some(data) = &target.data {
        words.extend(set_word(data));
    }
}

fn with_set(keyword: &str, set: &Set, words: &mut Vec<String>) {
    words.push(keyword.to_owned());
    words.extend(set_word(set));
}

fn set_word(set: &Set) -> Option<String> {
    Some(match set.members.first()? {
        SetMember::Any(_) => "any".to_owned(),
        SetMember::DerivedFrom(path) => format!("derived_from_{}", last_word(path)),
        SetMember::Role(role) => role.text.clone(),
        SetMember::Path(path) | SetMember::WithDerived(path) => path_text(path).replace('.', "_"),
    })
}

fn last_word(path: &Path) -> String {
    path.segments
        .last()
        .map_or_else(String::new, |word| word.text.clone())
}

/// Four hexadecimal digits made from all that a rule says, with its sections, but without citations and notes.
fn fingerprint(world: &World, origin: usize) -> String {
    let mut words = Vec::new();
    if let Some(placed) = world.rules.get(origin) {
        let sections = placed.sections.iter();
        for section in sections.filter_map(|&at| world.sections.get(at)) {
            words.push(section.item.name.text.clone());
        }
        content_words(&placed.item, &mut words);
    }
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest
        .iter()
        .take(2)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
