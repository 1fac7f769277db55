//! What the editor can do, as it says when the conversation begins.

use std::path::PathBuf;

use gen_lsp_types::{InitializeParams, WorkspaceFolders};

use crate::positions::Encoding;
use crate::uris;

/// The editor's abilities, as far as answers depend on them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Client {
    /// How it counts columns.
    pub(crate) encoding: Encoding,
    /// The folders it has open.
    pub(crate) folders: Vec<PathBuf>,
}

impl Client {
    /// Reads what the editor says of itself.
    pub(crate) fn of(params: &InitializeParams) -> Self {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        Self {
            encoding: Encoding::agreed(offered.unwrap_or_default()),
            folders: folders(params),
        }
    }
}

#[allow(deprecated, reason = "older editors say it in the older way")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let listed = &params.workspace_folders_initialize_params.workspace_folders;
    let folders: Vec<PathBuf> = match listed {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders
            .iter()
            .filter_map(|folder| uris::to_path(&folder.uri.0))
            .collect(),
        _ => Vec::new(),
    };
    if !folders.is_empty() {
        return folders;
    }
    let root = params.root_uri.as_ref();
    root.and_then(|uri| uris::to_path(&uri.0))
        .into_iter()
        .collect()
}
