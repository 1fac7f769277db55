//! One state of one package, for answering questions about it: it never changes, and it costs nothing to hand on.

mod checks;
mod found;
mod places;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use privity::compile::{self, Known};
use privity::diagnostic::{Diagnostic, Report};
use privity::graph::StopSign;
use privity::insight::Reach;
use privity::load::{self, Package};
use privity::program::ProgramModule;
use privity::source::{FileId, SourceMap};
use privity::triage::{Baseline, Triage};

use crate::client::Client;
use crate::documents::{Documents, canonical};
use crate::edits::{Edit, Edits};
use crate::features::semantic_tokens::Memory;
use crate::positions::Encoding;

use checks::{Whole, Words};
pub(crate) use found::Found;

/// How much a text may grow, in bytes, before the whole package is read anew.
const ROOM: u32 = 256 << 10;

/// How much text of its own a small package has at most, in bytes.
const SMALL: usize = 32 << 10;

/// A state of a package.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    state: Arc<State>,
    /// The last state before this one that was checked, and what changed since.
    since: Option<Arc<(Arc<State>, Edits)>>,
}

#[derive(Debug)]
struct State {
    ground: Arc<Ground>,
    package: Package,
    /// What was found in reading and parsing.
    report: Report,
    documents: Documents,
    /// What is known from the beginning: what is wrong with the text as such, and what was found in earlier states, where it is now.
    at_first: Found,
    /// Set when there is a newer state.
    outdated: StopSign,
    /// Whether the editor was let ask again for what it shows.
    is_told: AtomicBool,
    /// With what is wrong with the statements that were written since a state that was checked.
    glanced: OnceLock<Found>,
    checked: OnceLock<Words>,
    compiled: OnceLock<Whole>,
    reaches: OnceLock<Vec<Reach>>,
}

/// What stays the same while the texts of a package change.
#[derive(Debug)]
struct Ground {
    client: Arc<Client>,
    memory: Arc<Memory>,
    today: Option<i64>,
    /// The file that the package begins with.
    entry: PathBuf,
    /// The files of the package by their places on the disk.
    files: BTreeMap<PathBuf, FileId>,
    /// The place of each file, in the order of the sources; `None` for one of the standard library.
    paths: Vec<Option<PathBuf>>,
    baseline: Option<Baseline>,
    /// What was found in reading the baseline.
    told: Report,
}

impl State {
    fn new(
        ground: Arc<Ground>,
        package: Package,
        report: Report,
        documents: Documents,
        at_first: Found,
    ) -> Arc<Self> {
        Arc::new(Self {
            ground,
            package,
            report,
            documents,
            at_first,
            outdated: StopSign::new(),
            is_told: AtomicBool::new(false),
            glanced: OnceLock::new(),
            checked: OnceLock::new(),
            compiled: OnceLock::new(),
            reaches: OnceLock::new(),
        })
    }
}

impl Ground {
    /// What becomes of what was found in reading and parsing, at the levels that the authors ask for.
    fn sorted(&self, package: &Package, report: Report) -> Vec<Diagnostic> {
        let levels = package.manifest.levels.clone();
        let quiet = &mut Report::new();
        let triage = Triage::read(&package.program, levels, false, self.today, quiet);
        let triage = triage.with_baseline(self.baseline.clone());
        triage.sort(report.into_sorted(), None).shown
    }
}

impl Snapshot {
    /// Reads the package of a file, with what the editor holds in place of what is on the disk. `today` is the day of findings;
    /// `before` an earlier state, whose texts need not be read again.
    pub(crate) fn load(
        path: &Path,
        documents: &Documents,
        client: &Arc<Client>,
        memory: &Arc<Memory>,
        today: Option<i64>,
        before: Option<&Self>,
    ) -> Self {
        let overlay = |path: &Path| {
            let document = documents.by_path(path)?;
            Some(document.text.to_string())
        };
        let mut report = Report::new();
        let before = before.map(|before| (&before.state.package.program, &before.state.report));
        let mut package = load::load_with_room(path, &overlay, ROOM, before, &mut report);
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
        let ground = Ground {
            client: client.clone(),
            memory: memory.clone(),
            today,
            entry: canonical(&package.folder.join(&package.manifest.entry)),
            files,
            paths,
            baseline,
            told,
        };
        let found = ground.sorted(&package, report.clone());
        let at_first = Found::of(found, &package.program.sources);
        Self {
            state: State::new(
                Arc::new(ground),
                package,
                report,
                documents.clone(),
                at_first,
            ),
            since: None,
        }
    }

