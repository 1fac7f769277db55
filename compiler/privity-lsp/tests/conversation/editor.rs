//! An editor for tests: it talks with a server in the same process, about files in a folder of its own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use gen_lsp_types::{
    CodeActionRequest, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, DocumentDiagnosticRequest, Notification as _,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Request as _,
    ShowMessageNotification,
};
use lsp_server::{Connection, Message, Notification, Request, RequestId, ResponseError};
use privity_lsp::{ServerError, serve};
use serde_json::{Value, json};

/// A policy without a mistake.
pub(crate) const SOUND: &str =
    "policy shop\n  by shop\naction { share }\ndata { name }\nparty { shop }\npermit share name\n";

/// The mark of a place in a text of a test.
pub(crate) const CURSOR: &str = "$0";

/// An editor that is about to start.
pub(crate) struct Builder {
    capabilities: Value,
    options: Value,
    files: Vec<(String, String)>,
    caches: Option<PathBuf>,
}

impl Builder {
    /// What the editor says it can do.
    pub(crate) fn capabilities(mut self, capabilities: Value) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// What its user has set.
    pub(crate) fn options(mut self, options: Value) -> Self {
        self.options = options;
        self
    }

    /// A file that is in the folder from the beginning.
    pub(crate) fn file(mut self, name: &str, text: &str) -> Self {
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }

    /// The folder in which the server may leave files, if it is that of another editor.
    pub(crate) fn caches(mut self, folder: PathBuf) -> Self {
        self.caches = Some(folder);
        self
    }

    /// Starts the server and lets it introduce itself.
    pub(crate) fn start(self) -> Editor {
        let (server, connection) = Connection::memory();
        let caches = tempfile::tempdir().unwrap();
        let folder = self.caches.unwrap_or_else(|| caches.path().to_owned());
        let mut editor = Editor {
            folder: tempfile::tempdir().unwrap(),
            caches,
            connection,
            server: Some(std::thread::spawn(move || serve(&server, Some(&folder)))),
            requests: 0,
            announced: Value::Null,
            versions: BTreeMap::new(),
            unread: Vec::new(),
        };
        for (name, text) in &self.files {
            editor.write(name, text);
        }
        let root = format!("file://{}", editor.path("").display());
        let folders = json!([{"uri": root.trim_end_matches('/'), "name": "policies"}]);
        let answer = editor.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "workspaceFolders": folders,
                "capabilities": self.capabilities,
                "initializationOptions": self.options,
            }),
        );
        editor.announced = answer["capabilities"].clone();
        editor.notify("initialized", json!({}));
        editor
    }
}

/// An editor with a folder of policies.
pub(crate) struct Editor {
    folder: tempfile::TempDir,
    caches: tempfile::TempDir,
    connection: Connection,
    server: Option<JoinHandle<Result<(), ServerError>>>,
    requests: i32,
    announced: Value,
    /// The versions of the open texts.
    versions: BTreeMap<String, i32>,
    /// What came while an answer was waited for.
    unread: Vec<Message>,
}

impl Editor {
    /// An editor that can do nothing but what everyone can.
    pub(crate) fn start() -> Self {
        Self::with(json!({})).start()
    }

    /// An editor that says it can do this.
    pub(crate) fn with(capabilities: Value) -> Builder {
        Builder {
            capabilities: json!({}),
            options: json!({}),
            files: Vec::new(),
            caches: None,
        }
        .capabilities(capabilities)
    }

    /// What the server says it can do.
    pub(crate) fn announced(&self) -> &Value {
        &self.announced
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    /// The folder in which the server may leave files.
    pub(crate) fn caches(&self) -> PathBuf {
        self.caches.path().canonicalize().unwrap()
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).unwrap();
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks, and waits for the answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_to_ask(method, params).unwrap()
    }

