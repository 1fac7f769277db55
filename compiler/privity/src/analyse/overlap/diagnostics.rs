//! What is said of rules that overlap. One constructor a problem.

use std::collections::BTreeSet;

use super::clash::Clash;
use super::meeting::definitions;
use super::statement::Statement;
use crate::check::policy::{ClassAxis, Effect, Policy, Rule, RuleId};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::space::Witness;
use crate::graph::{Limit, TooLarge};
use crate::source::Span;

/// Guards that a finding shows; of more only the number.
const MOST_GUARDS: usize = 4;

/// A permit, or a part of it, with the guards that deny all of it.
pub(super) struct Dead<'p> {
    pub(super) rule: &'p Rule,
    pub(super) guards: Vec<RuleId>,
}

pub(super) fn contradiction(policy: &Policy, clash: &Clash, witness: &Witness) -> Diagnostic {
    let axes = clash.permit.crossed(&clash.guard);
    let crossing: Vec<String> = axes
        .iter()
        .filter_map(|axis| {
            let (mine, theirs) = (clash.permit.sides.get(axis)?, clash.guard.sides.get(axis)?);
            Some(format!(
                "`{}` and `{}` overlap, and neither lies inside the other",
                mine.name, theirs.name
            ))
        })
        .collect();
    let mut relation = crossing.join("; ");
    let others = relations(&clash.permit, &clash.guard, &axes);
    if !others.is_empty() {
        relation.push_str(&format!("; otherwise {others}"));
    }
    clashing(policy, Code::Contradiction, clash, witness).because(relation)
}

pub(super) fn unclear_precedence(policy: &Policy, clash: &Clash, witness: &Witness) -> Diagnostic {
    let relation = relations(&clash.permit, &clash.guard, &[]);
    let mine = clash.permit.narrower_on(&clash.guard);
    let theirs = clash.guard.narrower_on(&clash.permit);
    let why = if mine.is_empty() || theirs.is_empty() {
        "only other permits lift the guard"
    } else {
        "nothing says which prevails"
    };
    let relation = if relation.is_empty() {
        format!("neither names anything, and {why}")
    } else {
        format!("{relation}, and {why}")
    };
    clashing(policy, Code::UnclearPrecedence, clash, witness).because(relation)
}

/// What both findings on a permit and a forbid have in common.
fn clashing(policy: &Policy, code: Code, clash: &Clash, witness: &Witness) -> Diagnostic {
    let permit = policy.rules.at(clash.permit.rule);
    let guard = policy.rules.at(clash.guard.rule);
    let message = format!("`{}` permits what `{}` forbids", permit.name, guard.name);
    let finding = Diagnostic::at(code, permit.span, message).label(guard.span, said(guard));
    let finding = definitions(policy, &clash.permit, &clash.guard, &witness.atom)
        .into_iter()
        .fold(finding, |finding, (span, text)| finding.label(span, text));
    let_override(finding.help(which_prevails(permit, guard)), permit, guard)
}

/// Offers to let a permit prevail.
fn let_override(finding: Diagnostic, permit: &Rule, guard: &Rule) -> Diagnostic {
    // A final guard can be overridden by its name; that nobody does by accident.
    if guard.is_final || !guard.is_named {
        return finding;
    }
    let end = Span::new(permit.span.end, permit.span.end);
    finding.unsafe_fix(
        format!("let `{}` override `{}`", permit.name, guard.name),
        end,
        format!("\n  overrides {}", guard.name),
    )
}

/// Offers to let a permit prevail over the one guard that denies all of it.
fn let_live(policy: &Policy, finding: Diagnostic, dead: &Dead) -> Diagnostic {
    match dead.guards.as_slice() {
        [only] => let_override(finding, dead.rule, policy.rules.at(*only)),
        _ => finding,
    }
}

fn which_prevails(permit: &Rule, guard: &Rule) -> String {
    if guard.is_final {
        return format!(
            "take out of `{}` what `{}` forbids; the forbid is final and denies until then",
            permit.name, guard.name
        );
    }
    format!(
        "say which prevails: add `overrides {}` to the permit, or take out of it what is forbidden; until then it is denied",
        guard.name
    )
}

