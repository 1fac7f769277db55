//! The messages of the parser, one function a problem.

use super::ast::{Kind, Name};
use super::expected::{CLAUSES, Expected, ITEMS, SOFT};
use crate::diagnostic::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;

/// Reserved words beyond those that begin items and clauses.
const JOINING: &[&str] = &[
    "before", "whenever", "given", "expect", "and", "or", "not", "is", "has", "any", "except",
    "at", "below", "above", "derived", "open", "under", "role", "as", "excludes", "shown",
    "replaced", "means",
];

/// Whether a word cannot be declared as a name.
pub(super) fn is_reserved(word: &str) -> bool {
    let soft = Kind::from_word(word).is_some() || SOFT.contains(&word);
    !soft
        && [ITEMS, CLAUSES, JOINING]
            .iter()
            .any(|words| words.contains(&word))
}

/// The candidate that a word is most likely a misspelling of.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    nearest_with_distance(word, candidates).map(|(near, _)| near)
}

/// The nearest candidate with its edit distance; `None` if none is close enough.
pub(super) fn nearest_with_distance<'c>(
    word: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<(&'c str, usize)> {
    // Longer words are no misspelt keywords, and the distance takes quadratic time.
    if word.len() > 20 {
        return None;
    }
    candidates
        .map(|candidate| (candidate, strsim::osa_distance(word, candidate)))
        .filter(|&(candidate, distance)| {
            let longest = candidate.len().max(word.len());
            distance > 0 && longest > 2 && distance <= longest.div_ceil(4).min(3)
        })
        .min_by_key(|&(_, distance)| distance)
}

fn quoted(found: &str) -> String {
    match found {
        "" => "the end of the file".to_owned(),
        _ if found.starts_with('"') => "a text in quotes".to_owned(),
        _ => format!("`{}`", found.chars().take(40).collect::<String>()),
    }
}

pub(super) fn unexpected(expected: &Expected, found: &str, place: Span) -> Diagnostic {
    let list = expected.list();
    Diagnostic::at(
        Code::Unexpected,
        place,
        format!("expected {list}, found {}", quoted(found)),
    )
    .because(format!("{list} is expected here"))
}

pub(super) fn unfinished(
    expected: &Expected,
    last: &str,
    place: Span,
    next: Option<(&str, Span)>,
) -> Diagnostic {
    let list = expected.list();
    let diagnostic = Diagnostic::at(
        Code::Unexpected,
        place,
        format!("expected {list} after {}", quoted(last)),
    )
    .because(format!("{list} is expected after this"));
    match next {
        Some((_, span)) => diagnostic.label(span, "but this follows"),
        None => diagnostic,
    }
}

pub(super) fn misspelt(word: &str, place: Span, near: &str) -> Diagnostic {
    Diagnostic::at(
        Code::MisspeltKeyword,
        place,
        format!("`{word}` is no keyword"),
    )
    .because(format!("did you mean `{near}`?"))
    .help(format!("write `{near}`"))
    .offer(Fix::new(
        if is_between_keywords(word) {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        },
        format!("write `{near}`"),
        place,
        near,
    ))
}

/// Whether several keywords are equally near, as `from` and `for` are to `form`.
fn is_between_keywords(word: &str) -> bool {
    let kinds = Kind::ALL.iter().map(|kind| kind.word());
    let words = [ITEMS, CLAUSES, JOINING].into_iter().flatten().copied();
    let mut distances: Vec<(usize, &str)> = words
        .chain(kinds)
        .map(|keyword| (strsim::osa_distance(word, keyword), keyword))
        .collect();
    distances.sort_unstable();
    distances.dedup();
    matches!(distances.as_slice(), [(first, _), (second, _), ..] if first == second)
}

/// A node whose name is nearly a word that could go on the node before it.
pub(super) fn misspelt_part(word: &str, place: Span, near: &str) -> Diagnostic {
    let mut finding = misspelt(word, place, near).help(format!(
        "write `{near}`, or put the node `{word}` on its own line"
    ));
    // It may be a node all the same.
    for fix in &mut finding.fixes {
        fix.applicability = Applicability::Unsafe;
    }
    finding
}

pub(super) fn unknown_kind(word: &str, place: Span, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => misspelt(word, place, near),
        None => Diagnostic::at(
            Code::Unexpected,
            place,
            format!("expected an item, found `{word}`"),
        )
        .because("no kind of node and no other item is called so")
        .help("begin a tree with its kind: `action`, `data`, `purpose`, `party`, `place`, `subject`, `right`, `event`, `duty`, `channel` or `guard`"),
    }
}

pub(super) fn unclosed(open: &str, close: &str, opened: Span, missing: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnclosedBracket,
        opened,
        format!("this `{open}` is never closed"),
    )
    .because("opened here")
    .label(missing, format!("`{close}` is missing here at the latest"))
    .help(format!("add the missing `{close}`"))
    .unsafe_fix(
        format!("insert `{close}`"),
        missing,
        if open == "{" { "\n}" } else { close },
    )
}

/// An item that has its place in a file, in a block that is closed behind it.
pub(super) fn misplaced_item(word: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::Unexpected,
        place,
        format!("`{word}` cannot stand in this block"),
    )
    .because("it belongs to the whole file")
    .help("move it out of the block")
}

pub(super) fn unmatched_close(close: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnmatchedBracket,
        place,
        format!("this `{close}` closes nothing"),
    )
    .help("remove it, or open the bracket it should close")
    .unsafe_fix(format!("remove `{close}`"), place, "")
}

