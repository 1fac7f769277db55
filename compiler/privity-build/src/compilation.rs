//! From a path to the text of the outputs, with what Cargo must be told.

use std::path::Path;

use privity::check::check;
use privity::check::policy::Policy;
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Diagnostic, Report, Severity, short};
use privity::emit::{self, RustOptions};
use privity::graph::{self, Budget, TooLarge};
use privity::load::{self, Package};
use privity::lower::lower;
use privity::resolve::resolve;

use crate::error::Error;

/// What became of a policy.
pub(crate) struct Outcome {
    /// Lines for Cargo: the files that were read, and warnings.
    pub(crate) messages: Vec<String>,
    pub(crate) compiled: Result<Compiled, Error>,
}

/// The outputs of a policy.
pub(crate) struct Compiled {
    /// The name of the policy.
    pub(crate) name: String,
    pub(crate) rust: String,
    pub(crate) json: String,
}

pub(crate) fn compile(path: &Path) -> Outcome {
    let mut report = Report::new();
    let package = load::load(path, &|_: &Path| None, &mut report);
    let mut messages = files(&package);
    if package.program.modules.is_empty() {
        // Nothing was read, so a change of nothing could start the script again.
        messages.push(format!("cargo:rerun-if-changed={}", path.display()));
    }
    let world = resolve(&package.program, &mut report);
    let policy = check(&world, &mut report);
    let findings = package.manifest.levels.apply(report.into_sorted());
    let folder = package.folder.to_string_lossy();
    let sources = &package.program.sources;
    messages.extend(
        findings
            .iter()
            .filter(|finding| finding.severity == Severity::Warning)
            .map(|finding| {
                format!(
                    "cargo:warning={}",
                    short::line(sources, finding, &folder).trim_end()
                )
            }),
    );
    let wrong: Vec<&Diagnostic> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let compiled = if wrong.is_empty() && policy.poisoned.is_empty() {
        outputs(&package, &policy)
    } else {
        Err(drawn(&package, &wrong))
    };
    Outcome { messages, compiled }
}

/// A line for each file that was read; the standard library is part of the compiler.
fn files(package: &Package) -> Vec<String> {
    let program = &package.program;
    let standard = |file| {
        program
            .modules
            .iter()
            .any(|module| module.standard && module.file == file)
    };
    program
        .sources
        .files()
        .filter(|&(file, _)| !standard(file))
        .map(|(_, file)| {
            let path = package.folder.join(&file.name);
            format!("cargo:rerun-if-changed={}", path.display())
        })
        .collect()
}

fn outputs(package: &Package, policy: &Policy) -> Result<Compiled, Error> {
    let sources = &package.program.sources;
    let graph = graph::build(policy, &lower(policy), Budget::default())
        .map_err(|too_large| too_costly(policy, &too_large))?;
    let rust = emit::rust(policy, &graph, sources, RustOptions::default())
        .map_err(|error| Error::new(format!("the compiler wrote Rust that is none: {error}")))?;
    Ok(Compiled {
        name: policy.header.name.clone(),
        rust,
        json: emit::json(policy, &graph, sources),
    })
}

fn too_costly(policy: &Policy, too_large: &TooLarge) -> Error {
    let rules: Vec<String> = too_large
        .costly
        .iter()
        .map(|&rule| format!("`{}`", policy.rules.at(rule).name))
        .collect();
    Error::new(format!(
        "the decision graph of `{}` would be too large; the rules that cost most are {}",
        policy.header.name,
        rules.join(", ")
    ))
}

fn drawn(package: &Package, findings: &[&Diagnostic]) -> Error {
    let look = Look {
        folder: package.folder.to_string_lossy().into_owned(),
        ..Look::default()
    };
    let renderer = Renderer::new(&package.program.sources, look);
    let drawings: Vec<String> = findings
        .iter()
        .map(|finding| renderer.render(finding))
        .collect();
    Error::new(format!("the policy has errors\n\n{}", drawings.join("\n")))
}
