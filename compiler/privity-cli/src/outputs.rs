//! `--output`: in which forms the findings of a run are written, and where.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};
use privity::diagnostic::render::Look;
use privity::diagnostic::run::Run;
use privity::diagnostic::{Diagnostic, Severity, concise, github, json, junit, sarif};
use privity::load::{self, shown};
use serde_json::Value;

use crate::files::{folder_of, write_all};
use crate::findings::pretty;
use crate::output::{Failure, Output};

/// How findings are written.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutputArgs {
    /// How findings are written, and to which file; may be repeated. Without a file, or with `-`, to the standard output. The forms:
    /// full (with the text they are about), concise (a line each), json, jsonl (an object a line), sarif, github (annotations), junit.
    #[arg(long = "output", value_name = "FORMAT[=FILE]")]
    targets: Vec<Target>,
}

/// A form of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Full,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Junit,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
        }
    }

    /// Whether it is a document, which nothing may stand before or behind.
    fn is_document(self) -> bool {
        match self {
            Self::Json | Self::Jsonl | Self::Sarif | Self::Junit => true,
            Self::Full | Self::Concise | Self::Github => false,
        }
    }
}

/// A form and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    format: Format,
    /// The file; the standard output without.
    file: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format = <Format as ValueEnum>::from_str(name, false).map_err(|_| {
            let known: Vec<&str> = Format::value_variants().iter().map(|f| f.name()).collect();
            format!(
                "there is no format `{name}`; write one of {}",
                known.join(", ")
            )
        })?;
        match file {
            Some("") => Err(format!(
                "name a file behind `{name}=`, or leave the `=` out"
            )),
            Some("-") | None => Ok(Self { format, file: None }),
            Some(file) => Ok(Self {
                format,
                file: Some(PathBuf::from(file)),
            }),
        }
    }
}

/// What a command has to say of a run besides its findings.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// How the policy stands to laws, in the form of JSON.
    pub(crate) laws: Option<Value>,
    /// How much of a text is cited, in the form of JSON.
    pub(crate) coverage: Option<Value>,
}

/// A run, ready to be written.
pub(crate) struct Told<'a> {
    pub(crate) run: Run<'a>,
    pub(crate) folders: &'a Folders,
    pub(crate) extra: Extra,
    /// The full form, for a look.
    pub(crate) full: &'a dyn Fn(&Look) -> Result<String, Failure>,
}

impl OutputArgs {
    /// Whether nothing was said about it.
    pub(crate) fn is_default(&self) -> bool {
        self.targets.is_empty()
    }

    /// Whether something is written to the standard output.
    pub(crate) fn uses_stdout(&self) -> bool {
        self.is_default() || self.targets.iter().any(|target| target.file.is_none())
    }

    /// Whether somebody reads the findings with the text they are about.
    pub(crate) fn is_full(&self) -> bool {
        self.is_default()
            || self
                .targets
                .iter()
                .any(|target| target.format == Format::Full)
    }

    /// Whether something is written as JSON, which holds more than findings.
    pub(crate) fn is_json(&self) -> bool {
        let mut targets = self.targets.iter();
        targets.any(|target| target.format == Format::Json)
    }

