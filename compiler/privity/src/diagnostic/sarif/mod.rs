//! Findings as SARIF 2.1.0, the format that code scanning reads.

mod log;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::log::{
    ArtifactChange, ArtifactLocation, ArtifactLocationOfBase, AutomationDetails, Configuration,
    Driver, Invocation, Location, Log, LogFix, LogResult, LogRun, LogSuppression, Message,
    PhysicalLocation, Region, Replacement, Rule, Tool,
};
use super::fingerprint::fingerprints;
use super::place::shown_name;
use super::run::Run;
use super::suppressed::Suppression;
use super::{Applicability, Code, Diagnostic, Fix, Severity, markdown};
use crate::source::Span;

/// What the addresses of the policy's files are relative to.
const BASE: &str = "%SRCROOT%";
/// Under which name a fingerprint is written; the number changes with the way it is made.
const FINGERPRINT: &str = "privityFinding/v1";
/// Everything in a path but what RFC 3986 calls unreserved, and the slashes.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The log of a run as JSON text, ending with a newline.
#[must_use]
pub fn log(run: &Run<'_>) -> String {
    let known = run.suppressed.iter().map(|known| &known.finding);
    let all: Vec<Diagnostic> = run.findings.iter().chain(known).cloned().collect();
    let used: BTreeSet<Code> = all.iter().map(|finding| finding.code).collect();
    let codes: Vec<Code> = used.into_iter().collect();
    let suppressions = run.findings.iter().map(|_| None);
    let suppressions = suppressions.chain(run.suppressed.iter().map(|known| Some(&known.by)));
    let results = all
        .iter()
        .zip(fingerprints(run.sources, &all))
        .zip(suppressions)
        .map(|((finding, fingerprint), by)| {
            // The rules are sorted, and every code is among them.
            let rule_index = codes.binary_search(&finding.code).unwrap_or_default();
            LogResult {
                suppressions: by.map(|by| suppression(run, by)).into_iter().collect(),
                ..result(run, finding, rule_index, fingerprint)
            }
        })
        .collect();
    let described = Message::plain("the folder that the names of files begin in");
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [LogRun {
            tool: Tool {
                driver: Driver {
                    name: "privity",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: codes.into_iter().map(rule).collect(),
                },
            },
            automation_details: AutomationDetails {
                id: automation(run),
            },
            invocations: [Invocation {
                execution_successful: run.exit < 2,
                exit_code: run.exit,
            }],
            original_uri_base_ids: BTreeMap::from([(
                BASE,
                ArtifactLocationOfBase {
                    description: described,
                },
            )]),
            column_kind: "utf16CodeUnits",
            results,
        }],
    };
    // The types have only strings as keys and no numbers that JSON lacks, so this cannot fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// The category of the run, so that the logs of two policies of a repository do not replace each other.
fn automation(run: &Run<'_>) -> String {
    let parts = ["privity", run.command, run.folder.trim_matches('/')];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}/", parts.join("/"))
}

