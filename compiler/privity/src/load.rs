//! From a path to a program: the only file of the library that touches the disk.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::suggest::or_list;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::manifest::{self, DEFAULT_ENTRY, FILE_NAME, Manifest};
use crate::program::{self, ModuleText, Program, Unread};
use crate::source::{FileId, SourceMap};
use crate::triage;

/// The ending of policy files, without the dot.
pub const EXTENSION: &str = "privity";

/// At most this much is read from something that is no ordinary file, such as a pipe or a device.
const PIPE_LIMIT: u64 = 64 << 20;

/// A policy with what surrounds it.
#[derive(Debug, Clone)]
pub struct Package {
    /// The folder that file names in messages are relative to.
    pub folder: PathBuf,
    /// What the manifest says; the defaults when there is none.
    pub manifest: Manifest,
    /// The policy; without modules when no entry could be read, which is then reported.
    pub program: Program,
}

/// Text that stands in for what is on the disk, for instance in an editor. Paths are as [`load`] makes them.
pub type Overlay<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// Reads the policy at a path: a folder with a manifest or a `policy.privity`, a manifest, or a policy file.
///
/// From a folder without either, the search goes up to the next manifest. A file that is part of the package of a manifest in its
/// folder or above, or of the `policy.privity` beside it, stands for that package; any other file is an entry of its own.
pub fn load(path: &Path, overlay: Overlay<'_>, report: &mut Report) -> Package {
    load_linked(path, overlay, &[], report)
}

/// Like [`load`], for texts that will change: each may grow by some bytes and stay in its place; see [`SourceMap::with_room`]. `before` is an
/// earlier state with what was found when it was loaded: what is the same is not parsed again.
pub fn load_with_room(
    path: &Path,
    overlay: Overlay<'_>,
    room: u32,
    before: Option<(&Program, &Report)>,
    report: &mut Report,
) -> Package {
    let wishes = Wishes {
        linked: &[],
        room,
        before,
    };
    read_package(path, overlay, &wishes, report)
}

/// Like [`load`], with modules that the entry need not import, by dotted path.
pub fn load_linked(
    path: &Path,
    overlay: Overlay<'_>,
    linked: &[String],
    report: &mut Report,
) -> Package {
    let wishes = Wishes {
        linked,
        room: 0,
        before: None,
    };
    read_package(path, overlay, &wishes, report)
}

/// What else is asked of a package.
struct Wishes<'a> {
    /// Modules that the entry need not import, by dotted path.
    linked: &'a [String],
    /// How much each text may grow, in bytes.
    room: u32,
    /// An earlier state.
    before: Option<(&'a Program, &'a Report)>,
}

