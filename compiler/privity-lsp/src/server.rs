//! The conversation with the editor: one message after the other, so that nothing can overtake a change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProvider,
    CodeActionRequest, DidChangeTextDocumentNotification, DidChangeTextDocumentParams,
    DidCloseTextDocumentNotification, DidCloseTextDocumentParams, DidOpenTextDocumentNotification,
    DidOpenTextDocumentParams, DidSaveTextDocumentNotification, DidSaveTextDocumentParams,
    DocumentFormattingParams, DocumentFormattingProvider, DocumentFormattingRequest,
    InitializeResult, Notification as _, PositionEncodingKind, PublishDiagnosticsNotification,
    PublishDiagnosticsParams, Request as _, ServerCapabilities, ServerInfo,
    TextDocumentContentChangeEvent, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextEdit,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde::de::DeserializeOwned;

use crate::documents::Documents;
use crate::{actions, findings, positions, uris};

/// Why the conversation ended early.
#[derive(Debug)]
pub struct ServerError(String);

impl ServerError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl std::fmt::Display for ServerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the language server stopped: {}", self.0)
    }
}

impl std::error::Error for ServerError {}

/// Serves an editor until it says good-bye.
///
/// # Errors
/// When the editor breaks the protocol or goes away in the middle of it.
pub fn serve(connection: &Connection) -> Result<(), ServerError> {
    let broken = |error: lsp_server::ProtocolError| ServerError::new(error.to_string());
    let (id, _) = connection.initialize_start().map_err(broken)?;
    let result = serde_json::to_value(initialize_result())
        .map_err(|error| ServerError::new(error.to_string()))?;
    connection.initialize_finish(id, result).map_err(broken)?;
    let mut server = Server {
        connection,
        documents: Documents::default(),
        told: BTreeSet::new(),
    };
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request).map_err(broken)? {
                    return Ok(());
                }
                server.answer(request)?;
            }
            Message::Notification(notification) if notification.method == "exit" => return Ok(()),
            Message::Notification(notification) => server.take(notification)?,
            Message::Response(_) => {}
        }
    }
    Ok(())
}

fn initialize_result() -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Full),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    let capabilities = ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSync::Options(sync)),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
            ..CodeActionOptions::default()
        })),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        ..ServerCapabilities::default()
    };
    let version = env!("CARGO_PKG_VERSION").to_owned();
    InitializeResult::new(
        capabilities,
        Some(ServerInfo::new("privity".to_owned(), Some(version))),
    )
}

struct Server<'a> {
    connection: &'a Connection,
    documents: Documents,
    /// The files that the editor shows findings for.
    told: BTreeSet<PathBuf>,
}

impl Server<'_> {
    fn take(&mut self, notification: Notification) -> Result<(), ServerError> {
        let method = notification.method.clone();
        let method = method.as_str();
        // A message that cannot be read is passed over, as the protocol asks of notifications.
        if method == DidOpenTextDocumentNotification::METHOD.as_str() {
            if let Some(DidOpenTextDocumentParams { text_document }) = read(notification) {
                let uri = &text_document.uri.0;
                let path = self
                    .documents
                    .set(uri, text_document.version, text_document.text);
                return self.check(path);
            }
        } else if method == DidChangeTextDocumentNotification::METHOD.as_str() {
            let Some(params) = read::<DidChangeTextDocumentParams>(notification) else {
                return Ok(());
            };
            let uri = &params.text_document.text_document_identifier.uri.0;
            if let Some(text) = params.content_changes.into_iter().next_back().map(text_of) {
                let path = self.documents.set(uri, params.text_document.version, text);
                return self.check(path);
            }
        } else if method == DidSaveTextDocumentNotification::METHOD.as_str() {
            if let Some(params) = read::<DidSaveTextDocumentParams>(notification) {
                let path = uris::to_path(&params.text_document.uri.0);
                return self.check(path);
            }
        } else if method == DidCloseTextDocumentNotification::METHOD.as_str()
            && let Some(params) = read::<DidCloseTextDocumentParams>(notification)
        {
            let path = self.documents.close(&params.text_document.uri.0);
            return self.check(path);
        }
        Ok(())
    }

    /// Checks the package of a file and sends what was found.
    fn check(&mut self, path: Option<PathBuf>) -> Result<(), ServerError> {
        let Some(path) = path.map(|path| path.canonicalize().unwrap_or(path)) else {
            return Ok(());
        };
        for (path, found) in findings::of_package(&path, &self.documents) {
            // A file without findings need only be told to an editor that shows some.
            if !found.is_empty() || self.told.contains(&path) || self.is_open(&path) {
                if found.is_empty() {
                    self.told.remove(&path);
                } else {
                    self.told.insert(path.clone());
                }
                let version = self.documents.by_path(&path).map(|open| open.version);
                let uri = findings::uri(&path, &self.documents);
                let params = PublishDiagnosticsParams::new(uri, version, found);
                let method = PublishDiagnosticsNotification::METHOD.as_str().to_owned();
                self.send(Notification::new(method, params).into())?;
            }
        }
        Ok(())
    }

    fn is_open(&self, path: &Path) -> bool {
        self.documents.by_path(path).is_some()
    }

    fn answer(&mut self, request: Request) -> Result<(), ServerError> {
        let id = request.id.clone();
        let response = if request.method == DocumentFormattingRequest::METHOD.as_str() {
            match serde_json::from_value::<DocumentFormattingParams>(request.params) {
                Ok(params) => Response::new_ok(id, self.format(&params.text_document.uri.0)),
                Err(error) => {
                    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
                }
            }
        } else if request.method == CodeActionRequest::METHOD.as_str() {
            match serde_json::from_value::<CodeActionParams>(request.params) {
                Ok(params) => Response::new_ok(id, self.actions(&params)),
                Err(error) => {
                    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
                }
            }
        } else {
            let message = format!("`{}` is not supported", request.method);
            Response::new_err(id, ErrorCode::MethodNotFound as i32, message)
        };
        self.send(response.into())
    }

    /// What can be done at a place. Nothing where no file is.
    fn actions(&self, params: &CodeActionParams) -> Vec<CodeAction> {
        let path = uris::to_path(&params.text_document.uri.0);
        let path = path.map(|path| path.canonicalize().unwrap_or(path));
        path.map_or_else(Vec::new, |path| actions::at(&path, params, &self.documents))
    }

    /// The edits that format a text: none when it is formatted, or cannot be because of a mistake in it.
    fn format(&self, uri: &str) -> Option<Vec<TextEdit>> {
        let text = &self.documents.by_uri(uri)?.text;
        let formatted = privity::syntax::format(text).ok()?;
        if formatted == *text {
            return Some(Vec::new());
        }
        Some(vec![TextEdit::new(positions::whole(text), formatted)])
    }

    fn send(&self, message: Message) -> Result<(), ServerError> {
        self.connection
            .sender
            .send(message)
            .map_err(|_| ServerError::new("the editor has gone"))
    }
}

fn read<P: DeserializeOwned>(notification: Notification) -> Option<P> {
    serde_json::from_value(notification.params).ok()
}

/// Texts are synchronised whole, so a change is the whole new text whatever else the editor says about it.
fn text_of(change: TextDocumentContentChangeEvent) -> String {
    match change {
        TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => part.text,
    }
}
