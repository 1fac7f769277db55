//! The sound programs that accidents befall.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use privity::compile::{Goal, Options, compile};
use privity::diagnostic::{Diagnostic, Report, Severity};
use privity::program::{ModuleText, Unread, assemble};
use privity::source::SourceMap;

use crate::spec;

/// A program, all of whose own modules are at hand.
#[derive(Debug, Clone)]
pub struct Program {
    /// What it is called in reports.
    pub name: String,
    /// The dotted path of the entry.
    pub entry: String,
    /// The modules by dotted path, with their texts.
    pub modules: BTreeMap<String, Arc<str>>,
    /// The files that accidents may befall.
    pub targets: Vec<String>,
}

impl Program {
    /// The errors of the program when one of its modules has another text: the texts, and the errors in the order in which they are shown.
    #[must_use]
    pub fn errors(&self, changed: Option<(&str, &str)>) -> (SourceMap, Vec<Diagnostic>) {
        let mut report = Report::new();
        let program = self.read(changed, &mut report);
        let options = Options {
            goal: Goal::Check,
            ..Options::default()
        };
        compile(&program, options, &mut report);
        let mut errors = report.into_sorted();
        errors.retain(|finding| finding.severity == Severity::Error);
        (program.sources, errors)
    }

    /// The program, when one of its modules has another text.
    pub fn read(
        &self,
        changed: Option<(&str, &str)>,
        report: &mut Report,
    ) -> privity::program::Program {
        let text = |module: &str| match changed {
            Some((path, text)) if path == module => Some(text.into()),
            _ => self.modules.get(module).cloned(),
        };
        let named = |module: &str, text| ModuleText {
            name: format!("{module}.privity"),
            text,
        };
        let mut read = |module: &str| {
            text(module)
                .map(|text| named(module, text))
                .ok_or(Unread::Missing {
                    looked_for: module.to_owned(),
                    present: [].into(),
                })
        };
        let entry = named(&self.entry, text(&self.entry).unwrap_or_default());
        assemble(SourceMap::new(), (&self.entry, entry), &mut read, report)
    }
}

/// Every policy of `policies/`, the standard library, and every sound example of `tests/spec`.
///
/// # Panics
/// If the files of the repository cannot be read.
#[must_use]
pub fn corpus() -> Vec<Program> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut programs = policies(&here.join("../policies"));
    programs.push(library());
    programs.extend(examples(&here.join("spec")));
    programs
}

fn policies(folder: &Path) -> Vec<Program> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .flat_map(|folder| {
            let mut modules = BTreeMap::new();
            modules_below(&folder, "", &mut modules);
            whole_or_apart(&file_name(&folder), modules)
        })
        .collect()
}

/// The policy of a folder, and what it does not import as programs of their own, such as what is linked with a law.
fn whole_or_apart(name: &str, modules: BTreeMap<String, Arc<str>>) -> Vec<Program> {
    let whole = Program {
        name: name.to_owned(),
        entry: "policy".to_owned(),
        targets: Vec::new(),
        modules,
    };
    let (sources, _) = whole.errors(None);
    let read: Vec<&str> = sources
        .files()
        .map(|(_, file)| file.name.as_str())
        .collect();
    let (targets, apart): (Vec<String>, Vec<String>) = whole
        .modules
        .keys()
        .cloned()
        .partition(|module| read.contains(&format!("{module}.privity").as_str()));
    let apart = apart.into_iter().map(|module| Program {
        name: name.to_owned(),
        entry: module.clone(),
        targets: vec![module],
        modules: whole.modules.clone(),
    });
    let mut programs: Vec<Program> = apart.collect();
    programs.push(Program { targets, ..whole });
    programs
}

fn modules_below(folder: &Path, before: &str, modules: &mut BTreeMap<String, Arc<str>>) {
    for path in entries(folder) {
        let name = file_name(&path);
        if path.is_dir() {
            modules_below(&path, &format!("{before}{name}."), modules);
        } else if let Some(stem) = name.strip_suffix(".privity") {
            modules.insert(format!("{before}{stem}"), read(&path).into());
        }
    }
}

/// The standard library under another name, so that its texts can be changed.
fn library() -> Program {
    let renamed = |text: &str| text.replace("privity.", "lib.");
    let mut modules: BTreeMap<String, Arc<str>> = privity_stdlib::MODULES
        .iter()
        .map(|module| (renamed(module.path), renamed(module.text).into()))
        .collect();
    let targets: Vec<String> = modules.keys().cloned().collect();
    let mut entry = "policy whole \"All of the library\"\n".to_owned();
    for module in &targets {
        entry.push_str(&format!("import {module}\n"));
    }
    modules.insert("entry".to_owned(), entry.into());
    Program {
        name: "stdlib".to_owned(),
        entry: "entry".to_owned(),
        modules,
        targets,
    }
}

/// The examples without errors, each behind the preamble that it needs; accidents may befall the preamble as well.
fn examples(folder: &Path) -> Vec<Program> {
    let preamble = read(&folder.join("preamble.privity"));
    let mut programs = Vec::new();
    for path in entries(folder) {
        let name = file_name(&path);
        if !name.ends_with(".md") || name == "README.md" {
            continue;
        }
        let page = spec::parse(&read(&path)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let mut preamble = preamble.clone();
        for block in page.blocks {
            if block.language != "privity" {
                continue;
            }
            if block.words == ["preamble"] {
                preamble = block.text;
                continue;
            }
            if !block.words.is_empty() {
                continue;
            }
            let is_whole = block.text.lines().any(|line| line.starts_with("policy "));
            let text = if is_whole {
                block.text
            } else {
                format!("{preamble}{}", block.text)
            };
            programs.push(Program {
                name: format!("{name}:{}", block.line),
                entry: "policy".to_owned(),
                modules: BTreeMap::from([("policy".to_owned(), text.into())]),
                targets: vec!["policy".to_owned()],
            });
        }
    }
    programs
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.display()))
        .map(|entry| entry.unwrap_or_else(|why| panic!("{why}")).path())
        .collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
