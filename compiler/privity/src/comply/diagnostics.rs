//! Shortfalls as findings: one for each rule of the law and duty that is missed, with all rules of the policy that miss it.

use super::words::Teller;
use super::{Comparison, Kind, Shortfall};
use crate::check::law::Law;
use crate::check::policy::{Policy, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// So many rules of the policy are pointed at; the rest is counted.
const MOST_PLACES: usize = 6;

/// What a comparison found, one finding for each rule of the law that is missed. `asked_at` is where the policy says that it complies.
#[must_use]
pub fn findings(
    policy: &Policy,
    law: &Law,
    comparison: &Comparison,
    asked_at: Option<Span>,
) -> Vec<Diagnostic> {
    let view = law.as_policy(policy);
    if comparison.is_empty {
        return vec![nothing_compared(law, asked_at)];
    }
    let mut groups: Vec<Vec<&Shortfall>> = Vec::new();
    for shortfall in &comparison.shortfalls {
        let same = |group: &&mut Vec<&Shortfall>| {
            group.first().is_some_and(|first| {
                first.kind == shortfall.kind
                    && first.law_rules.first() == shortfall.law_rules.first()
                    && first.duty == shortfall.duty
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(shortfall),
            None => groups.push(vec![shortfall]),
        }
    }
    let teller = Teller::new(policy, &view);
    groups
        .iter()
        .filter_map(|group| {
            let first = group.first()?;
            let example = teller.example(&first.atom, &first.told);
            let finding = finding(policy, &view, law, group, asked_at)?;
            Some(finding.witness(example))
        })
        .collect()
}

fn finding(
    policy: &Policy,
    view: &Policy,
    law: &Law,
    group: &[&Shortfall],
    asked_at: Option<Span>,
) -> Option<Diagnostic> {
    let first = group.first()?;
    let law_rule = first
        .law_rules
        .first()
        .and_then(|rule| view.rules.get(*rule));
    let article = law_rule.map_or_else(|| format!("`{}`", law.header.name), article);
    let duty = first
        .duty
        .map(|duty| format!("`{}`", view.obligations.at(duty)))
        .unwrap_or_default();
    let (code, message, how) = match first.kind {
        Kind::Forbidden => {
            let why = match law_rule {
                Some(_) => format!("{article} forbids"),
                None => format!("nothing in {article} permits"),
            };
            (
                Code::ForbiddenByLaw,
                format!("the policy permits what {why}"),
                "permits it",
            )
        }
        Kind::DutyMissing => (
            Code::DutyMissing,
            format!("the policy permits this without {duty}, which {article} asks for"),
            "permits it without that duty",
        ),
        Kind::Unanswered => (
            Code::Unanswered,
            format!("the policy does not promise {duty}, which {article} asks for"),
            "answers with less",
        ),
    };
    let mut places = group
        .iter()
        .filter_map(|shortfall| {
            let rule = policy.rules.get(shortfall.policy_rule()?)?;
            Some((rule.span, rule.name.as_str()))
        })
        .collect::<Vec<_>>();
    places.dedup();
    let mut diagnostic = match places.first() {
        Some((span, name)) => {
            Diagnostic::at(code, *span, message).because(format!("`{name}` {how}"))
        }
        None => match asked_at {
            Some(span) => {
                Diagnostic::at(code, span, message).because("no rule of the policy speaks of it")
            }
            None => Diagnostic::without_place(code, message),
        },
    };
    for (span, name) in places.iter().skip(1).take(MOST_PLACES) {
        diagnostic = diagnostic.label(*span, format!("so does `{name}`"));
    }
    let more = places.len().saturating_sub(MOST_PLACES + 1);
    if more > 0 {
        let noun = if more == 1 { "rule" } else { "rules" };
        diagnostic
            .message
            .push_str(&format!(" (and {more} more {noun} of the policy)"));
    }
    if let Some(rule) = law_rule {
        let what = rule
            .docs
            .first()
            .map_or("what the law says", String::as_str);
        diagnostic = diagnostic.label(rule.span, what.trim_end_matches('.').to_owned());
    }
    Some(diagnostic.help(help(first, &duty, places.first().map(|(_, name)| *name))))
}

fn help(shortfall: &Shortfall, duty: &str, rule: Option<&str>) -> String {
    let rule = rule.map(|rule| format!("`{rule}`"));
    match shortfall.kind {
        Kind::Forbidden if shortfall.lawful_if.is_empty() => format!(
            "narrow {}, or say with `assume` why this does not happen",
            rule.as_deref().unwrap_or("the policy")
        ),
        Kind::Forbidden => format!(
            "require in the policy what would make it lawful ({}), or say with `assume` why it holds",
            shortfall.lawful_if.join("; or ")
        ),
        Kind::DutyMissing => format!(
            "add `must` with {duty} to {}, or an `oblige` for all such acts",
            rule.as_deref().unwrap_or("the rule")
        ),
        Kind::Unanswered => {
            format!("let a `grant` or `on` of the policy ask for {duty}, or for more, here too")
        }
    }
}

/// Where a rule of a law comes from: what it cites, or else its name.
pub(super) fn article(rule: &Rule) -> String {
    let cited: Vec<String> = rule.citations.iter().map(ToString::to_string).collect();
    if cited.is_empty() {
        format!("`{}`", rule.name)
    } else {
        cited.join(", ")
    }
}

/// The comparison would cost too much.
#[must_use]
pub fn not_compared(law: &Law, asked_at: Option<Span>) -> Diagnostic {
    let message = format!(
        "whether the policy complies with `{}` could not be worked out",
        law.header.name
    );
    let diagnostic = match asked_at {
        Some(span) => Diagnostic::at(Code::NotCompared, span, message)
            .because("the comparison costs more than its budget"),
        None => Diagnostic::without_place(Code::NotCompared, message),
    };
    diagnostic.help("compare on single days with `privity comply --on`, or let rules depend on fewer circumstances at once")
}

fn nothing_compared(law: &Law, asked_at: Option<Span>) -> Diagnostic {
    let message = format!("`{}` speaks of nothing that was compared", law.header.name);
    let diagnostic = match asked_at {
        Some(span) => Diagnostic::at(Code::NothingCompared, span, message),
        None => Diagnostic::at(Code::NothingCompared, law.span, message),
    };
    diagnostic
        .because("it is not in force on these days, or the assumptions rule out all that it speaks of")
        .help("look at the days of both, and at what is assumed; a proof about nothing proves nothing")
}