pub(super) fn overlap_without_effect(policy: &Policy, clash: &Clash) -> Diagnostic {
    let permit = policy.rules.at(clash.permit.rule);
    let guard = policy.rules.at(clash.guard.rule);
    Diagnostic::at(
        Code::OverlapWithoutEffect,
        permit.span,
        format!(
            "`{}` and `{}` overlap, which has no effect",
            permit.name, guard.name
        ),
    )
    .because("all they have in common is denied by other rules, or cannot be asked")
    .label(guard.span, said(guard))
    .help(format!(
        "say which prevails before those rules change: add `overrides {}`, or name less",
        guard.name
    ))
}

pub(super) fn plain_contradiction(
    policy: &Policy,
    dead: &Dead,
    permit: &Statement,
    guard: &Statement,
) -> Diagnostic {
    let forbid = policy.rules.at(guard.rule);
    Diagnostic::at(
        Code::Contradiction,
        dead.rule.span,
        format!(
            "`{}` permits the same as `{}` forbids",
            dead.rule.name, forbid.name
        ),
    )
    .because(format!("both name {}", named(permit)))
    .label(forbid.span, said(forbid))
    .help("take one of them out, or say with `when` or `unless` when the permit holds and let it override the forbid")
}

pub(super) fn dead_permit(policy: &Policy, dead: &Dead) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::DeadPermit,
        dead.rule.span,
        format!("`{}` never permits anything", dead.rule.name),
    )
    .because("whatever it permits is denied by other rules")
    .help("let it override these rules, narrow them, or take it out");
    let_live(policy, guarded(policy, finding, dead), dead)
}

pub(super) fn dead_part(
    policy: &Policy,
    dead: &Dead,
    parts: &[Vec<(ClassAxis, String)>],
) -> Diagnostic {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| {
            let names: Vec<String> = part.iter().map(|(_, name)| format!("`{name}`")).collect();
            names.join(" with ")
        })
        .collect();
    let what = listed(&parts);
    let finding = Diagnostic::at(
        Code::DeadPart,
        dead.rule.span,
        format!("`{}` names {what} in vain", dead.rule.name),
    )
    .because(format!("it permits {what}, which other rules always deny"))
    .help(format!(
        "take {what} out of the permit, or let it override these rules"
    ));
    let_live(policy, guarded(policy, finding, dead), dead)
}

pub(super) fn outside_the_policy(
    policy: &Policy,
    rule: &Rule,
    exclusions: &[RuleId],
) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::DeadPermit,
        rule.span,
        format!("`{}` never permits anything", rule.name),
    )
    .because("whatever it permits lies outside the policy")
    .help("take it out, or let the policy apply there: see its `since` and `until`, and what it excludes");
    exclusions
        .iter()
        .take(MOST_GUARDS)
        .filter_map(|&exclusion| policy.rules.get(exclusion))
        .fold(finding, |finding, exclusion| {
            finding.label(exclusion.span, said(exclusion))
        })
}

fn guarded(policy: &Policy, finding: Diagnostic, dead: &Dead) -> Diagnostic {
    let guards = dead.guards.iter();
    let guards = guards.filter_map(|&guard| policy.rules.get(guard));
    let finding = finding.caused_by(guards.map(|guard| guard.span));
    let shown = dead.guards.iter().take(MOST_GUARDS);
    let mut finding = shown
        .filter_map(|&guard| policy.rules.get(guard))
        .fold(finding, |finding, guard| {
            finding.label(guard.span, denying(guard))
        });
    let more = dead.guards.len().saturating_sub(MOST_GUARDS);
    if more > 0 {
        finding
            .message
            .push_str(&format!(" (denied by {more} more rules)"));
    }
    finding
}

