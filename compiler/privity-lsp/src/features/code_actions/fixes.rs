//! The repairs that findings offer: at their places, and all safe ones at once.

use std::collections::HashMap;
use std::path::Path;

use gen_lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri};
use privity::compile::Goal;
use privity::diagnostic::{Applicability, Diagnostic, Fix, repair};
use privity::mend;

use super::{Asked, action, known_findings, later};
use crate::documents::canonical;
use crate::features::formatting::line_edits;
use crate::snapshot::Snapshot;

/// The repairs of the findings at a place.
pub(super) fn quick(asked: &Asked<'_>) -> Vec<CodeAction> {
    let findings = asked.findings();
    let mut offered: Vec<(Applicability, CodeAction)> = findings
        .iter()
        .flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)))
        .filter_map(|(finding, fix)| quick_fix(asked, finding, fix))
        .collect();
    offered.sort_by_key(|(applicability, _)| *applicability);
    offered.into_iter().map(|(_, action)| action).collect()
}

/// One repair. It is preferred, so that a single key makes it, if it is safe and there is no other.
fn quick_fix(
    asked: &Asked<'_>,
    finding: &Diagnostic,
    fix: &Fix,
) -> Option<(Applicability, CodeAction)> {
    let snapshot = asked.snapshot;
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for change in repair::changes(snapshot.sources(), fix)? {
        let (path, range) = snapshot.file_and_range(change.span)?;
        let edit = TextEdit::new(range, change.replacement);
        changes.entry(snapshot.uri_of(path)).or_default().push(edit);
    }
    let is_safe = fix.applicability == Applicability::Safe;
    let title = if is_safe {
        fix.title.clone()
    } else {
        format!("{} (may change what the policy means)", fix.title)
    };
    let mut action = action(title, CodeActionKind::QuickFix, changes);
    action.is_preferred = Some(repair::choice(finding, false) == Some(fix));
    action.diagnostics = asked.shown_as(finding);
    Some((fix.applicability, action))
}

/// All safe repairs of the package, round after round; `None` if there is nothing to do.
pub(super) fn all(asked: &Asked<'_>) -> Option<CodeAction> {
    let snapshot = asked.snapshot;
    let kind = CodeActionKind::SourceFixAll;
    let mut findings = known_findings(snapshot);
    findings.find(|finding| repair::choice(finding, false).is_some())?;
    if snapshot.client().resolves_edits {
        let title = "make all safe repairs of this policy".to_owned();
        return Some(later(title, kind));
    }
    let (count, changes) = edit_of_all(snapshot)?;
    let title = match count {
        1 => "make the safe repair of this policy".to_owned(),
        count => format!("make all {count} safe repairs of this policy"),
    };
    Some(action(title, kind, changes))
}

/// How many repairs that is, and what they change; `None` if there is nothing to do.
pub(super) fn edit_of_all(snapshot: &Snapshot) -> Option<(usize, HashMap<Uri, Vec<TextEdit>>)> {
    let documents = snapshot.documents();
    let overlay = |path: &Path| {
        let document = documents.by_path(path)?;
        Some(document.text.to_string())
    };
    let options = snapshot.options(Goal::Check);
    let mended = mend::mend(snapshot.entry(), &overlay, &options, false);
    if mended.done.is_empty() {
        return None;
    }
    let changes = mended.files.into_iter().map(|(path, change)| {
        let edits = line_edits(&change.old, &change.new, snapshot.encoding());
        (snapshot.uri_of(&canonical(&path)), edits)
    });
    Some((mended.done.len(), changes.collect()))
}
