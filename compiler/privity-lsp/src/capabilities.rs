//! What the server says it can do, given what the editor can.

use gen_lsp_types::{
    CallHierarchyProvider, CodeActionOptions, CodeActionProvider, CodeLensOptions,
    CompletionOptions, DefinitionProvider, DiagnosticOptions, DiagnosticProvider,
    DidChangeWatchedFilesNotification, DidChangeWatchedFilesRegistrationOptions,
    DocumentFormattingProvider, DocumentHighlightProvider, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, DocumentRangeFormattingProvider, DocumentSymbolProvider,
    ExecuteCommandOptions, FileOperationFilter, FileOperationOptions, FileOperationPattern,
    FileOperationRegistrationOptions, FileSystemWatcher, FoldingRangeProvider, Full, GlobPattern,
    HoverProvider, ImplementationProvider, InitializeResult, InlayHintOptions, InlayHintProvider,
    LinkedEditingRangeProvider, Notification as _, ReferencesProvider, Registration,
    RegistrationParams, RenameOptions, RenameProvider, SelectionRangeProvider,
    SemanticTokensFullDelta, SemanticTokensOptions, SemanticTokensOptionsRange,
    SemanticTokensProvider, ServerCapabilities, ServerInfo, SignatureHelpOptions,
    TextDocumentContent, TextDocumentContentOptions, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, TypeDefinitionProvider, TypeHierarchyProvider,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions, WorkspaceSymbolProvider,
};

use crate::client::Client;
use crate::features::{code_actions, commands, semantic_tokens};
use crate::library;

/// The answer to the editor's first request. Whatever is announced here has a line in `dispatch`.
pub(crate) fn initialize_result(client: &Client) -> InitializeResult {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    InitializeResult::new(
        announced(client),
        Some(ServerInfo::new("privity".to_owned(), Some(version))),
    )
}

fn announced(client: &Client) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
            code_action_kinds: Some(code_actions::KINDS.to_vec()),
            resolve_provider: Some(true),
            ..CodeActionOptions::default()
        })),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        document_range_formatting_provider: Some(DocumentRangeFormattingProvider::Bool(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions::new(
            "}".to_owned(),
            Some(vec!["\n".to_owned()]),
        )),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        selection_range_provider: Some(SelectionRangeProvider::Bool(true)),
        semantic_tokens_provider: Some(SemanticTokensProvider::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: semantic_tokens::legend(),
                range: Some(SemanticTokensOptionsRange::Bool(true)),
                full: Some(Full::SemanticTokensFullDelta(SemanticTokensFullDelta {
                    delta: Some(true),
                })),
                ..SemanticTokensOptions::default()
            },
        )),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        diagnostic_provider: client.findings.pulls.then(|| {
            DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                identifier: Some("privity".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(signs(&[".", "(", ","])),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(signs(&["("])),
            retrigger_characters: Some(signs(&[","])),
            ..SignatureHelpOptions::default()
        }),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        type_definition_provider: Some(TypeDefinitionProvider::Bool(true)),
        implementation_provider: Some(ImplementationProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
        inlay_hint_provider: Some(InlayHintProvider::InlayHintOptions(InlayHintOptions {
            resolve_provider: Some(true),
            ..InlayHintOptions::default()
        })),
        linked_editing_range_provider: Some(LinkedEditingRangeProvider::Bool(true)),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(true),
            ..CodeLensOptions::default()
        }),
        document_link_provider: Some(DocumentLinkOptions::default()),
        call_hierarchy_provider: Some(CallHierarchyProvider::Bool(true)),
        type_hierarchy_provider: Some(TypeHierarchyProvider::Bool(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: signs(&commands::ALL),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(workspace(client)),
        ..ServerCapabilities::default()
    }
}

/// What the server asks the editor to tell it of later, if the editor can: changes to policies and manifests made by others.
pub(crate) fn registrations(client: &Client) -> Option<RegistrationParams> {
    if !client.watches_files {
        return None;
    }
    let watchers = ["**/*.privity", "**/privity.toml"]
        .into_iter()
        .map(|pattern| FileSystemWatcher::new(GlobPattern::Pattern(pattern.to_owned()), None))
        .collect();
    let options = DidChangeWatchedFilesRegistrationOptions::new(watchers);
    let registration = Registration::new(
        "privity-files".to_owned(),
        DidChangeWatchedFilesNotification::METHOD
            .as_str()
            .to_owned(),
        serde_json::to_value(options).ok(),
    );
    Some(RegistrationParams::new(vec![registration]))
}

/// What is asked about files and texts of the whole workspace.
fn workspace(client: &Client) -> WorkspaceOptions {
    let pattern = |glob: &str| {
        let pattern = FileOperationPattern::new(glob.to_owned(), None, None);
        FileOperationFilter::new(Some("file".to_owned()), pattern)
    };
    // Folders are renamed and deleted too, and have any name.
    let filters = vec![pattern("**/*.privity"), pattern("**/")];
    let texts = TextDocumentContentOptions::new(vec![library::SCHEME.to_owned()]);
    WorkspaceOptions {
        workspace_folders: Some(WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(true.into()),
        }),
        file_operations: Some(FileOperationOptions {
            will_rename: Some(FileOperationRegistrationOptions::new(filters.clone())),
            will_delete: Some(FileOperationRegistrationOptions::new(filters)),
            ..FileOperationOptions::default()
        }),
        text_document_content: client
            .shows_content
            .then_some(TextDocumentContent::Options(texts)),
    }
}

fn signs(signs: &[&str]) -> Vec<String> {
    signs.iter().map(|&sign| sign.to_owned()).collect()
}
