//! The texts that the editor holds, which may differ from what is on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::uris;

/// A text that is open in the editor.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its name, in the editor's own spelling.
    pub(crate) uri: String,
    /// How often it was changed, as the editor counts.
    pub(crate) version: i32,
    /// The text.
    pub(crate) text: String,
}

/// All open texts by their place on the disk.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    /// Takes a new text, or a new state of one. Returns its place; `None` for what is no file.
    pub(crate) fn set(&mut self, uri: &str, version: i32, text: String) -> Option<PathBuf> {
        let path = canonical(&uris::to_path(uri)?);
        let uri = uri.to_owned();
        self.open
            .insert(path.clone(), Document { uri, version, text });
        Some(path)
    }

    /// Forgets a text.
    pub(crate) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let path = canonical(&uris::to_path(uri)?);
        self.open.remove(&path);
        Some(path)
    }

    /// The text with this name.
    pub(crate) fn by_uri(&self, uri: &str) -> Option<&Document> {
        self.open.get(&canonical(&uris::to_path(uri)?))
    }

    /// The text that stands in for a file.
    pub(crate) fn by_path(&self, path: &Path) -> Option<&Document> {
        self.open.get(&canonical(path))
    }
}

/// One spelling for every file. What is not on the disk yet keeps its spelling.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
