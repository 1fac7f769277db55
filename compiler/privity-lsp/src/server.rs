//! The conversation with the editor. One thread reads its messages, so that nothing can overtake a change; what takes longer is answered beside it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{
    CancelNotification, CancelParams, DiagnosticRefreshRequest, DidChangeTextDocumentNotification,
    DidChangeTextDocumentParams, DidChangeWatchedFilesNotification, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersNotification, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentNotification, DidCloseTextDocumentParams, DidOpenTextDocumentNotification,
    DidOpenTextDocumentParams, DidSaveTextDocumentNotification, DidSaveTextDocumentParams,
    ExitNotification, InitializeParams, Notification as _, PublishDiagnosticsNotification,
    PublishDiagnosticsParams, RegistrationRequest, Request as _, ShutdownRequest,
};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::STACK;
use crate::analysis::Analysis;
use crate::beside::Beside;
use crate::capabilities::{initialize_result, registrations};
use crate::client::{Client, paths};
use crate::dispatch::{self, Feature, Lane, Subject};
use crate::features::diagnostics;
use crate::published::{Published, Told};
use crate::pulls::Pull;
use crate::snapshot::Snapshot;
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

/// Serves an editor until it says good-bye. `caches` is a folder for files that can be made again: into one below it the standard library is
/// written for editors that show only files, when they are first led there.
///
/// # Errors
/// When the editor breaks the protocol or goes away in the middle of it.
pub fn serve(connection: &Connection, caches: Option<&Path>) -> Result<(), ServerError> {
    let broken = |error: lsp_server::ProtocolError| ServerError::new(error.to_string());
    let unwritable = |error: serde_json::Error| ServerError::new(error.to_string());
    let (id, params) = connection.initialize_start().map_err(broken)?;
    let params: InitializeParams = serde_json::from_value(params).map_err(unwritable)?;
    let client = Client::of(&params, caches);
    let result = serde_json::to_value(initialize_result(&client)).map_err(unwritable)?;
    connection.initialize_finish(id, result).map_err(broken)?;
    let no_thread = |error: std::io::Error| ServerError::new(error.to_string());
    // Texts are parsed on this thread, so it needs as much stack as the others.
    std::thread::scope(|scope| {
        let converse = || Server::start(connection, client)?.converse();
        let thread = std::thread::Builder::new()
            .name("conversation".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, converse)
            .map_err(no_thread)?;
        let ended = thread.join();
        ended.unwrap_or_else(|_| Err(ServerError::new("the server met a mistake of its own")))
    })
}

struct Server<'a> {
    connection: &'a Connection,
    workspace: Workspace,
    features: BTreeMap<&'static str, Arc<Feature>>,
    beside: Beside,
    analysis: Analysis,
    /// The files that changed since findings were last sent.
    changed: BTreeSet<PathBuf>,
    published: Published,
    /// Questions about findings that wait.
    pulls: Vec<Pull>,
    /// How many requests the server has made.
    requests: i32,
}

/// What the conversation goes on with.
enum Event {
    Message(Message),
    /// More is known of a state of a package.
    Known(Snapshot),
    /// The editor has gone.
    End,
}

impl<'a> Server<'a> {
    fn start(connection: &'a Connection, client: Client) -> Result<Self, ServerError> {
        let no_thread = |error: std::io::Error| ServerError::new(error.to_string());
        let features = dispatch::features().into_iter();
        let mut server = Self {
            connection,
            workspace: Workspace::new(client),
            features: features
                .map(|feature| (feature.method, Arc::new(feature)))
                .collect(),
            beside: Beside::start(connection.sender.clone()).map_err(no_thread)?,
            analysis: Analysis::start().map_err(no_thread)?,
            changed: BTreeSet::new(),
            published: Published::default(),
            pulls: Vec::new(),
            requests: 0,
        };
        if let Some(registrations) = registrations(server.workspace.client()) {
            server.request(RegistrationRequest::METHOD.as_str(), registrations)?;
        }
        Ok(server)
    }

