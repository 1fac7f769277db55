//! Findings as one line each, for editors and for `grep`.

use super::Diagnostic;
use super::place::Place;
use super::shown::escaped;
use crate::source::SourceMap;

/// `path:line:column: severity[code]: message`, with a line break at the end; a finding without a place begins with its severity.
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
    let words = format!(
        "{}[{}]: {}{more}",
        finding.severity.word(),
        finding.code.as_str(),
        finding.message
    );
    let whole = match place {
        Some(place) => format!("{}:{}:{}: {words}", place.file, place.line, place.column),
        None => words,
    };
    format!("{}\n", escaped(&whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn a_finding_is_one_line_whatever_is_in_it() {
        let mut sources = SourceMap::new();
        sources.add("a\nb.privity", "x\ny").unwrap();
        let finding = Diagnostic::at(Code::Unreadable, Span::new(2, 3), "odd\n`\u{1b}[2J`");
        assert_eq!(
            line(&sources, &finding, "shop"),
            "shop/a\\nb.privity:2:1: error[P0001]: odd\\n`\\u{1b}[2J`\n"
        );
        let nowhere = Diagnostic::without_place(Code::NoPolicy, "no policy");
        assert_eq!(line(&sources, &nowhere, ""), "error[P0005]: no policy\n");
    }
}
