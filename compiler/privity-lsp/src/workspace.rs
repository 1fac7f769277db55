//! The packages that the editor has to do with, and the newest state of each.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use gen_lsp_types::TextDocumentContentChangeEvent;

use crate::client::Client;
use crate::documents::{Documents, canonical};
use crate::features::semantic_tokens::Memory;
use crate::snapshot::Snapshot;

/// How many folders are looked into for packages, and how deep.
const MOST_FOLDERS: usize = 2_000;
const DEEPEST: usize = 8;

/// All packages.
pub(crate) struct Workspace {
    client: Arc<Client>,
    memory: Arc<Memory>,
    documents: Documents,
    /// The newest state of each package, by its entry.
    packages: BTreeMap<PathBuf, Snapshot>,
    /// The last state of each package that is to be read anew.
    forgotten: BTreeMap<PathBuf, Snapshot>,
    /// The package that was last asked about, by its entry.
    latest: Option<PathBuf>,
    /// The package that each file was last found in, by its entry.
    homes: BTreeMap<PathBuf, PathBuf>,
    /// The folders that the editor has open.
    folders: Vec<PathBuf>,
    /// The packages in these, by a path in each; found when they are first asked for.
    discovered: Option<Vec<PathBuf>>,
}

impl Workspace {
    /// A workspace in which nothing is open yet.
    pub(crate) fn new(client: Client) -> Self {
        Self {
            folders: client.folders.clone(),
            documents: Documents::new(client.library.clone()),
            client: Arc::new(client),
            memory: Arc::default(),
            latest: None,
            packages: BTreeMap::new(),
            forgotten: BTreeMap::new(),
            homes: BTreeMap::new(),
            discovered: None,
        }
    }

    /// What the editor can do.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The texts that the editor holds.
    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Takes a new text. Gives its place; `None` for what is no file.
    pub(crate) fn open(&mut self, uri: &str, version: i32, text: String) -> Option<PathBuf> {
        let path = self.documents.open(uri, version, text)?;
        let is_known = |state: &Snapshot| state.file_at(&path).is_some();
        if self.packages.values().any(is_known) {
            self.renew(&path, &is_known);
        } else {
            // It may become part of a package only now.
            self.forget(&path);
        }
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
        self.documents.change(uri, version, changes, encoding)
    }

    /// Lets the text on the disk count again. Gives its place; `None` for what is no file.
    pub(crate) fn close(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.documents.close(uri)?;
        self.forget(&path);
        Some(path)
    }

    /// Takes notice that a file may have changed on the disk. Gives its place; `None` for what is no file.
    pub(crate) fn touch(&mut self, uri: &str) -> Option<PathBuf> {
        let path = self.documents.place_of(uri)?;
        // What the editor holds counts, whatever is on the disk.
        if self.documents.get(&path).is_none() {
            self.forget(&path);
            self.discovered = None;
        }
        Some(path)
    }

    /// Takes notice that the editor has opened some folders and closed others.
    pub(crate) fn change_folders(&mut self, opened: Vec<PathBuf>, closed: &[PathBuf]) {
        self.folders.retain(|folder| !closed.contains(folder));
        self.folders.extend(opened);
        self.discovered = None;
    }

    /// The newest state of the package of a file, by the name of the file.
    pub(crate) fn snapshot_of(&mut self, uri: &str) -> Option<Snapshot> {
        let path = self.documents.place_of(uri)?;
        let snapshot = self.snapshot(&path);
        self.latest = Some(snapshot.entry().to_owned());
        Some(snapshot)
    }

    /// The newest state of the package of a file, by its canonical path. A file of the standard library is looked at as a part of the package
    /// from which somebody was led there.
    pub(crate) fn snapshot(&mut self, path: &Path) -> Snapshot {
        if self.client.library.module_at(path).is_some()
            && let Some(entry) = self.latest.clone()
            && entry != path
        {
            return self.snapshot(&entry);
        }
        self.refresh(path);
        let known = self.homes.get(path);
        if let Some(snapshot) = known.and_then(|entry| self.packages.get(entry)) {
            return snapshot.clone();
        }
        let before = known.and_then(|entry| self.forgotten.get(entry));
        let (documents, client) = (&self.documents, &self.client);
        // A file that is gone leads to the package that it was part of.
        let is_gone = documents.get(path).is_none() && !path.exists();
        let found = known.filter(|_| is_gone).map_or(path, PathBuf::as_path);
        let snapshot = Snapshot::load(found, documents, client, &self.memory, today(), before);
        let entry = snapshot.entry().to_owned();
        self.homes.insert(path.to_owned(), entry.clone());
        for (file, _) in snapshot.files() {
            self.homes.insert(file.to_owned(), entry.clone());
        }
        self.forgotten.remove(&entry);
        self.packages.insert(entry, snapshot.clone());
        snapshot
    }

