//! Suggestions for the word at the cursor, and what is known of one of them.

use gen_lsp_types::{
    CompletionItem, CompletionItemLabelDetails, CompletionItemTextEdit, CompletionList,
    CompletionParams, CompletionResponse, InsertTextFormat, TextEdit,
};
use privity::completion::{self, Sort, Suggestion};
use privity::load::EXTENSION;
use privity::occurrences::DeclarationId;
use privity::source::Span;
use serde_json::json;

use crate::client::Client;
use crate::describe;
use crate::edits::Edits;
use crate::kinds;
use crate::naming::Naming;
use crate::prose::{self, Place};
use crate::snapshot::Snapshot;

/// So many suggestions are sent; whoever types on is asked for again.
const MOST: usize = 150;
/// So many folders deep modules are looked for.
const DEEPEST: usize = 3;

/// What may stand at a place, the likeliest first: by the text as it is now, and the names as they were known last.
pub(crate) fn complete(
    snapshot: &Snapshot,
    params: CompletionParams,
) -> Option<CompletionResponse> {
    let at = &params.text_document_position_params;
    let (file, offset) = snapshot.place(at)?;
    let (known, edits) = snapshot.known();
    let naming = Naming::of(&known)?;
    let source = snapshot.sources().file(file);
    let offset = (offset - source.base) as usize;
    let files = match line_before(&source.text, offset).trim_start() {
        line if line.starts_with("import") => module_files(snapshot),
        _ => Vec::new(),
    };
    let found = completion::at(naming.known_in(snapshot), &files, file, offset, MOST);
    let range = snapshot.range(found.replaced)?;
    let is_typed = range.start != at.position;
    let uri = &at.text_document.uri.0;
    let has_stops = takes_snippets(snapshot.client());
    let items = found.all.iter().enumerate();
    let items = items
        .map(|(rank, one)| {
            let (text, format) = inserted(one, has_stops);
            let edit = TextEdit::new(range, text);
            CompletionItem {
                text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
                insert_text_format: format,
                additional_text_edits: import(snapshot, &edits, one),
                ..item(naming, rank, one, uri)
            }
        })
        .collect();
    // The order depends on what is typed, so it is asked for again with every letter.
    let list = CompletionList::new(is_typed || found.is_cut, None, None, items);
    Some(CompletionResponse::CompletionList(list))
}

/// Whether the editor knows places in a text that it goes to one after the other.
fn takes_snippets(client: &Client) -> bool {
    let document = client.capabilities.text_document.as_ref();
    let completion = document.and_then(|document| document.completion.as_ref());
    let item = completion.and_then(|completion| completion.completion_item.as_ref());
    item.and_then(|item| item.snippet_support) == Some(true)
}

/// What is written for a suggestion. A duty with parameters brings its parentheses, where the editor can go into them.
fn inserted(one: &Suggestion, has_stops: bool) -> (String, Option<InsertTextFormat>) {
    match one.has_arguments && has_stops {
        true => (
            format!("{}($1)$0", one.text),
            Some(InsertTextFormat::Snippet),
        ),
        false => (one.text.clone(), None),
    }
}

fn line_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// The modules that lie beside the entry, imported or not, by their dotted paths.
fn module_files(snapshot: &Snapshot) -> Vec<String> {
    let package = snapshot.package();
    let entry = package.folder.join(&package.manifest.entry);
    let Some(folder) = entry.parent() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, front, depth)) = open.pop() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else {
                continue;
            };
            if !privity::syntax::is_word(stem) || path == entry {
                continue;
            }
            if path.is_dir() && depth < DEEPEST {
                open.push((path.clone(), format!("{front}{stem}."), depth + 1));
            } else if path.extension().is_some_and(|end| end == EXTENSION) {
                found.push(format!("{front}{stem}"));
            }
        }
    }
    found.sort();
    found
}

fn item(naming: Naming<'_>, rank: usize, one: &Suggestion, uri: &str) -> CompletionItem {
    let declaration = one.declaration.and_then(|id| naming.names.declaration(id));
    let detail = match (declaration, one.sort) {
        (Some(declaration), _) => describe::sort(naming, declaration),
        (None, Sort::Name(space)) => space.noun().to_owned(),
        (None, Sort::Keyword) => "keyword".to_owned(),
        (None, Sort::Axis) => "axis of every request".to_owned(),
        (None, Sort::Role) => "role".to_owned(),
        (None, Sort::Module) => "module".to_owned(),
        (None, Sort::Value) => "value".to_owned(),
    };
    let details = one
        .import
        .as_ref()
        .map(|import| format!("import {}", import.path))
        .map(|import| CompletionItemLabelDetails::new(None, Some(import)));
    CompletionItem {
        label: one.text.clone(),
        label_details: details,
        kind: Some(kinds::completion(one.sort)),
        detail: Some(detail),
        sort_text: Some(format!("{rank:05}")),
        filter_text: Some(one.text.clone()),
        data: Some(json!({
            "uri": uri,
            "declaration": one.declaration.map(DeclarationId::raw),
        })),
        ..CompletionItem::default()
    }
}

/// The import that a suggestion needs.
fn import(now: &Snapshot, edits: &Edits, one: &Suggestion) -> Option<Vec<TextEdit>> {
    let import = one.import.as_ref()?;
    let at = edits.forward(import.at.start);
    let range = now.range(Span::new(at, at))?;
    Some(vec![TextEdit::new(range, import.text.clone())])
}

/// A suggestion with what is known of it.
pub(crate) fn resolve(snapshot: &Snapshot, mut item: CompletionItem) -> CompletionItem {
    let raw = item
        .data
        .as_ref()
        .and_then(|data| data.get("declaration")?.as_u64())
        .and_then(|raw| u32::try_from(raw).ok());
    let naming = Naming::of(snapshot);
    let declared = raw.zip(naming).and_then(|(raw, naming)| {
        let id = DeclarationId::new(raw);
        // The text may have changed since the list was made.
        let declaration = naming.names.declaration(id)?;
        let is_same = item.label.ends_with(declaration.word());
        is_same.then(|| describe::declaration(naming, id))
    });
    let said = declared.or_else(|| privity::syntax::meaning(&item.label).map(str::to_owned));
    let client = snapshot.client();
    item.documentation = said.map(|said| prose::documentation(client, Place::Completion, said));
    item
}
