//! The conversation with the editor. One thread reads its messages, so that nothing can overtake a change; what takes longer is answered beside it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::{
    DidChangeTextDocumentNotification, DidChangeTextDocumentParams,
    DidCloseTextDocumentNotification, DidCloseTextDocumentParams, DidOpenTextDocumentNotification,
    DidOpenTextDocumentParams, DidSaveTextDocumentNotification, DidSaveTextDocumentParams,
    InitializeParams, Notification as _, PublishDiagnosticsNotification, PublishDiagnosticsParams,
};
use lsp_server::{Connection, Message, Notification, Request};
use serde::de::DeserializeOwned;

use crate::beside::Beside;
use crate::capabilities::initialize_result;
use crate::client::Client;
use crate::dispatch::{self, Feature, Lane, Subject};
use crate::features::diagnostics;
use crate::workspace::Workspace;

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
    let unwritable = |error: serde_json::Error| ServerError::new(error.to_string());
    let (id, params) = connection.initialize_start().map_err(broken)?;
    let params: InitializeParams = serde_json::from_value(params).map_err(unwritable)?;
    let client = Client::of(&params);
    let result = serde_json::to_value(initialize_result(&client)).map_err(unwritable)?;
    connection.initialize_finish(id, result).map_err(broken)?;
    let features = dispatch::features().into_iter();
    let mut server = Server {
        connection,
        workspace: Workspace::new(client),
        features: features
            .map(|feature| (feature.method, Arc::new(feature)))
            .collect(),
        beside: Beside::new(connection.sender.clone()),
        changed: BTreeSet::new(),
        told: BTreeSet::new(),
    };
    server.converse()
}

struct Server<'a> {
    connection: &'a Connection,
    workspace: Workspace,
    features: BTreeMap<&'static str, Arc<Feature>>,
    beside: Beside,
    /// The files that changed since findings were last sent.
    changed: BTreeSet<PathBuf>,
    /// The files that the editor shows findings for.
    told: BTreeSet<PathBuf>,
}

impl Server<'_> {
    fn converse(&mut self) -> Result<(), ServerError> {
        let mut waiting = VecDeque::new();
        loop {
            let message = match waiting.pop_front() {
                Some(message) => message,
                None => {
                    // All that the editor has said so far is known: only now is it worth looking for mistakes.
                    self.settle()?;
                    match self.connection.receiver.recv() {
                        Ok(message) => message,
                        Err(_) => return Ok(()),
                    }
                }
            };
            waiting.extend(self.connection.receiver.try_iter());
            match message {
                Message::Request(request) => {
                    let broken = |error: lsp_server::ProtocolError| error.to_string();
                    let is_over = self.connection.handle_shutdown(&request).map_err(broken);
                    if is_over.map_err(ServerError::new)? {
                        return Ok(());
                    }
                    self.answer(request)?;
                }
                Message::Notification(notification) if notification.method == "exit" => {
                    return Ok(());
                }
                Message::Notification(notification) => self.take(notification),
                Message::Response(_) => {}
            }
        }
    }

    /// Takes what the editor tells. A message that cannot be read is passed over, as the protocol asks of notifications.
    fn take(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let method = method.as_str();
        let path = if method == DidOpenTextDocumentNotification::METHOD.as_str() {
            let params = read::<DidOpenTextDocumentParams>(notification);
            params.and_then(|DidOpenTextDocumentParams { text_document: it }| {
                self.workspace.open(&it.uri.0, it.version, it.text)
            })
        } else if method == DidChangeTextDocumentNotification::METHOD.as_str() {
            let params = read::<DidChangeTextDocumentParams>(notification);
            params.and_then(|params| {
                let uri = &params.text_document.text_document_identifier.uri.0;
                let version = params.text_document.version;
                self.workspace.change(uri, version, params.content_changes)
            })
        } else if method == DidSaveTextDocumentNotification::METHOD.as_str() {
            let params = read::<DidSaveTextDocumentParams>(notification);
            params.and_then(|params| self.workspace.touch(&params.text_document.uri.0))
        } else if method == DidCloseTextDocumentNotification::METHOD.as_str() {
            let params = read::<DidCloseTextDocumentParams>(notification);
            params.and_then(|params| self.workspace.close(&params.text_document.uri.0))
        } else {
            None
        };
        self.changed.extend(path);
    }

    fn answer(&mut self, request: Request) -> Result<(), ServerError> {
        let Some(feature) = self.features.get(request.method.as_str()).cloned() else {
            let response = dispatch::unknown(request.id, &request.method);
            return self.send(response.into());
        };
        let subject = if feature.is_everywhere() {
            Some(Subject::Workspace(self.workspace.snapshots()))
        } else {
            let uri = dispatch::file_of(&request.params);
            let snapshot = uri.and_then(|uri| self.workspace.snapshot_of(uri));
            snapshot.map(Subject::Package)
        };
        let Some(subject) = subject else {
            let response = dispatch::no_file(request.id);
            return self.send(response.into());
        };
        match feature.lane {
            Lane::Now => self.send(feature.respond(&subject, request).into()),
            Lane::Beside => {
                self.beside.answer(feature, subject, request);
                Ok(())
            }
        }
    }

    /// Checks the packages of all files that changed, and sends what was found.
    fn settle(&mut self) -> Result<(), ServerError> {
        for path in std::mem::take(&mut self.changed) {
            let snapshot = self.workspace.snapshot(&path);
            for (path, found) in diagnostics::by_file(&snapshot, &path) {
                let open = self.workspace.documents().get(&path);
                let version = open.map(|open| open.version);
                // A file without findings need only be told to an editor that shows some.
                if found.is_empty() && !self.told.contains(&path) && open.is_none() {
                    continue;
                }
                let uri = snapshot.uri_of(&path);
                if found.is_empty() {
                    self.told.remove(&path);
                } else {
                    self.told.insert(path);
                }
                let params = PublishDiagnosticsParams::new(uri, version, found);
                let method = PublishDiagnosticsNotification::METHOD.as_str().to_owned();
                self.send(Notification::new(method, params).into())?;
            }
        }
        Ok(())
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
