//! One state of one package, for answering questions about it: it never changes, and it costs nothing to hand on.

mod found;
mod places;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use privity::check::{self, check_again};
use privity::compile::{self, Checked, Compiled, Goal, Known, Options};
use privity::diagnostic::{Diagnostic, Report, Severity};
use privity::graph::{Budget, StopSign};
use privity::insight::{Reach, reaches};
use privity::load::{self, Package};
use privity::occurrences::Occurrences;
use privity::program::ProgramModule;
use privity::source::{FileId, SourceMap, Span};
use privity::triage::{Baseline, Search, Triage};

use crate::client::Client;
use crate::documents::{Documents, canonical};
use crate::edits::{Edit, Edits};
use crate::features::semantic_tokens::Memory;
use crate::positions::Encoding;

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

/// What a package means without a decision graph, and what is wrong with its words.
#[derive(Debug)]
struct Words {
    checked: Option<Checked>,
    /// Where every name stands and what it means.
    occurrences: Option<Occurrences>,
    findings: Vec<Diagnostic>,
    /// These, and what was found of the rules together in earlier states.
    found: Found,
    /// What its rules stand on, for looking at those that are written later.
    ground: OnceLock<check::Ground>,
}

impl Words {
    fn ground(&self) -> Option<&check::Ground> {
        let checked = self.checked.as_ref()?;
        Some(
            self.ground
                .get_or_init(|| check::Ground::of(&checked.world)),
        )
    }
}

/// What all rules decide together, and everything that was found.
#[derive(Debug)]
struct Whole {
    compiled: Option<Compiled>,
    found: Found,
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