fn rule(code: Code) -> Rule {
    let page = code.page().trim_end();
    let first = page.split("\n\n").next().unwrap_or(page);
    Rule {
        id: code.as_str(),
        name: format!("{code:?}"),
        short_description: Message::plain(code.title()),
        full_description: Message::plain(first),
        help: Message {
            text: page.to_owned(),
            markdown: Some(page.to_owned()),
        },
        default_configuration: Configuration {
            level: level(code.severity()),
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice | Severity::Note => "note",
    }
}

fn result(
    run: &Run<'_>,
    finding: &Diagnostic,
    rule_index: usize,
    fingerprint: String,
) -> LogResult {
    let primary = finding.primary.as_ref();
    let place = primary.and_then(|label| physical(run, label.span));
    // Code scanning refuses what has no place at all.
    let place = place.or_else(|| {
        let entry = run.entry()?;
        Some(PhysicalLocation {
            artifact_location: artifact(&entry),
            region: None,
        })
    });
    let labels = finding.labels.iter();
    let labels = labels.map(|label| (label.span, label.text.as_str()));
    let same = finding.elsewhere.iter().map(|&span| (span, "the same"));
    let related = labels
        .chain(same)
        .enumerate()
        .filter_map(|(at, (span, text))| {
            Some(Location {
                id: Some(at + 1),
                physical_location: physical(run, span)?,
                message: (!text.is_empty()).then(|| Message::plain(text)),
            })
        });
    let words = finding.words();
    LogResult {
        rule_id: finding.code.as_str(),
        rule_index,
        level: level(finding.severity),
        message: Message {
            markdown: Some(as_markdown(&words)),
            text: words,
        },
        locations: place
            .into_iter()
            .map(|physical_location| Location {
                id: None,
                physical_location,
                message: None,
            })
            .collect(),
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: finding
            .fixes
            .iter()
            // Whoever reads a log may make its repairs without asking.
            .filter(|fix| fix.applicability == Applicability::Safe)
            .filter_map(|fix| log_fix(run, fix))
            .collect(),
        suppressions: Vec::new(),
    }
}

fn suppression(run: &Run<'_>, by: &Suppression) -> LogSuppression {
    let (kind, at) = match by {
        Suppression::Waiver { at, .. } => ("inSource", Some(*at)),
        Suppression::Baseline { .. } => ("external", None),
    };
    LogSuppression {
        kind,
        status: "accepted",
        justification: by.to_string(),
        location: at
            .and_then(|span| physical(run, span))
            .map(|physical_location| Location {
                id: None,
                physical_location,
                message: None,
            }),
    }
}

/// A paragraph a line.
fn as_markdown(words: &str) -> String {
    let lines: Vec<String> = words.lines().map(markdown::inline).collect();
    lines.join("\n\n")
}

fn log_fix(run: &Run<'_>, fix: &Fix) -> Option<LogFix> {
    let mut changes: Vec<ArtifactChange> = Vec::new();
    for edit in &fix.edits {
        let physical = physical(run, edit.span)?;
        let replacement = Replacement {
            deleted_region: physical.region?,
            inserted_content: Message::plain(edit.replacement.as_str()),
        };
        let artifact_location = physical.artifact_location;
        match changes
            .iter_mut()
            .find(|change| change.artifact_location == artifact_location)
        {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(ArtifactChange {
                artifact_location,
                replacements: vec![replacement],
            }),
        }
    }
    (!changes.is_empty()).then(|| LogFix {
        description: Message::plain(fix.title.as_str()),
        artifact_changes: changes,
    })
}

fn physical(run: &Run<'_>, span: Span) -> Option<PhysicalLocation> {
    let (id, range) = run.sources.locate(span)?;
    let file = run.sources.file(id);
    let place = |offset: usize| {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        (file.line_of(offset) + 1, file.column_of(offset).utf16 + 1)
    };
    let (start_line, start_column) = place(range.start);
    let (end_line, end_column) = place(range.end);
    Some(PhysicalLocation {
        artifact_location: artifact(&shown_name(&file.name, run.folder)),
        region: Some(Region {
            start_line,
            start_column,
            end_line,
            end_column,
        }),
    })
}

/// The address of a file: relative to the base, or, for a text that is no file, such as a module of the standard library, one of its own.
fn artifact(name: &str) -> ArtifactLocation {
    let encoded = |path: &str| utf8_percent_encode(path, ESCAPED).to_string();
    if name.starts_with('<') {
        return ArtifactLocation {
            uri: format!("privity:{}", encoded(&name.replace(['<', '>'], ""))),
            uri_base_id: None,
        };
    }
    ArtifactLocation {
        uri: encoded(name.trim_start_matches("./")),
        uri_base_id: Some(BASE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn log_of(text: &str, word: &str) -> serde_json::Value {
        let mut sources = SourceMap::new();
        sources.add("a b/ü%.privity", text).unwrap();
        let at = u32::try_from(text.find(word).unwrap()).unwrap();
        let span = Span::new(at, at + u32::try_from(word.len()).unwrap());
        let findings = [Diagnostic::at(Code::UnknownName, span, "unknown `a_b` *x*")
            .help("write `c`")
            .fix("write `c`", span, "c")];
        let run = Run {
            command: "check",
            sources: &sources,
            findings: &findings,
            suppressed: &[],
            cases: None,
            folder: "policies/shop",
            exit: 1,
        };
        serde_json::from_str(&log(&run)).unwrap()
    }

    #[test]
    fn columns_count_units_of_utf16_and_addresses_are_escaped() {
        let value = log_of("one\r\n\t\"🦀é\" here\r\n", "here");
        let place = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            "policies/shop/a%20b/%C3%BC%25.privity"
        );
        let region =
            serde_json::json!({"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 12});
        assert_eq!(place["region"], region);
        let fix = &value["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
        assert_eq!(fix["replacements"][0]["deletedRegion"], region);
    }

    #[test]
    fn what_is_no_code_means_nothing_in_markdown() {
        let value = log_of("x", "x");
        let message = &value["runs"][0]["results"][0]["message"];
        assert_eq!(message["text"], "unknown `a_b` *x*\nhelp: write `c`");
        assert_eq!(
            message["markdown"],
            "unknown `a_b` \\*x\\*\n\nhelp: write `c`"
        );
    }

    #[test]
    fn a_text_that_is_no_file_has_an_address_of_its_own() {
        assert_eq!(
            artifact("<stdlib>/law/gdpr.privity").uri,
            "privity:stdlib/law/gdpr.privity"
        );
        assert_eq!(artifact("./notice.txt").uri, "notice.txt");
    }
}
