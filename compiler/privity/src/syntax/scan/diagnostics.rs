//! The messages about single characters, quotes and nesting, one function a problem.

use crate::diagnostic::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;

pub(super) fn too_deep(place: Span, deepest: usize) -> Diagnostic {
    Diagnostic::at(
        Code::TooDeep,
        place,
        format!("brackets are nested more than {deepest} deep"),
    )
    .because("from here on nothing is read until this bracket is closed")
    .help("name inner parts with `define` or `group`")
}

pub(super) fn unclosed_text(open: Span, line: Span) -> Diagnostic {
    let end = Span::new(line.end, line.end);
    Diagnostic::at(Code::UnclosedText, open, "this text is never closed")
        .because("opened here")
        .label(end, "`\"` is missing at the end of the line at the latest")
        .help("close the text on its line")
        .unsafe_fix("insert `\"`", end, "\"")
}

pub(super) fn unknown_escape(character: char, place: Span) -> Diagnostic {
    let backslash = Span::new(place.start, place.start.saturating_add(1));
    Diagnostic::at(
        Code::UnknownEscape,
        place,
        format!("`\\{}` means nothing in a text", character.escape_debug()),
    )
    .because("a backslash stands only before a quote or a backslash")
    .help("remove the backslash, or write two of them")
    .unsafe_fix("remove the backslash", backslash, "")
    .unsafe_fix("write two backslashes", backslash, "\\\\")
}

pub(super) fn direction_character(place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrangeCharacter,
        place,
        "an invisible character turns the direction of the text",
    )
    .because("what is shown here is not what is written")
    .help("remove the character")
    .unsafe_fix("remove the character", place, "")
}

pub(super) fn typographic_quotes(quote: char, places: &[Span]) -> Diagnostic {
    let first = places.first().copied().unwrap_or_default();
    let diagnostic = Diagnostic::at(
        Code::StrangeCharacter,
        first,
        format!("`{quote}` is no plain quotation mark"),
    )
    .because("a typographic quote")
    .help("write `\"` around a text");
    places.iter().fold(diagnostic, |diagnostic, &place| {
        diagnostic.fix("write a plain quotation mark", place, "\"")
    })
}

pub(super) fn single_quotes(open: Span, close: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ForeignSign,
        open,
        "a text stands in double quotes, not in single ones",
    )
    .because("opened with a single quote")
    .help("write `\"` around the text")
    .fix("write a double quote", open, "\"")
    .fix("write a double quote", close, "\"")
}

pub(super) fn semicolon(place: Span) -> Diagnostic {
    Diagnostic::at(Code::ForeignSign, place, "nothing ends with a semicolon")
        .because("not needed")
        .help("remove the semicolon")
        .fix("remove the semicolon", place, "")
}

pub(super) fn foreign_comment(sign: &str, place: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::ForeignSign,
        place,
        format!("a comment begins with `//`, not with `{sign}`"),
    )
    .because("taken as a comment")
    .help("write `//` before every line of the comment");
    match sign {
        "#" => finding.fix("write `//`", place, "//"),
        _ => finding,
    }
}

pub(super) fn square_bracket(sign: &str, round: &str, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::ForeignSign,
        place,
        "a list of values stands in round brackets",
    )
    .because(format!("`{sign}` is no sign of the language"))
    .help("write `(` and `)` around the values");
    diagnostic.offer(round_bracket(round, place))
}

pub(super) fn round_bracket(round: &str, place: Span) -> Fix {
    Fix::new(Applicability::Safe, "write round brackets", place, round)
}

pub(super) fn control_character(place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrangeCharacter,
        place,
        "a control character stands in the text",
    )
    .because("this cannot be seen")
    .help("remove the character, and check that the file is plain text")
    .fix("remove the character", place, "")
}

pub(super) fn look_alike(character: char, plain: char, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrangeCharacter,
        place,
        format!("`{character}` is not the plain `{plain}`"),
    )
    .because(format!("looks like `{plain}`"))
    .help(format!("write `{plain}`"))
    .fix(format!("write `{plain}`"), place, plain)
}

pub(super) fn strange_blank(character: char, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrangeCharacter,
        place,
        format!(
            "a blank that is no plain one (U+{:04X})",
            u32::from(character)
        ),
    )
    .because("this is not the blank of the space bar")
    .help("write a plain blank")
    .fix("write a plain blank", place, " ")
}

pub(super) fn strange_character(character: char, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrangeCharacter,
        place,
        format!("`{character}` is no sign of the language"),
    )
    .because("stands outside of texts and comments")
    .help("remove it, or put it into a text or a comment")
}

pub(super) fn foreign_word(written: &str, meant: Option<&str>, place: Span) -> Diagnostic {
    let shown: String = written.chars().take(40).collect();
    let diagnostic = Diagnostic::at(
        Code::StrangeCharacter,
        place,
        format!("`{shown}` is not written in plain letters"),
    )
    .because("a name has only the letters a to z, digits and `_`");
    match meant {
        Some(meant) => diagnostic.help(format!("write `{meant}`")).fix(
            format!("write `{meant}`"),
            place,
            meant,
        ),
        None => diagnostic.help("choose a name of plain letters"),
    }
}

/// A block whose head is there and whose opening brace is not.
pub(super) fn missing_opening(head: Span, close: Span) -> Diagnostic {
    let end = Span::new(head.end, head.end);
    Diagnostic::at(
        Code::UnmatchedBracket,
        head,
        "the block below this has no opening `{`",
    )
    .because("`{` is expected behind this")
    .label(close, "without it, this closes nothing")
    .help("write `{` behind the head of the block")
    .unsafe_fix("insert `{`", end, " {")
}

/// A block of which the head is missing as well.
pub(super) fn missing_opening_before(first: Span, close: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnmatchedBracket,
        first,
        "a block begins here, and nothing opens it",
    )
    .because("the line with `{` is missing above this")
    .label(close, "this closes nothing")
    .help("write the head of the block with its `{` above it, or remove the `}`")
}
