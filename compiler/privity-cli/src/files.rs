//! Changing files of a policy.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use privity::load::shown;

use crate::output::Failure;

/// Puts a new text in the place of a file in one step, with the rights it had.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let trouble =
        |error: &std::io::Error| Failure::Said(format!("cannot write `{}`: {error}", shown(path)));
    // Through a link the file behind it is meant.
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
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| trouble(&error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| fs::set_permissions(file.path(), rights))
        .map_err(|error| trouble(&error))?;
    file.persist(&path).map_err(|error| trouble(&error.error))?;
    Ok(())
}
