//! An editor that keeps time.

use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use privity_lsp::serve;
use serde_json::{Value, json};

use crate::workspace::Workspace;

/// An editor with one open file.
pub(crate) struct Editor {
    folder: tempfile::TempDir,
    connection: Connection,
    requests: i32,
    version: i32,
    name: String,
    original: String,
    text: String,
    /// The last thing typed: where it begins, where it ends, for taking it back.
    last: Option<((usize, usize), (usize, usize))>,
}

impl Editor {
    /// Starts the server on a policy.
    pub(crate) fn start(workspace: &Workspace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &workspace.files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let (server, connection) = Connection::memory();
        std::thread::spawn(move || serve(&server, None));
        let mut editor = Self {
            folder,
            connection,
            requests: 0,
            version: 0,
            name: String::new(),
            original: String::new(),
            text: String::new(),
            last: None,
        };
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {
                "codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "publishDiagnostics": {"relatedInformation": true, "dataSupport": true},
            },
        });
        editor
            .ask("initialize", json!({"capabilities": capabilities}))
            .unwrap();
        editor.notify("initialized", json!({}));
        editor
    }

    pub(crate) fn uri(&self, name: &str) -> String {
        let folder = self.folder.path().canonicalize().unwrap();
        format!("file://{}", folder.join(name).display())
    }

    fn notify(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.connection.sender.send(notification.into()).unwrap();
    }

    /// Opens a file, and waits for its first findings.
    pub(crate) fn open(&mut self, name: &str, text: &str) -> Duration {
        self.name = name.to_owned();
        self.original = text.to_owned();
        self.text = text.to_owned();
        self.version = 1;
        let document =
            json!({"uri": self.uri(name), "languageId": "privity", "version": 1, "text": text});
        let begin = Instant::now();
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
        self.wait_for_findings();
        begin.elapsed()
    }

    /// Waits for all that is found out beside the conversation: the findings of all packages are told when there are no more to come.
    pub(crate) fn wait_until_settled(&mut self) {
        let params = json!({"previousResultIds": []});
        self.ask("workspace/diagnostic", params).unwrap();
    }

    fn next_message(&self) -> Message {
        let limit = Duration::from_secs(120);
        self.connection.receiver.recv_timeout(limit).unwrap()
    }

    /// Waits for the findings of the text as it is now, and gives their codes.
    pub(crate) fn wait_for_findings(&mut self) -> Vec<String> {
        loop {
            let message = self.next_message();
            if let Message::Notification(notification) = message
                && notification.method == "textDocument/publishDiagnostics"
                && notification.params["version"] == self.version
            {
                let findings = notification.params["diagnostics"].as_array();
                let codes = findings.into_iter().flatten();
                return codes
                    .filter_map(|finding| Some(finding["code"].as_str()?.to_owned()))
                    .collect();
            }
        }
    }

    fn change(&mut self, start: (usize, usize), end: (usize, usize), with: &str) {
        let offset = |place: (usize, usize)| {
            let lines = self.text.split_inclusive('\n');
            lines.take(place.0).map(str::len).sum::<usize>() + place.1
        };
        let range = offset(start)..offset(end);
        self.text.replace_range(range, with);
        self.version += 1;
        let place = |(line, column): (usize, usize)| json!({"line": line, "character": column});
        let change = json!({"range": {"start": place(start), "end": place(end)}, "text": with});
        let uri = self.uri(&self.name);
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": uri, "version": self.version},
                "contentChanges": [change],
            }),
        );
    }

    /// Types a few letters at a place.
    pub(crate) fn type_at(&mut self, at: (usize, usize), key: &str) {
        self.change(at, at, key);
        self.last = Some((at, (at.0, at.1 + key.len())));
    }

    /// Takes the last letters back.
    pub(crate) fn take_back(&mut self) {
        if let Some((start, end)) = self.last.take() {
            self.change(start, end, "");
        }
    }

    /// Types a key, and waits for the findings of the new text; gives their codes as well.
    pub(crate) fn type_and_wait(
        &mut self,
        at: (usize, usize),
        key: &str,
    ) -> (Duration, Vec<String>) {
        let begin = Instant::now();
        self.change(at, at, key);
        let codes = self.wait_for_findings();
        (begin.elapsed(), codes)
    }

    /// Puts the text back as it was, and waits until that is known.
    pub(crate) fn restore(&mut self) {
        let lines = self.text.matches('\n').count();
        let original = self.original.clone();
        self.change((0, 0), (lines, 0), &original);
        self.wait_for_findings();
        self.wait_until_settled();
    }

    /// Asks, and says how long the answer took; what it says is looked at afterwards.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Duration, String> {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        let begin = Instant::now();
        self.connection.sender.send(request.into()).unwrap();
        loop {
            let message = self.next_message();
            if let Message::Response(response) = message
                && response.id == id
            {
                let waited = begin.elapsed();
                return match response.response_result {
                    Ok(_) => Ok(waited),
                    Err(error) => Err(error.message),
                };
            }
        }
    }
}
