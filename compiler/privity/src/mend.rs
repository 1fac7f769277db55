//! Mending a policy by the repairs that its findings offer, round after round, until nothing is left to do.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::compile::{Compilation, Options, compile_at};
use crate::diagnostic::repair::{choice, repair};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::Overlay;

/// Repairs bring others to light, but not for ever.
const MOST_ROUNDS: usize = 20;

/// What mending came to.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The new texts of the files that changed, with the old ones, by path.
    pub files: BTreeMap<PathBuf, Change>,
    /// What was done, in order.
    pub done: Vec<(Code, String)>,
    /// What was not kept, because it made the text worse.
    pub undone: Vec<(Code, String)>,
    /// The policy as it is now.
    pub compilation: Compilation,
}

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How messages call the file.
    pub name: String,
    /// Its text before.
    pub old: String,
    /// Its text now.
    pub new: String,
}

/// Makes all repairs that need no choice. Nothing is written: the new texts are handed back.
#[must_use]
pub fn mend(path: &Path, overlay: Overlay<'_>, options: &Options, unsafe_too: bool) -> Mended {
    let mut workshop = Workshop {
        path,
        overlay,
        options,
        unsafe_too,
        seen: BTreeSet::new(),
        undone: Vec::new(),
    };
    let mut files = BTreeMap::new();
    let mut done = Vec::new();
    let mut compilation = compile_at(path, overlay, options.clone());
    workshop.seen.insert(texts(&compilation));
    for _ in 0..MOST_ROUNDS {
        let Some(round) = workshop.round(&files, &compilation) else {
            break;
        };
        done.extend(round.done);
        files = round.files;
        compilation = round.compilation;
    }
    files.retain(|_, change| change.old != change.new);
    Mended {
        files,
        done,
        undone: workshop.undone,
        compilation,
    }
}

type Files = BTreeMap<PathBuf, Change>;

struct Workshop<'a> {
    path: &'a Path,
    overlay: Overlay<'a>,
    options: &'a Options,
    unsafe_too: bool,
    /// Every state the texts have been in.
    seen: BTreeSet<Vec<String>>,
    undone: Vec<(Code, String)>,
}

/// The policy after some repairs.
struct Round {
    files: Files,
    done: Vec<(Code, String)>,
    compilation: Compilation,
}

impl Workshop<'_> {
    /// Makes all repairs at once; if that makes the text worse, the first that does not. `None` when nothing is left to do.
    fn round(&mut self, files: &Files, before: &Compilation) -> Option<Round> {
        let open: Vec<Diagnostic> = before
            .findings
            .iter()
            .filter(|finding| {
                let fix = choice(finding, self.unsafe_too);
                fix.is_some_and(|fix| !self.is_undone(finding.code, &fix.title))
            })
            .cloned()
            .collect();
        if let Some(round) = self.attempt(files, before, &open) {
            return Some(round);
        }
        for finding in open {
            let alone = std::slice::from_ref(&finding);
            if let Some(round) = self.attempt(files, before, alone) {
                return Some(round);
            }
            if let Some(fix) = choice(&finding, self.unsafe_too) {
                self.undone.push((finding.code, fix.title.clone()));
            }
        }
        None
    }

    fn is_undone(&self, code: Code, title: &str) -> bool {
        let mut undone = self.undone.iter();
        undone.any(|(of, done)| *of == code && done == title)
    }

    /// Makes the repairs of some findings, unless that breaks the text or leads round in a circle.
    fn attempt(
        &mut self,
        files: &Files,
        before: &Compilation,
        findings: &[Diagnostic],
    ) -> Option<Round> {
        let package = &before.package;
        let sources = &package.program.sources;
        let repaired = repair(sources, findings, self.unsafe_too);
        if repaired.texts.is_empty() {
            return None;
        }
        let mut files = files.clone();
        for (file, new) in repaired.texts {
            let file = sources.file(file);
            let change = files
                .entry(package.folder.join(&file.name))
                .or_insert_with(|| Change {
                    name: file.name.clone(),
                    old: file.text.to_string(),
                    new: String::new(),
                });
            change.new = new;
        }
        let over = |path: &Path| {
            let changed = files.get(path).map(|change| change.new.clone());
            changed.or_else(|| (self.overlay)(path))
        };
        let after = compile_at(self.path, &over, self.options.clone());
        let is_kept = errors(&after) <= errors(before) && self.seen.insert(texts(&after));
        is_kept.then_some(Round {
            files,
            done: repaired.done,
            compilation: after,
        })
    }
}

fn texts(compilation: &Compilation) -> Vec<String> {
    let files = compilation.package.program.sources.files();
    files
        .filter(|(_, file)| !file.name.starts_with('<'))
        .map(|(_, file)| file.text.to_string())
        .collect()
}

/// How many places are wrong, by the pass that an error stands in the way of. A repair may bring errors of a later pass to light, none of its own or an
/// earlier one.
fn errors(compilation: &Compilation) -> [usize; 3] {
    let mut count = [0; 3];
    for finding in &compilation.findings {
        if let (Severity::Error, Some(count)) = (
            finding.severity,
            count.get_mut(usize::from(finding.code.stage())),
        ) {
            *count += 1 + finding.elsewhere.len();
        }
    }
    count
}
