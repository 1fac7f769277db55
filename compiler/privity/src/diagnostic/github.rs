//! Findings as annotations of GitHub Actions, and as a table for the summary of a job.

use std::fmt::Write as _;

use super::place::Place;
use super::run::Run;
use super::shown::escaped;
use super::{Diagnostic, Severity};

/// The most rows of the table; the page of a job takes no text without end.
const MOST_ROWS: usize = 200;

/// One workflow command a finding, errors first, since only the first few of each kind are shown.
#[must_use]
pub fn annotations(run: &Run<'_>) -> String {
    let mut findings: Vec<&Diagnostic> = run.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
        .into_iter()
        .map(|finding| annotation(run, finding))
        .collect()
}

fn annotation(run: &Run<'_>, finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice | Severity::Note => "notice",
    };
    let title = format!("{}: {}", finding.code.as_str(), finding.code.title());
    let mut properties = vec![("title", title)];
    let mut words = finding.words();
    match place(run, finding) {
        // A file that is not in the repository, such as one of the standard library, cannot be annotated.
        Some(place) if place.file.starts_with('<') => {
            let _ = write!(words, "\nat {}:{}:{}", place.file, place.line, place.column);
        }
        Some(place) => {
            properties.push(("file", relative(&place.file)));
            properties.push(("line", place.line.to_string()));
            // Columns of several lines are refused.
            if place.line == place.end_line {
                properties.push(("col", place.column.to_string()));
                properties.push(("endLine", place.end_line.to_string()));
                properties.push(("endColumn", place.end_column.to_string()));
            } else {
                properties.push(("endLine", place.end_line.to_string()));
            }
        }
        None => properties.extend(run.entry().map(|entry| ("file", relative(&entry)))),
    }
    let properties: Vec<String> = properties
        .into_iter()
        .map(|(key, value)| format!("{key}={}", property(&value)))
        .collect();
    format!("::{command} {}::{}\n", properties.join(","), data(&words))
}

fn place(run: &Run<'_>, finding: &Diagnostic) -> Option<Place> {
    let primary = finding.primary.as_ref()?;
    Place::of(run.sources, primary.span, run.folder)
}

/// The name of a file as the repository has it.
fn relative(name: &str) -> String {
    name.strip_prefix("./").unwrap_or(name).to_owned()
}

/// As the value of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// As a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The findings as a table in Markdown, for the page of the job.
#[must_use]
pub fn summary(run: &Run<'_>) -> String {
    let count = run.findings.len();
    let mut text = format!("### privity {}\n\n", run.command);
    if count == 0 {
        text.push_str("Nothing was found.\n");
        return text;
    }
    text.push_str("| | code | place | |\n|---|---|---|---|\n");
    for finding in run.findings.iter().take(MOST_ROWS) {
        let place = place(run, finding).map_or_else(String::new, |place| {
            code(&format!("{}:{}:{}", place.file, place.line, place.column))
        });
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| {} | {} | {place} | {} |",
            finding.severity.word(),
            finding.code.as_str(),
            cell(&finding.message)
        );
    }
    if count > MOST_ROWS {
        let _ = writeln!(text, "\n… and {} more.", count - MOST_ROWS);
    }
    text
}

/// Words as a cell of a table: what stands in backticks stays, and nothing else means anything.
fn cell(text: &str) -> String {
    super::markdown::inline(&escaped(text)).replace('|', "\\|")
}

/// A name as code in a cell.
fn code(text: &str) -> String {
    format!("`{}`", escaped(text).replace('`', "'")).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SourceMap, Span};

    fn run<'a>(sources: &'a SourceMap, findings: &'a [Diagnostic]) -> Run<'a> {
        Run {
            command: "check",
            sources,
            findings,
            suppressed: &[],
            cases: None,
            folder: "a,b",
            exit: 1,
        }
    }

    #[test]
    fn errors_come_first_and_nothing_in_a_message_is_a_command() {
        let mut sources = SourceMap::new();
        sources.add("p:1.privity", "one\ntwo\nthree\n").unwrap();
        let mut warning =
            Diagnostic::at(Code::RepeatedImport, Span::new(0, 3), "100 %\n::error::no");
        warning.severity = Severity::Warning;
        let error = Diagnostic::at(Code::Unexpected, Span::new(1, 6), "over lines").help("mend it");
        let findings = [warning, error];
        assert_eq!(
            annotations(&run(&sources, &findings)),
            "::error title=P0101%3A something else is expected here,file=a%2Cb/p%3A1.privity,line=1,endLine=2::over lines%0Ahelp: mend it\n\
             ::warning title=P0004%3A a module is imported twice,file=a%2Cb/p%3A1.privity,line=1,col=1,endLine=1,endColumn=4::100 %25%0A::error::no\n"
        );
    }

    #[test]
    fn the_table_keeps_its_columns() {
        let mut sources = SourceMap::new();
        sources.add("p.privity", "one\n").unwrap();
        let findings = [Diagnostic::at(
            Code::Unexpected,
            Span::new(0, 1),
            "a | `b|c` <b> *d*\n# e",
        )];
        assert_eq!(
            summary(&run(&sources, &findings)),
            "### privity check\n\n| | code | place | |\n|---|---|---|---|\n\
             | error | P0101 | `a,b/p.privity:1:1` | a \\| `b\\|c` \\<b\\> \\*d\\*\\\\n\\# e |\n"
        );
    }
}
