//! What the editor has been told of findings, so that it is told again only what is new.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use gen_lsp_types::Diagnostic;

/// Findings as editors read them, with a name that is the same for the same ones.
#[derive(Debug)]
pub(crate) struct Listed {
    findings: Vec<Diagnostic>,
    hash: u64,
}

impl Listed {
    /// These findings.
    pub(crate) fn new(findings: Vec<Diagnostic>) -> Self {
        let mut hasher = DefaultHasher::new();
        findings.hash(&mut hasher);
        Self {
            findings,
            hash: hasher.finish(),
        }
    }
}

/// All that is told of one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told<'a>(Vec<&'a Listed>);

impl<'a> Told<'a> {
    /// Adds more.
    pub(crate) fn add(&mut self, more: &'a Listed) {
        self.0.push(more);
    }

    /// Whether that is nothing.
    fn is_empty(&self) -> bool {
        self.0.iter().all(|listed| listed.findings.is_empty())
    }

    /// A name: the same for the same findings.
    fn name(&self) -> String {
        let mut hasher = DefaultHasher::new();
        let parts = self.0.iter();
        parts.for_each(|listed| listed.hash.hash(&mut hasher));
        format!("{:016x}", hasher.finish())
    }

    /// The findings.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        let parts = self.0.iter().flat_map(|listed| &listed.findings);
        parts.cloned().collect()
    }
}

/// The files of a package, and what is to be told of each.
pub(crate) type ByFile<'a> = BTreeMap<&'a Path, Told<'a>>;

/// What was told of each file.
#[derive(Default)]
pub(crate) struct Published {
    told: BTreeMap<PathBuf, Note>,
    /// The files that the editor asked about, with the name of the answer.
    answered: BTreeMap<PathBuf, String>,
}

/// Under which circumstances something was told of a file.
#[derive(PartialEq, Eq)]
struct Note {
    /// The package that it was told for.
    package: PathBuf,
    version: Option<i32>,
    name: String,
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
        told: &Told<'_>,
    ) -> bool {
        let is_empty = told.is_empty();
        let now = Note {
            package: package.to_owned(),
            version,
            name: told.name(),
            is_empty,
        };
        let is_news = match self.told.get(path) {
            None => !is_empty || version.is_some(),
            Some(before) => *before != now && !(is_empty && before.is_empty && version.is_none()),
        };
        if is_news {
            self.told.insert(path.to_owned(), now);
        }
        is_news
    }

    /// The files with findings of a package that are not among these any more, so that their findings are to be taken back.
    pub(crate) fn left_over(&self, package: &Path, files: &ByFile<'_>) -> Vec<PathBuf> {
        let told = self.told.iter();
        told.filter(|(path, told)| {
            !told.is_empty && told.package == package && !files.contains_key(path.as_path())
        })
        .map(|(path, _)| path.clone())
        .collect()
    }

    /// Takes note of an answer about a file, and gives its name.
    pub(crate) fn answer(&mut self, path: &Path, told: &Told<'_>) -> String {
        let name = told.name();
        self.answered.insert(path.to_owned(), name.clone());
        name
    }

    /// Whether the editor was answered something else about a file.
    pub(crate) fn is_outdated(&self, path: &Path, told: &Told<'_>) -> bool {
        let answered = self.answered.get(path);
        answered.is_some_and(|name| *name != told.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_told_once_a_version() {
        let mut published = Published::default();
        let listed = Listed::new(vec![Diagnostic::default()]);
        let (path, found) = (Path::new("/a"), Told(vec![&listed]));
        let nothing = Told::default();
        let mut is_news =
            |path, version, told: &Told<'_>| published.is_news(Path::new("/"), path, version, told);
        assert!(is_news(path, Some(1), &found));
        assert!(!is_news(path, Some(1), &found));
        assert!(is_news(path, Some(1), &nothing));
        assert!(is_news(path, Some(2), &nothing));
        assert!(is_news(path, None, &found));
        assert!(is_news(path, None, &nothing));
        assert!(!is_news(path, None, &nothing));
        assert!(!is_news(Path::new("/closed"), None, &nothing));
    }
}
