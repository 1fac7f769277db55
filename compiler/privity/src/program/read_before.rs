//! Texts that were read before, in a program that had the same ones, perhaps in other places.

use std::collections::BTreeMap;

use super::Program;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::syntax::{ast, moved};

/// The texts of a program by name, each with its tree and what was found in reading it.
#[derive(Default)]
pub(super) struct ReadBefore<'a> {
    texts: BTreeMap<&'a str, Text<'a>>,
    report: Option<&'a Report>,
}

struct Text<'a> {
    source: &'a SourceFile,
    tree: &'a ast::Module,
}

impl<'a> ReadBefore<'a> {
    pub(super) fn of(program: &'a Program, report: &'a Report) -> Self {
        let texts = program.modules.iter().map(|module| {
            let source = program.sources.file(module.file);
            let tree = &**module.tree;
            (source.name.as_str(), Text { source, tree })
        });
        Self {
            texts: texts.collect(),
            report: Some(report),
        }
    }

    /// The tree of a text, moved to where the text stands now, and what was found in it; `None` for one that is new.
    pub(super) fn find(&self, file: FileId, sources: &SourceMap) -> Option<(ast::Module, Report)> {
        let now = sources.file(file);
        let Text { source, tree } = self.texts.get(now.name.as_str())?;
        if source.text != now.text {
            return None;
        }
        let by = now.base.wrapping_sub(source.base);
        let length = u32::try_from(source.text.len()).ok()?;
        let whole = Span::new(source.base, source.base + length);
        let place = |span: Span| {
            let is_here = whole.start <= span.start && span.end <= whole.end;
            let moved = Span::new(span.start.wrapping_add(by), span.end.wrapping_add(by));
            is_here.then_some(moved)
        };
        let found = self.report?.part(whole, is_of_text, &place);
        Some((moved(tree, file, by), found))
    }
}

/// Whether a finding is made when a text is read, and not when its imports are followed.
fn is_of_text(finding: &Diagnostic) -> bool {
    !matches!(
        finding.code,
        Code::ModuleNotFound
            | Code::ImportCycle
            | Code::RepeatedImport
            | Code::TooLarge
            | Code::Unreadable
    )
}

#[cfg(test)]
mod tests {
    use super::super::{ModuleText, assemble, assemble_after};
    use super::*;

    fn read(texts: &[(&str, &str)], before: Option<(&Program, &Report)>) -> (Program, Report) {
        let text = |path: &str| {
            let found = texts.iter().find(|(name, _)| *name == path);
            found.map(|(name, text)| ModuleText {
                name: format!("{name}.privity"),
                text: (*text).into(),
            })
        };
        let mut find = |path: &str| {
            text(path).ok_or_else(|| super::super::Unread::Missing {
                looked_for: path.to_owned(),
                present: Vec::new().into(),
            })
        };
        let mut report = Report::new();
        let entry = ("entry", text("entry").unwrap());
        let program = match before {
            None => assemble(SourceMap::new(), entry, &mut find, &mut report),
            Some(before) => assemble_after(SourceMap::new(), entry, before, &mut find, &mut report),
        };
        (program, report)
    }

    #[test]
    fn a_program_is_the_same_whether_its_texts_are_read_again_or_not() {
        let broken = "/// d\ndata { a, , b }\nrule r permt use a\npermit use {\n";
        let sound = "data { c }\nwaive P0201 because \"x\"\npermit use c\n";
        let before = [
            ("entry", "import one\nimport two\n"),
            ("one", broken),
            ("two", sound),
        ];
        let after = [
            (
                "entry",
                "import two\nimport privity.actions\nimport three\nimport one\n",
            ),
            ("one", broken),
            ("two", sound),
            ("three", "data { d }\n"),
        ];
        let (program, report) = read(&before, None);
        let (again, found) = read(&after, Some((&program, &report)));
        let (fresh, expected) = read(&after, None);
        assert!(!expected.is_empty());
        assert_eq!(found.into_sorted(), expected.into_sorted());
        for (again, fresh) in again.modules.iter().zip(&fresh.modules) {
            assert_eq!(**again.tree, **fresh.tree, "{}", fresh.path);
        }
        assert_eq!(again.modules.len(), fresh.modules.len());
    }
}
