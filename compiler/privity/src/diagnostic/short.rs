//! Findings as one line each, for editors and for `grep`.

use super::Diagnostic;
use super::place::Place;
use super::shown::escaped;
use crate::source::SourceMap;

/// `path:line:column: code: message`, with a line break at the end; a finding without a place begins with its code.
#[must_use]
pub fn line(sources: &SourceMap, finding: &Diagnostic, folder: &str) -> String {
    let place = finding
        .primary
        .as_ref()
        .and_then(|label| Place::of(sources, label.span, folder));
    let more = match finding.elsewhere.len() {
        0 => String::new(),
        1 => " (and at one more place)".to_owned(),
        more => format!(" (and at {more} more places)"),
    };
    let words = format!("{}: {}{more}", finding.code.as_str(), finding.message);
    let whole = match place {
        Some(place) => format!("{}:{}:{}: {words}", place.file, place.line, place.column),
        None => words,
    };
    format!("{}\n", escaped(&whole))
}
