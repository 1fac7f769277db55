//! One state of one package, for answering questions about it: it never changes, and it costs nothing to hand on.

mod places;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use privity::compile::{self, Checked, Compiled, Goal, Known, Options};
use privity::diagnostic::{Diagnostic, Report, Severity};
use privity::graph::Budget;
use privity::insight::{Reach, reaches};
use privity::load::{self, Package};
use privity::occurrences::Occurrences;
use privity::program::ProgramModule;
use privity::source::{FileId, SourceMap};
use privity::triage::{Baseline, Search, Triage};

use crate::client::Client;
use crate::documents::{Documents, canonical};
use crate::edits::{Edit, Edits};
use crate::features::semantic_tokens::Memory;
use crate::positions::Encoding;

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
    package: Package,
    /// What was found in reading and parsing.
    report: Report,
    documents: Documents,
    client: Arc<Client>,
    memory: Arc<Memory>,
    today: Option<i64>,
    /// The files of the package by their places on the disk.
    files: Arc<BTreeMap<PathBuf, FileId>>,
    /// The place of each file, in the order of the sources; `None` for one of the standard library.
    paths: Arc<Vec<Option<PathBuf>>>,
    baseline: Option<Baseline>,
    /// What was found in reading the baseline.
    told: Report,
    /// What was found in earlier states, where it is now.
    carried: Vec<Diagnostic>,
    /// Whether there is a newer state.
    outdated: AtomicBool,
    checked: OnceLock<Words>,
    compiled: OnceLock<Whole>,
    reaches: OnceLock<Vec<Reach>>,
}

/// What a package means without a decision graph, and what is wrong with its words.
#[derive(Debug)]
struct Words {
    checked: Option<Checked>,
    occurrences: OnceLock<Option<Occurrences>>,
    findings: Vec<Diagnostic>,
}

