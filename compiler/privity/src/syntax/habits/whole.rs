//! Files that are wholly written in another language.

use std::collections::BTreeMap;

use super::diagnostics;
use super::statements::{Foreign, reads_like_prose, span};
use super::table::PROSE;
use crate::diagnostic::Diagnostic;

/// Bytes of a file that are looked at to tell what it is.
const LOOKED_AT: usize = 8192;

/// The finding about a file that is no text.
pub(in crate::syntax) fn binary(text: &str, base: u32) -> Option<Diagnostic> {
    let head = text.as_bytes().iter().take(LOOKED_AT);
    let length = head.len();
    let odd = head
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
        .count();
    let is_pdf = text.starts_with("%PDF-");
    (is_pdf || length > 16 && odd * 10 > length).then(|| {
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
