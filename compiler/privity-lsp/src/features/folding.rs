//! Folding: items of more than one line, nodes with nodes below them, runs of imports and of comments.

use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use privity::source::{SourceFile, Span};
use privity::syntax::ast::{Item, ItemKind, Node};

use crate::snapshot::Snapshot;

/// What can be folded in a file, in the order of the text.
pub(crate) fn ranges(snapshot: &Snapshot, params: FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let mut folds = Folds {
        file: snapshot.sources().file(file),
        found: Vec::new(),
    };
    if let Some(module) = snapshot.module(file) {
        folds.items(&module.tree.items);
    }
    folds.comments();
    let mut found = folds.found;
    found.sort_by_key(|fold| (fold.start_line, std::cmp::Reverse(fold.end_line)));
    Some(found)
}

struct Folds<'a> {
    file: &'a SourceFile,
    found: Vec<FoldingRange>,
}

impl Folds<'_> {
    fn items(&mut self, items: &[Item]) {
        let is_import = |item: &Item| matches!(item.kind, ItemKind::Import(_));
        for run in items.chunk_by(|a, b| is_import(a) && is_import(b)) {
            if let ([first, .., last], true) = (run, run.iter().all(is_import)) {
                self.span(first.span.to(last.span), Some(FoldingRangeKind::Imports));
                continue;
            }
            for item in run {
                self.span(item.span, None);
                match &item.kind {
                    ItemKind::Section(section) => self.items(&section.items),
                    ItemKind::Law(law) => self.items(law.items.as_deref().unwrap_or_default()),
                    ItemKind::Vocabulary(vocabulary) => self.nodes(&vocabulary.nodes),
                    _ => {}
                }
            }
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.span(node.span, None);
            self.nodes(&node.children);
        }
    }

    fn span(&mut self, span: Span, kind: Option<FoldingRangeKind>) {
        let line = |at: u32| self.file.line_of(at.saturating_sub(self.file.base));
        self.lines(line(span.start), line(span.end), kind);
    }

    /// Runs of lines that are comments and nothing else.
    fn comments(&mut self) {
        let text = self.file.text.clone();
        let lines: Vec<&str> = text.lines().collect();
        let is_comment = |line: &&str| line.trim_start().starts_with("//");
        let mut at = 0;
        for run in lines.chunk_by(|a, b| is_comment(a) == is_comment(b)) {
            if run.first().is_some_and(is_comment) {
                let end = at + run.len() - 1;
                self.lines(at, end, Some(FoldingRangeKind::Comment));
            }
            at += run.len();
        }
    }

    fn lines(&mut self, start: usize, end: usize, kind: Option<FoldingRangeKind>) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return;
        };
        if start < end {
            self.found.push(FoldingRange {
                start_line: start,
                end_line: end,
                kind,
                ..FoldingRange::default()
            });
        }
    }
}
