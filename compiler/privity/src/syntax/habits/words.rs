//! Words of other languages inside of a statement of ours.

use super::diagnostics;
use super::table::WORDS;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The finding about a foreign word that begins at an offset; `None` if there is none. `place` makes a span of bytes.
pub(in crate::syntax) fn word_at(
    text: &str,
    at: usize,
    place: impl Fn(usize, usize) -> Span,
) -> Option<Diagnostic> {
    let rest = text.get(at..)?;
    let (written, word, help) = WORDS.iter().find_map(|&(foreign, ours, help)| {
        let written = rest.get(..foreign.len())?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let ends = !foreign.ends_with(is_word) || !rest.get(foreign.len()..)?.starts_with(is_word);
        let is_same = written.eq_ignore_ascii_case(foreign) && written != ours;
        (is_same && ends).then_some((written, ours, help))
    })?;
    let span = place(at, at + written.len());
    let finding = diagnostics::word(written, help, span);
    let is_swap = !word.is_empty() && help == format!("write `{word}`");
    let title = format!("write `{word}`");
    Some(match () {
        () if !is_swap => finding,
        () if written.eq_ignore_ascii_case(word) => finding.fix(title, span, word),
        () => finding.unsafe_fix(title, span, word),
    })
}
