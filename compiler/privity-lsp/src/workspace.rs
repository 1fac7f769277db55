//! The packages that the editor has to do with, and the newest state of each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use gen_lsp_types::TextDocumentContentChangeEvent;

use crate::client::Client;
use crate::documents::{Documents, canonical};
use crate::snapshot::Snapshot;

/// All packages.
pub(crate) struct Workspace {
    client: Arc<Client>,
    documents: Documents,
    /// The newest state of each package, by its entry.
    packages: BTreeMap<PathBuf, Snapshot>,
    /// The package that each file was last found in, by its entry.
    homes: BTreeMap<PathBuf, PathBuf>,
}

impl Workspace {
    /// A workspace in which nothing is open yet.
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client: Arc::new(client),
            documents: Documents::default(),
            packages: BTreeMap::new(),
            homes: BTreeMap::new(),
        }
    }

    /// The texts that the editor holds.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Takes a new text. Gives its place; `None` for what is no file.
    pub(crate) fn open(&mut self, uri: &str, version: i32, text: String) -> Option<PathBuf> {
        let path = self.documents.open(uri, version, text)?;
        self.forget(&path);
        Some(path)
    }

    /// Changes an open text. Gives its place; `None` for a text that is not open.
    pub(crate) fn change(
        &mut self,
        uri: &str,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> Option<PathBuf> {
        let encoding = self.client.encoding;
        let path = self.documents.change(uri, version, changes, encoding)?;
        self.forget(&path);
        Some(path)
    }

    /// Lets the text on the disk count again. Gives its place; `None` for what is no file.
    pub(crate) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.documents.close(uri)?;
        self.forget(&path);
        Some(path)
    }

    /// Takes notice that a file may have changed on the disk.
    pub(crate) fn touch(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.documents.place_of(uri)?;
        self.forget(&path);
        Some(path)
    }

    /// The newest state of the package of a file, by the name of the file.
    pub(crate) fn snapshot_of(&mut self, uri: &str) -> Option<Snapshot> {
        let path = self.documents.place_of(uri)?;
        Some(self.snapshot(&path))
    }

    /// The newest state of the package of a file, by its canonical path.
    pub(crate) fn snapshot(&mut self, path: &Path) -> Snapshot {
        let known = self.homes.get(path);
        if let Some(snapshot) = known.and_then(|entry| self.packages.get(entry)) {
            return snapshot.clone();
        }
        let snapshot = Snapshot::load(path, &self.documents, &self.client, today());
        let package = snapshot.package();
        let entry = canonical(&package.folder.join(&package.manifest.entry));
        self.homes.insert(path.to_owned(), entry.clone());
        for (file, _) in snapshot.files() {
            self.homes.insert(file.to_owned(), entry.clone());
        }
        self.packages.insert(entry, snapshot.clone());
        snapshot
    }

    /// The newest states of the packages of all open texts.
    pub(crate) fn snapshots(&mut self) -> Vec<Snapshot> {
        let open: Vec<PathBuf> = self
            .documents
            .iter()
            .map(|(path, _)| path.to_owned())
            .collect();
        let mut found: BTreeMap<PathBuf, Snapshot> = BTreeMap::new();
        for path in open {
            let snapshot = self.snapshot(&path);
            if let Some(entry) = self.homes.get(&path) {
                found.insert(entry.clone(), snapshot);
            }
        }
        found.into_values().collect()
    }

    /// Forgets the states of all packages that a file belongs to, or may belong to now.
    fn forget(&mut self, path: &Path) {
        self.packages.retain(|_, snapshot| {
            let folder = canonical(&snapshot.package().folder);
            snapshot.file_at(path).is_none() && !path.starts_with(folder)
        });
    }
}

/// The day by the clock of the system, in UTC, as a day number.
fn today() -> Option<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs() / 86_400).ok()
}
