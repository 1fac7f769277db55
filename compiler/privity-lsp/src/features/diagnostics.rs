//! The findings of a package, file by file, as editors read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Message,
    Range,
};
use privity::diagnostic::{self, Severity};

use crate::snapshot::Snapshot;

/// How many further places of one mistake are underlined.
const MOST_PLACES: usize = 200;

/// What is known of a package: its files, and what was found in each.
pub(crate) type ByFile = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// The findings of a package. Every file of it has an entry, so that findings that are gone are taken back; so has `asked`.
pub(crate) fn by_file(snapshot: &Snapshot, asked: &Path) -> ByFile {
    let mut by_file = ByFile::new();
    by_file.insert(asked.to_owned(), Vec::new());
    for (path, _) in snapshot.files() {
        by_file.insert(path.to_owned(), Vec::new());
    }
    for finding in snapshot.findings() {
        let shown_at = finding
            .primary
            .as_ref()
            .and_then(|label| Some((snapshot.file_and_range(label.span)?, label)));
        match shown_at {
            Some(((path, range), label)) => {
                let message = message(finding, &label.text);
                let shown = converted(snapshot, finding, range, message);
                // An editor underlines the mistake wherever it stands.
                let elsewhere = finding.elsewhere.iter().take(MOST_PLACES);
                for (path, range) in elsewhere.filter_map(|&span| snapshot.file_and_range(span)) {
                    let mut again = shown.clone();
                    again.range = range;
                    by_file.entry(path.to_owned()).or_default().push(again);
                }
                by_file.entry(path.to_owned()).or_default().push(shown);
            }
            // What no text shows, or one the editor cannot open, is said at the top of the file at hand.
            None => {
                let message = message(finding, "");
                let finding = converted(snapshot, finding, Range::default(), message);
                by_file.entry(asked.to_owned()).or_default().push(finding);
            }
        }
    }
    by_file
}

fn message(finding: &diagnostic::Diagnostic, reason: &str) -> String {
    let mut message = finding.message.clone();
    if !reason.is_empty() {
        message.push_str(&format!("\n{reason}"));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    if let Some(witness) = &finding.witness {
        message.push_str(&format!("\nfor instance: {witness}"));
    }
    message
}

fn converted(
    snapshot: &Snapshot,
    finding: &diagnostic::Diagnostic,
    range: Range,
    message: String,
) -> Diagnostic {
    let related: Vec<DiagnosticRelatedInformation> = finding
        .labels
        .iter()
        .filter_map(|label| {
            let location = snapshot.location(label.span)?;
            Some(DiagnosticRelatedInformation::new(
                location,
                label.text.clone(),
            ))
        })
        .collect();
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Advice => DiagnosticSeverity::Information,
        Severity::Note => DiagnosticSeverity::Hint,
    };
    let is_idle = matches!(
        finding.code,
        diagnostic::Code::RepeatedImport | diagnostic::Code::UnusedWaiver
    );
    let tags = is_idle.then(|| vec![DiagnosticTag::Unnecessary]);
    Diagnostic::new(
        range,
        Some(severity),
        Some(Code::String(finding.code.as_str().to_owned())),
        None,
        Some("privity".to_owned()),
        Message::String(message),
        tags,
        (!related.is_empty()).then_some(related),
        None,
    )
}
