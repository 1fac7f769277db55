//! Imports that follow the files they name.

use std::collections::BTreeMap;
use std::path::Path;

use gen_lsp_types::{RenameFilesParams, TextEdit, Uri, WorkspaceEdit};
use privity::load::EXTENSION;
use privity::occurrences::Thing;

use crate::documents::canonical;
use crate::naming::Naming;
use crate::snapshot::Snapshot;
use crate::uris;

/// Edits by the names of files.
type Edits = BTreeMap<String, Vec<TextEdit>>;

/// The edits that keep imports, and names behind the paths of modules, when files or folders get other names.
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
    for (id, declaration) in naming.names.declarations() {
        let Thing::Module(module) = declaration.thing else {
            continue;
        };
        let module = package.program.modules.get(module);
        let path = module.and_then(|module| snapshot.path(module.file));
        let Some(rest) = path.and_then(|path| path.strip_prefix(old).ok()) else {
            continue;
        };
        let moved = match rest.as_os_str().is_empty() {
            true => new.clone(),
            false => new.join(rest),
        };
        let Some(dotted) = dotted(&folder, &moved) else {
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