    /// That what was asked for can be done: before any work is.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let said = |why: String| Err(Failure::Said(why));
        let on_stdout: Vec<Format> = self
            .targets
            .iter()
            .filter(|target| target.file.is_none())
            .map(|target| target.format)
            .collect();
        if on_stdout.len() > 1
            && let Some(document) = on_stdout.iter().find(|format| format.is_document())
        {
            let name = document.name();
            return said(format!(
                "`--output {name}` wants the standard output for itself; write it to a file, for instance `--output {name}=findings.{name}`"
            ));
        }
        let mut seen = BTreeSet::new();
        for target in &self.targets {
            let Some(path) = &target.file else {
                if on_stdout
                    .iter()
                    .filter(|format| **format == target.format)
                    .count()
                    > 1
                {
                    let name = target.format.name();
                    return said(format!("`--output {name}` is there twice"));
                }
                continue;
            };
            let name = shown(path);
            let folder = folder_of(path);
            if path.is_dir() {
                return said(format!("cannot write `{name}`: it is a folder"));
            }
            if !folder.is_dir() {
                let folder = shown(folder);
                return said(format!(
                    "cannot write `{name}`: there is no folder `{folder}`"
                ));
            }
            let is_source = path.extension().is_some_and(|end| end == load::EXTENSION)
                || path.file_name().is_some_and(|name| name == "privity.toml");
            if is_source {
                return said(format!(
                    "`{name}` is a file of a policy, and findings would overwrite it"
                ));
            }
            let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
            if !seen.insert(path.file_name().map(|name| real.join(name))) {
                return said(format!("two outputs go to `{name}`"));
            }
        }
        Ok(())
    }

    /// Writes a run in all forms that were asked for: the files first, all or none of them.
    pub(crate) fn write(&self, told: &Told<'_>, output: &mut Output) -> Result<(), Failure> {
        let default = [Target {
            format: Format::Full,
            file: None,
        }];
        let targets: &[Target] = if self.is_default() {
            &default
        } else {
            &self.targets
        };
        let mut files = Vec::new();
        let mut printed = Vec::new();
        for target in targets {
            match &target.file {
                Some(path) => {
                    let look = Look {
                        folder: told.folders.reader.clone(),
                        ..Look::default()
                    };
                    files.push((path.clone(), told.text(target.format, &look)?));
                }
                None => {
                    let look = Look {
                        folder: told.folders.reader.clone(),
                        ..output.terminal.stdout.clone()
                    };
                    printed.push(told.text(target.format, &look)?);
                }
            }
        }
        write_all(&files)?;
        if targets.iter().any(|target| target.format == Format::Github) {
            append_to_job_page(&github::summary(&told.run_in(&told.folders.repository)))?;
        }
        for text in printed {
            output.print(&text)?;
        }
        output.finish()
    }

    /// Where more about the codes is to be read, once for a run: `` `privity explain P0201` says more ``.
    pub(crate) fn say_more(&self, findings: &[Diagnostic], output: &mut Output) {
        if !self.is_full() {
            return;
        }
        let codes: BTreeSet<&str> = findings
            .iter()
            .filter(|finding| finding.severity < Severity::Advice)
            .map(|finding| finding.code.as_str())
            .collect();
        // Advice is only worth a page when there is nothing worse.
        let first = findings.first().map(|finding| finding.code.as_str());
        let Some(first) = codes.iter().next().copied().or(first) else {
            return;
        };
        let others: Vec<&str> = codes.into_iter().filter(|&code| code != first).collect();
        let others = match others.as_slice() {
            [] => String::new(),
            [more @ .., last] if !more.is_empty() => {
                format!(", and so for {} and {last}", more.join(", "))
            }
            [last, ..] => format!(", and so for {last}"),
        };
        output.say(&format!("`privity explain {first}` says more{others}"));
    }
}

impl Told<'_> {
    fn run_in<'f>(&'f self, folder: &'f str) -> Run<'f> {
        Run { folder, ..self.run }
    }

    fn text(&self, format: Format, look: &Look) -> Result<String, Failure> {
        let run = self.run_in(&self.folders.machine);
        Ok(match format {
            Format::Full => (self.full)(look)?,
            Format::Concise => {
                let line = |finding| concise::line(run.sources, finding, &look.folder);
                run.findings.iter().map(line).collect()
            }
            Format::Json => pretty(&json::Findings {
                laws: self.extra.laws.clone(),
                coverage: self.extra.coverage.clone(),
                ..json::findings(&run)
            })?,
            Format::Jsonl => {
                let mut text = String::new();
                for line in json::lines(&run) {
                    let line = serde_json::to_string(&line)
                        .map_err(|error| Failure::Said(format!("cannot write JSON: {error}")))?;
                    text.push_str(&line);
                    text.push('\n');
                }
                text
            }
            Format::Sarif => sarif::log(&run),
            Format::Github => github::annotations(&self.run_in(&self.folders.repository)),
            Format::Junit => junit::document(&run),
        })
    }
}

/// Puts a text on the page that GitHub shows for the job, if there is one.
fn append_to_job_page(text: &str) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let mut file = fs::OpenOptions::new().append(true).create(true).open(&path);
    file.as_mut()
        .map_err(|error| std::io::Error::new(error.kind(), error.to_string()))
        .and_then(|file| file.write_all(text.as_bytes()))
        .map_err(|error| {
            let path = shown(Path::new(&path));
            Failure::Said(format!(
                "cannot write the summary of the job to `{path}`: {error}"
            ))
        })
}

/// How the folder of a policy is written in front of the names of its files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folders {
    /// For people: from where the command runs if the folder lies below, otherwise as it was written.
    pub(crate) reader: String,
    /// For programs: from where the command runs, or nothing if the folder does not lie below. Never from the root of the disk.
    pub(crate) machine: String,
    /// For GitHub: from the root of the repository that a job works on, if that is known; otherwise as for programs.
    pub(crate) repository: String,
}

impl Folders {
    /// Of the folder of a policy.
    pub(crate) fn of(folder: &Path) -> Self {
        let written = shown(folder);
        let written = match written.as_str() {
            "." | "./" => "",
            folder => folder.strip_prefix("./").unwrap_or(folder),
        };
        let here = std::env::current_dir().ok();
        let below = |base: Option<PathBuf>| {
            let base = fs::canonicalize(base?).ok()?;
            let full = fs::canonicalize(folder).ok()?;
            let inner = full.strip_prefix(base).ok()?;
            Some(shown(inner).replace('\\', "/"))
        };
        let machine = below(here);
        let workspace = std::env::var_os("GITHUB_WORKSPACE").filter(|path| !path.is_empty());
        let repository = below(workspace.map(PathBuf::from));
        Self {
            reader: machine.clone().unwrap_or_else(|| written.to_owned()),
            repository: repository.or_else(|| machine.clone()).unwrap_or_default(),
            machine: machine.unwrap_or_default(),
        }
    }
}