    /// The names and rules of exactly this state, found out when they are first asked for, which takes long in a large package; `None` for one
    /// without an entry that can be read, and if there is a newer state before that is done.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.words()?.checked.as_ref()
    }

    /// Where every name of exactly this state stands and what it means; `None` where [`Self::checked`] is.
    pub(crate) fn occurrences(&self) -> Option<&Occurrences> {
        self.words()?.occurrences.as_ref()
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
        let state = &*self.state;
        if state.reaches.get().is_none() && !self.is_outdated() {
            let mut errors = self.findings().iter();
            let has_errors = errors.any(|finding| finding.severity == Severity::Error);
            let checked = self.checked().filter(|_| !has_errors);
            let found = checked.map(|checked| {
                let budget = Budget {
                    stop: state.outdated.clone(),
                    ..Budget::for_rules(checked.policy.rules.len())
                };
                reaches(&checked.policy, budget).unwrap_or_default()
            });
            if !self.is_outdated() {
                let _ = state.reaches.set(found.unwrap_or_default());
            }
        }
        state.reaches.get().map_or(&[], Vec::as_slice)
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

    /// Whether it is checked in no time, so that nobody need wait for a thread of its own.
    pub(crate) fn is_small(&self) -> bool {
        let files = self.files();
        let lengths = files.map(|(_, file)| self.sources().file(file).text.len());
        lengths.sum::<usize>() <= SMALL
    }

    /// What is known of words, found out now if nobody did; `None` if there is a newer state before that is done. Who asks never waits for a
    /// thread of lower priority that is at it.
    fn words(&self) -> Option<&Words> {
        let state = &*self.state;
        if let Some(known) = state.checked.get() {
            return Some(known);
        }
        let words = self.look_up_words()?;
        // Somebody else may have been quicker, with the same result.
        Some(state.checked.get_or_init(|| words))
    }

    fn look_up_words(&self) -> Option<Words> {
        let state = &*self.state;
        let program = &state.package.program;
        let levels = state.package.manifest.levels.clone();
        let baseline = state.ground.baseline.clone();
        let options = self.options_while_wanted(Goal::Check);
        let report = state.report.clone();
        let (checked, sorted) = compile::check_sorted(program, levels, baseline, &options, report);
        if self.is_outdated() {
            return None;
        }
        let findings = self.with_told(sorted.shown);
        let earlier = state.at_first.iter();
        let of_rules = earlier.filter(|finding| Search::of(finding.code) != Search::Words);
        let mut all = Report::new();
        let both = findings.iter().chain(of_rules);
        both.cloned().for_each(|finding| all.push(finding));
        let names = |it: &Checked| Occurrences::of(program, &it.world, &it.policy);
        Some(Words {
            occurrences: checked.as_ref().map(names),
            checked,
            found: Found::of(all.into_sorted(), &program.sources),
            findings,
            ground: OnceLock::new(),
        })
    }

    /// Finds out what is wrong with words, if nobody did. Leaves off when there is a newer state.
    pub(crate) fn check(&self) {
        let words = self.words();
        if !self.is_small() {
            // The next keys will ask for it.
            words.and_then(Words::ground);
        }
    }

    /// Finds out what is wrong with the rules, assertions and tests that were written since the last state that was checked, each for itself,
    /// which is soon done. Does nothing where more was written than those.
    pub(crate) fn glance(&self) {
        let state = &*self.state;
        if state.checked.get().is_some() || state.glanced.get().is_some() {
            return;
        }
        if let Some(found) = self.look_at_statements() {
            let _ = state.glanced.set(found);
        }
    }

    fn look_at_statements(&self) -> Option<Found> {
        let state = &*self.state;
        let (known, edits) = self.since.as_deref()?;
        let words = known.checked.get()?;
        let Checked { world, policy } = words.checked.as_ref()?;
        let before = check::Before {
            program: &known.package.program,
            world,
            policy,
            ground: words.ground()?,
        };
        let program = &state.package.program;
        let again = check_again(before, program, &|span| edits.moved(span))?;
        let everywhere = Span::new(0, u32::MAX);
        let mut report = state.report.part(everywhere, |_| false, &Some);
        report.absorb(again.findings);
        let own = state.ground.sorted(&state.package, report);
        let at_first = &state.at_first;
        Some(at_first.with_statements(&again.places, own, &program.sources))
    }

    /// Finds out what all rules decide together, if nobody did. Leaves off when there is a newer state.
    pub(crate) fn compile(&self) {
        let state = &*self.state;
        if state.compiled.get().is_some() {
            return;
        }
        let options = self.options_while_wanted(Goal::Review);
        let program = &state.package.program;
        let levels = state.package.manifest.levels.clone();
        let baseline = state.ground.baseline.clone();
        let report = state.report.clone();
        let (compiled, sorted, _) =
            compile::compile_sorted(program, levels, baseline, options, report);
        if self.is_outdated() {
            return;
        }
        let found = Found::of(self.with_told(sorted.shown), &program.sources);
        let _ = state.compiled.set(Whole { compiled, found });
    }

    /// Says that no more will be found out, because that failed.
    pub(crate) fn give_up(&self) {
        let found = self.found().clone();
        self.state.compiled.get_or_init(|| Whole {
            compiled: None,
            found,
        });
    }

    fn with_told(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut told = self.state.ground.told.clone();
        findings.into_iter().for_each(|finding| told.push(finding));
        told.into_sorted()
    }

    /// How far an editor's policy is checked.
    pub(crate) fn options(&self, goal: Goal) -> Options {
        Options {
            goal,
            today: self.state.ground.today,
            ..Options::default()
        }
    }

    /// The same, until there is a newer state.
    fn options_while_wanted(&self, goal: Goal) -> Options {
        Options {
            stop: self.state.outdated.clone(),
            ..self.options(goal)
        }
    }

    /// What is wrong with words, errors first, at the levels that the authors ask for; nothing where [`Self::checked`] is `None`.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        self.words().map_or(&[], |words| &words.findings)
    }

    /// Whether everything that can be found was looked for.
    pub(crate) fn is_settled(&self) -> bool {
        let is_enough = !self.client().looks_at_rules && self.state.checked.get().is_some();
        is_enough || self.state.compiled.get().is_some()
    }

    /// What is known to be wrong without looking for more: everything if all was looked for; else what is wrong with the text as such, what
    /// is wrong with words if that is known, or at least with the statements that were just written, and what was found in earlier states and not
    /// touched since.
    pub(crate) fn found(&self) -> &Found {
        let state = &*self.state;
        let glanced = || state.glanced.get();
        let found = self.found_by_checks().or_else(glanced);
        found.unwrap_or(&state.at_first)
    }

    fn found_by_checks(&self) -> Option<&Found> {
        let state = &*self.state;
        let whole = state.compiled.get().map(|whole| &whole.found);
        let words = state.checked.get().map(|words| &words.found);
        whole.or(words)
    }
}

/// The place of a file on the disk; `None` for one of the standard library.
fn path_of(package: &Package, name: &str) -> Option<PathBuf> {
    if name.starts_with('<') {
        return None;
    }
    Some(canonical(&package.folder.join(name)))
}
