//! The findings of a package, file by file, as editors read them.

use std::collections::BTreeMap;
use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, LspAny, Message, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use privity::diagnostic::{self, Applicability, Severity};
use privity::source::{FileId, Span};
use serde_json::json;

use crate::published::{ByFile, Listed, Told};
use crate::snapshot::Snapshot;

/// How many further places of one mistake are underlined.
const MOST_PLACES: usize = 200;

/// The findings of a package. Every file of it has an entry, so that findings that are gone are taken back; so has `asked`. What no text shows
/// is said at the top of the file that the package begins with, or of `asked` if there is none.
pub(crate) fn by_file<'a>(snapshot: &'a Snapshot, asked: &'a Path) -> ByFile<'a> {
    let mut by_file = ByFile::from([(asked, Told::default())]);
    if snapshot.is_standard() {
        return by_file;
    }
    by_file.extend(snapshot.files().map(|(path, _)| (path, Told::default())));
    let entry = snapshot.entry();
    let top = match snapshot.file_at(entry) {
        Some(_) => entry,
        None => asked,
    };
    for part in snapshot.found().parts() {
        for (file, listed) in part.listed(|findings| listed(snapshot, findings)) {
            let path = file.and_then(|file| snapshot.path(file));
            by_file.entry(path.unwrap_or(top)).or_default().add(listed);
        }
    }
    by_file
}

/// Makes what editors read of the findings of a package, so that telling of them is quick.
pub(crate) fn prepare(snapshot: &Snapshot) {
    for part in snapshot.found().parts() {
        part.listed(|findings| listed(snapshot, findings));
    }
}

/// What editors read of findings in each file; under `None` what no text shows, or one that editors cannot open.
fn listed(
    snapshot: &Snapshot,
    findings: &[diagnostic::Diagnostic],
) -> BTreeMap<Option<FileId>, Listed> {
    let mut by_file: BTreeMap<Option<FileId>, Vec<Diagnostic>> = BTreeMap::new();
    for finding in findings {
        let shown_at = finding
            .primary
            .as_ref()
            .and_then(|label| Some((file_and_range(snapshot, label.span)?, label)));
        match shown_at {
            Some(((file, range), label)) => {
                let message = message(finding, &label.text);
                let shown = converted(snapshot, finding, range, message);
                // An editor underlines the mistake wherever it stands.
                let elsewhere = finding.elsewhere.iter().take(MOST_PLACES);
                for (file, range) in elsewhere.filter_map(|&span| file_and_range(snapshot, span)) {
                    let mut again = shown.clone();
                    again.range = range;
                    by_file.entry(Some(file)).or_default().push(again);
                }
                by_file.entry(Some(file)).or_default().push(shown);
            }
            None => {
                let message = message(finding, "");
                let finding = converted(snapshot, finding, Range::default(), message);
                by_file.entry(None).or_default().push(finding);
            }
        }
    }
    let by_file = by_file.into_iter();
    by_file
        .map(|(file, findings)| (file, Listed::new(findings)))
        .collect()
}

/// The file and the range of a span; `None` in what the editor cannot open.
fn file_and_range(snapshot: &Snapshot, span: Span) -> Option<(FileId, Range)> {
    let (file, _) = snapshot.sources().locate(span)?;
    snapshot.path(file)?;
    Some((file, snapshot.range(span)?))
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
    told: &Told<'_>,
    id: String,
    before: Option<&str>,
) -> DocumentDiagnosticReport {
    if before == Some(id.as_str()) {
        let unchanged = UnchangedDocumentDiagnosticReport::new(id);
        return RelatedUnchangedDocumentDiagnosticReport::new(None, unchanged).into();
    }
    let full = FullDocumentDiagnosticReport::new(Some(id), told.findings());
    RelatedFullDocumentDiagnosticReport::new(None, full).into()
}

/// What the editor gets that asks about all files: one entry a file.
pub(crate) fn workspace_report(
    uri: Uri,
    version: Option<i32>,
    told: &Told<'_>,
    id: String,
    before: Option<&str>,
) -> WorkspaceDocumentDiagnosticReport {
    if before == Some(id.as_str()) {
        let unchanged = UnchangedDocumentDiagnosticReport::new(id);
        return WorkspaceUnchangedDocumentDiagnosticReport::new(uri, version, unchanged).into();
    }
    let full = FullDocumentDiagnosticReport::new(Some(id), told.findings());
    WorkspaceFullDocumentDiagnosticReport::new(uri, version, full).into()
}
