//! Messages about switches, promises and documents.

use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::lookups::path_text;
use crate::source::Span;
use crate::syntax::ast::{Name, Path};

pub(in super::super) fn switch_without_stops(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::MissingPart,
        name.span,
        format!("the switch `{}` stops nothing", name.text),
    )
    .help("say what may not be done while it is off: `stops ACTIONS DATA`")
}

pub(in super::super) fn switch_without_time(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::SwitchWithoutTime,
        name.span,
        format!("when the switch `{}` takes effect is not said", name.text),
    )
    .because("taken to be at once, which protects the person")
    .help("add `at once`, or `within` a length of time or a period; a vague time is `period NAME is unstated`")
}

pub(in super::super) fn no_promised_duty(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::MissingPart,
        name.span,
        format!("the promise `{}` promises nothing", name.text),
    )
    .help("add `must` with a duty, or record the sentence with `inform`")
}

pub(in super::super) fn promise_out_of_place(span: Span, name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedClause,
        span,
        "a promise does not take this clause",
    )
    .because("a promise stands whatever is asked, so nothing decides about it")
    .label(name.span, "this promise")
    .help("take it out, or write a rule: `oblige DUTY whenever …`")
}

pub(in super::super) fn not_a_document(path: &Path, declared: Span) -> Diagnostic {
    Diagnostic::at(
        Code::DocumentRank,
        path.span,
        format!("`{}` is no document", path_text(path)),
    )
    .because("only documents have ranks")
    .label(declared, "declared here")
    .help("name a `document`, or the policy itself by the name in its header")
}

/// `steps` are the names that prevail over one another in a circle, each with the place that says so.
pub(in super::super) fn documents_in_a_circle(steps: &[(String, Span)]) -> Diagnostic {
    let names: Vec<String> = steps.iter().map(|(name, _)| format!("`{name}`")).collect();
    let names = names.as_slice();
    let first = steps.first().map_or(Span::default(), |(_, span)| *span);
    let message = match names {
        [only] => format!("{only} prevails over itself"),
        [init @ .., last] => format!("{} and {last} prevail over each other", init.join(", ")),
        [] => "documents prevail over each other".to_owned(),
    };
    let finding =
        Diagnostic::at(Code::DocumentRank, first, message).because("says that one prevails");
    steps
        .iter()
        .skip(1)
        .fold(finding, |finding, (_, span)| {
            finding.label(*span, "says that the other prevails")
        })
        .help("decide which of them prevails, or let them stand `beside` each other")
}
