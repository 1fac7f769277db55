//! The folders of findings: one a code, named `CODE-title`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use privity::diagnostic::Code;

/// All folders, in the order of their names.
///
/// # Panics
/// When they cannot be listed.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("findings");
    let mut folders: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The code that a folder is about.
///
/// # Panics
/// When its name does not begin with one.
#[must_use]
pub fn code_of(folder: &Path) -> Code {
    let name = folder.file_name().unwrap().to_str().unwrap();
    let code = name.split('-').next().unwrap();
    Code::parse(code).unwrap_or_else(|| panic!("{name}: there is no code {code}"))
}
