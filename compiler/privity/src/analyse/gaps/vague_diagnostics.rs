//! What is said of words that settle nothing: one constructor a finding.

use super::diagnostics::{MOST, with_rules};
use super::lists::and_list;
use crate::check::policy::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn left_to_judgement(facts: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::LeftToJudgement,
        facts,
        |names| format!("rules rest on what somebody vouches for: {names}"),
        "say in a rule when it is so, or tell those who ask who vouches for it",
    )
}

pub(super) fn unnamed_law(facts: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::UnnamedLaw,
        facts,
        |names| format!("rules rest on a law that is not named: {names}"),
        "supply these facts from a law, or let every request state them",
    )
}

pub(super) fn open_lists(nodes: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::OpenLists,
        nodes,
        |names| format!("permits rest on lists that go on: {names}"),
        "name what is meant, or take `open` away; as it is, whatever falls under the heading is permitted",
    )
}

pub(super) fn time_without_number(periods: &[(&str, Span)]) -> Diagnostic {
    let names: Vec<&str> = periods.iter().map(|(name, _)| *name).collect();
    let message = format!("times without a number: {}", and_list(&names));
    let finding = match periods.split_first() {
        Some(((_, first), rest)) => rest.iter().take(MOST).fold(
            Diagnostic::at(Code::TimeWithoutNumber, *first, message),
            |finding, (name, span)| finding.label(*span, format!("`{name}`")),
        ),
        None => Diagnostic::without_place(Code::TimeWithoutNumber, message),
    };
    finding.help("write `period NAME is 30 days`")
}

/// A note on several names, each with the first rule that rests on it.
fn summed_up(
    code: Code,
    names: &[(&str, &Rule)],
    message: impl Fn(&str) -> String,
    help: &str,
) -> Diagnostic {
    let list: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let message = message(&and_list(&list));
    let finding = match names.first() {
        Some((name, rule)) => Diagnostic::at(code, rule.span, message)
            .because(format!("`{}` rests on `{name}`", rule.name)),
        None => Diagnostic::without_place(code, message),
    };
    with_rules(
        finding,
        names.iter().skip(1).map(|(_, rule)| *rule),
        |rule| {
            let name = names.iter().find(|(_, other)| other.span == rule.span);
            name.map_or_else(String::new, |(name, _)| format!("rests on `{name}`"))
        },
    )
    .help(help)
}
