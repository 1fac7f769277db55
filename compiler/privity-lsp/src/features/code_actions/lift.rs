//! Letting a permit prevail over a guard that has no name yet: the guard gets one, and the permit overrides it.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::diagnostic::{Code, Diagnostic};
use privity::source::Span;
use privity::syntax::ast::{Item, ItemKind, Rule};

use super::Asked;

/// The lifts that would settle what is found at a place. Where the guard has a name, the finding offers that itself.
pub(super) fn lifts(asked: &Asked<'_>) -> Vec<CodeAction> {
    let findings = asked.findings();
    let clashes = findings.iter().filter(|finding| {
        let is_clash = matches!(finding.code, Code::Contradiction | Code::UnclearPrecedence);
        is_clash && finding.fixes.is_empty()
    });
    clashes.filter_map(|finding| lift(asked, finding)).collect()
}

fn lift(asked: &Asked<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let permit = finding.primary.as_ref()?.span;
    let guard_at = finding.labels.first()?.span;
    let (file, _) = asked.snapshot.sources().locate(guard_at)?;
    let module = asked.snapshot.module(file)?;
    let guard = rule_at(&module.tree.items, guard_at)?;
    // What is final is overridden by nobody who does not say so; that is the author's to write.
    if file != asked.file || guard.is_final || guard.name.is_some() {
        return None;
    }
    let name = asked.free_name("guard");
    let (permit_indent, guard_indent) = (asked.indent(permit), asked.indent(guard_at));
    let end = Span::new(permit.end, permit.end);
    let start = Span::new(guard_at.start, guard_at.start);
    let changes = vec![
        (end, format!("\n{permit_indent}  overrides {name}")),
        (start, format!("rule {name}\n{guard_indent}")),
    ];
    let title =
        format!("name the guard `{name}` and override it (may change what the policy means)");
    let mut action = asked.action(title, CodeActionKind::QuickFix, changes)?;
    action.diagnostics = asked.shown_as(finding);
    Some(action)
}

fn rule_at(items: &[Item], span: Span) -> Option<&Rule> {
    items.iter().find_map(|item| match &item.kind {
        ItemKind::Rule(rule) if item.span == span => Some(&**rule),
        ItemKind::Section(section) => rule_at(&section.items, span),
        ItemKind::Law(law) => rule_at(law.items.as_deref().unwrap_or_default(), span),
        _ => None,
    })
}
