//! What can be wrong with a request.

use super::json::Value;
use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// No more requests were answered, since those before took all the work of a run; `next` is the first that has no answer, if it is one.
#[must_use]
pub fn too_much_work(next: Option<Span>, answered: usize, left: usize) -> Diagnostic {
    let message = format!(
        "the requests take more work than one run does: {answered} are answered, {left} are not"
    );
    let diagnostic = match next {
        Some(span) => Diagnostic::at(Code::RequestsTooMuch, span, message)
            .because("the first that has no answer"),
        None => Diagnostic::without_place(Code::RequestsTooMuch, message),
    };
    diagnostic.help(
        "say more of what the requests leave open, ask the others in another run, or allow more with `--work`",
    )
}

pub(super) fn not_an_object(value: &Value, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestType,
        span,
        format!("a request is an object, and this is {}", value.sort()),
    )
    .help("write `{\"action\": \"share\", \"data\": [\"email_address\"], \"facts\": {}}`")
}

pub(super) fn unknown_key(key: &str, span: Span, known: &[&str], is_fact: bool) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::RequestKey,
        span,
        format!("a request has no key `{key}`"),
    );
    if is_fact {
        return diagnostic
            .because("this is a fact")
            .help(format!("move `{key}` into `\"facts\": {{…}}`"));
    }
    suggest(diagnostic, key, known)
}

pub(super) fn unknown_fact(name: &str, span: Span, known: &[&str], is_axis: bool) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::RequestName,
        span,
        format!("the policy has no fact `{name}`"),
    );
    if is_axis {
        return diagnostic.help(format!("move `{name}` out of `facts`"));
    }
    suggest(diagnostic, name, known)
}

fn suggest(diagnostic: Diagnostic, wrong: &str, known: &[&str]) -> Diagnostic {
    match similar(wrong, known.iter().copied()).as_slice() {
        [] => diagnostic.help(format!("use {}", or_list(known))),
        near => diagnostic.help(format!("write {}", or_list(near))),
    }
}

pub(super) fn repeated_key(key: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestRepeated,
        again,
        format!("the key `{key}` is written twice"),
    )
    .because("which of the two counts?")
    .label(first, "first written here")
    .help("remove one of the two; several values go into one list")
}

pub(super) fn wrong_type(what: &str, value: &Value, span: Span, help: &str) -> Diagnostic {
    Diagnostic::at(
        Code::RequestType,
        span,
        format!("{what} cannot be {}", value.sort()),
    )
    .help(help)
}

pub(super) fn unknown_ambiguity(name: &str, span: Span, known: &[&str]) -> Diagnostic {
    if known.is_empty() {
        return Diagnostic::at(
            Code::RequestName,
            span,
            format!("the policy has no ambiguity `{name}`"),
        )
        .because("all of this policy is read in one way")
        .help("take `readings` out of the request");
    }
    unknown_name("ambiguity", name, span, known)
}

pub(super) fn reading_is_fixed(name: &str, fixed: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestName,
        span,
        format!("the reading of `{name}` is fixed"),
    )
    .because(format!("this policy is read with `{name}.{fixed}`"))
    .help(format!(
        "leave it out, or decide without `--reading {name}.{fixed}`"
    ))
}

/// `what` is the sort of name, for instance `place`; `known` all names of the sort.
pub(super) fn unknown_name(what: &str, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::RequestName,
        span,
        format!("there is no {what} `{name}`"),
    );
    suggest(diagnostic, name, known)
}

/// So many words are listed rather than guessed at.
const FEW: usize = 6;

pub(super) fn unknown_value(
    fact: &str,
    value: &str,
    span: Span,
    known: &[&str],
    help: Option<&str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::RequestName,
        span,
        format!("`{fact}` cannot be `{value}`"),
    );
    match help {
        Some(help) => diagnostic.help(help),
        // Few words are soon read, and `no` is near `on`.
        None if known.len() <= FEW => diagnostic.help(format!("use {}", or_list(known))),
        None => suggest(diagnostic, value, known),
    }
}

pub(super) fn ambiguous(what: &str, name: &str, span: Span, candidates: &[&str]) -> Diagnostic {
    Diagnostic::at(
        Code::RequestName,
        span,
        format!("the {what} `{name}` may mean several"),
    )
    .help(format!("write {}", or_list(candidates)))
}

pub(super) fn no_such_day(text: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestDate,
        span,
        format!("`{text}` is not a day of the calendar"),
    )
    .help("write year, month and day as in `2018-05-25`")
}

pub(super) fn day_out_of_range(text: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestDate,
        span,
        format!("`{text}` lies outside the days a policy can speak of"),
    )
    .help("name a day from `1900-01-01` to `2199-12-31`")
}

pub(super) fn number(what: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestNumber,
        span,
        format!("{what} must be a whole number of at most 64 bits"),
    )
    .help("write a whole number such as `30`")
}

pub(super) fn length(what: &str, text: &str, span: Span, help: &str) -> Diagnostic {
    Diagnostic::at(
        Code::RequestNumber,
        span,
        format!("{what} cannot be `{text}`"),
    )
    .help(help)
}

pub(super) fn no_none(axis: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestType,
        span,
        format!("`{axis}` cannot be null: there is always one"),
    )
    .help(format!(
        "name it, leave `{axis}` out, or write `\"unknown\"` if it is not known"
    ))
}

pub(super) fn empty_list(what: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestType,
        span,
        format!("the list of {what} is empty"),
    )
    .help("name at least one, or leave the key out")
}

pub(super) fn act_and_response(key: &str, span: Span, other: &str, other_span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RequestKey,
        span,
        format!("a request asks for one of `{key}` and `{other}`, not for both"),
    )
    .label(other_span, format!("`{other}` stands here"))
    .help("make two requests of it")
}
