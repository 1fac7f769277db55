//! What can be done at a place: the repairs that findings offer, rewritings of what stands there, and what puts a whole file in order.

mod cite;
mod declare;
mod extract;
mod fixes;
mod imports;
mod lift;
mod place;

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Diagnostic, Range, TextEdit,
    Uri, WorkspaceEdit,
};
use privity::diagnostic;
use privity::source::{FileId, Span};
use serde_json::json;

use crate::snapshot::Snapshot;

/// The kinds of actions there are.
pub(crate) const KINDS: [CodeActionKind; 5] = [
    CodeActionKind::QuickFix,
    CodeActionKind::RefactorExtract,
    CodeActionKind::RefactorRewrite,
    CodeActionKind::SourceFixAll,
    CodeActionKind::SourceOrganizeImports,
];

/// What can be done at a place of a file: repairs first, those before the others that need no second look.
pub(crate) fn at(
    snapshot: &Snapshot,
    params: &CodeActionParams,
) -> Option<Vec<CodeActionResponse>> {
    let file = snapshot.own_file(&params.text_document.uri)?;
    let asked = Asked {
        snapshot,
        file,
        uri: &params.text_document.uri,
        span: snapshot.span(file, params.range),
        shown: &params.context.diagnostics,
    };
    let wanted = |kind: CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|kinds| kinds.iter().any(|asked| covers(asked, &kind)))
    };
    let mut actions: Vec<CodeAction> = Vec::new();
    if wanted(CodeActionKind::QuickFix) {
        actions.extend(fixes::quick(&asked));
        actions.extend(lift::lifts(&asked));
        actions.extend(declare::declarations(&asked));
    }
    if wanted(CodeActionKind::RefactorExtract) {
        actions.extend(extract::extractions(&asked));
    }
    actions.extend(cite::citations(&asked).into_iter().filter(|action| {
        let kind = action.kind.clone();
        kind.is_some_and(&wanted)
    }));
    // Who takes no edit up later gets it only when asking for it: it takes long, and editors ask for actions wherever the cursor goes.
    let may_take_long = snapshot.client().resolves_edits || params.context.only.is_some();
    if may_take_long && wanted(CodeActionKind::SourceFixAll) {
        actions.extend(fixes::all(&asked));
    }
    if wanted(CodeActionKind::SourceOrganizeImports) {
        actions.extend(imports::organized(&asked));
    }
    if snapshot.client().resolves_edits {
        // Some editors let every action be resolved, those with an edit too.
        for action in &mut actions {
            action.data = Some(json!({"uri": params.text_document.uri.0}));
        }
    }
    let actions = actions.into_iter().map(CodeActionResponse::CodeAction);
    Some(actions.collect())
}

/// An action with the edit that was left for later.
pub(crate) fn resolve(snapshot: &Snapshot, action: CodeAction) -> CodeAction {
    if action.kind != Some(CodeActionKind::SourceFixAll) || action.edit.is_some() {
        return action;
    }
    let edit = fixes::edit_of_all(snapshot).map(|(_, changes)| workspace_edit(changes));
    CodeAction { edit, ..action }
}

/// What the editor asks about.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    file: FileId,
    uri: &'a Uri,
    /// The cursor, or what is selected.
    span: Span,
    /// The findings that the editor shows there.
    shown: &'a [Diagnostic],
}

impl Asked<'_> {
    /// Whether a stretch of text touches what is asked about.
    fn touches(&self, span: Span) -> bool {
        span.start <= self.span.end && self.span.start <= span.end
    }

    /// The findings there, errors first: by the main place or any other.
    fn findings(&self) -> Vec<&diagnostic::Diagnostic> {
        let is_there = |finding: &&diagnostic::Diagnostic| {
            let primary = finding.primary.iter().map(|label| label.span);
            let mut places = primary.chain(finding.elsewhere.iter().copied());
            places.any(|span| self.touches(span))
        };
        let mut findings: Vec<_> = known_findings(self.snapshot).filter(is_there).collect();
        findings.sort_by_key(|finding| finding.severity);
        findings
    }

    /// An action that changes texts of the package. New lines end as those of the text that they come to.
    fn action(
        &self,
        title: String,
        kind: CodeActionKind,
        changes: Vec<(Span, String)>,
    ) -> Option<CodeAction> {
        let mut edits: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for (span, text) in changes {
            let (file, _) = self.snapshot.sources().locate(span)?;
            let uri = match file == self.file {
                true => self.uri.clone(),
                false => self.snapshot.uri(file)?,
            };
            let edit = TextEdit::new(self.snapshot.range(span)?, self.ended_as_in(file, &text));
            edits.entry(uri).or_default().push(edit);
        }
        Some(action(title, kind, edits))
    }

    /// The findings that the editor shows and that are this one.
    fn shown_as(&self, finding: &diagnostic::Diagnostic) -> Option<Vec<Diagnostic>> {
        let places: Vec<Range> = finding
            .primary
            .iter()
            .map(|label| label.span)
            .chain(finding.elsewhere.iter().copied())
            .filter_map(|span| self.snapshot.range(span))
            .collect();
        let code = finding.code.as_str();
        let is_it = |shown: &&Diagnostic| {
            let shown_code = match &shown.code {
                Some(gen_lsp_types::Code::String(code)) => code.as_str(),
                _ => "",
            };
            shown_code == code && places.contains(&shown.range)
        };
        let shown: Vec<Diagnostic> = self.shown.iter().filter(is_it).cloned().collect();
        (!shown.is_empty()).then_some(shown)
    }
}

/// What is known to be wrong. Nobody waits for the check of a large package: what was found in an earlier text counts where nothing touched it.
fn known_findings(snapshot: &Snapshot) -> impl Iterator<Item = &diagnostic::Diagnostic> {
    if snapshot.is_small() {
        snapshot.check();
    }
    snapshot.found().iter()
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

fn action(title: String, kind: CodeActionKind, changes: HashMap<Uri, Vec<TextEdit>>) -> CodeAction {
    let edit = Some(workspace_edit(changes));
    CodeAction::new(title, Some(kind), None, None, None, edit, None, None, None)
}

/// An action whose edit is made when somebody chooses it.
fn later(title: String, kind: CodeActionKind) -> CodeAction {
    CodeAction::new(title, Some(kind), None, None, None, None, None, None, None)
}

fn workspace_edit(changes: HashMap<Uri, Vec<TextEdit>>) -> WorkspaceEdit {
    WorkspaceEdit::new(Some(changes), None, None)
}
