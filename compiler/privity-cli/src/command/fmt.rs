//! `privity fmt`: formats policy files.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use privity::diagnostic::Diagnostic;
use privity::load::{self, shown};
use privity::source::SourceMap;
use privity::syntax;

use crate::Exit;
use crate::arguments::Fmt;
use crate::files::replace;
use crate::findings::drawn;
use crate::line_diff;
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Fmt, output: &mut Output) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    // The same file may be named twice, or be reached by a link.
    let mut seen = BTreeSet::new();
    for path in &options.paths {
        if path == Path::new("-") {
            exit = exit.max(standard_input(options, output)?);
            continue;
        }
        let files = match policy_files(path) {
            Ok(files) => files,
            Err(failure) => {
                exit = exit.max(passed_over(failure, output)?);
                continue;
            }
        };
        if files.is_empty() {
            output.say(&format!("no policy files in {}", shown(path)));
        }
        for file in files {
            let same = file.canonicalize().unwrap_or_else(|_| file.clone());
            if seen.insert(same) {
                exit = exit.max(one_file(&file, options, output)?);
            }
        }
    }
    output.finish()?;
    Ok(exit)
}

/// Tells why something was left out: all other files can be formatted.
fn passed_over(failure: Failure, output: &mut Output) -> Result<Exit, Failure> {
    match failure {
        Failure::Said(why) => {
            output.say(&format!("error: {why}"));
            Ok(Exit::Trouble)
        }
        Failure::BrokenPipe => Err(failure),
    }
}

/// The file itself, or all policy files below a folder, sorted. Hidden folders and build folders are passed over.
fn policy_files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| Failure::Said(format!("cannot read `{}`: {error}", shown(&folder))))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // A link to a folder is not followed, so that a circle of them ends.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !name.starts_with('.') && name != "target" {
                folders.push(path);
            } else if path.is_file() && path.extension().is_some_and(|end| end == load::EXTENSION) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn standard_input(options: &Fmt, output: &mut Output) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Said(format!("cannot read the standard input: {error}")))?;
    let text = load::decode(bytes)
        .map_err(|why| Failure::Said(format!("cannot read the standard input: {why}")))?;
    let Some(formatted) = formatted("<stdin>", &text, output) else {
        return Ok(Exit::Findings);
    };
    if options.check || options.diff {
        return shown_change("<stdin>", &text, &formatted, options, output);
    }
    output.print(&formatted)?;
    Ok(Exit::Clean)
}

fn one_file(path: &Path, options: &Fmt, output: &mut Output) -> Result<Exit, Failure> {
    let name = shown(path);
    let text = match load::read_text(path) {
        Ok(text) => text,
        Err(finding) => {
            let look = output.terminal.stderr.clone();
            output.tell(&drawn(&SourceMap::new(), &[*finding], look, ""));
            return Ok(Exit::Trouble);
        }
    };
    let Some(formatted) = formatted(&name, &text, output) else {
        return Ok(Exit::Findings);
    };
    if options.check || options.diff {
        return shown_change(&name, &text, &formatted, options, output);
    }
    if formatted != text {
        if let Err(failure) = replace(path, &formatted) {
            return passed_over(failure, output);
        }
        output.print_line(&format!("formatted {name}"))?;
    }
    Ok(Exit::Clean)
}

/// The formatted text; `None` when it has mistakes, which are then shown.
fn formatted(name: &str, text: &str, output: &mut Output) -> Option<String> {
    let findings: Vec<Diagnostic> = match syntax::format(text) {
        Ok(formatted) => return Some(formatted),
        Err(findings) => findings,
    };
    let mut sources = SourceMap::new();
    sources.add(name, text)?;
    let look = output.terminal.stderr.clone();
    output.tell(&drawn(&sources, &findings, look, ""));
    output.say(&format!("{name} was left as it is"));
    None
}

fn shown_change(
    name: &str,
    text: &str,
    formatted: &str,
    options: &Fmt,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if formatted == text {
        return Ok(Exit::Clean);
    }
    if options.diff {
        output.print(&line_diff::unified(name, "formatted", text, formatted))?;
    } else {
        output.print_line(name)?;
    }
    Ok(Exit::Findings)
}