    fn converse(&mut self) -> Result<(), ServerError> {
        let mut waiting = VecDeque::new();
        let mut is_leaving = false;
        loop {
            let event = match waiting.pop_front() {
                Some(message) => Event::Message(message),
                None => {
                    // All that the editor has said so far is known: only now is it worth looking for mistakes.
                    self.settle()?;
                    self.next_event()
                }
            };
            waiting.extend(self.connection.receiver.try_iter());
            match event {
                Event::Message(Message::Request(request)) => {
                    if request.method == ShutdownRequest::METHOD.as_str() {
                        is_leaving = true;
                        self.send(Response::new_ok(request.id, Value::Null).into())?;
                    } else if is_leaving {
                        self.send(dispatch::too_late(request.id).into())?;
                    } else {
                        self.answer(request)?;
                    }
                }
                Event::Message(Message::Notification(notification)) => {
                    if notification.method == ExitNotification::METHOD.as_str() {
                        return Ok(());
                    }
                    self.take(notification)?;
                }
                Event::Message(Message::Response(_)) => {}
                Event::Known(snapshot) => {
                    self.know(&snapshot)?;
                    snapshot.let_go();
                }
                Event::End => return Ok(()),
            }
        }
    }

    fn next_event(&self) -> Event {
        crossbeam_channel::select! {
            recv(self.connection.receiver) -> message => {
                message.map_or(Event::End, Event::Message)
            }
            recv(self.analysis.known) -> snapshot => snapshot.map_or(Event::End, Event::Known),
        }
    }

    /// Takes what the editor tells. A message that cannot be read is passed over, as the protocol asks of notifications.
    fn take(&mut self, notification: Notification) -> Result<(), ServerError> {
        let method = notification.method.clone();
        let method = method.as_str();
        if method == CancelNotification::METHOD.as_str() {
            return read::<CancelParams>(notification)
                .map_or(Ok(()), |params| self.cancel(&params));
        }
        if method == DidChangeWatchedFilesNotification::METHOD.as_str() {
            let params = read::<DidChangeWatchedFilesParams>(notification);
            for change in params.into_iter().flat_map(|params| params.changes) {
                let path = self.workspace.touch(&change.uri.0);
                self.changed.extend(path);
            }
            return Ok(());
        }
        if method == DidChangeWorkspaceFoldersNotification::METHOD.as_str() {
            let params = read::<DidChangeWorkspaceFoldersParams>(notification);
            if let Some(DidChangeWorkspaceFoldersParams { event }) = params {
                let (opened, closed) = (paths(&event.added), paths(&event.removed));
                self.workspace.change_folders(opened, &closed);
            }
            return Ok(());
        }
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
        Ok(())
    }

    fn cancel(&mut self, params: &CancelParams) -> Result<(), ServerError> {
        let id = serde_json::to_value(&params.id).and_then(serde_json::from_value::<RequestId>);
        let Ok(id) = id else { return Ok(()) };
        match self.pulls.iter().position(|pull| pull.is(&id)) {
            Some(at) => {
                let response = self.pulls.remove(at).cancelled();
                self.send(response.into())
            }
            None => {
                self.beside.cancel(id);
                Ok(())
            }
        }
    }

