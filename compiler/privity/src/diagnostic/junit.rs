//! Tests as JUnit XML, which build servers read: a suite of the tests and one of the assertions, or one a file for other findings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::place::Place;
use super::run::{Case, CaseKind, CaseOutcome, Run};
use super::{Diagnostic, Severity};

/// A `testcase`.
struct Entry {
    name: String,
    file: Option<String>,
    line: Option<usize>,
    outcome: CaseOutcome,
    excuse: Option<String>,
    findings: Vec<Diagnostic>,
}

/// The document, without any time: the same policy gives the same bytes.
#[must_use]
pub fn document(run: &Run<'_>) -> String {
    let suites = match run.cases {
        Some(cases) => of_cases(run, cases),
        None => of_findings(run),
    };
    let all = || suites.values().flatten();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(
        &mut text,
        0,
        "testsuites",
        &counted(&format!("privity {}", run.command), all()),
        false,
    );
    for (name, entries) in &suites {
        element(
            &mut text,
            1,
            "testsuite",
            &counted(name, entries.iter()),
            false,
        );
        for entry in entries {
            test_case(&mut text, run, name, entry);
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn of_cases(run: &Run<'_>, cases: &[Case]) -> BTreeMap<String, Vec<Entry>> {
    let mut suites: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for case in cases {
        let suite = match case.kind {
            CaseKind::Test => "tests",
            CaseKind::Assertion => "assertions",
        };
        let place = case
            .span
            .and_then(|span| Place::of(run.sources, span, run.folder));
        suites.entry(suite.to_owned()).or_default().push(Entry {
            name: case.title.clone(),
            file: place.as_ref().map(|place| place.file.clone()),
            line: place.map(|place| place.line),
            outcome: case.outcome(),
            excuse: case.excuse(),
            findings: case.findings.clone(),
        });
    }
    suites
}

/// A suite a file. What is no error passes, with the words beside it; so does a file of the policy in which nothing was found.
fn of_findings(run: &Run<'_>) -> BTreeMap<String, Vec<Entry>> {
    let mut suites: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for finding in run.findings {
        let place = finding
            .primary
            .as_ref()
            .and_then(|label| Place::of(run.sources, label.span, run.folder));
        let file = place.as_ref().map(|place| place.file.clone());
        let suite = file.clone().or_else(|| run.entry());
        suites
            .entry(suite.unwrap_or_else(|| "policy".to_owned()))
            .or_default()
            .push(Entry {
                name: format!("{}: {}", finding.code.as_str(), finding.message),
                file,
                line: place.map(|place| place.line),
                outcome: match finding.severity {
                    Severity::Error => CaseOutcome::Failed,
                    _ => CaseOutcome::Passed,
                },
                excuse: None,
                findings: vec![finding.clone()],
            });
    }
    for (_, file) in run
        .sources
        .files()
        .filter(|(_, file)| !file.name.starts_with('<'))
    {
        let name = super::place::shown_name(&file.name, run.folder);
        suites.entry(name.clone()).or_insert_with(|| {
            vec![Entry {
                name: format!("privity {}", run.command),
                file: Some(name),
                line: None,
                outcome: CaseOutcome::Passed,
                excuse: None,
                findings: Vec::new(),
            }]
        });
    }
    suites
}

/// The attributes that every suite has.
fn counted<'e>(
    name: &str,
    entries: impl Iterator<Item = &'e Entry> + Clone,
) -> Vec<(&'static str, String)> {
    let count = |outcome| {
        let entries = entries.clone();
        entries
            .filter(|entry| entry.outcome == outcome)
            .count()
            .to_string()
    };
    vec![
        ("name", name.to_owned()),
        ("tests", entries.clone().count().to_string()),
        ("failures", count(CaseOutcome::Failed)),
        ("errors", "0".to_owned()),
        ("skipped", count(CaseOutcome::Excused)),
    ]
}

fn test_case(text: &mut String, run: &Run<'_>, suite: &str, entry: &Entry) {
    let mut attributes = vec![
        ("name", entry.name.clone()),
        ("classname", format!("privity.{}.{suite}", run.command)),
    ];
    attributes.extend(entry.file.clone().map(|file| ("file", file)));
    attributes.extend(entry.line.map(|line| ("line", line.to_string())));
    let is_bare = entry.findings.is_empty() && entry.outcome == CaseOutcome::Passed;
    element(text, 2, "testcase", &attributes, is_bare);
    if is_bare {
        return;
    }
    for finding in entry
        .findings
        .iter()
        .filter(|_| entry.outcome == CaseOutcome::Failed)
    {
        let kind = [
            ("message", finding.message.clone()),
            ("type", finding.code.as_str().to_owned()),
        ];
        element(text, 3, "failure", &kind, false);
        // The line break behind the tag belongs to the text, and readers trim it.
        text.push_str(&escaped(&told(run, finding)));
        text.push_str("\n      </failure>\n");
    }
    match entry.outcome {
        CaseOutcome::Failed => {}
        CaseOutcome::Excused => element(
            text,
            3,
            "skipped",
            &[(
                "message",
                entry.excuse.clone().unwrap_or_else(|| "excused".to_owned()),
            )],
            true,
        ),
        CaseOutcome::Passed => {
            let told: Vec<String> = entry
                .findings
                .iter()
                .map(|finding| told(run, finding))
                .collect();
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "      <system-out>{}</system-out>",
                escaped(&told.join("\n\n"))
            );
        }
    }
    text.push_str("    </testcase>\n");
}

/// A finding with all that is known of it, line by line.
fn told(run: &Run<'_>, finding: &Diagnostic) -> String {
    super::narrate::tell(run.sources, finding, run.folder)
        .trim_end()
        .to_owned()
}

fn element(
    text: &mut String,
    depth: usize,
    name: &str,
    attributes: &[(&'static str, String)],
    is_empty: bool,
) {
    text.push_str(&"  ".repeat(depth));
    text.push('<');
    text.push_str(name);
    for (key, value) in attributes {
        // A line break in an attribute would be read as a blank.
        let value = escaped(value).replace('\n', "&#10;").replace('\t', "&#9;");
        let _ = write!(text, " {key}=\"{value}\"");
    }
    text.push_str(if is_empty { "/>\n" } else { ">\n" });
}

/// As text of XML 1.0, which has no way to write most control characters at all.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\r' => result.push_str("&#13;"),
            '\n' | '\t' => result.push(c),
            '\u{fffe}' | '\u{ffff}' => result.push(char::REPLACEMENT_CHARACTER),
            _ => result.push(super::shown::harmless_character(c)),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SourceMap, Span};

    const ODD: &str = "a<b> & \"c\" ]]> \u{0}\u{1b}[2J\u{ffff}\u{b} 'd'\n\té 🦀\r";

    fn cases() -> (SourceMap, Vec<Case>) {
        let mut sources = SourceMap::new();
        sources
            .add("p<1>.privity", "test \"odd\"\nassert x\n")
            .unwrap();
        let failure = Diagnostic::at(Code::TestFailed, Span::new(0, 4), ODD).help(ODD);
        let case = |title: &str, kind, findings: Vec<Diagnostic>| Case {
            title: title.to_owned(),
            kind,
            span: Some(Span::new(0, 4)),
            failed: !findings.is_empty(),
            findings,
            suppressed: Vec::new(),
        };
        let mut excused = case("excused", CaseKind::Test, Vec::new());
        excused.failed = true;
        let cases = vec![
            case(ODD, CaseKind::Test, vec![failure]),
            case("fine", CaseKind::Test, Vec::new()),
            excused,
            case("never", CaseKind::Assertion, Vec::new()),
        ];
        (sources, cases)
    }

    #[test]
    fn the_document_is_well_formed_whatever_is_in_it() {
        let (sources, cases) = cases();
        let run = Run {
            command: "test",
            sources: &sources,
            findings: &[],
            suppressed: &[],
            cases: Some(&cases),
            folder: "",
            exit: 1,
        };
        let text = document(&run);
        let read = roxmltree::Document::parse(&text).unwrap();
        let all: Vec<_> = read
            .descendants()
            .filter(|node| node.has_tag_name("testcase"))
            .collect();
        assert_eq!(all.len(), 4);
        let odd = all
            .iter()
            .find(|node| {
                node.attribute("line") == Some("1")
                    && node.children().any(|child| child.has_tag_name("failure"))
            })
            .unwrap();
        assert_eq!(odd.attribute("file"), Some("p<1>.privity"));
        let name = odd.attribute("name").unwrap();
        assert!(
            name.starts_with("a<b> & \"c\" ]]> ␀␛[2J\u{fffd}␋ 'd'\n\té 🦀"),
            "{name:?}"
        );
        let suites = read.root_element();
        for (key, value) in [("tests", "4"), ("failures", "1"), ("skipped", "1")] {
            assert_eq!(suites.attribute(key), Some(value));
        }
    }
}
