//! Where things are: between the editor's names and positions and the number line of the compiler.

use std::path::Path;

use gen_lsp_types::{Location, Position, Range, TextDocumentPositionParams, Uri};
use privity::source::{FileId, Span};

use super::Snapshot;
use crate::documents::{Document, Documents};
use crate::{positions, uris};

impl Snapshot {
    /// The file that the package begins with.
    pub(crate) fn entry(&self) -> &Path {
        &self.state.ground.entry
    }

    /// The file with this name, if it belongs to the package or to the standard library.
    pub(crate) fn file(&self, uri: &Uri) -> Option<FileId> {
        let path = self.state.documents.place_of(&uri.0)?;
        self.file_at(&path).or_else(|| self.standard_file(&path))
    }

    /// The file with this name, if its text is the authors' own.
    pub(crate) fn own_file(&self, uri: &Uri) -> Option<FileId> {
        self.file_at(&self.state.documents.place_of(&uri.0)?)
    }

    fn standard_file(&self, path: &Path) -> Option<FileId> {
        let wanted = self.client().library.module_at(path)?;
        let mut modules = self.state.package.program.modules.iter();
        let module = modules.find(|module| module.standard && module.path == wanted.path)?;
        Some(module.file)
    }

    /// The file at this canonical path, if it belongs to the package.
    pub(crate) fn file_at(&self, path: &Path) -> Option<FileId> {
        self.state.ground.files.get(path).copied()
    }

    /// The files of the package on the disk, in the order of their paths: those of the standard library are not among them.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, FileId)> {
        let files = self.state.ground.files.iter();
        files.map(|(path, id)| (path.as_path(), *id))
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
        self.state.ground.paths.get(at)?.as_deref()
    }

    /// The name of a file, in the editor's own spelling if it has the file open; `None` for what is not on the disk.
    pub(crate) fn uri(&self, file: FileId) -> Option<Uri> {
        Some(self.uri_of(self.path(file)?))
    }

    /// The name of the file at a canonical path.
    pub(crate) fn uri_of(&self, path: &Path) -> Uri {
        let open = self.document(path);
        let spelled = open.map(|document| document.uri.clone());
        Uri(spelled.unwrap_or_else(|| uris::of_path(path)))
    }

    /// The open text of the file at a canonical path.
    pub(crate) fn document(&self, path: &Path) -> Option<&Document> {
        self.state.documents.get(path)
    }

    /// The texts that the editor holds.
    pub(crate) fn documents(&self) -> &Documents {
        &self.state.documents
    }
}
