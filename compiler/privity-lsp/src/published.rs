//! What the editor has been told of findings, so that it is told again only what is new.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use gen_lsp_types::Diagnostic;

use crate::features::diagnostics::ByFile;

/// What was told of each file.
#[derive(Default)]
pub(crate) struct Published {
    told: BTreeMap<PathBuf, Told>,
    /// The files that the editor asked about, with the name of the answer.
    answered: BTreeMap<PathBuf, String>,
}

#[derive(Clone, PartialEq, Eq)]
struct Told {
    /// The package that it was told for.
    package: PathBuf,
    version: Option<i32>,
    id: String,
    is_empty: bool,
}

impl Published {
    /// Takes note that findings are told, and says whether that is worth it. An open file is told of in each of its versions, so that the
    /// editor knows which text the findings are about.
    pub(crate) fn is_news(
        &mut self,
        package: &Path,
        path: &Path,
        version: Option<i32>,
        found: &[Diagnostic],
    ) -> bool {
        let is_empty = found.is_empty();
        let now = Told {
            package: package.to_owned(),
            version,
            id: name(found),
            is_empty,
        };
        let before = self.told.get(path);
        let is_news = match before {
            None => !is_empty || version.is_some(),
            Some(before) => *before != now && !(is_empty && before.is_empty && version.is_none()),
        };
        if is_news {
            self.told.insert(path.to_owned(), now);
        }
        is_news
    }

    /// The files with findings of a package that are not among these any more, so that their findings are to be taken back.
    pub(crate) fn left_over(&self, package: &Path, files: &ByFile) -> Vec<PathBuf> {
        let told = self.told.iter();
        told.filter(|(path, told)| {
            !told.is_empty && told.package == package && !files.contains_key(path.as_path())
        })
        .map(|(path, _)| path.clone())
        .collect()
    }

    /// Takes note of an answer about a file, and gives its name.
    pub(crate) fn answer(&mut self, path: &Path, found: &[Diagnostic]) -> String {
        let id = name(found);
        self.answered.insert(path.to_owned(), id.clone());
        id
    }

    /// Whether the editor was answered something else about a file.
    pub(crate) fn is_outdated(&self, path: &Path, found: &[Diagnostic]) -> bool {
        let answered = self.answered.get(path);
        answered.is_some_and(|id| *id != name(found))
    }
}

/// A name of findings: the same for the same ones.
pub(crate) fn name(found: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    found.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_told_once_a_version() {
        let mut published = Published::default();
        let (path, found) = (Path::new("/a"), [Diagnostic::default()]);
        let mut is_news = |path, version, found: &[Diagnostic]| {
            published.is_news(Path::new("/"), path, version, found)
        };
        assert!(is_news(path, Some(1), &found));
        assert!(!is_news(path, Some(1), &found));
        assert!(is_news(path, Some(1), &[]));
        assert!(is_news(path, Some(2), &[]));
        assert!(is_news(path, None, &found));
        assert!(is_news(path, None, &[]));
        assert!(!is_news(path, None, &[]));
        assert!(!is_news(Path::new("/closed"), None, &[]));
    }
}
