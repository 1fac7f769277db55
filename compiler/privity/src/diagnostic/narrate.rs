//! A finding told in sentences, for screen readers: no drawing, every place in words.

use std::fmt::Write as _;

use super::place::{Place, same_on_lines};
use super::{Diagnostic, Label, Severity};
use crate::source::SourceMap;

/// Lines of source longer than this many characters are told in part.
const LONGEST_LINE: usize = 200;

/// The finding with a line break at the end; `folder` is put in front of the names of the policy's own files.
pub(super) fn tell(sources: &SourceMap, finding: &Diagnostic, folder: &str) -> String {
    let severity = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Advice => "Advice",
        Severity::Note => "Note",
    };
    let mut text = format!(
        "{severity} {}: {}.\n",
        finding.code.as_str(),
        finding.message
    );
    if let Some(primary) = &finding.primary {
        label(&mut text, sources, "In", primary, folder);
    }
    for other in &finding.labels {
        label(&mut text, sources, "See also", other, folder);
    }
    let primary = finding.primary.as_ref().map(|label| label.span);
    // Writing to a string does not fail.
    if let Some(same) = same_on_lines(sources, primary, &finding.elsewhere, folder) {
        let mut letters = same.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let _ = writeln!(
            text,
            "{}{}.",
            first.map_or_else(String::new, String::from),
            letters.as_str()
        );
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "Help: {help}.");
    }
    if let Some(witness) = &finding.witness {
        let _ = writeln!(text, "For instance: {witness}.");
    }
    text
}

fn label(text: &mut String, sources: &SourceMap, lead: &str, label: &Label, folder: &str) {
    let Some(place) = Place::of(sources, label.span, folder) else {
        return;
    };
    let _ = write!(text, "{lead} {}, line {}", place.file, place.line);
    let _ = if place.end_line > place.line {
        let (column, end) = (place.column, place.end_column.saturating_sub(1).max(1));
        write!(
            text,
            ", column {column}, to line {}, column {end}",
            place.end_line
        )
    } else if place.end_column > place.column + 1 {
        write!(
            text,
            ", columns {} to {}",
            place.column,
            place.end_column - 1
        )
    } else {
        write!(text, ", column {}", place.column)
    };
    if !label.text.is_empty() {
        let _ = write!(text, ": {}", label.text);
    }
    text.push_str(".\n");
    if let Some((id, range)) = sources.locate(label.span) {
        let shown: String = sources
            .file(id)
            .text
            .get(range)
            .and_then(|marked| marked.lines().next())
            .unwrap_or_default()
            .chars()
            .take(LONGEST_LINE)
            .collect();
        if !shown.trim().is_empty() {
            let _ = writeln!(text, "The text there: {}", shown.trim());
        }
    }
}
