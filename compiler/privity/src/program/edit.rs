//! A program after a change to one of its texts, without reading the others again.

use std::sync::Arc;

use super::{Program, dotted};
use crate::diagnostic::{Code, Report};
use crate::source::{FileId, Span};
use crate::syntax::{self, ast};

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
        let whole = self.whole(file);
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
        let mut found = Report::new();
        let (old, new) = (self.sources.file(file), sources.file(file));
        let in_part = match report.is_about(whole) {
            true => None,
            false => syntax::reparse(&module.tree, old, new),
        };
        let tree = in_part.unwrap_or_else(|| syntax::parse(file, &sources, &mut found));
        let imports = |tree: &ast::Module| -> Vec<String> {
            let items = tree.items.iter();
            items
                .filter_map(|item| match &item.kind {
                    ast::ItemKind::Import(path) => Some(dotted(path)),
                    _ => None,
                })
                .collect()
        };
        if imports(&tree) != imports(&module.tree) {
            return None;
        }
        report.forget(whole);
        report.absorb(found);
        let mut modules = self.modules.clone();
        modules.get_mut(at)?.tree = Arc::new(tree);
        Some(Self { sources, modules })
    }

    /// The stretch of the number line that a text covers.
    fn whole(&self, file: FileId) -> Span {
        let source = self.sources.file(file);
        let length = u32::try_from(source.text.len()).unwrap_or(u32::MAX);
        Span::new(source.base, source.base.saturating_add(length))
    }
}
