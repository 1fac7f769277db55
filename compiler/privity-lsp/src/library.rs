//! The files of the standard library as editors name them: texts without a place, for those that can show such, and for the others files in a
//! folder of the user's cache, written when somebody is led there.

use std::io::Write;
use std::path::{Path, PathBuf};

use privity::load::EXTENSION;
use privity_stdlib::{MODULES, Module};

use crate::documents::canonical;
use crate::uris;

/// The scheme of texts that are on no disk.
pub(crate) const SCHEME: &str = "privity-stdlib";

/// How names begin of texts that were never saved: each is a program of its own, which finds modules where the server was started.
const UNSAVED: &str = "untitled:";

/// Where the standard library is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library {
    /// The folder of its files; `None` where there is no place for them.
    folder: Option<PathBuf>,
}

impl Library {
    /// The library below a folder of caches, apart from that of other versions.
    pub(crate) fn below(caches: Option<&Path>) -> Self {
        let name = concat!("stdlib-", env!("CARGO_PKG_VERSION"));
        Self {
            folder: caches.map(|caches| caches.join("privity").join(name)),
        }
    }

    /// The place of a module's file, which is there afterwards with the text of this compiler; `None` if it cannot be written.
    pub(crate) fn written(&self, module: &Module) -> Option<PathBuf> {
        let path = self.folder.as_ref()?.join(module.file);
        let is_there = std::fs::read_to_string(&path).is_ok_and(|text| text == module.text);
        if !is_there {
            write(&path, module.text).ok()?;
        }
        Some(canonical(&path))
    }

    /// The canonical path of a text by its name; `None` for what is no file.
    pub(crate) fn place_of(&self, uri: &str) -> Option<PathBuf> {
        match module_of(uri) {
            Some(module) => Some(canonical(&self.folder().join(module.file))),
            None if uri.starts_with(UNSAVED) => {
                let name = format!("{uri}.{EXTENSION}");
                Some(std::env::current_dir().ok()?.join(name))
            }
            None => Some(canonical(&uris::to_path(uri)?)),
        }
    }

    /// The module whose file this is, by its canonical path.
    pub(crate) fn module_at(&self, path: &Path) -> Option<&'static Module> {
        let folder = self.folder();
        let file = path
            .strip_prefix(folder)
            .map(Path::to_owned)
            .or_else(|_| path.strip_prefix(canonical(folder)).map(Path::to_owned));
        let file = file.ok()?;
        MODULES.iter().find(|module| Path::new(module.file) == file)
    }

    /// The folder, or what stands for one where there is none.
    fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new(SCHEME))
    }
}

/// Writes a file at once and whole: other servers may read it. Nobody is to change it.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    let mut permissions = file.as_file().metadata()?.permissions();
    permissions.set_readonly(true);
    file.as_file().set_permissions(permissions)?;
    file.persist(path)?;
    Ok(())
}

/// The name of a module's text that is on no disk.
pub(crate) fn uri_of(module: &Module) -> String {
    format!("{SCHEME}:/privity/{}", module.file)
}

/// The module of such a name.
pub(crate) fn module_of(uri: &str) -> Option<&'static Module> {
    let path = uri.strip_prefix(SCHEME)?.strip_prefix(':')?;
    let file = path.trim_start_matches('/').strip_prefix("privity/")?;
    MODULES.iter().find(|module| module.file == file)
}
