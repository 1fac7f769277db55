//! Changing files of a policy.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use privity::load::shown;
use tempfile::NamedTempFile;

use crate::output::Failure;

/// Puts a new text in the place of a file in one step, with the rights it had.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    replace_all(&[(path, text)])
}

/// Puts new texts in the places of files. Everything that can go wrong is tried before the first file changes.
pub(crate) fn replace_all(texts: &[(&Path, &str)]) -> Result<(), Failure> {
    let ready = texts
        .iter()
        .map(|(path, text)| prepared(path, text))
        .collect::<Result<Vec<_>, _>>()?;
    for (file, path) in ready {
        file.persist(&path)
            .map_err(|error| trouble(&path, &error.error))?;
    }
    Ok(())
}

/// The new file beside the old one, and where it belongs: through a link the file behind it is meant.
fn prepared(path: &Path, text: &str) -> Result<(NamedTempFile, PathBuf), Failure> {
    let trouble = |error: &std::io::Error| trouble(path, error);
    let path = fs::canonicalize(path).map_err(|error| trouble(&error))?;
    let rights = fs::metadata(&path)
        .map_err(|error| trouble(&error))?
        .permissions();
    if rights.readonly() {
        return Err(Failure::Said(format!(
            "cannot write `{}`: it is read-only",
            shown(&path)
        )));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(|error| trouble(&error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| fs::set_permissions(file.path(), rights))
        .map_err(|error| trouble(&error))?;
    Ok((file, path))
}

fn trouble(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Said(format!("cannot write `{}`: {error}", shown(path)))
}
