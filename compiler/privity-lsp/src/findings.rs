//! The findings of a package, file by file, as editors read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Message, Range, Uri,
};
use privity::compile::{self, Compilation, Goal, Options};
use privity::diagnostic::{self, Severity};
use privity::load::Package;
use privity::source::{SourceMap, Span};

use crate::documents::Documents;
use crate::{positions, uris};

/// How many further places of one mistake are underlined.
const MOST_PLACES: usize = 200;

/// What is known of a package: its files, and what was found in each.
pub(crate) type ByFile = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// What the editor holds in place of what is on the disk.
pub(crate) fn overlay(documents: &Documents) -> impl Fn(&Path) -> Option<String> {
    |path| {
        documents
            .by_path(path)
            .map(|document| document.text.clone())
    }
}

/// How far an editor's policy is checked.
pub(crate) fn options() -> Options {
    Options {
        goal: Goal::Check,
        today: today(),
        ..Options::default()
    }
}

/// Checks the package of a file. Every file of the package has an entry, so that findings that are gone are taken back.
pub(crate) fn of_package(path: &Path, documents: &Documents) -> ByFile {
    let Compilation {
        package, findings, ..
    } = compile::compile_at(path, &overlay(documents), options());
    let mut by_file = ByFile::new();
    by_file.insert(path.to_owned(), Vec::new());
    for (_, file) in package.program.sources.files() {
        if let Some(path) = path_of(&package, &file.name) {
            by_file.entry(path).or_default();
        }
    }
    for finding in &findings {
        let shown_at = finding
            .primary
            .as_ref()
            .and_then(|label| Some((place(&package, label.span)?, label)));
        match shown_at {
            Some(((path, range), label)) => {
                let message = message(finding, &label.text);
                let shown = converted(&package, documents, finding, range, message);
                // An editor underlines the mistake wherever it stands.
                let elsewhere = finding.elsewhere.iter().take(MOST_PLACES);
                for (path, range) in elsewhere.filter_map(|&span| place(&package, span)) {
                    let mut again = shown.clone();
                    again.range = range;
                    by_file.entry(path).or_default().push(again);
                }
                by_file.entry(path).or_default().push(shown);
            }
            // What no text shows, or one the editor cannot open, is said at the top of the file at hand.
            None => {
                let message = message(finding, "");
                let finding = converted(&package, documents, finding, Range::default(), message);
                by_file.entry(path.to_owned()).or_default().push(finding);
            }
        }
    }
    by_file
}

/// The day by the clock of the system, in UTC, as a day number.
fn today() -> Option<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs() / 86_400).ok()
}

/// The file of a name, if it is one on the disk.
fn path_of(package: &Package, name: &str) -> Option<PathBuf> {
    if name.starts_with('<') {
        return None;
    }
    let path = package.folder.join(name);
    Some(path.canonicalize().unwrap_or(path))
}

/// The file of a span, and where it lies there.
pub(crate) fn place(package: &Package, span: Span) -> Option<(PathBuf, Range)> {
    let sources: &SourceMap = &package.program.sources;
    let (id, _) = sources.locate(span)?;
    let path = path_of(package, &sources.file(id).name)?;
    Some((path, positions::range(sources, span)?))
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
    package: &Package,
    documents: &Documents,
    finding: &diagnostic::Diagnostic,
    range: Range,
    message: String,
) -> Diagnostic {
    let related: Vec<DiagnosticRelatedInformation> = finding
        .labels
        .iter()
        .filter_map(|label| {
            let (path, range) = place(package, label.span)?;
            let location = Location::new(uri(&path, documents), range);
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

/// The name of a file in the editor's own spelling, if it has the file open.
pub(crate) fn uri(path: &Path, documents: &Documents) -> Uri {
    let spelled = documents.by_path(path).map(|document| document.uri.clone());
    Uri(spelled.unwrap_or_else(|| uris::of_path(path)))
}
