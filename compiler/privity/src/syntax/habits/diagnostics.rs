//! The messages about statements and files of other languages.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// One statement of another language.
pub(super) fn statement(from: &str, help: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ForeignStatement,
        place,
        format!("this is written as in {from}"),
    )
    .because("nothing of this statement is read")
    .help(help)
}

/// A word of another language inside of a statement of ours.
pub(super) fn word(written: &str, help: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ForeignSign,
        place,
        format!("`{written}` is no word of the language"),
    )
    .because("not known here")
    .help(help)
}

/// A whole file of another language.
pub(super) fn file(what: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ForeignFile,
        place,
        format!("this file is {what}, and no policy in this language"),
    )
    .because("nothing of the file is read")
    .help("write the rules as items that begin with `permit`, `forbid` or `require`; `privity init` writes a policy to begin with")
}