    fn answer(&mut self, request: Request) -> Result<(), ServerError> {
        let request = match Pull::read(request, &self.workspace) {
            Ok(Ok(pull)) => return self.pull(pull),
            Ok(Err(response)) => return self.send(response.into()),
            Err(request) => request,
        };
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
            Lane::Now => {
                let (response, told) = feature.respond(&subject, request);
                told.map_or(Ok(()), |told| self.send(told.into()))?;
                self.send(response.into())
            }
            Lane::Beside => {
                self.beside.answer(feature, subject, request);
                Ok(())
            }
        }
    }

    /// Answers a question about findings: at once if the editor will ask again, and else when all is known.
    fn pull(&mut self, pull: Pull) -> Result<(), ServerError> {
        let snapshots = pull.snapshots(&mut self.workspace);
        for snapshot in &snapshots {
            self.look_at(snapshot);
        }
        let asks_again = self.workspace.client().findings.asks_again;
        if (asks_again && !pull.is_everywhere()) || snapshots.iter().all(Snapshot::is_settled) {
            let response = pull.answer(&snapshots, &self.workspace, &mut self.published);
            return self.send(response.into());
        }
        self.pulls.push(pull);
        Ok(())
    }

    /// Sees that everything is found out about a state, by and by.
    fn look_at(&self, snapshot: &Snapshot) {
        if snapshot.is_small() {
            snapshot.check();
        } else {
            snapshot.glance();
        }
        if !snapshot.is_settled() {
            self.analysis.look_at(snapshot.clone());
        }
    }

    /// Looks at the packages of all files that changed, and tells what is known at once.
    fn settle(&mut self) -> Result<(), ServerError> {
        let changed = std::mem::take(&mut self.changed);
        // Changes that came together are looked at together: a new name may be declared in one file and used in another.
        for path in &changed {
            self.workspace.snapshot(path);
        }
        for path in changed {
            let snapshot = self.workspace.snapshot(&path);
            self.look_at(&snapshot);
            self.tell(&snapshot, Some(&path))?;
        }
        Ok(())
    }

    /// Goes on when more is known of a state.
    fn know(&mut self, snapshot: &Snapshot) -> Result<(), ServerError> {
        if self.workspace.is_newest(snapshot) {
            self.tell(snapshot, None)?;
            self.refresh(snapshot)?;
        }
        for pull in std::mem::take(&mut self.pulls) {
            let snapshots = pull.snapshots(&mut self.workspace);
            if snapshots.iter().all(Snapshot::is_settled) {
                let response = pull.answer(&snapshots, &self.workspace, &mut self.published);
                self.send(response.into())?;
            } else {
                for snapshot in &snapshots {
                    self.look_at(snapshot);
                }
                self.pulls.push(pull);
            }
        }
        Ok(())
    }

    /// Tells what is known to be wrong, or that it is worth asking again; of the file that has just changed the editor asks by itself.
    fn tell(&mut self, snapshot: &Snapshot, changed: Option<&Path>) -> Result<(), ServerError> {
        let can = &self.workspace.client().findings;
        if can.pulls && !can.asks_again {
            return Ok(());
        }
        let package = snapshot.entry();
        let found = diagnostics::by_file(snapshot, changed.unwrap_or(package));
        if can.pulls {
            let mut others = found.iter().filter(|(path, _)| Some(**path) != changed);
            if others.any(|(path, told)| self.published.is_outdated(path, told)) {
                self.request(DiagnosticRefreshRequest::METHOD.as_str(), Value::Null)?;
            }
            return Ok(());
        }
        let gone = self.published.left_over(package, &found);
        let gone = gone.iter().map(|path| (path.as_path(), Told::default()));
        for (path, told) in found.into_iter().chain(gone) {
            let open = self.workspace.documents().get(path);
            let version = open.map(|open| open.version);
            if self.published.is_news(package, path, version, &told) {
                let uri = snapshot.uri_of(path);
                let params = PublishDiagnosticsParams::new(uri, version, told.findings());
                let method = PublishDiagnosticsNotification::METHOD.as_str().to_owned();
                self.send(Notification::new(method, params).into())?;
            }
        }
        Ok(())
    }

    /// Lets the editor ask again for what it shows in texts, once for each state: before names were known, answers were about an earlier one.
    fn refresh(&mut self, snapshot: &Snapshot) -> Result<(), ServerError> {
        if !snapshot.tell() {
            for request in self.workspace.client().refreshes.clone() {
                self.request(request, Value::Null)?;
            }
        }
        Ok(())
    }

    /// Asks something of the editor, whose answer changes nothing.
    fn request(&mut self, method: &str, params: impl serde::Serialize) -> Result<(), ServerError> {
        self.requests += 1;
        let id = RequestId::from(format!("privity-{}", self.requests));
        self.send(Request::new(id, method.to_owned(), params).into())
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
