//! The texts that the editor holds, which may differ from what is on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{Range, TextDocumentContentChangeEvent};

use crate::library::Library;
use crate::positions::Encoding;

/// A text that is open in the editor.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its name, in the editor's own spelling.
    pub(crate) uri: String,
    /// How often it was changed, as the editor counts.
    pub(crate) version: i32,
    /// The text.
    pub(crate) text: Arc<str>,
}

/// All open texts by their place on the disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Documents {
    library: Library,
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    /// No texts yet; `library` is where those of the standard library are.
    pub(crate) fn new(library: Library) -> Self {
        Self {
            library,
            open: BTreeMap::new(),
        }
    }

    /// Takes a new text. Returns its place; `None` for what is no file.
    pub(crate) fn open(&mut self, uri: &str, version: i32, text: String) -> Option<PathBuf> {
        let path = self.library.place_of(uri)?;
        let document = Document {
            uri: uri.to_owned(),
            version,
            text: text.into(),
        };
        self.open.insert(path.clone(), document);
        Some(path)
    }

    /// Makes changes, one after the other, to an open text. Returns its place; `None` for a text that is not open.
    pub(crate) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let path = self.place_of(uri)?;
        let document = self.open.get_mut(&path)?;
        let mut text = document.text.to_string();
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    text = whole.text;
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    replace(&mut text, part.range, &part.text, encoding);
                }
            }
        }
        document.text = text.into();
        document.version = version;
        Some(path)
    }

    /// Forgets a text.
    pub(crate) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.place_of(uri)?;
        self.open.remove(&path);
        Some(path)
    }

    /// The place of a text by its name, whether it is open or not; `None` for what is no file.
    pub(crate) fn place_of(&self, uri: &str) -> Option<PathBuf> {
        let mut open = self.open.iter();
        // An open text is found without asking the disk.
        match open.find(|(_, document)| document.uri == uri) {
            Some((path, _)) => Some(path.clone()),
            None => self.library.place_of(uri),
        }
    }

    /// The text that stands in for a file, by its canonical path.
    pub(crate) fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// The text that stands in for a file, by any path.
    pub(crate) fn by_path(&self, path: &Path) -> Option<&Document> {
        self.open
            .get(path)
            .or_else(|| self.open.get(&canonical(path)))
    }

    /// The open texts with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.open
            .iter()
            .map(|(path, document)| (path.as_path(), document))
    }
}

/// One spelling for every file. What is not on the disk yet keeps its spelling.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Replaces a range of a text. A range that is not in the text is moved into it.
fn replace(text: &mut String, range: Range, with: &str, encoding: Encoding) {
    let byte = |line: u32, column: u32| {
        let start = line_start(text, line);
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        start + encoding.byte_of(line, column)
    };
    let start = byte(range.start.line, range.start.character);
    let end = byte(range.end.line, range.end.character).max(start);
    text.replace_range(start..end, with);
}

/// The byte at which a line starts; the end of the text for a line behind it.
fn line_start(text: &str, line: u32) -> usize {
    match line.checked_sub(1) {
        None => 0,
        Some(before) => text
            .match_indices('\n')
            .nth(before as usize)
            .map_or(text.len(), |(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, TextDocumentContentChangePartial};

    use super::*;

    /// From where, to where, and what is written there.
    type Edit<'a> = ((u32, u32), (u32, u32), &'a str);

    fn after(text: &str, edits: &[Edit<'_>]) -> String {
        let mut documents = Documents::default();
        let uri = "file:///nowhere/a.privity";
        documents.open(uri, 1, text.to_owned());
        let changes = edits
            .iter()
            .map(|&(from, to, text)| {
                let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
                TextDocumentContentChangePartial::new(range, None, text.to_owned()).into()
            })
            .collect();
        let path = documents.change(uri, 2, changes, Encoding::Utf16).unwrap();
        documents.get(&path).unwrap().text.to_string()
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let edits = [((0, 0), (0, 3), "two"), ((0, 3), (0, 3), "\nthree")];
        assert_eq!(after("one\n", &edits), "two\nthree\n");
    }

    #[test]
    fn a_change_counts_columns_in_the_units_agreed_on_and_keeps_line_ends() {
        let edits = [((1, 2), (1, 3), "b")];
        assert_eq!(after("x\r\n🦀a\r\ny", &edits), "x\r\n🦀b\r\ny");
        let edits = [((0, 1), (1, 0), "")];
        assert_eq!(after("x\r\n🦀", &edits), "x🦀");
    }

    #[test]
    fn a_change_outside_of_the_text_is_moved_into_it() {
        assert_eq!(after("a\n", &[((7, 7), (9, 9), "b")]), "a\nb");
        assert_eq!(after("a\nb", &[((1, 9), (0, 0), "c")]), "a\nbc");
    }

    #[test]
    fn a_text_that_is_not_open_is_not_changed() {
        let mut documents = Documents::default();
        let change = documents.change("file:///nowhere/a.privity", 1, Vec::new(), Encoding::Utf8);
        assert_eq!(change, None);
    }
}
