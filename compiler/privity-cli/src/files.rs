//! Writing files: each in one step, and of several either all or none.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use privity::load::shown;
use tempfile::NamedTempFile;

use crate::output::Failure;

/// Puts a new text in the place of a file in one step, with the rights it had.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    replace_all(&[(path, text)])
}

/// Puts new texts in the place of files, all or none.
pub(crate) fn replace_all(texts: &[(&Path, &str)]) -> Result<(), Failure> {
    for (path, _) in texts {
        let found = fs::metadata(path).map_err(|error| trouble(path, &error))?;
        if found.permissions().readonly() {
            let why = format!("cannot write `{}`: it is read-only", shown(path));
            return Err(Failure::Said(why));
        }
    }
    let texts = texts.iter();
    let files: Vec<(PathBuf, String)> = texts
        .map(|&(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    write_all(&files)
}

/// A file that is written beside its place, and what to do with it.
struct Waiting {
    path: PathBuf,
    file: NamedTempFile,
    /// What was there before.
    before: Option<Vec<u8>>,
}

/// Writes every text beside its place first, and moves them there when all are written. When one cannot be moved, those before it are as
/// they were.
pub(crate) fn write_all(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let mut streams = Vec::new();
    let mut waiting = Vec::new();
    for (path, text) in files {
        if is_stream(path) {
            streams.push((path, text));
        } else {
            waiting.push(prepared(path, text)?);
        }
    }
    // What stands in a device or a pipe cannot be taken back.
    for (path, text) in streams {
        fs::write(path, text).map_err(|error| trouble(path, &error))?;
    }
    let mut moved: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for Waiting { path, file, before } in waiting {
        if let Err(error) = file.persist(&path) {
            for (path, before) in moved {
                let _ = match before {
                    Some(bytes) => fs::write(path, bytes),
                    None => fs::remove_file(path),
                };
            }
            return Err(trouble(&path, &error.error));
        }
        moved.push((path, before));
    }
    Ok(())
}

/// Whether the path leads to something that is written to and not replaced, such as `/dev/null`.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

fn prepared(path: &Path, text: &str) -> Result<Waiting, Failure> {
    if path.is_dir() {
        let why = format!("cannot write `{}`: it is a folder", shown(path));
        return Err(Failure::Said(why));
    }
    // Through a link the file behind it is meant.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&target);
    if !folder.is_dir() {
        let (path, folder) = (shown(path), shown(folder));
        let why = format!("cannot write `{path}`: there is no folder `{folder}`");
        return Err(Failure::Said(why));
    }
    let before = match fs::read(&target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(trouble(path, &error)),
    };
    let mut file = temporary(folder).map_err(|error| trouble(path, &error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| trouble(path, &error))?;
    if let Ok(found) = fs::metadata(&target) {
        fs::set_permissions(file.path(), found.permissions())
            .map_err(|error| trouble(path, &error))?;
    }
    Ok(Waiting {
        path: target,
        file,
        before,
    })
}

/// The folder that a file stands in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// A file that others may read once it is in place, unlike the usual temporary one.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".privity-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn trouble(path: &Path, error: &io::Error) -> Failure {
    Failure::Said(format!("cannot write `{}`: {error}", shown(path)))
}
