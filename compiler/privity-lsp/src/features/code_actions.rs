//! The repairs that findings offer, as an editor offers them: at the place of a finding, and all safe ones at once.

use std::collections::HashMap;
use std::path::PathBuf;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Position, Range, TextEdit,
    Uri, WorkspaceEdit,
};
use privity::compile::Goal;
use privity::diagnostic::{Applicability, Diagnostic, Fix, repair};
use privity::mend;
use privity::source::FileId;

use crate::documents::canonical;
use crate::positions;
use crate::snapshot::Snapshot;

/// What can be done at a place of a file: the repairs of the findings there, those first that need no second look, and one action that
/// makes all of these, in all files of the package.
pub(crate) fn at(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let Some(file) = snapshot.file(&params.text_document.uri) else {
        return Vec::new();
    };
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|kinds| kinds.iter().any(|asked| covers(asked, kind)))
    };
    let mut actions: Vec<CodeAction> = Vec::new();
    if wanted(&CodeActionKind::QuickFix) {
        let here = snapshot
            .findings()
            .iter()
            .filter(|finding| is_at(snapshot, finding, file, params.range));
        let mut offered: Vec<(Applicability, CodeAction)> = here
            .flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)))
            .filter_map(|(finding, fix)| quick_fix(snapshot, finding, fix))
            .collect();
        offered.sort_by_key(|(applicability, _)| *applicability);
        actions.extend(offered.into_iter().map(|(_, action)| action));
    }
    if wanted(&CodeActionKind::SourceFixAll) {
        actions.extend(fix_all(snapshot, file));
    }
    actions
        .into_iter()
        .map(CodeActionResponse::CodeAction)
        .collect()
}

/// Whether a kind that the editor asks for takes in another: `source` asks for `source.fixAll` too.
fn covers(asked: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let word = |kind: &CodeActionKind| {
        let value = serde_json::to_value(kind).unwrap_or_default();
        value.as_str().unwrap_or_default().to_owned()
    };
    let (asked, kind) = (word(asked), word(kind));
    let rest = kind.strip_prefix(&asked);
    asked.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a place of a finding touches the range that the editor asks about.
fn is_at(snapshot: &Snapshot, finding: &Diagnostic, file: FileId, asked: Range) -> bool {
    let primary = finding.primary.iter().map(|label| label.span);
    let mut places = primary.chain(finding.elsewhere.iter().copied());
    let key = |position: &Position| (position.line, position.character);
    places.any(|span| {
        let found = snapshot.sources().locate(span);
        let range = snapshot.range(span);
        found.zip(range).is_some_and(|((of, _), range)| {
            of == file
                && key(&range.start) <= key(&asked.end)
                && key(&asked.start) <= key(&range.end)
        })
    })
}

/// One repair. It is preferred, so that a single key makes it, if it is safe and there is no other.
fn quick_fix(
    snapshot: &Snapshot,
    finding: &Diagnostic,
    fix: &Fix,
) -> Option<(Applicability, CodeAction)> {
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
    let is_chosen = repair::choice(finding, false) == Some(fix);
    let action = action(title, CodeActionKind::QuickFix, Some(is_chosen), changes);
    Some((fix.applicability, action))
}

/// All safe repairs of the package, round after round; `None` if there is nothing to do.
fn fix_all(snapshot: &Snapshot, file: FileId) -> Option<CodeAction> {
    let documents = snapshot.documents();
    let overlay = |path: &std::path::Path| {
        let document = documents.by_path(path)?;
        Some(document.text.to_string())
    };
    let options = snapshot.options(Goal::Check);
    let mended = mend::mend(snapshot.path(file)?, &overlay, &options, false);
    if mended.done.is_empty() {
        return None;
    }
    let changes = mended
        .files
        .into_iter()
        .map(|(path, change): (PathBuf, mend::Change)| {
            let range = positions::whole(&change.old, snapshot.encoding());
            let whole = TextEdit::new(range, change.new);
            (snapshot.uri_of(&canonical(&path)), vec![whole])
        })
        .collect();
    let title = match mended.done.len() {
        1 => "make the safe repair of this policy".to_owned(),
        count => format!("make all {count} safe repairs of this policy"),
    };
    Some(action(title, CodeActionKind::SourceFixAll, None, changes))
}

fn action(
    title: String,
    kind: CodeActionKind,
    is_preferred: Option<bool>,
    changes: HashMap<Uri, Vec<TextEdit>>,
) -> CodeAction {
    let edit = WorkspaceEdit::new(Some(changes), None, None);
    CodeAction::new(
        title,
        Some(kind),
        None,
        is_preferred,
        None,
        Some(edit),
        None,
        None,
        None,
    )
}
