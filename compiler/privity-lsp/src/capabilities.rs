//! What the server says it can do, given what the editor can.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, DiagnosticOptions, DiagnosticProvider,
    DidChangeWatchedFilesNotification, DidChangeWatchedFilesRegistrationOptions,
    DocumentFormattingProvider, DocumentOnTypeFormattingOptions, DocumentRangeFormattingProvider,
    DocumentSymbolProvider, FileSystemWatcher, FoldingRangeProvider, Full, GlobPattern,
    InitializeResult, Notification as _, Registration, RegistrationParams, SelectionRangeProvider,
    SemanticTokensFullDelta, SemanticTokensOptions, SemanticTokensOptionsRange,
    SemanticTokensProvider, ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions,
};

use crate::client::Client;
use crate::features::semantic_tokens;

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
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
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
