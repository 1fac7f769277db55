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
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let whole = Span::new(first.above.start, last.behind.end);
        let text = asked.ended_as_in(asked.file, &in_order(asked, &run, &unused));
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

/// An import with the comments that are about it.
struct Import<'a> {
    item: Span,
    path: &'a Path,
    /// The lines of comments directly above it; empty if there are none.
    above: Span,
    /// The comment behind it; empty if there is none.
    behind: Span,
}

/// The lines of a run of imports in order, each with its comments.
fn in_order(asked: &Asked<'_>, run: &[Import<'_>], unused: &BTreeSet<Span>) -> String {
    let text = |span| asked.snapshot.sources().text(span);
    let mut kept: Vec<(bool, &str, String)> = Vec::new();
    // Nobody's comment is taken out: what stands above an import that goes comes above the next.
    let mut above = String::new();
    for import in run {
        let path = text(import.path.span);
        above.extend(
            text(import.above)
                .lines()
                .map(|line| format!("{}\n", line.trim())),
        );
        let is_kept = !unused.contains(&import.item) && !unused.contains(&import.path.span);
        if is_kept && !kept.iter().any(|(_, before, _)| *before == path) {
            let comments = std::mem::take(&mut above);
            let lines = format!("{comments}import {path}{}", text(import.behind));
            kept.push((!path.starts_with("privity."), path, lines));
        }
    }
    kept.sort_by_key(|(is_own, path, _)| (*is_own, *path));
    let lines = kept.into_iter().map(|(_, _, lines)| lines);
    let rest = above.trim_end().to_owned();
    let rest = (!rest.is_empty()).then_some(rest);
    let lines: Vec<String> = lines.chain(rest).collect();
    lines.join("\n")
}

/// Imports that follow each other with nothing but white space and their comments between.
fn runs<'a>(asked: &Asked<'_>, items: &'a [Item]) -> Vec<Vec<Import<'a>>> {
    let mut runs: Vec<Vec<Import<'_>>> = Vec::new();
    for item in items {
        let ItemKind::Import(path) = &item.kind else {
            continue;
        };
        let start = item.span.start;
        let end = item.span.end;
        let import = Import {
            item: item.span,
            path,
            above: Span::new(asked.comments_above(start), start),
            behind: Span::new(end, end + asked.comment_behind(item.span)),
        };
        match runs.last_mut() {
            Some(run) if follows(asked, run, &import) => run.push(import),
            _ => runs.push(vec![import]),
        }
    }
    runs
}

fn follows(asked: &Asked<'_>, run: &[Import<'_>], import: &Import<'_>) -> bool {
    run.last().is_some_and(|last| {
        let between = Span::new(last.behind.end, import.above.start);
        asked.snapshot.sources().text(between).trim().is_empty()
    })
}
