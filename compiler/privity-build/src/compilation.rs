//! From a path to the text of the outputs, with what Cargo must be told.

use std::path::{Path, PathBuf};
use std::thread;

use privity::compile::{Compilation, Options, compile_at};
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Severity, concise};
use privity::emit::{self, RustOptions};
use privity::load::{Package, shown};

use crate::error::Error;

/// The stack of the thread that compiles, in bytes. Build scripts are rarely optimised, and then every call takes much of it.
const STACK: usize = 256 << 20;

/// What became of a policy.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Lines for Cargo: the files that were read, and warnings.
    pub(crate) messages: Vec<String>,
    pub(crate) outputs: Result<Outputs, Error>,
}

/// The outputs of a policy.
#[derive(Debug)]
pub(crate) struct Outputs {
    /// The name of the policy.
    pub(crate) name: String,
    pub(crate) rust: String,
    pub(crate) json: String,
}

/// Compiles the policy at a path.
pub(crate) fn compile(path: &Path, today: Option<i64>) -> Outcome {
    let path = PathBuf::from(path);
    let work = move || {
        let options = Options {
            today,
            ..Options::default()
        };
        let compilation = compile_at(&path, &|_: &Path| None, options);
        Outcome {
            messages: messages(&path, &compilation),
            outputs: outputs(&compilation),
        }
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work);
    thread
        .map_err(|error| Error::new(format!("cannot start to compile: {error}")))
        .and_then(|thread| {
            let broken =
                |_| Error::new("the compiler failed; this is a mistake in it, not in the policy");
            thread.join().map_err(broken)
        })
        .unwrap_or_else(|error| Outcome {
            messages: Vec::new(),
            outputs: Err(error),
        })
}

fn messages(path: &Path, compilation: &Compilation) -> Vec<String> {
    let package = &compilation.package;
    let mut messages = files(package);
    if messages.is_empty() {
        // Nothing was read; when there is something, it will be there.
        messages.push(format!("cargo:rerun-if-changed={}", shown(path)));
    }
    let folder = shown(&package.folder);
    let warnings = compilation
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning);
    messages.extend(warnings.map(|finding| {
        let line = concise::line(&package.program.sources, finding, &folder);
        format!("cargo:warning={}", line.trim_end())
    }));
    messages
}

/// A line for each file that was read; the standard library is part of the compiler.
fn files(package: &Package) -> Vec<String> {
    let program = &package.program;
    let is_standard = |file| {
        program
            .modules
            .iter()
            .any(|module| module.standard && module.file == file)
    };
    program
        .sources
        .files()
        .filter(|&(file, _)| !is_standard(file))
        .map(|(_, file)| {
            let path = package.folder.join(&file.name);
            format!("cargo:rerun-if-changed={}", shown(&path))
        })
        .collect()
}

fn outputs(compilation: &Compilation) -> Result<Outputs, Error> {
    let compiled = compilation.compiled.as_ref();
    let decides = compiled.and_then(|compiled| Some((&compiled.policy, compiled.graph.as_ref()?)));
    let Some((policy, graph)) = decides.filter(|_| !compilation.has_errors()) else {
        return Err(drawn(compilation));
    };
    let sources = &compilation.package.program.sources;
    let rust = emit::rust(policy, graph, sources, RustOptions::default()).map_err(|error| {
        Error::new(format!(
            "what was made of the policy is no Rust, which is a mistake in the compiler: {error}"
        ))
    })?;
    Ok(Outputs {
        name: policy.header.name.clone(),
        rust,
        json: emit::json(policy, graph, sources),
    })
}

fn drawn(compilation: &Compilation) -> Error {
    let package = &compilation.package;
    let look = Look {
        folder: shown(&package.folder),
        ..Look::default()
    };
    let renderer = Renderer::new(&package.program.sources, look);
    let errors = compilation
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let drawings: Vec<String> = errors.map(|finding| renderer.render(finding)).collect();
    Error::new(format!("the policy has errors\n\n{}", drawings.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    const POLICY: &str = "policy small \"Small\" by us\nimport privity.actions\nimport words\n\
                          rule all\npermit collect letters\ncite \"page 1\"\n";

    #[test]
    fn every_file_of_the_policy_is_watched_and_the_standard_library_is_not() {
        let folder = folder_with(&[
            ("policy.privity", POLICY),
            ("words.privity", "data { letters }\nparty { us }\n"),
        ]);
        let outcome = compile(folder.path(), None);
        let name = |file: &str| {
            let path = folder.path().join(file);
            format!("cargo:rerun-if-changed={}", shown(&path))
        };
        let watched: Vec<&String> = outcome
            .messages
            .iter()
            .filter(|line| line.starts_with("cargo:rerun"))
            .collect();
        assert_eq!(watched, [&name("policy.privity"), &name("words.privity")]);
        let outputs = outcome.outputs.unwrap();
        assert_eq!(outputs.name, "small");
        assert!(outputs.rust.contains("pub mod small {"));
    }

    #[test]
    fn errors_are_drawn_and_their_files_are_watched() {
        let wrong = POLICY.replace("collect letters", "collect leters");
        let folder = folder_with(&[
            ("policy.privity", &wrong),
            ("words.privity", "data { letters }\nparty { us }\n"),
        ]);
        let outcome = compile(folder.path(), None);
        assert_eq!(outcome.messages.len(), 2);
        let error = outcome.outputs.unwrap_err();
        let text = format!("{error:?}");
        assert!(
            text.contains("P0201") && text.contains("permit collect leters"),
            "{text}"
        );
    }

    #[test]
    fn levels_and_waivers_of_the_policy_count_and_a_waiver_ends_on_the_day_that_is_told() {
        let torn = format!(
            "{POLICY}waive P0350 until 2026-06-30 because \"known\"\nrule some\npermit collect notes in DE, FR\nrule none\nforbid collect letters, notes in DE\n"
        );
        let words =
            "data { letters notes }\nparty { us }\nplace { DE FR }\ndefault destination is FR\n";
        let folder = folder_with(&[("policy.privity", &torn), ("words.privity", words)]);
        let day = |text: &str| privity::check::dates::parse_day(text);
        for (today, is_built) in [
            (None, true),
            (day("2026-06-30"), true),
            (day("2026-07-01"), false),
        ] {
            let outcome = compile(folder.path(), today);
            assert_eq!(outcome.outputs.is_ok(), is_built, "{outcome:?}");
        }
        std::fs::write(
            folder.path().join("privity.toml"),
            "[levels]\nP0350 = \"warn\"\n",
        )
        .unwrap();
        let outcome = compile(folder.path(), day("2026-07-01"));
        assert!(outcome.outputs.is_ok(), "{outcome:?}");
        let warned = outcome.messages.iter().any(|line| line.contains("P0350"));
        assert!(warned, "{outcome:?}");
    }

    #[test]
    fn a_path_that_leads_nowhere_is_watched_too() {
        let outcome = compile(Path::new("there/is/nothing"), None);
        assert_eq!(
            outcome.messages,
            ["cargo:rerun-if-changed=there/is/nothing"]
        );
        assert!(outcome.outputs.is_err());
    }
}
