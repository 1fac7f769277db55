//! What the server says it can do, given what the editor can.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, DocumentFormattingProvider,
    FoldingRangeProvider, InitializeResult, ServerCapabilities, ServerInfo, TextDocumentSync,
    TextDocumentSyncKind, TextDocumentSyncOptions,
};

use crate::client::Client;

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
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        ..ServerCapabilities::default()
    }
}
