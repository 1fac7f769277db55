//! One state of one package, for answering questions about it: it never changes, and it costs nothing to hand on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gen_lsp_types::{Location, Position, Range, TextDocumentPositionParams, Uri};
use privity::compile::{self, Checked, Goal, Known, Options};
use privity::diagnostic::{Diagnostic, Report};
use privity::load::{self, Package};
use privity::program::ProgramModule;
use privity::source::{FileId, SourceMap, Span};
use privity::triage::Baseline;

use crate::client::Client;
use crate::documents::{Document, Documents, canonical};
use crate::positions::{self, Encoding};
use crate::uris;

/// A state of a package.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot(Arc<State>);

#[derive(Debug)]
struct State {
    package: Package,
    /// What was found in reading and parsing.
    report: Report,
    documents: Documents,
    client: Arc<Client>,
    today: Option<i64>,
    /// The files of the package by their places on the disk.
    files: BTreeMap<PathBuf, FileId>,
    /// The place of each file, in the order of the sources; `None` for one of the standard library.
    paths: Vec<Option<PathBuf>>,
    baseline: Option<Baseline>,
    /// What was found in reading the baseline.
    told: Report,
    checked: OnceLock<(Option<Checked>, Vec<Diagnostic>)>,
}

#[allow(
    dead_code,
    reason = "the features that ask for the rest are on their way"
)]
impl Snapshot {
    /// Reads the package of a file, with what the editor holds in place of what is on the disk. `today` is the day of findings.
    pub(crate) fn load(
        path: &Path,
        documents: &Documents,
        client: &Arc<Client>,
        today: Option<i64>,
    ) -> Self {
        let overlay = |path: &Path| {
            let document = documents.by_path(path)?;
            Some(document.text.to_string())
        };
        let mut report = Report::new();
        let mut package = load::load(path, &overlay, &mut report);
        let mut told = Report::new();
        let known = Known::ByManifest;
        let baseline = compile::baseline(&mut package, &overlay, &known, &mut told);
        let sources = &package.program.sources;
        let paths: Vec<Option<PathBuf>> = sources
            .files()
            .map(|(_, file)| path_of(&package, &file.name))
            .collect();
        let files = sources.files().zip(&paths);
        let files = files
            .filter_map(|((id, _), path)| Some((path.clone()?, id)))
            .collect();
        Self(Arc::new(State {
            package,
            report,
            documents: documents.clone(),
            client: client.clone(),
            today,
            files,
            paths,
            baseline,
            told,
            checked: OnceLock::new(),
        }))
    }

    /// The texts and their syntax trees.
    pub(crate) fn package(&self) -> &Package {
        &self.0.package
    }

    /// The texts.
    pub(crate) fn sources(&self) -> &SourceMap {
        &self.0.package.program.sources
    }

    /// What the editor can do.
    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    /// How the editor counts columns.
    pub(crate) fn encoding(&self) -> Encoding {
        self.0.client.encoding
    }

    /// The names and rules, found out when they are first asked for; `None` for a package without an entry that can be read.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.0.checked.get_or_init(|| self.check()).0.as_ref()
    }

    /// What was found in words, errors first, at the levels that the authors ask for.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        &self.0.checked.get_or_init(|| self.check()).1
    }

    fn check(&self) -> (Option<Checked>, Vec<Diagnostic>) {
        let State {
            package, report, ..
        } = &*self.0;
        let options = self.options();
        let (levels, baseline) = (package.manifest.levels.clone(), self.0.baseline.clone());
        let report = report.clone();
        let (checked, sorted) =
            compile::check_sorted(&package.program, levels, baseline, &options, report);
        let mut told = self.0.told.clone();
        sorted
            .shown
            .into_iter()
            .for_each(|finding| told.push(finding));
        (checked, told.into_sorted())
    }

    /// How far an editor's policy is checked.
    pub(crate) fn options(&self) -> Options {
        Options {
            goal: Goal::Check,
            today: self.0.today,
            ..Options::default()
        }
    }

    /// The file with this name, if it belongs to the package.
    pub(crate) fn file(&self, uri: &Uri) -> Option<FileId> {
        self.file_at(&self.0.documents.place_of(&uri.0)?)
    }

    /// The file at this canonical path, if it belongs to the package.
    pub(crate) fn file_at(&self, path: &Path) -> Option<FileId> {
        self.0.files.get(path).copied()
    }

    /// The files of the package on the disk, in the order of their paths: those of the standard library are not among them.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, FileId)> {
        let files = self.0.files.iter();
        files.map(|(path, id)| (path.as_path(), *id))
    }

    /// The module in a file; `None` for a manifest.
    pub(crate) fn module(&self, file: FileId) -> Option<&ProgramModule> {
        let mut modules = self.0.package.program.modules.iter();
        modules.find(|module| module.file == file)
    }

    /// Where a request points: the file, and the byte on the number line of the sources.
    pub(crate) fn place(&self, at: &TextDocumentPositionParams) -> Option<(FileId, u32)> {
        let file = self.file(&at.text_document.uri)?;
        Some((file, self.offset(file, at.position)))
    }

    /// The byte on the number line of a position in a file.
    pub(crate) fn offset(&self, file: FileId, position: Position) -> u32 {
        positions::place(self.sources(), file, position, self.encoding())
    }

    /// The stretch of the number line that a range of a file covers.
    pub(crate) fn span(&self, file: FileId, range: Range) -> Span {
        let (start, end) = (self.offset(file, range.start), self.offset(file, range.end));
        Span::new(start, end.max(start))
    }

    /// The range of a span within its file.
    pub(crate) fn range(&self, span: Span) -> Option<Range> {
        positions::range(self.sources(), span, self.encoding())
    }

    /// The file and range of a span; `None` in what the editor cannot open.
    pub(crate) fn location(&self, span: Span) -> Option<Location> {
        let (file, _) = self.sources().locate(span)?;
        Some(Location::new(self.uri(file)?, self.range(span)?))
    }

    /// The canonical path and the range of a span; `None` in what the editor cannot open.
    pub(crate) fn file_and_range(&self, span: Span) -> Option<(&Path, Range)> {
        let (file, _) = self.sources().locate(span)?;
        Some((self.path(file)?, self.range(span)?))
    }

    /// The canonical path of a file; `None` for what is not on the disk.
    pub(crate) fn path(&self, file: FileId) -> Option<&Path> {
        let at = self.sources().position(file);
        self.0.paths.get(at)?.as_deref()
    }

    /// The name of a file, in the editor's own spelling if it has the file open; `None` for what is not on the disk.
    pub(crate) fn uri(&self, file: FileId) -> Option<Uri> {
        Some(self.uri_of(self.path(file)?))
    }

    /// The name of the file at a canonical path.
    pub(crate) fn uri_of(&self, path: &Path) -> Uri {
        let open = self.0.documents.get(path);
        let spelled = open.map(|document| document.uri.clone());
        Uri(spelled.unwrap_or_else(|| uris::of_path(path)))
    }

    /// The open text of the file at a canonical path.
    pub(crate) fn document(&self, path: &Path) -> Option<&Document> {
        self.0.documents.get(path)
    }

    /// The texts that the editor holds.
    pub(crate) fn documents(&self) -> &Documents {
        &self.0.documents
    }
}

/// The place of a file on the disk; `None` for one of the standard library.
fn path_of(package: &Package, name: &str) -> Option<PathBuf> {
    if name.starts_with('<') {
        return None;
    }
    Some(canonical(&package.folder.join(name)))
}