/// What all rules decide together, and everything that was found.
#[derive(Debug)]
struct Whole {
    compiled: Option<Compiled>,
    findings: Vec<Diagnostic>,
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
        let state = State {
            package,
            report,
            documents: documents.clone(),
            client: client.clone(),
            memory: memory.clone(),
            today,
            files: Arc::new(files),
            paths: Arc::new(paths),
            baseline,
            told,
            carried: Vec::new(),
            outdated: AtomicBool::new(false),
            checked: OnceLock::new(),
            compiled: OnceLock::new(),
            reaches: OnceLock::new(),
        };
        Self {
            state: Arc::new(state),
            since: None,
        }
    }

    /// The state after the open text of a module has changed; `None` if the package is to be read anew, because more changes than that.
    pub(crate) fn with_document(&self, path: &Path, documents: &Documents) -> Option<Self> {
        let file = self.file_at(path)?;
        let text = documents.get(path)?.text.clone();
        let old = self.sources().file(file);
        let edit = Edit::between(old.base, &old.text, &text);
        let mut report = self.state.report.clone();
        let program = &self.state.package.program;
        let program = program.with_text(file, text, &mut report)?;
        let mut since_this = Edits::default();
        since_this.push(edit);
        let carried = self
            .findings_so_far()
            .iter()
            .filter_map(|finding| finding.moved(&|span| since_this.moved(span)))
            .collect();
        let since = if self.state.checked.get().is_some() {
            Some((self.state.clone(), since_this))
        } else {
            self.since.as_deref().map(|(known, edits)| {
                let mut edits = edits.clone();
                edits.push(edit);
                (known.clone(), edits)
            })
        };
        let old = &*self.state;
        let state = State {
            package: Package {
                program,
                ..old.package.clone()
            },
            report,
            documents: documents.clone(),
            client: old.client.clone(),
            memory: old.memory.clone(),
            today: old.today,
            files: old.files.clone(),
            paths: old.paths.clone(),
            baseline: old.baseline.clone(),
            told: old.told.clone(),
            carried,
            outdated: AtomicBool::new(false),
            checked: OnceLock::new(),
            compiled: OnceLock::new(),
            reaches: OnceLock::new(),
        };
        Some(Self {
            state: Arc::new(state),
            since: since.map(Arc::new),
        })
    }

    /// Says that there is a newer state, so that nobody works on this one any more.
    pub(crate) fn outdate(&self) {
        self.state.outdated.store(true, Ordering::Relaxed);
    }

    /// Whether there is a newer state.
    pub(crate) fn is_outdated(&self) -> bool {
        self.state.outdated.load(Ordering::Relaxed)
    }

    /// Whether this is that very state.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }

    /// What the editor can do.
    pub(crate) fn client(&self) -> &Client {
        &self.state.client
    }

    /// How the editor counts columns.
    pub(crate) fn encoding(&self) -> Encoding {
        self.state.client.encoding
    }

    /// What was answered before.
    pub(crate) fn memory(&self) -> &Memory {
        &self.state.memory
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

    /// The names and rules of exactly this state, found out when they are first asked for, which takes long in a large package; `None` for one
    /// without an entry that can be read.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.words().checked.as_ref()
    }

    /// Where every name of exactly this state stands and what it means; `None` where [`Self::checked`] is.
    pub(crate) fn occurrences(&self) -> Option<&Occurrences> {
        let words = self.words();
        let program = &self.state.package.program;
        let found = words.occurrences.get_or_init(|| {
            let checked = words.checked.as_ref()?;
            Some(Occurrences::of(program, &checked.world, &checked.policy))
        });
        found.as_ref()
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

    /// What all rules decide together; `None` until that is found out beside the conversation, and for a policy with mistakes.
    pub(crate) fn compiled(&self) -> Option<&Compiled> {
        self.state.compiled.get()?.compiled.as_ref()
    }

    /// What each permit reaches, worked out when it is first asked for; nothing while there are mistakes, for a state that is over, and where it
    /// would cost too much.
    pub(crate) fn reaches(&self) -> &[Reach] {
        if self.is_outdated() {
            return self.state.reaches.get().map_or(&[], Vec::as_slice);
        }
        let work_out = || {
            let has_errors = self
                .findings()
                .iter()
                .any(|finding| finding.severity == Severity::Error);
            match self.checked().filter(|_| !has_errors) {
                Some(checked) => {
                    let budget = Budget::for_rules(checked.policy.rules.len());
                    reaches(&checked.policy, budget).unwrap_or_default()
                }
                None => Vec::new(),
            }
        };
        self.state.reaches.get_or_init(work_out)
    }

    /// The same package with other texts in place of these files.
    pub(crate) fn with_texts(&self, texts: &BTreeMap<PathBuf, String>) -> Self {
        let state = &*self.state;
        let mut documents = state.documents.clone();
        for (path, text) in texts {
            let version = documents.get(path).map_or(0, |open| open.version);
            documents.open(&self.uri_of(path).0, version, text.clone());
        }
        let entry = state.package.folder.join(&state.package.manifest.entry);
        Self::load(
            &entry,
            &documents,
            &state.client,
            &state.memory,
            state.today,
            Some(self),
        )
    }

    /// Whether it is checked in no time, so that nobody need wait for a thread of its own.
    pub(crate) fn is_small(&self) -> bool {
        let files = self.files();
        let lengths = files.map(|(_, file)| self.sources().file(file).text.len());
        lengths.sum::<usize>() <= SMALL
    }

    fn words(&self) -> &Words {
        self.state.checked.get_or_init(|| {
            let State {
                package, report, ..
            } = &*self.state;
            let options = self.options(Goal::Check);
            let levels = package.manifest.levels.clone();
            let baseline = self.state.baseline.clone();
            let program = &package.program;
            let (checked, sorted) =
                compile::check_sorted(program, levels, baseline, &options, report.clone());
            let findings = self.with_told(sorted.shown);
            Words {
                checked,
                occurrences: OnceLock::new(),
                findings,
            }
        })
    }

    /// Finds out what is wrong with words, if nobody did.
    pub(crate) fn check(&self) {
        self.occurrences();
    }

    /// Finds out what all rules decide together, if nobody did.
    pub(crate) fn compile(&self) {
        self.state.compiled.get_or_init(|| {
            let State {
                package, report, ..
            } = &*self.state;
            let options = self.options(Goal::Review);
            let levels = package.manifest.levels.clone();
            let baseline = self.state.baseline.clone();
            let program = &package.program;
            let (compiled, sorted, _) =
                compile::compile_sorted(program, levels, baseline, options, report.clone());
            let findings = self.with_told(sorted.shown);
            Whole { compiled, findings }
        });
    }

    /// Says that no more will be found out, because that failed.
    pub(crate) fn give_up(&self) {
        let findings = self.findings_so_far();
        self.state.compiled.get_or_init(|| Whole {
            compiled: None,
            findings,
        });
    }

    fn with_told(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut told = self.state.told.clone();
        findings.into_iter().for_each(|finding| told.push(finding));
        told.into_sorted()
    }

    /// How far an editor's policy is checked.
    pub(crate) fn options(&self, goal: Goal) -> Options {
        Options {
            goal,
            today: self.state.today,
            ..Options::default()
        }
    }

    /// What is wrong with words, errors first, at the levels that the authors ask for.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        &self.words().findings
    }

    /// Whether everything that can be found was looked for.
    pub(crate) fn is_settled(&self) -> bool {
        let is_enough = !self.client().looks_at_rules && self.state.checked.get().is_some();
        is_enough || self.state.compiled.get().is_some()
    }

    /// What is known to be wrong without looking for more: everything if all was looked for; else what is wrong with the text as such, what
    /// is wrong with words if that is known, and what was found in earlier states and not touched since.
    pub(crate) fn findings_so_far(&self) -> Vec<Diagnostic> {
        if let Some(whole) = self.state.compiled.get() {
            return whole.findings.clone();
        }
        let carried = self.state.carried.iter();
        if let Some(words) = self.state.checked.get() {
            let of_rules = carried.filter(|finding| Search::of(finding.code) != Search::Words);
            let mut all = Report::new();
            let found = words.findings.iter().chain(of_rules);
            found.cloned().for_each(|finding| all.push(finding));
            return all.into_sorted();
        }
        let mut all = Report::new();
        self.syntax_findings()
            .into_iter()
            .for_each(|finding| all.push(finding));
        carried
            .filter(|finding| !is_of_text(finding))
            .for_each(|finding| all.push(finding.clone()));
        all.into_sorted()
    }

    /// What was found in reading and parsing, at the levels that the authors ask for.
    fn syntax_findings(&self) -> Vec<Diagnostic> {
        let package = &self.state.package;
        let levels = package.manifest.levels.clone();
        let quiet = &mut Report::new();
        let triage = Triage::read(&package.program, levels, false, self.state.today, quiet);
        let triage = triage.with_baseline(self.state.baseline.clone());
        triage
            .sort(self.state.report.clone().into_sorted(), None)
            .shown
    }
}

/// Whether a finding is made while texts are read and parsed.
fn is_of_text(finding: &Diagnostic) -> bool {
    finding.code.stage() == 0
}

/// The place of a file on the disk; `None` for one of the standard library.
fn path_of(package: &Package, name: &str) -> Option<PathBuf> {
    if name.starts_with('<') {
        return None;
    }
    Some(canonical(&package.folder.join(name)))
}