    /// The state after the open text of a module has changed; `None` if the package is to be read anew, because more changes than that.
    pub(crate) fn with_document(&self, path: &Path, documents: &Documents) -> Option<Self> {
        let file = self.file_at(path)?;
        let text = documents.get(path)?.text.clone();
        let old = self.sources().file(file);
        let edit = Edit::between(old.base, &old.text, &text);
        let old = &*self.state;
        let mut report = old.report.clone();
        let program = old.package.program.with_text(file, text, &mut report)?;
        let package = Package {
            folder: old.package.folder.clone(),
            manifest: old.package.manifest.clone(),
            program,
        };
        let whole = package.program.sources.file(file).span();
        let of_text = match report.is_about(whole) {
            true => old
                .ground
                .sorted(&package, report.part(whole, |_| true, &Some)),
            false => Vec::new(),
        };
        let mut since_this = Edits::default();
        since_this.push(edit);
        let moved = |span| since_this.moved(span);
        // What only a glance has told, this state finds out again, or knows too little of what the statements mean.
        let lasting = self.found_by_checks().unwrap_or(&old.at_first);
        let at_first = lasting.after(file, &moved, of_text, &package.program.sources);
        let since = if old.checked.get().is_some() {
            Some((self.state.clone(), since_this))
        } else {
            self.since.as_deref().map(|(known, edits)| {
                let mut edits = edits.clone();
                edits.push(edit);
                (known.clone(), edits)
            })
        };
        let ground = old.ground.clone();
        Some(Self {
            state: State::new(ground, package, report, documents.clone(), at_first),
            since: since.map(Arc::new),
        })
    }

    /// Lets go of it on another thread: to free what is known of a large package takes as long as several keys.
    pub(crate) fn let_go(self) {
        rayon::spawn(move || drop(self));
    }

    /// Says that there is a newer state, so that nobody works on this one any more.
    pub(crate) fn outdate(&self) {
        self.state.outdated.set();
    }

    /// Whether there is a newer state.
    pub(crate) fn is_outdated(&self) -> bool {
        self.state.outdated.is_set()
    }

    /// Whether questions about its names had no answer because there was a newer state before they were known.
    pub(crate) fn is_given_up(&self) -> bool {
        self.is_outdated() && self.state.checked.get().is_none()
    }

    /// Whether the editor was let ask again for what it shows of this state, which it is now.
    pub(crate) fn tell(&self) -> bool {
        self.state.is_told.swap(true, Ordering::Relaxed)
    }

    /// Whether this is that very state.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }

    /// What the editor can do.
    pub(crate) fn client(&self) -> &Client {
        &self.state.ground.client
    }

    /// How the editor counts columns.
    pub(crate) fn encoding(&self) -> Encoding {
        self.state.ground.client.encoding
    }

    /// What was answered before.
    pub(crate) fn memory(&self) -> &Memory {
        &self.state.ground.memory
    }

    /// The texts and their syntax trees.
    pub(crate) fn package(&self) -> &Package {
        &self.state.package
    }

    /// The texts.
    pub(crate) fn sources(&self) -> &SourceMap {
        &self.state.package.program.sources
    }

    /// The module in a file; `None` for a manifest.
    pub(crate) fn module(&self, file: FileId) -> Option<&ProgramModule> {
        let mut modules = self.state.package.program.modules.iter();
        modules.find(|module| module.file == file)
    }

    /// The newest state up to this one whose names and rules are known already, with what changed in the texts since; this one, now to be
    /// checked, if there is none.
    pub(crate) fn known(&self) -> (Self, Edits) {
        match (&self.state.checked.get(), self.since.as_deref()) {
            (None, Some((known, edits))) => {
                let known = Self {
                    state: known.clone(),
                    since: None,
                };
                (known, edits.clone())
            }
            _ => (self.clone(), Edits::default()),
        }
    }

    /// The same package with other texts in place of these files.
    pub(crate) fn with_texts(&self, texts: &BTreeMap<PathBuf, String>) -> Self {
        let state = &*self.state;
        let mut documents = state.documents.clone();
        for (path, text) in texts {
            let version = documents.get(path).map_or(0, |open| open.version);
            documents.open(&self.uri_of(path).0, version, text.clone());
        }
        Self::load(
            self.entry(),
            &documents,
            &state.ground.client,
            &state.ground.memory,
            state.ground.today,
            Some(self),
        )
    }

    /// Whether it is a file of the standard library that was opened for itself: nobody can mend it.
    pub(crate) fn is_standard(&self) -> bool {
        self.client().library.module_at(self.entry()).is_some()
    }

    /// Whether it is checked in no time, so that nobody need wait for a thread of its own.
    pub(crate) fn is_small(&self) -> bool {
        let files = self.files();
        let lengths = files.map(|(_, file)| self.sources().file(file).text.len());
        lengths.sum::<usize>() <= SMALL
    }
}

/// The place of a file on the disk; `None` for one of the standard library.
fn path_of(package: &Package, name: &str) -> Option<PathBuf> {
    if name.starts_with('<') {
        return None;
    }
    Some(canonical(&package.folder.join(name)))
}
