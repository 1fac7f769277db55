//! The findings of a package, file by file, as editors read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, LspAny, Message, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use privity::diagnostic::{self, Applicability, Severity};
use serde_json::json;

use crate::snapshot::Snapshot;

/// How many further places of one mistake are underlined.
const MOST_PLACES: usize = 200;

/// What is known of a package: its files, and what was found in each.
pub(crate) type ByFile = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// The findings of a package. Every file of it has an entry, so that findings that are gone are taken back; so has `asked`.
pub(crate) fn by_file(
    snapshot: &Snapshot,
    findings: &[diagnostic::Diagnostic],
    asked: &Path,
) -> ByFile {
    let mut by_file = ByFile::new();
    by_file.insert(asked.to_owned(), Vec::new());
    for (path, _) in snapshot.files() {
        by_file.insert(path.to_owned(), Vec::new());
    }
    for finding in findings {
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
    let can = &snapshot.client().findings;
    let tags: Vec<DiagnosticTag> = tag_of(finding.code)
        .into_iter()
        .filter(|tag| can.tags.contains(tag))
        .collect();
    let related = (can.has_related && !related.is_empty()).then_some(related);
    Diagnostic::new(
        range,
        Some(severity),
        Some(Code::String(finding.code.as_str().to_owned())),
        None,
        Some("privity".to_owned()),
        Message::String(message),
        (!tags.is_empty()).then_some(tags),
        related,
        data(finding).filter(|_| can.keeps_data),
    )
}

/// How an editor shows the stretch itself: faded for what does nothing, struck out for what is not to be used any more.
fn tag_of(code: diagnostic::Code) -> Option<DiagnosticTag> {
    use diagnostic::Code as Found;
    match code {
        Found::RepeatedImport
        | Found::UnusedWaiver
        | Found::StaleBaseline
        | Found::UnusedImport
        | Found::UnusedDeclaration
        | Found::UnusedAmbiguity
        | Found::SameRuleTwice
        | Found::DeadPermit
        | Found::DeadPart
        | Found::RedundantPermit
        | Found::RedundantGuard
        | Found::IdleLift => Some(DiagnosticTag::Unnecessary),
        Found::RenamedName => Some(DiagnosticTag::Deprecated),
        _ => None,
    }
}

/// What programs may want to know: the code's title, and the repairs there are, in the words of the code actions that make them.
fn data(finding: &diagnostic::Diagnostic) -> Option<LspAny> {
    let fixes: Vec<LspAny> = finding
        .fixes
        .iter()
        .map(|fix| json!({"title": fix.title, "safe": fix.applicability == Applicability::Safe}))
        .collect();
    let about = json!({"about": finding.code.title(), "fixes": fixes});
    Some(about)
}

/// What the editor gets that asks about one file.
pub(crate) fn report(
    found: Vec<Diagnostic>,
    id: String,
    before: Option<&str>,
) -> DocumentDiagnosticReport {
    if before == Some(id.as_str()) {
        let unchanged = UnchangedDocumentDiagnosticReport::new(id);
        return RelatedUnchangedDocumentDiagnosticReport::new(None, unchanged).into();
    }
    let full = FullDocumentDiagnosticReport::new(Some(id), found);
    RelatedFullDocumentDiagnosticReport::new(None, full).into()
}

/// What the editor gets that asks about all files: one entry a file.
pub(crate) fn workspace_report(
    uri: Uri,
    version: Option<i32>,
    found: Vec<Diagnostic>,
    id: String,
    before: Option<&str>,
) -> WorkspaceDocumentDiagnosticReport {
    if before == Some(id.as_str()) {
        let unchanged = UnchangedDocumentDiagnosticReport::new(id);
        return WorkspaceUnchangedDocumentDiagnosticReport::new(uri, version, unchanged).into();
    }
    let full = FullDocumentDiagnosticReport::new(Some(id), found);
    WorkspaceFullDocumentDiagnosticReport::new(uri, version, full).into()
}
