//! Permits that leave out what other permits of the same action limit: the usual way in which a policy allows too much.

use std::collections::BTreeMap;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::diagnostics::{cites_nothing, same_rule_twice, wider_than_neighbour};
use super::policy::{ClassAxis, Condition, Effect, Kind, Layer, Rule};
use super::rules::Draft;
use super::values::ValueSet;
use crate::diagnostic::Report;
use crate::resolve::World;

/// Advice on permits without a purpose, and on those that name no recipient, beside others that do.
///
/// A recipient is missed only where something is sent: whoever uses or stores data hands them to nobody.
pub(super) fn report_wide_permits(world: &World, drafts: &[Draft], report: &mut Report) {
    let sending = sending(world);
    for axis in [ClassAxis::Purpose, ClassAxis::Recipient] {
        let counts = |action: &i64| axis != ClassAxis::Recipient || sending.contains(*action);
        // For every action that some permit limits on this axis, the first such permit.
        let mut limited: BTreeMap<i64, &Rule> = BTreeMap::new();
        for draft in permits(drafts).filter(|draft| names(&draft.rule, axis)) {
            for action in actions(&draft.rule).filter(counts) {
                limited.entry(action).or_insert(&draft.rule);
            }
        }
        for draft in permits(drafts).filter(|draft| !names(&draft.rule, axis)) {
            let rule = &draft.rule;
            let mut missed = actions(rule).filter(counts);
            let neighbour = missed.find_map(|action| limited.get(&action));
            if let Some(neighbour) = neighbour {
                report.push(wider_than_neighbour(rule, neighbour, axis));
            }
        }
    }
}

/// The acts by which somebody else gets data, by the names of the standard library.
fn sending(world: &World) -> ValueSet {
    ["share", "sell"]
        .iter()
        .filter_map(|name| world.taxonomies.node(Kind::Action, name))
        .fold(ValueSet::empty(), |all, node| all.union(&node.atoms))
}

/// The permits of acts. Crossing a border goes with an act, whose permits are limited already.
fn permits(drafts: &[Draft]) -> impl Iterator<Item = &Draft> {
    drafts
        .iter()
        .filter(|draft| draft.rule.effect == Effect::Permit && draft.rule.layer == Layer::Base)
}

/// Whether the text of a rule speaks of an axis; `for any` does.
fn names(rule: &Rule, axis: ClassAxis) -> bool {
    rule.named.iter().any(|scope| scope.axis == axis)
}

/// The actions that a rule names, not counting `any`.
fn actions(rule: &Rule) -> impl Iterator<Item = i64> {
    let scopes = rule
        .named
        .iter()
        .filter(|scope| scope.axis == ClassAxis::Action);
    let listed = scopes.flat_map(|scope| &scope.listed);
    listed
        .filter(|(name, _)| name != "any")
        .flat_map(|(_, values)| values.iter())
}

/// Warnings on rules that say the same.
pub(super) fn report_twins(drafts: &[Draft], report: &mut Report) {
    type Content<'d> = (
        Effect,
        Layer,
        &'d Condition,
        &'d Condition,
        Vec<u32>,
        Vec<u32>,
        &'d Option<String>,
        bool,
    );
    let mut first: FxHashMap<Content<'_>, &Draft> =
        FxHashMap::with_capacity_and_hasher(drafts.len(), FxBuildHasher);
    for draft in drafts {
        let rule = &draft.rule;
        // A right or an event that brings no duty is there for its citation.
        if rule.effect == Effect::Oblige && rule.obligations.is_empty() {
            continue;
        }
        let content: Content<'_> = (
            rule.effect,
            rule.layer,
            &rule.region,
            &rule.requirement,
            rule.obligations.iter().map(|id| id.raw()).collect(),
            rule.lifts.iter().map(|id| id.raw()).collect(),
            &rule.guard_kind,
            rule.is_final,
        );
        match first.get(&content) {
            Some(twin) => report.push(same_rule_twice(rule, &twin.rule)),
            None => {
                first.insert(content, draft);
            }
        }
    }
}

/// Advice on rules without a citation, in a program that names its source.
pub(super) fn report_uncited(world: &World, drafts: &[Draft], report: &mut Report) {
    let has_source = world
        .sources
        .iter()
        .any(|source| !world.names.is_standard(source.module));
    if !has_source {
        return;
    }
    for draft in drafts
        .iter()
        .filter(|draft| draft.rule.citations.is_empty())
    {
        let standard = world
            .rules
            .get(draft.origin)
            .is_some_and(|rule| world.names.is_standard(rule.module));
        if !standard {
            report.push(cites_nothing(&draft.rule));
        }
    }
}
