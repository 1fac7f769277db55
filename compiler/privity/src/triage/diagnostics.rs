//! What can be wrong with waivers and baselines, one function a problem.

use super::fingerprint::Fingerprint;
use super::levels::{Selector, instead_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::Covers;

pub(super) fn without_reason(waiver: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WaiverWithoutReason,
        waiver,
        "this waiver gives no reason",
    )
    .because("why is it right to pass over the finding?")
    .help("add `because \"…\"`, in words that somebody else can judge")
}

pub(super) fn unknown_code(written: &str, place: Span) -> Diagnostic {
    if Selector::parse(written).is_ok() {
        return Diagnostic::at(
            Code::WaivedCodeUnknown,
            place,
            format!("`{written}` means several codes, and a waiver names each"),
        )
        .because("one finding, one reason")
        .help("write the codes of the findings that are meant, separated by commas");
    }
    Diagnostic::at(
        Code::WaivedCodeUnknown,
        place,
        format!("there is no code `{written}`"),
    )
    .because("waives nothing")
    .help(instead_of(written))
}

pub(super) fn not_waivable(code: Code, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::NotWaivable,
        place,
        format!("`{}` cannot be waived", code.as_str()),
    )
    .because(code.title());
    if code.is_about_waiving() {
        diagnostic.help("mend the waiver or the baseline that the finding is about")
    } else {
        diagnostic
            .help("mend what the finding is about: a policy with such an error has no meaning")
    }
}

/// `idle` are those of the waiver's codes of which there is no finding.
pub(super) fn unused(
    covers: Covers,
    idle: &[(Code, Span)],
    all: &[(Code, Span)],
    waiver: Span,
) -> Diagnostic {
    let place = match covers {
        Covers::Part(_) => "in what stands below it",
        Covers::File => "in this file",
        Covers::Policy => "in the policy",
    };
    let names: Vec<String> = idle
        .iter()
        .map(|(code, _)| format!("`{}`", code.as_str()))
        .collect();
    let names = names.join(", ");
    let (which, place) = match idle {
        [_] => ("which is not found", place),
        _ => ("which are not found", place),
    };
    let message = format!("this waives {names}, {which} {place}");
    if idle.len() == all.len() {
        return Diagnostic::at(Code::UnusedWaiver, waiver, message)
            .because("not needed")
            .help("remove the waiver, so that the finding is told if it comes back")
            .fix("remove the waiver", waiver, "");
    }
    let first = idle.first().map_or(waiver, |(_, span)| *span);
    let diagnostic = Diagnostic::at(Code::UnusedWaiver, first, message)
        .because("not needed")
        .help(format!("take {names} out of the waiver"));
    let diagnostic = match listed(idle, all) {
        Some((list, rest)) => diagnostic.fix(format!("take {names} out"), list, rest),
        None => diagnostic,
    };
    let rest = idle.iter().skip(1);
    rest.fold(diagnostic, |diagnostic, (_, span)| {
        diagnostic.label(*span, "nor this")
    })
}

/// The place of the list of all codes, and the list without the idle ones.
fn listed(idle: &[(Code, Span)], all: &[(Code, Span)]) -> Option<(Span, String)> {
    let (_, first) = all.first()?;
    let (_, last) = all.last()?;
    let rest = all.iter().filter(|code| !idle.contains(code));
    let rest: Vec<&str> = rest.map(|(code, _)| code.as_str()).collect();
    Some((first.to(*last), rest.join(", ")))
}

pub(super) fn ended(day: &str, waiver: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ExpiredWaiver,
        waiver,
        format!("this waiver ended on {day}"),
    )
    .because("what it waived is told again")
    .help("mend what it is about, or decide again and write a new day")
}

pub(super) fn ends_soon(day: &str, days: i64, waiver: Span) -> Diagnostic {
    let left = match days {
        0 => "today is its last day".to_owned(),
        1 => "one day is left".to_owned(),
        days => format!("{days} days are left"),
    };
    Diagnostic::at(
        Code::WaiverEndsSoon,
        waiver,
        format!("this waiver ends on {day}"),
    )
    .because(left)
    .help("mend what it is about until then, or decide again and write a new day")
}

fn write_anew(file: &str) -> String {
    format!("write it anew with `privity check --write-baseline {file}`")
}

pub(crate) fn unreadable_baseline(file: &str, why: &str) -> Diagnostic {
    Diagnostic::without_place(
        Code::BaselineUnusable,
        format!("cannot read the baseline `{file}`: {why}"),
    )
    .help(format!(
        "write one with `privity check --write-baseline {file}`, or name the right file"
    ))
}

pub(super) fn broken_baseline(file: &str, why: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::BaselineUnusable,
        place,
        format!("the baseline cannot be used: {why}"),
    )
    .because("read up to here")
    .help(write_anew(file))
}

pub(super) fn foreign_baseline(file: &str, found: u32, known: u32) -> Diagnostic {
    Diagnostic::without_place(
        Code::BaselineUnusable,
        format!(
            "the baseline `{file}` has version {found}, and this compiler reads version {known}"
        ),
    )
    .help(write_anew(file))
}

pub(super) fn stale_baseline(file: &str, count: usize, first: &Fingerprint) -> Diagnostic {
    let place = match (first.item.as_str(), first.file.as_str()) {
        ("", "") => String::new(),
        ("", file) => format!(" in `{file}`"),
        (item, file) => format!(" in `{item}` of `{file}`"),
    };
    let code = &first.code;
    let message = match count {
        1 => format!("`{code}`{place} is in the baseline `{file}` and is no longer found"),
        count => format!(
            "{count} findings of the baseline `{file}` are no longer found, the first of them `{code}`{place}"
        ),
    };
    Diagnostic::without_place(Code::StaleBaseline, message).help(format!(
        "{}, so that they are told if they come back",
        write_anew(file)
    ))
}