fn read_package(
    path: &Path,
    overlay: Overlay<'_>,
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Package {
    if !path.is_dir() && !path.exists() && overlay(path).is_none() {
        report.push(match std::fs::symlink_metadata(path) {
            Ok(_) => cannot_read(path, "the link leads nowhere"),
            Err(error) => cannot_read(path, &reason(&error)),
        });
        return empty(path.parent().unwrap_or(path));
    }
    if path.is_dir() {
        if path.join(FILE_NAME).is_file() {
            return with_manifest(path, overlay, wishes, report);
        }
        if path.join(DEFAULT_ENTRY).is_file() {
            return without_manifest(path, DEFAULT_ENTRY, overlay, wishes, report);
        }
        if let Some(folder) = folder_of_manifest(path) {
            return with_manifest(&folder, overlay, wishes, report);
        }
        report.push(no_policy(path));
        return empty(path);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        report.push(cannot_read(path, "its name is not UTF-8 text"));
        return empty(folder);
    };
    if name == FILE_NAME {
        return with_manifest(folder, overlay, wishes, report);
    }
    if path.extension().is_none_or(|end| end != EXTENSION) {
        report.push(
            Diagnostic::without_place(
                Code::NoPolicy,
                format!("`{}` is not a policy file", shown(path)),
            )
            .help(format!(
                "name a folder, or a file that ends in `.{EXTENSION}`"
            )),
        );
        return empty(folder);
    }
    let mut quiet = Report::new();
    let around = if let Some(root) = folder_of_manifest(folder) {
        Some(with_manifest(&root, overlay, wishes, &mut quiet))
    } else if folder.join(DEFAULT_ENTRY).is_file() {
        Some(without_manifest(
            folder,
            DEFAULT_ENTRY,
            overlay,
            wishes,
            &mut quiet,
        ))
    } else {
        None
    };
    if let Some(package) = around.filter(|package| is_part(package, path)) {
        quiet.into_sorted().into_iter().for_each(|d| report.push(d));
        return package;
    }
    without_manifest(folder, name, overlay, wishes, report)
}

/// Reads the text of a baseline into the sources of a package, under this name. `None`, and a finding, if it cannot be read.
pub fn baseline(
    package: &mut Package,
    path: &Path,
    name: String,
    overlay: Overlay<'_>,
    report: &mut Report,
) -> Option<FileId> {
    match read_over(path, overlay) {
        Ok(text) => package.program.sources.add(name, text),
        Err(why) => {
            report.push(triage::diagnostics::unreadable_baseline(&name, &why));
            None
        }
    }
}

/// Reads a whole text file.
///
/// # Errors
/// A finding that says why it cannot be read: not there, not allowed, a folder, too large, not UTF-8 (with line and byte).
pub fn read_text(path: &Path) -> Result<String, Box<Diagnostic>> {
    read_file(path).map_err(|why| Box::new(cannot_read(path, &why)))
}

/// Makes text of bytes that were read from somewhere.
///
/// # Errors
/// In a few words, the line and the byte that are not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes
            .iter()
            .take(at)
            .filter(|&&byte| byte == b'\n')
            .count();
        let byte = bytes.get(at).copied().unwrap_or_default();
        format!("it is not UTF-8 text: line {line} has the byte 0x{byte:02x}, at offset {at} of the file")
    })
}

fn empty(folder: &Path) -> Package {
    Package {
        folder: folder.to_owned(),
        manifest: Manifest::default(),
        program: Program::default(),
    }
}

fn with_manifest(
    folder: &Path,
    overlay: Overlay<'_>,
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Package {
    let mut sources = SourceMap::with_room(wishes.room);
    let manifest = match read_over(&folder.join(FILE_NAME), overlay) {
        Ok(text) => match sources.add(FILE_NAME, text) {
            Some(file) => manifest::read(file, &sources, report),
            None => Manifest::default(),
        },
        Err(why) => {
            report.push(cannot_read(&folder.join(FILE_NAME), &why));
            Manifest::default()
        }
    };
    read_program(folder, manifest, sources, overlay, wishes, report)
}

fn without_manifest(
    folder: &Path,
    entry: &str,
    overlay: Overlay<'_>,
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Package {
    let manifest = Manifest {
        entry: entry.to_owned(),
        ..Manifest::default()
    };
    read_program(
        folder,
        manifest,
        SourceMap::with_room(wishes.room),
        overlay,
        wishes,
        report,
    )
}

fn read_program(
    folder: &Path,
    manifest: Manifest,
    sources: SourceMap,
    overlay: Overlay<'_>,
    wishes: &Wishes<'_>,
    report: &mut Report,
) -> Package {
    let entry_path = folder.join(&manifest.entry);
    let program = match read_over(&entry_path, overlay) {
        Err(why) => {
            report.push(cannot_read(&entry_path, &why));
            Program {
                sources,
                modules: Vec::new(),
            }
        }
        Ok(text) => {
            // Modules lie beside the entry, which may lie below the manifest.
            let (inner, file) = match manifest.entry.rsplit_once('/') {
                Some((inner, file)) => (format!("{inner}/"), file),
                None => (String::new(), manifest.entry.as_str()),
            };
            let stem = file.strip_suffix(".privity").unwrap_or(file);
            let entry = ModuleText {
                name: manifest.entry.clone(),
                text: text.into(),
            };
            let beside: OnceCell<Arc<[String]>> = OnceCell::new();
            let mut read = |module: &str| {
                let name = format!("{inner}{}.{EXTENSION}", module.replace('.', "/"));
                read_module(folder, name, overlay, || {
                    let list = || modules_below(&folder.join(&inner)).into();
                    beside.get_or_init(list).clone()
                })
            };
            let entry = (stem, entry);
            match wishes.before {
                Some(before) => program::assemble_after(sources, entry, before, &mut read, report),
                None => program::assemble_linked(sources, entry, wishes.linked, &mut read, report),
            }
        }
    };
    Package {
        folder: folder.to_owned(),
        manifest,
        program,
    }
}

fn read_module(
    folder: &Path,
    name: String,
    overlay: Overlay<'_>,
    present: impl FnOnce() -> Arc<[String]>,
) -> Result<ModuleText, Unread> {
    let path = folder.join(&name);
    match read_over(&path, overlay) {
        Ok(text) => Ok(ModuleText {
            name,
            text: text.into(),
        }),
        Err(_) if std::fs::symlink_metadata(&path).is_err() => Err(Unread::Missing {
            looked_for: name,
            present: present(),
        }),
        Err(why) => Err(Unread::Unusable(why)),
    }
}

/// The dotted paths of the modules in a folder and in the folders directly below it, sorted.
fn modules_below(folder: &Path) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten().take(1000) {
            let path = entry.path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
                continue;
            };
            if path.extension().is_some_and(|end| end == EXTENSION) {
                found.insert(format!("{prefix}{stem}"));
            } else if prefix.is_empty() && path.is_dir() {
                folders.push((format!("{stem}."), path));
            }
        }
    }
    found.into_iter().collect()
}