    /// The newest states of the packages of all open texts, and of all packages in the editor's folders.
    pub(crate) fn snapshots(&mut self) -> Vec<Snapshot> {
        let open = self.documents.iter().map(|(path, _)| path.to_owned());
        let mut paths: Vec<PathBuf> = open.collect();
        let folders = &self.folders;
        let discovered = self.discovered.get_or_insert_with(|| discover(folders));
        paths.extend(discovered.iter().cloned());
        let mut found: BTreeMap<PathBuf, Snapshot> = BTreeMap::new();
        for path in paths {
            let snapshot = self.snapshot(&path);
            if let Some(entry) = self.homes.get(&path) {
                found.insert(entry.clone(), snapshot);
            }
        }
        found.into_values().collect()
    }

    /// Whether this is the newest state of its package.
    pub(crate) fn is_newest(&self, snapshot: &Snapshot) -> bool {
        let mut newest = self.packages.values();
        newest.any(|newest| newest.is_same(snapshot))
    }

    /// Makes a new state of every package in which an open text is another one than before.
    fn refresh(&mut self, path: &Path) {
        let Some(document) = self.documents.get(path) else {
            return;
        };
        let text = document.text.clone();
        self.renew(path, &|snapshot| {
            let file = snapshot.file_at(path);
            file.is_some_and(|file| snapshot.sources().file(file).text != text)
        });
    }

    /// Makes a new state of some packages that an open text belongs to.
    fn renew(&mut self, path: &Path, which: &dyn Fn(&Snapshot) -> bool) {
        let mut is_lost = false;
        for snapshot in self.packages.values_mut().filter(|state| which(state)) {
            match snapshot.with_document(path, &self.documents) {
                Some(new) => {
                    snapshot.outdate();
                    std::mem::replace(snapshot, new).let_go();
                }
                None => is_lost = true,
            }
        }
        if is_lost {
            self.forget(path);
        }
    }

    /// Forgets the states of all packages that a file belongs to, or may belong to now.
    fn forget(&mut self, path: &Path) {
        self.packages.retain(|entry, snapshot| {
            let folder = canonical(&snapshot.package().folder);
            let is_free = snapshot.file_at(path).is_none() && !path.starts_with(folder);
            if !is_free {
                snapshot.outdate();
                self.forgotten.insert(entry.clone(), snapshot.clone());
            }
            is_free
        });
    }
}

/// The folders of packages below some folders: those with a manifest, and else those with an entry of the usual name.
fn discover(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting: VecDeque<(PathBuf, usize)> =
        folders.iter().map(|folder| (folder.clone(), 0)).collect();
    let mut looked = 0;
    while let Some((folder, depth)) = waiting.pop_front() {
        looked += 1;
        if looked > MOST_FOLDERS {
            break;
        }
        let has = |name: &str| folder.join(name).is_file();
        if has(privity::manifest::FILE_NAME) || has(privity::manifest::DEFAULT_ENTRY) {
            found.push(folder);
            continue;
        }
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        let mut below: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|sort| sort.is_dir()))
            .map(|entry| entry.path())
            .filter(|path| !is_passed_over(path))
            .collect();
        below.sort();
        if depth < DEEPEST {
            waiting.extend(below.into_iter().map(|path| (path, depth + 1)));
        }
    }
    found
}

/// Hidden folders, and those that tools fill.
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_none_or(|name| name.starts_with('.') || name == "target" || name == "node_modules")
}

/// The day by the clock of the system, in UTC, as a day number.
fn today() -> Option<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs() / 86_400).ok()
}
