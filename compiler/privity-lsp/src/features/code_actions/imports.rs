//! Imports in order: the standard library first, then the others, each once, without those that nothing uses.

use std::collections::BTreeSet;

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::diagnostic::Code;
use privity::source::Span;
use privity::syntax::ast::{Item, ItemKind, Path};

use super::{Asked, known_findings};

/// The action that puts the imports of a file in order; `None` if they are.
pub(super) fn organized(asked: &Asked<'_>) -> Option<CodeAction> {
    let module = asked.snapshot.module(asked.file)?;
    let unused: BTreeSet<Span> = known_findings(asked.snapshot)
        .filter(|finding| matches!(finding.code, Code::UnusedImport | Code::RepeatedImport))
        .filter_map(|finding| finding.primary.as_ref())
        .map(|label| label.span)
        .collect();
    let mut changes = Vec::new();
    for run in runs(asked, &module.tree.items) {
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else {
            continue;
        };
        let whole = first.to(*last);
        let mut kept: Vec<(bool, &str)> = run
            .iter()
            .filter(|(span, path)| !unused.contains(span) && !unused.contains(&path.span))
            .map(|(_, path)| {
                let text = asked.snapshot.sources().text(path.span);
                (!text.starts_with("privity."), text)
            })
            .collect();
        kept.sort_unstable();
        kept.dedup();
        let lines: Vec<String> = kept
            .iter()
            .map(|(_, path)| format!("import {path}"))
            .collect();
        let text = lines.join("\n");
        if asked.snapshot.sources().text(whole) != text {
            changes.push((whole, text));
        }
    }
    if changes.is_empty() {
        return None;
    }
    let kind = CodeActionKind::SourceOrganizeImports;
    asked.action("put the imports in order".to_owned(), kind, changes)
}

/// Imports that follow each other with nothing but white space between.
fn runs<'a>(asked: &Asked<'_>, items: &'a [Item]) -> Vec<Vec<(Span, &'a Path)>> {
    let mut runs: Vec<Vec<(Span, &Path)>> = Vec::new();
    for item in items {
        let ItemKind::Import(path) = &item.kind else {
            continue;
        };
        let last = runs.last_mut().zip(Some(item.span));
        match last {
            Some((run, span)) if follows(asked, run, span) => run.push((span, path)),
            _ => runs.push(vec![(item.span, path)]),
        }
    }
    runs
}

fn follows(asked: &Asked<'_>, run: &[(Span, &Path)], span: Span) -> bool {
    run.last().is_some_and(|(last, _)| {
        let between = Span::new(last.end, span.start);
        asked.snapshot.sources().text(between).trim().is_empty()
    })
}