/// The nearest folder with a manifest, from this one up.
fn folder_of_manifest(folder: &Path) -> Option<PathBuf> {
    if folder.join(FILE_NAME).is_file() {
        return Some(folder.to_owned());
    }
    let whole = std::fs::canonicalize(folder).ok()?;
    whole
        .ancestors()
        .skip(1)
        .find(|above| above.join(FILE_NAME).is_file())
        .map(Path::to_owned)
}

fn is_part(package: &Package, path: &Path) -> bool {
    package
        .program
        .sources
        .files()
        .any(|(_, file)| same_file(&package.folder.join(&file.name), path))
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (std::fs::canonicalize(a), std::fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

fn read_over(path: &Path, overlay: Overlay<'_>) -> Result<String, String> {
    match overlay(path) {
        Some(text) => Ok(text),
        None => read_file(path),
    }
}

fn read_file(path: &Path) -> Result<String, String> {
    let read = || {
        let file = File::open(path)?;
        let about = file.metadata()?;
        Ok((file, about))
    };
    let (file, about) = read().map_err(|error: io::Error| reason(&error))?;
    if about.is_dir() {
        return Err("it is a folder".to_owned());
    }
    let limit = if about.is_file() {
        u64::from(u32::MAX)
    } else {
        PIPE_LIMIT
    };
    if about.len() > limit {
        return Err("it is larger than 4 GiB".to_owned());
    }
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > limit {
        return Err(format!("it does not end within {} MiB", limit >> 20));
    }
    decode(bytes)
}

/// Why the system refused, in words that do not depend on the system where the reason is a common one.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "reading it is not allowed".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        _ => {
            let text = error.to_string();
            let words = text.split(" (os error").next().unwrap_or(&text);
            words.to_lowercase()
        }
    }
}

/// A path as messages show it, with `/` on every system.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn cannot_read(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::without_place(
        Code::Unreadable,
        format!("cannot read `{}`: {why}", shown(path)),
    )
    .help("check the name and the rights of the file, and save it as UTF-8 text")
}

fn no_policy(folder: &Path) -> Diagnostic {
    let diagnostic = Diagnostic::without_place(
        Code::NoPolicy,
        format!(
            "`{}` has no `{FILE_NAME}` and no `{DEFAULT_ENTRY}`, nor has a folder above it a `{FILE_NAME}`",
            shown(folder)
        ),
    );
    let files: Vec<String> = modules_below(folder)
        .iter()
        .map(|module| format!("{}.{EXTENSION}", module.replace('.', "/")))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    match files.as_slice() {
        [] => diagnostic.help("create a policy with `privity init`"),
        files => diagnostic.help(format!("name the file to begin with: {}", or_list(files))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_utf_8_is_refused_with_its_line() {
        let why = decode(b"one\ntwo \xff".to_vec()).unwrap_err();
        assert_eq!(
            why,
            "it is not UTF-8 text: line 2 has the byte 0xff, at offset 8 of the file"
        );
    }
}
