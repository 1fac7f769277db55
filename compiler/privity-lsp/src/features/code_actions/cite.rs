//! Adding a citation to a rule that has none: what its neighbours cite.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::diagnostic::Code;
use privity::occurrences::Sense;
use privity::source::Span;
use privity::syntax::ast::{Citation, Clause, ClauseKind, Item, ItemKind};

use super::Asked;

/// How many citations are offered.
const MOST: usize = 3;

/// The citations that a rule without one may have.
pub(super) fn citations(asked: &Asked<'_>) -> Vec<CodeAction> {
    let items = asked.items();
    let Some(item) = items.last() else {
        return Vec::new();
    };
    let ItemKind::Rule(rule) = &item.kind else {
        return Vec::new();
    };
    if cited(&rule.clauses).next().is_some() {
        return Vec::new();
    }
    let around = items.len().checked_sub(2).and_then(|at| items.get(at));
    let module = asked.snapshot.module(asked.file);
    let neighbours: &[Item] = match around.map(|item| &item.kind) {
        Some(ItemKind::Section(section)) => &section.items,
        Some(ItemKind::Law(law)) => law.items.as_deref().unwrap_or_default(),
        _ => module.map_or(&[], |module| &module.tree.items),
    };
    let findings = asked.findings();
    let mut findings = findings.iter();
    let missing = findings.find(|finding| finding.code == Code::CitesNothing);
    let kind = match missing {
        Some(_) => CodeActionKind::QuickFix,
        None => CodeActionKind::RefactorRewrite,
    };
    let end = Span::new(item.span.end, item.span.end);
    let indent = asked.indent(item.span);
    nearest(asked, neighbours, item)
        .into_iter()
        .filter_map(|text| {
            let clause = format!("\n{indent}  cite {text}");
            let change = vec![(end, clause)];
            let mut action = asked.action(format!("cite {text}"), kind.clone(), change)?;
            action.diagnostics = missing.and_then(|finding| asked.shown_as(finding));
            Some(action)
        })
        .collect()
}

/// What the rules around cite, the nearest first, each once.
fn nearest<'a>(asked: &Asked<'a>, items: &'a [Item], own: &Item) -> Vec<&'a str> {
    let at = items.iter().position(|item| item.span == own.span);
    let at = at.unwrap_or_default();
    let mut by_distance: Vec<(usize, &Item)> = items
        .iter()
        .enumerate()
        .map(|(index, item)| (index.abs_diff(at), item))
        .collect();
    by_distance.sort_by_key(|(distance, _)| *distance);
    let mut found = Vec::new();
    for (_, item) in by_distance {
        let ItemKind::Rule(rule) = &item.kind else {
            continue;
        };
        for citation in cited(&rule.clauses).filter(|citation| is_sound(asked, citation)) {
            let span = match citation {
                Citation::Anchor(path) => path.span,
                Citation::Words(text) => text.span,
            };
            let text = asked.snapshot.sources().text(span);
            if !found.contains(&text) {
                found.push(text);
            }
            if found.len() == MOST {
                return found;
            }
        }
    }
    found
}

/// Whether a citation leads somewhere, as far as is known.
fn is_sound(asked: &Asked<'_>, citation: &Citation) -> bool {
    let (Citation::Anchor(path), Some(names)) = (citation, asked.snapshot.occurrences()) else {
        return true;
    };
    let mut names = names.within(path.span).iter();
    names.all(|name| name.sense != Sense::Unknown)
}

fn cited(clauses: &[Clause]) -> impl Iterator<Item = &Citation> {
    clauses.iter().flat_map(|clause| match &clause.kind {
        ClauseKind::Cite(citations) => citations.as_slice(),
        _ => &[],
    })
}
