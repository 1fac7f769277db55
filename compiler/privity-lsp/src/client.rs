//! What the editor can do, as it says when the conversation begins.

use std::path::{Path, PathBuf};

use gen_lsp_types::{
    ClientCapabilities, CodeLensRefreshRequest, DiagnosticTag, DiagnosticsCapabilities,
    InitializeParams, InlayHintRefreshRequest, Request as _, SemanticTokensRefreshRequest,
    WorkspaceFolder, WorkspaceFolders,
};

use crate::library::Library;
use crate::positions::Encoding;
use crate::uris;

/// The editor's abilities, as far as answers depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Client {
    /// How it counts columns.
    pub(crate) encoding: Encoding,
    /// Whether it can show texts that are on no disk, and asks the server for them.
    pub(crate) shows_content: bool,
    /// Where it finds the standard library.
    pub(crate) library: Library,
    /// The folders it has open at first.
    pub(crate) folders: Vec<PathBuf>,
    /// How it gets findings.
    pub(crate) findings: Findings,
    /// Whether it can be asked to watch files.
    pub(crate) watches_files: bool,
    /// Whether it takes documents back up that a code action resolves later.
    pub(crate) resolves_edits: bool,
    /// Whether it shows symbols inside of each other.
    pub(crate) nests_symbols: bool,
    /// The requests by which it is told to ask again for what it shows in texts, those that it knows.
    pub(crate) refreshes: Vec<&'static str>,
    /// Whether everything is looked for that all rules decide together; its user may want less on a slow machine, by the option
    /// `"analysis": "words"`.
    pub(crate) looks_at_rules: bool,
    /// Whether it shows by itself what commands answer, as it says by the option `"answers": "shown"`.
    pub(crate) shows_answers: bool,
    /// The editor's own words on the rest, for features that ask for one thing of their own.
    pub(crate) capabilities: Box<ClientCapabilities>,
}

/// How the editor gets findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Findings {
    /// Whether it asks for them.
    pub(crate) pulls: bool,
    /// Whether it asks again when told that there are others.
    pub(crate) asks_again: bool,
    /// Whether it shows related places.
    pub(crate) has_related: bool,
    /// The tags it knows.
    pub(crate) tags: Vec<DiagnosticTag>,
    /// Whether it keeps what a finding says to programs.
    pub(crate) keeps_data: bool,
}

impl Client {
    /// Reads what the editor says of itself. `caches` is the folder for what can be made again.
    pub(crate) fn of(params: &InitializeParams, caches: Option<&Path>) -> Self {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let document = capabilities.text_document.as_ref();
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let actions = document.and_then(|document| document.code_action.as_ref());
        let resolved = actions.and_then(|actions| actions.resolve_support.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        Self {
            encoding: Encoding::agreed(offered.unwrap_or_default()),
            shows_content: workspace
                .is_some_and(|workspace| workspace.text_document_content.is_some()),
            library: Library::below(caches),
            folders: folders(params),
            findings: Findings::of(params),
            watches_files: watched.and_then(|watched| watched.dynamic_registration) == Some(true),
            resolves_edits: resolved
                .is_some_and(|resolved| resolved.properties.iter().any(|name| name == "edit"))
                && actions.and_then(|actions| actions.data_support) == Some(true),
            nests_symbols: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support)
                == Some(true),
            refreshes: refreshes(capabilities),
            looks_at_rules: !has_option(params, "analysis", "words"),
            shows_answers: has_option(params, "answers", "shown"),
            capabilities: Box::new(capabilities.clone()),
        }
    }
}

fn has_option(params: &InitializeParams, key: &str, value: &str) -> bool {
    let options = params.initialization_options.as_ref();
    options.is_some_and(|options| options.get(key).is_some_and(|it| it == value))
}

fn refreshes(capabilities: &ClientCapabilities) -> Vec<&'static str> {
    let Some(workspace) = &capabilities.workspace else {
        return Vec::new();
    };
    let tokens = workspace.semantic_tokens.as_ref();
    let hints = workspace.inlay_hint.as_ref();
    let lenses = workspace.code_lens.as_ref();
    let known = [
        (
            SemanticTokensRefreshRequest::METHOD.as_str(),
            tokens.and_then(|tokens| tokens.refresh_support),
        ),
        (
            InlayHintRefreshRequest::METHOD.as_str(),
            hints.and_then(|hints| hints.refresh_support),
        ),
        (
            CodeLensRefreshRequest::METHOD.as_str(),
            lenses.and_then(|lenses| lenses.refresh_support),
        ),
    ];
    let known = known.into_iter().filter(|(_, known)| *known == Some(true));
    known.map(|(request, _)| request).collect()
}

impl Findings {
    fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let document = capabilities.text_document.as_ref();
        let pulled = document.and_then(|document| document.diagnostic.as_ref());
        let pushed = document.and_then(|document| document.publish_diagnostics.as_ref());
        let workspace = capabilities.workspace.as_ref();
        let refresh = workspace
            .and_then(|workspace| workspace.diagnostics.as_ref())
            .and_then(|diagnostics| diagnostics.refresh_support);
        let shown: Option<&DiagnosticsCapabilities> = pulled
            .map(|pulled| &pulled.diagnostics_capabilities)
            .or_else(|| pushed.map(|pushed| &pushed.diagnostics_capabilities));
        let tags = shown.and_then(|shown| shown.tag_support.as_ref());
        Self {
            pulls: pulled.is_some(),
            asks_again: refresh == Some(true),
            has_related: shown.and_then(|shown| shown.related_information) == Some(true),
            tags: tags.map(|tags| tags.value_set.clone()).unwrap_or_default(),
            keeps_data: shown.and_then(|shown| shown.data_support) == Some(true),
        }
    }
}

/// The places of folders on the disk.
pub(crate) fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    let folders = folders.iter();
    folders
        .filter_map(|folder| uris::to_path(&folder.uri.0))
        .collect()
}

#[allow(deprecated, reason = "older editors say it in the older way")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let listed = &params.workspace_folders_initialize_params.workspace_folders;
    let folders: Vec<PathBuf> = match listed {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => paths(folders),
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
