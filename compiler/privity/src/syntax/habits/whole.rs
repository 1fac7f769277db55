//! Files that are wholly written in another language.

use std::collections::BTreeMap;

use super::diagnostics;
use super::statements::{Foreign, reads_like_prose, span};
use super::table::PROSE;
use crate::diagnostic::Diagnostic;

/// So many signs or fewer tell nothing.
const FEWEST_SIGNS: usize = 16;

/// The finding about a file that is no text. White space counts for nothing, so that a text stays one when it is formatted.
pub(in crate::syntax) fn binary(text: &str, base: u32) -> Option<Diagnostic> {
    let is_sign = |char: &char| !char.is_whitespace() && *char != '\u{FEFF}';
    let (mut signs, mut odd) = (0, 0);
    for char in text.chars().filter(is_sign) {
        signs += 1;
        odd += usize::from(char < ' ');
    }
    let is_pdf = text.starts_with("%PDF-");
    (is_pdf || signs > FEWEST_SIGNS && odd * 10 > signs).then(|| {
        let what = if is_pdf { "a PDF" } else { "binary data" };
        diagnostics::file(what, first_line(text, base))
    })
}

/// The finding about a file that holds nothing of ours and several statements of another language, or JSON, or nothing but prose.
pub(in crate::syntax) fn foreign_file(
    text: &str,
    base: u32,
    statements: &[Foreign],
) -> Option<Diagnostic> {
    let start = text.trim_start();
    let inside = start.get(1..).unwrap_or_default().trim_start();
    if start.starts_with(['{', '[']) && inside.starts_with(['"', '{', '[']) {
        return Some(diagnostics::file("JSON", first_line(text, base)));
    }
    if start.starts_with('<') {
        return Some(diagnostics::file("XML or HTML", first_line(text, base)));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in statements {
        *counts.entry(statement.from).or_default() += 1;
    }
    let sentences = text
        .lines()
        .take(200)
        .filter(|line| reads_like_prose(line) && line.len() > 40);
    *counts.entry(PROSE).or_default() += sentences.count() / 2;
    let (from, count) = counts.into_iter().max_by_key(|&(_, count)| count)?;
    if count < 2 {
        return None;
    }
    let what = if from == PROSE {
        "the text of a policy".to_owned()
    } else {
        format!("written as in {from}")
    };
    Some(diagnostics::file(&what, first_line(text, base)))
}

fn first_line(text: &str, base: u32) -> crate::source::Span {
    let start = text.len() - text.trim_start().len();
    let line = text.get(start..).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default();
    let length = line
        .char_indices()
        .nth(80)
        .map_or(line.trim_end().len(), |(at, _)| at);
    span(start, start + length, base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_the_mark_of_an_encoding_make_no_difference_to_what_is_binary() {
        let odd = "// Terms \0\0\0\0\0\0\u{7}";
        for text in [
            odd.to_owned(),
            format!("{odd}{odd}"),
            "// \u{1}a".repeat(40),
        ] {
            let is_binary = binary(&text, 0).is_some();
            for changed in [
                format!("{text}\n"),
                format!("\u{FEFF}{text}"),
                format!("{}{text}\u{A0}\r\n", " ".repeat(9_000)),
            ] {
                assert_eq!(binary(&changed, 0).is_some(), is_binary, "{changed:?}");
            }
        }
        assert!(binary(odd, 0).is_none());
        assert!(binary(&odd.repeat(2), 0).is_some());
    }
}