    /// Asks, and waits for the answer or the refusal.
    pub(crate) fn try_to_ask(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, ResponseError> {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        loop {
            match self.next() {
                Message::Response(response) if response.id == id => {
                    return response.response_result;
                }
                message => self.unread.push(message),
            }
        }
    }

    /// Asks about a place of a file, with further parameters.
    pub(crate) fn ask_at(
        &mut self,
        method: &str,
        name: &str,
        (line, character): (u32, u32),
        further: Value,
    ) -> Value {
        let mut params = json!({
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": line, "character": character},
        });
        for (key, value) in further.as_object().unwrap() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    fn next(&self) -> Message {
        self.connection
            .receiver
            .recv_timeout(Duration::from_secs(60))
            .unwrap()
    }

    /// The next message, those first that came while an answer was waited for.
    pub(crate) fn receive(&mut self) -> Message {
        if self.unread.is_empty() {
            self.next()
        } else {
            self.unread.remove(0)
        }
    }

    pub(crate) fn open(&mut self, name: &str, text: &str) {
        self.versions.insert(name.to_owned(), 1);
        let document =
            json!({"uri": self.uri(name), "languageId": "privity", "version": 1, "text": text});
        self.notify(
            DidOpenTextDocumentNotification::METHOD.as_str(),
            json!({"textDocument": document}),
        );
    }

    /// Opens a text without its mark, and gives the line and column of the mark.
    pub(crate) fn open_at_mark(&mut self, name: &str, marked: &str) -> (u32, u32) {
        let at = marked.find(CURSOR).expect("the text has a mark");
        self.open(name, &marked.replace(CURSOR, ""));
        let before = &marked[..at];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap();
        let column = column.encode_utf16().count();
        (line.try_into().unwrap(), column.try_into().unwrap())
    }

    /// Replaces a whole text.
    pub(crate) fn change(&mut self, name: &str, version: i32, text: &str) {
        self.edit(name, version, json!([{"text": text}]));
    }

    /// Changes a text as the protocol writes changes.
    pub(crate) fn edit(&mut self, name: &str, version: i32, changes: Value) {
        self.versions.insert(name.to_owned(), version);
        self.notify(
            DidChangeTextDocumentNotification::METHOD.as_str(),
            json!({
                "textDocument": {"uri": self.uri(name), "version": version},
                "contentChanges": changes,
            }),
        );
    }

    pub(crate) fn close(&mut self, name: &str) {
        self.versions.remove(name);
        self.notify(
            DidCloseTextDocumentNotification::METHOD.as_str(),
            json!({"textDocument": {"uri": self.uri(name)}}),
        );
    }

    /// What can be done at a column of a line, of some kinds.
    pub(crate) fn actions(&mut self, name: &str, (line, column): (u32, u32), only: Value) -> Value {
        let at = json!({"line": line, "character": column});
        let params = json!({
            "textDocument": {"uri": self.uri(name)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": only},
        });
        self.ask(CodeActionRequest::METHOD.as_str(), params)
    }

    /// The next findings for a file, in its newest version.
    pub(crate) fn findings(&mut self, name: &str) -> PublishDiagnosticsParams {
        let uri = self.uri(name);
        loop {
            let Message::Notification(notification) = self.receive() else {
                continue;
            };
            if notification.method != PublishDiagnosticsNotification::METHOD.as_str() {
                continue;
            }
            let params: PublishDiagnosticsParams =
                serde_json::from_value(notification.params).unwrap();
            if params.uri.0 == uri && params.version == self.versions.get(name).copied() {
                return params;
            }
        }
    }

    /// The next request that the server makes by this name.
    pub(crate) fn asked(&mut self, method: &str) -> Value {
        loop {
            if let Message::Request(request) = self.receive()
                && request.method == method
            {
                return request.params;
            }
        }
    }

    /// Whether a message to the user waits to be read.
    pub(crate) fn was_told(&self) -> bool {
        let mut unread = self.unread.iter();
        unread.any(|message| match message {
            Message::Notification(told) => told.method == ShowMessageNotification::METHOD.as_str(),
            _ => false,
        })
    }

    /// The next message to the user.
    pub(crate) fn told(&mut self) -> String {
        loop {
            if let Message::Notification(told) = self.receive()
                && told.method == ShowMessageNotification::METHOD.as_str()
            {
                return told.params["message"].as_str().unwrap().to_owned();
            }
        }
    }

    /// The answer to a question about the findings of a file.
    pub(crate) fn pull_of(&mut self, uri: &str) -> Value {
        let params = json!({"textDocument": {"uri": uri}, "identifier": "privity"});
        self.ask(DocumentDiagnosticRequest::METHOD.as_str(), params)
    }

    /// The same by the name of the file, with the name of the last answer.
    pub(crate) fn pull(&mut self, name: &str, previous: Option<&str>) -> Value {
        let params = json!({
            "textDocument": {"uri": self.uri(name)},
            "identifier": "privity",
            "previousResultId": previous,
        });
        self.ask(DocumentDiagnosticRequest::METHOD.as_str(), params)
    }

    /// The next findings for a file as `line:column code` with the first line of the message.
    pub(crate) fn short(&mut self, name: &str) -> Vec<String> {
        let findings = serde_json::to_value(self.findings(name).diagnostics).unwrap();
        findings
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] != 3)
            .map(|finding| {
                let start = &finding["range"]["start"];
                let message = finding["message"].as_str().unwrap();
                format!(
                    "{}:{} {} {}",
                    start["line"],
                    start["character"],
                    finding["code"].as_str().unwrap(),
                    message.lines().next().unwrap()
                )
            })
            .collect()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.take().unwrap().join().unwrap().unwrap();
    }
}

/// A text after edits as the protocol writes them, in units of UTF-16: all are about the text before.
pub(crate) fn applied(text: &str, edits: &Value) -> String {
    let place = |position: &Value| {
        let number = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
        let start: usize = text
            .split_inclusive('\n')
            .take(number("line"))
            .map(str::len)
            .sum();
        let mut units = 0;
        let line = text[start..].split('\n').next().unwrap();
        let inside = line.char_indices().find(|(_, character)| {
            let is_there = units >= number("character");
            units += character.len_utf16();
            is_there
        });
        start + inside.map_or(line.len(), |(at, _)| at)
    };
    let mut parts: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
            (place(start), place(end), edit["newText"].as_str().unwrap())
        })
        .collect();
    parts.sort_by_key(|&(start, end, _)| (start, end));
    let mut new = String::new();
    let mut at = 0;
    for (start, end, with) in parts {
        assert!(at <= start, "edits overlap: {edits}");
        new.push_str(&text[at..start]);
        new.push_str(with);
        at = end;
    }
    new + &text[at..]
}
