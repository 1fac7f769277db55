//! Imports that follow the files they name, and go with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{DeleteFilesParams, RenameFilesParams, TextEdit, Uri, WorkspaceEdit};
use privity::load::EXTENSION;
use privity::occurrences::Thing;
use privity::program::ProgramModule;
use privity::source::Span;
use privity::syntax::ast::ItemKind;

use crate::documents::canonical;
use crate::naming::{Naming, declared};
use crate::snapshot::Snapshot;
use crate::uris;

/// Edits by the names of files.
type Edits = BTreeMap<String, Vec<TextEdit>>;

/// The edits that keep imports, names behind the paths of modules, and the entry in the manifest, when files or folders get other names.
pub(crate) fn will_rename(
    snapshots: &[Snapshot],
    params: RenameFilesParams,
) -> Option<WorkspaceEdit> {
    let mut edits = Edits::new();
    for snapshot in snapshots {
        let Some(naming) = Naming::of(snapshot) else {
            continue;
        };
        for renamed in &params.files {
            let (Some(old), Some(new)) = (
                uris::to_path(&renamed.old_uri.0),
                uris::to_path(&renamed.new_uri.0),
            ) else {
                continue;
            };
            follow(naming, &canonical(&old), &new, &mut edits);
        }
    }
    workspace_edit(edits)
}

/// The edits that take imports of files away before the files go.
pub(crate) fn will_delete(
    snapshots: &[Snapshot],
    params: DeleteFilesParams,
) -> Option<WorkspaceEdit> {
    let files = params.files.iter();
    let gone = files.filter_map(|file| Some(canonical(&uris::to_path(&file.uri.0)?)));
    let gone: Vec<PathBuf> = gone.collect();
    let mut edits = Edits::new();
    for naming in snapshots.iter().filter_map(Naming::of) {
        take_away(naming, &gone, &mut edits);
    }
    workspace_edit(edits)
}

fn workspace_edit(edits: Edits) -> Option<WorkspaceEdit> {
    if edits.is_empty() {
        return None;
    }
    let sorted = edits.into_iter().map(|(uri, mut list)| {
        list.sort_by_key(|edit| (edit.range.start.line, edit.range.start.character));
        (Uri(uri), list)
    });
    Some(WorkspaceEdit::new(Some(sorted.collect()), None, None))
}

fn follow(naming: Naming<'_>, old: &Path, new: &Path, edits: &mut Edits) {
    let snapshot = naming.snapshot;
    let package = snapshot.package();
    let entry = package.folder.join(&package.manifest.entry);
    let folder = canonical(entry.parent().unwrap_or(&package.folder));
    // The new file is not there yet, but its folder may be.
    let new = match (new.parent(), new.file_name()) {
        (Some(parent), Some(name)) => canonical(parent).join(name),
        _ => new.to_owned(),
    };
    let rest = canonical(&entry);
    if let (Ok(rest), Some(span)) = (rest.strip_prefix(old), package.manifest.entry_span) {
        let moved = joined(&new, rest);
        let place = snapshot.file_and_range(span);
        let inside = moved.strip_prefix(canonical(&package.folder)).ok();
        if let (Some((path, range)), Some(inside)) = (place, inside.and_then(Path::to_str)) {
            let list = edits.entry(snapshot.uri_of(path).0).or_default();
            let inside = inside.replace(std::path::MAIN_SEPARATOR, "/");
            list.push(TextEdit::new(range, format!("\"{inside}\"")));
        }
    }
    for (id, declaration) in naming.names.declarations() {
        let Thing::Module(module) = declaration.thing else {
            continue;
        };
        let module = package.program.modules.get(module);
        let path = module.and_then(|module| snapshot.path(module.file));
        let Some(rest) = path.and_then(|path| path.strip_prefix(old).ok()) else {
            continue;
        };
        let Some(dotted) = dotted(&folder, &joined(&new, rest)) else {
            continue;
        };
        for place in naming.names.of_declaration(id) {
            if let Some((path, range)) = snapshot.file_and_range(place.span) {
                let list = edits.entry(snapshot.uri_of(path).0).or_default();
                list.push(TextEdit::new(range, dotted.clone()));
            }
        }
    }
}

/// What stood below an old path, below the new one.
fn joined(new: &Path, rest: &Path) -> PathBuf {
    match rest.as_os_str().is_empty() {
        true => new.to_owned(),
        false => new.join(rest),
    }
}

fn take_away(naming: Naming<'_>, gone: &[PathBuf], edits: &mut Edits) {
    let snapshot = naming.snapshot;
    let modules = &snapshot.package().program.modules;
    let goes = |module: &ProgramModule| {
        let path = snapshot.path(module.file);
        path.is_some_and(|path| gone.iter().any(|gone| path.starts_with(gone)))
    };
    let names_gone = |span: Span| {
        let ids = naming.names.at(span.start).iter().filter_map(declared);
        let mut things = ids.filter_map(|id| Some(naming.names.declaration(id)?.thing));
        things.any(|thing| match thing {
            Thing::Module(at) => modules.get(at).is_some_and(goes),
            _ => false,
        })
    };
    for module in modules.iter().filter(|module| !goes(module)) {
        for item in &module.tree.items {
            let ItemKind::Import(path) = &item.kind else {
                continue;
            };
            let place = snapshot.file_and_range(with_its_line(snapshot, item.span));
            if let Some((file, range)) = place
                && names_gone(path.span)
            {
                let list = edits.entry(snapshot.uri_of(file).0).or_default();
                list.push(TextEdit::new(range, String::new()));
            }
        }
    }
}

/// An item with the line that it has for itself.
fn with_its_line(snapshot: &Snapshot, item: Span) -> Span {
    let Some((file, _)) = snapshot.sources().locate(item) else {
        return item;
    };
    let whole = snapshot.sources().file(file).span();
    let behind = snapshot.sources().text(Span::new(item.end, whole.end));
    let is_first = item.start == whole.start || {
        let before = Span::new(item.start - 1, item.start);
        snapshot.sources().text(before) == "\n"
    };
    let line_end = match behind {
        _ if !is_first => 0,
        _ if behind.starts_with("\r\n") => 2,
        _ => u32::from(behind.starts_with('\n')),
    };
    Span::new(item.start, item.end + line_end)
}

/// The path by which a file is imported; `None` for one that cannot be.
fn dotted(folder: &Path, file: &Path) -> Option<String> {
    if file.extension().is_none_or(|end| end != EXTENSION) {
        return None;
    }
    let inside = file.strip_prefix(folder).ok()?.with_extension("");
    let words: Option<Vec<&str>> = inside
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    let words = words?;
    let is_word = |word: &&str| privity::syntax::is_word(word);
    words.iter().all(is_word).then(|| words.join("."))
}