pub(super) fn excluding_requirements(
    policy: &Policy,
    [one, other]: [RuleId; 2],
    permit: RuleId,
) -> Diagnostic {
    let [one, other] = [one, other].map(|rule| policy.rules.at(rule));
    let permit = policy.rules.at(permit);
    let demands = [one, other].into_iter().filter_map(|rule| {
        let (_, place) = rule.conditions.last()?;
        Some((*place, "demands this".to_owned()))
    });
    let finding = Diagnostic::at(
        Code::ExcludingRequirements,
        one.span,
        format!(
            "`{}` and `{}` can never be met together",
            one.name, other.name
        ),
    )
    .because("where both apply, meeting this one breaks the other")
    .label(
        other.span,
        format!("`{}` asks for something else", other.name),
    )
    .label(permit.span, said(permit))
    .help("narrow one of them, or let a permit override one where both apply");
    demands.fold(finding, |finding, (place, text)| finding.label(place, text))
}

/// What a rule does that denies something, for the label at it.
fn denying(rule: &Rule) -> String {
    match rule.effect {
        Effect::Oblige => format!("`{}` denies it, as its duty is broken", rule.name),
        _ => said(rule),
    }
}

/// What a rule does, for the label at it.
pub(super) fn said(rule: &Rule) -> String {
    let name = &rule.name;
    match (rule.effect, rule.is_final) {
        (Effect::Permit, _) => format!("`{name}` permits it"),
        (Effect::Forbid, true) => format!("`{name}` forbids it, and is final"),
        (Effect::Forbid, false) => format!("`{name}` forbids it"),
        (Effect::Require, _) => format!("`{name}` denies it unless its condition holds"),
        (Effect::Oblige, _) => format!("`{name}` attaches a duty to it"),
        (Effect::Exclude, _) => format!("`{name}` puts it outside the policy"),
    }
}

/// What a statement names.
fn named(statement: &Statement) -> String {
    let sides = statement.sides.iter();
    let names: Vec<String> = sides.map(|(_, side)| format!("`{}`", side.name)).collect();
    names.join(", ")
}

/// `a`, `a and b`, `a, b and c`.
fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// How a permit and a guard stand to each other on the axes that either names, without some of them: which is narrower in what.
fn relations(permit: &Statement, guard: &Statement, without: &[ClassAxis]) -> String {
    let axes = permit.sides.keys().chain(guard.sides.keys());
    let axes: BTreeSet<ClassAxis> = axes
        .copied()
        .filter(|axis| !without.contains(axis))
        .collect();
    let (mut same, mut mine, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for axis in axes {
        let name = axis.name();
        match (permit.sides.get(&axis), guard.sides.get(&axis)) {
            (Some(one), Some(other)) if one.values == other.values => same.push(name),
            (Some(one), Some(other)) if !one.values.is_subset(&other.values) => theirs.push(name),
            (Some(_), _) => mine.push(name),
            (None, _) => theirs.push(name),
        }
    }
    let mut parts = Vec::new();
    if !mine.is_empty() {
        parts.push(format!("the permit is narrower in {}", listed(&mine)));
    }
    if !theirs.is_empty() {
        let who = match mine.as_slice() {
            [] => "the guard is narrower",
            _ => "the guard",
        };
        parts.push(format!("{who} in {}", listed(&theirs)));
    }
    if !same.is_empty() {
        parts.push(format!("both name the same {}", listed(&same)));
    }
    parts.join(", ")
}

pub(super) fn not_analysed(policy: &Policy, too_large: &TooLarge, what: &str) -> Diagnostic {
    let because = match too_large.limit {
        Limit::Work => "the regions of its rules would become too large".to_owned(),
        Limit::Dimensions(count) => format!("its rules test {count} different circumstances"),
        Limit::Unforeseen(axis) => format!(
            "the analysis asked about values of `{}` that it had not announced, which is a mistake of the compiler",
            policy.axes.get(axis).map_or("an axis", |axis| &axis.name)
        ),
    };
    let message = format!("it was not found out {what}: {because}");
    let costly = too_large
        .costly
        .iter()
        .filter_map(|rule| policy.rules.get(*rule));
    let finding = Diagnostic::without_place(Code::NotAnalysed, message)
        .help("let rules depend on fewer circumstances at once, or split the policy in two");
    costly.take(3).fold(finding, |finding, rule| {
        finding.label(rule.span, format!("`{}` costs much", rule.name))
    })
}
