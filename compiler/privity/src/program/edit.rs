//! A program after a change to one of its texts, without reading the others again.

use std::sync::Arc;

use super::{Program, dotted};
use crate::diagnostic::{Code, Report};
use crate::source::FileId;
use crate::syntax::{self, Tree, ast};

impl Program {
    /// The program with another text in the place of a module's. `report` holds what was found in reading and parsing the program, and will
    /// hold what is found now.
    ///
    /// `None`, and the report unchanged, if that is not all that changes: if the module imports others than before, or something is wrong with
    /// its imports, or its text has grown out of its place. The program is to be assembled anew then.
    #[must_use]
    pub fn with_text(&self, file: FileId, text: Arc<str>, report: &mut Report) -> Option<Self> {
        let at = self.modules.iter().position(|module| module.file == file)?;
        let module = self.modules.get(at)?;
        let whole = self.sources.file(file).span();
        let about_imports = [
            Code::ModuleNotFound,
            Code::ImportCycle,
            Code::RepeatedImport,
            Code::TooLarge,
        ];
        let is_doubtful = report
            .iter()
            .any(|finding| about_imports.contains(&finding.code));
        if is_doubtful || module.misses_import {
            return None;
        }
        let sources = self.sources.replace(file, text)?;
        let sound = match report.is_about(whole) {
            true => module.sound.clone(),
            false => Some((module.tree.clone(), self.sources.file(file).text.clone())),
        };
        let in_part = sound.as_ref();
        let in_part =
            in_part.and_then(|(tree, text)| syntax::reparse(tree, text, sources.file(file)));
        let (tree, found) = in_part.unwrap_or_else(|| {
            let mut found = Report::new();
            let tree = syntax::parse(file, &sources, &mut found);
            (tree.into(), found)
        });
        let imports = |tree: &Tree| -> Vec<String> {
            let imports = tree.kinds().filter_map(|kind| match kind {
                ast::ItemKind::Import(path) => Some(dotted(path)),
                _ => None,
            });
            imports.collect()
        };
        if imports(&tree) != imports(&module.tree) {
            return None;
        }
        report.forget(whole);
        let sound = sound.filter(|_| !found.is_empty());
        report.absorb(found);
        let mut modules = self.modules.clone();
        let module = modules.get_mut(at)?;
        (module.tree, module.sound) = (Arc::new(tree), sound);
        Some(Self { sources, modules })
    }
}