pub(super) fn missing_open(item: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::Unexpected,
        place,
        format!("expected `{{` after the head of the {item}"),
    )
    .because("`{` is expected after this")
}

pub(super) fn section_head(junk: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::Unexpected,
        place,
        format!("expected `{{`, found {}", quoted(junk)),
    )
    .because("a section is written `section NAME \"title\" {`")
}

pub(super) fn unnamed_section(place: Span) -> Diagnostic {
    Diagnostic::at(Code::Unexpected, place, "expected a name after `section`")
        .because("this section has no name")
        .help("name it, for instance `section marketing \"Direct marketing\" {`")
}

pub(super) fn nameless_block(place: Span) -> Diagnostic {
    Diagnostic::at(Code::Unexpected, place, "expected a name, found `{`")
        .because("these nodes have no node above them")
        .help("write the name of the node before its `{`")
}

pub(super) fn reserved_name(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::ReservedName,
        name.span,
        format!("`{}` is a reserved word and cannot be a name", name.text),
    )
    .because("declared here")
    .help(format!(
        "choose another name, for instance `{}_`",
        name.text
    ))
}

pub(super) fn reserved_use(word: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ReservedName,
        place,
        format!("`{word}` is a reserved word and cannot be a name"),
    )
    .because("a name is expected here")
    .help("use another name; a reserved word may only stand behind a dot")
}

pub(super) fn mixed_and_or(place: Span, and: Span, or: Span) -> Diagnostic {
    Diagnostic::at(
        Code::MixedAndOr,
        place,
        "`and` and `or` are mixed without parentheses",
    )
    .because("this can be read in two ways")
    .label(and, "`and` here")
    .label(or, "`or` here")
    .help("put the tests that belong together in parentheses")
}

pub(super) fn said_twice(part: &str, place: Span) -> Diagnostic {
    Diagnostic::at(Code::SaidTwice, place, format!("`{part}` is said twice"))
        .because("only one can hold")
        .help("remove one of the two")
        .unsafe_fix("remove the second one", place, "")
}

pub(super) fn stray_documentation(docs: &[Span]) -> Diagnostic {
    let first = docs.first().copied().unwrap_or_default();
    let diagnostic = Diagnostic::at(
        Code::StrayDocumentation,
        first,
        "this documentation stands above no item",
    )
    .because("nothing to document follows")
    .help("move it above an item or a node, or write `//` for a comment");
    docs.iter().fold(diagnostic, |diagnostic, doc| {
        diagnostic.fix(
            "make it a comment",
            Span::new(doc.start, doc.start.saturating_add(3)),
            "//",
        )
    })
}

pub(super) fn documentation_behind(doc: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrayDocumentation,
        doc,
        "this documentation stands behind something, and would be that of what stands below",
    )
    .because("documentation is about what stands below it")
    .help("put it above what it is about, or write `//` for a comment")
    .fix(
        "make it a comment",
        Span::new(doc.start, doc.start.saturating_add(3)),
        "//",
    )
}

/// A waiver that stands above nothing, or below what it was meant for.
pub(super) fn stray_waiver(waiver: Span) -> Diagnostic {
    Diagnostic::at(
        Code::StrayWaiver,
        waiver,
        "this waiver stands above no item",
    )
    .because("a waiver is no clause: it is about what stands below it")
    .help("put it above the item that it is about; above the header for the whole policy, or write `in this file`")
}

pub(super) fn date_style(written: &str, place: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::DateStyle,
        place,
        format!("`{written}` is not written as a date"),
    )
    .because("a date is written year-month-day")
    .help("write four digits, two digits and two digits, for instance `2018-05-25`");
    let meant = super::day_style::meant(written);
    let is_clear = meant.len() == 1;
    meant.into_iter().fold(finding, |finding, day| {
        let title = format!("write `{day}`");
        if is_clear {
            finding.fix(title, place, day)
        } else {
            finding.unsafe_fix(title, place, day)
        }
    })
}

pub(super) fn comma_between_nodes(commas: &[Span]) -> Diagnostic {
    let first = commas.first().copied().unwrap_or_default();
    let diagnostic = Diagnostic::at(
        Code::ForeignSign,
        first,
        "nodes stand side by side, without commas",
    )
    .because("not needed")
    .help("leave a blank between two nodes");
    commas.iter().fold(diagnostic, |diagnostic, &comma| {
        diagnostic.fix("remove the comma", comma, "")
    })
}

/// Says on the last error that is shown that there may be more.
pub(super) fn last_shown(mut last: Diagnostic) -> Diagnostic {
    let help = last
        .help
        .take()
        .unwrap_or_else(|| "mend the errors above first".to_owned());
    last.help(format!(
        "{help}; further syntax errors of this file are not shown"
    ))
}

/// A text whose nesting the parser cannot follow.
pub(super) fn unreadable(place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::TooDeep,
        place,
        "this text is nested too deep to be read",
    )
    .because("nothing of this file is read")
    .help("name inner parts with `define` or `group`")
}

/// An operator of a programming language, with the word that stands for it here.
pub(super) fn operator(sign: &str, word: &str, place: Span) -> Diagnostic {
    Diagnostic::at(
        Code::ForeignSign,
        place,
        format!("`{sign}` is no sign of the language"),
    )
    .because(format!("this is written `{word}`"))
    .help(format!("write `{word}`"))
    .fix(format!("write `{word}`"), place, word)
}
