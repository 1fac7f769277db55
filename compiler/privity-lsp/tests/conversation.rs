//! Talks with the server as an editor does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::path::PathBuf;
use std::thread::JoinHandle;

use gen_lsp_types::{
    CodeActionRequest, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, DocumentFormattingRequest, Notification as _,
    PublishDiagnosticsNotification, PublishDiagnosticsParams, Request as _,
};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use privity_lsp::{ServerError, serve};
use serde_json::{Value, json};

/// An editor with a folder of policies.
struct Editor {
    folder: tempfile::TempDir,
    connection: Connection,
    server: Option<JoinHandle<Result<(), ServerError>>>,
    requests: i32,
}

impl Editor {
    fn start() -> Self {
        let (server, connection) = Connection::memory();
        let mut editor = Self {
            folder: tempfile::tempdir().unwrap(),
            connection,
            server: Some(std::thread::spawn(move || serve(&server))),
            requests: 0,
        };
        let answer = editor.ask(
            "initialize",
            json!({"processId": null, "rootUri": null, "capabilities": {}}),
        );
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
        assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 1);
        assert_eq!(answer["capabilities"]["documentFormattingProvider"], true);
        assert_eq!(
            answer["capabilities"]["codeActionProvider"]["codeActionKinds"],
            json!(["quickfix", "source.fixAll"])
        );
        editor.notify("initialized", json!({}));
        editor
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn send(&self, message: impl Into<Message>) {
        self.connection.sender.send(message.into()).unwrap();
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(Request::new(id.clone(), method.to_owned(), params));
        loop {
            if let Message::Response(response) = self.receive()
                && response.id == id
            {
                return response.response_result.unwrap();
            }
        }
    }

    fn receive(&self) -> Message {
        self.connection
            .receiver
            .recv_timeout(std::time::Duration::from_secs(60))
            .unwrap()
    }

    fn open(&self, name: &str, text: &str) {
        let document =
            json!({"uri": self.uri(name), "languageId": "privity", "version": 1, "text": text});
        self.notify(
            DidOpenTextDocumentNotification::METHOD.as_str(),
            json!({"textDocument": document}),
        );
    }

    fn change(&self, name: &str, version: i32, text: &str) {
        self.notify(
            DidChangeTextDocumentNotification::METHOD.as_str(),
            json!({
                "textDocument": {"uri": self.uri(name), "version": version},
                "contentChanges": [{"text": text}],
            }),
        );
    }

    /// What can be done at a column of a line, of some kinds.
    fn actions(&mut self, name: &str, (line, column): (u32, u32), only: Value) -> Value {
        let at = json!({"line": line, "character": column});
        let params = json!({
            "textDocument": {"uri": self.uri(name)},
            "range": {"start": at, "end": at},
            "context": {"diagnostics": [], "only": only},
        });
        self.ask(CodeActionRequest::METHOD.as_str(), params)
    }

    /// The next findings for a file.
    fn findings(&self, name: &str) -> PublishDiagnosticsParams {
        let uri = self.uri(name);
        loop {
            let Message::Notification(notification) = self.receive() else {
                continue;
            };
            assert_eq!(
                notification.method,
                PublishDiagnosticsNotification::METHOD.as_str()
            );
            let params: PublishDiagnosticsParams =
                serde_json::from_value(notification.params).unwrap();
            if params.uri.0 == uri {
                return params;
            }
        }
    }

    /// The next findings for a file as `line:column code` with the first line of the message.
    fn short(&self, name: &str) -> Vec<String> {
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

const SOUND: &str =
    "policy shop\n  by shop\naction { share }\ndata { name }\nparty { shop }\npermit share name\n";

#[test]
fn a_broken_policy_gets_its_findings_and_a_mended_one_none() {
    let editor = Editor::start();
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    assert_eq!(
        editor.short("policy.privity"),
        ["5:13 P0201 unknown data `nmae`"]
    );
    editor.change("policy.privity", 2, SOUND);
    let findings = editor.findings("policy.privity");
    assert_eq!(findings.version, Some(2));
    assert!(
        findings
            .diagnostics
            .iter()
            .all(|finding| finding.severity != Some(gen_lsp_types::DiagnosticSeverity::Error)),
        "{findings:#?}"
    );
}

#[test]
fn columns_are_counted_in_utf_16() {
    let editor = Editor::start();
    editor.open(
        "policy.privity",
        &SOUND.replace(
            "permit share name",
            "permit share name note \"🦀\" cite nowhere",
        ),
    );
    assert_eq!(
        editor.short("policy.privity"),
        ["5:33 P0201 unknown anchor `nowhere`"]
    );
}

#[test]
fn a_change_in_one_file_is_seen_in_the_others() {
    let editor = Editor::start();
    editor.write(
        "policy.privity",
        &format!("import words\n{SOUND}permit share street\n"),
    );
    editor.write("words.privity", "data { street }\n");
    editor.open("words.privity", "data { stret }\n");
    assert_eq!(
        editor.short("policy.privity"),
        ["7:13 P0201 unknown data `street`"]
    );
    editor.change("words.privity", 2, "data { street }\n");
    assert_eq!(editor.short("policy.privity"), [""; 0]);
}

#[test]
fn related_places_lead_to_other_files() {
    let editor = Editor::start();
    editor.write("words.privity", "data { name }\n");
    editor.open("policy.privity", &format!("import words\n{SOUND}"));
    let of_words = editor.uri("words.privity");
    let of_policy = editor.uri("policy.privity");
    let named = |name: &str| -> Vec<String> {
        editor
            .findings(name)
            .diagnostics
            .iter()
            .flat_map(|finding| finding.related_information.iter().flatten())
            .map(|related| related.location.uri.0.clone())
            .collect()
    };
    // The name is declared twice; the finding stands at one of the places and leads to the other.
    let mut related = named("policy.privity");
    if related.is_empty() {
        related = named("words.privity");
        assert_eq!(related, [of_policy]);
    } else {
        assert_eq!(related, [of_words]);
    }
}

#[test]
fn a_closed_file_counts_as_on_the_disk_again() {
    let editor = Editor::start();
    editor.write("policy.privity", SOUND);
    editor.open("policy.privity", "permit nonsense");
    assert!(!editor.short("policy.privity").is_empty());
    editor.notify(
        DidCloseTextDocumentNotification::METHOD.as_str(),
        json!({"textDocument": {"uri": editor.uri("policy.privity")}}),
    );
    assert_eq!(editor.short("policy.privity"), [""; 0]);
}

#[test]
fn a_document_is_formatted_unless_it_is_broken() {
    let mut editor = Editor::start();
    let params = |editor: &Editor| {
        json!({
            "textDocument": {"uri": editor.uri("policy.privity")},
            "options": {"tabSize": 2, "insertSpaces": true},
        })
    };
    let method = DocumentFormattingRequest::METHOD.as_str();
    editor.open("policy.privity", "policy   shop\n\n\n\n  by shop");
    let edits = editor.ask(method, params(&editor));
    assert_eq!(
        edits[0]["range"]["start"],
        json!({"line": 0, "character": 0})
    );
    assert_eq!(edits[0]["range"]["end"], json!({"line": 4, "character": 9}));
    let formatted = edits[0]["newText"].as_str().unwrap().to_owned();
    assert!(formatted.starts_with("policy shop\n"), "{formatted}");
    editor.change("policy.privity", 2, &formatted);
    assert_eq!(editor.ask(method, params(&editor)), json!([]));
    editor.change("policy.privity", 3, "policy shop {{{ permit");
    assert_eq!(editor.ask(method, params(&editor)), Value::Null);
}

#[test]
fn a_misspelt_name_can_be_mended_where_it_stands() {
    let mut editor = Editor::start();
    let uri = editor.uri("policy.privity");
    editor.open("policy.privity", &SOUND.replace("share name", "share nmae"));
    let actions = editor.actions("policy.privity", (5, 14), json!(["quickfix"]));
    assert_eq!(
        actions,
        json!([{
            "title": "write `name`",
            "kind": "quickfix",
            "isPreferred": true,
            "edit": {"changes": {uri: [{
                "range": {
                    "start": {"line": 5, "character": 13},
                    "end": {"line": 5, "character": 17},
                },
                "newText": "name",
            }]}},
        }])
    );
    assert_eq!(
        editor.actions("policy.privity", (1, 0), json!(["quickfix"])),
        json!([])
    );
}

#[test]
fn a_repair_that_may_change_the_meaning_says_so_and_is_not_preferred() {
    let mut editor = Editor::start();
    editor.open(
        "policy.privity",
        &format!("{SOUND}\n/// Nobody asks.\nfact idle is flag\n"),
    );
    let actions = editor.actions("policy.privity", (8, 6), json!(["quickfix"]));
    assert_eq!(
        actions[0]["title"],
        "take the fact out (may change what the policy means)"
    );
    assert_eq!(actions[0]["isPreferred"], false);
    let edits = actions[0]["edit"]["changes"].as_object().unwrap();
    let edit = &edits.values().next().unwrap()[0];
    // The documentation goes with it.
    assert_eq!(edit["range"]["start"], json!({"line": 7, "character": 0}));
    assert_eq!(edit["range"]["end"], json!({"line": 9, "character": 0}));
    assert_eq!(edit["newText"], "");
}

#[test]
fn all_safe_repairs_of_all_files_are_made_at_once() {
    let mut editor = Editor::start();
    editor.write("words.privity", "data { street };\n");
    let broken = SOUND.replace("share name", "share nmae, stret");
    editor.open("policy.privity", &format!("import words\n{broken}"));
    assert_eq!(
        editor.actions("policy.privity", (0, 0), json!(["source.organizeImports"])),
        json!([])
    );
    let actions = editor.actions("policy.privity", (0, 0), json!(["source"]));
    assert_eq!(actions[0]["kind"], "source.fixAll");
    assert_eq!(
        actions[0]["title"],
        "make all 3 safe repairs of this policy"
    );
    let changes = &actions[0]["edit"]["changes"];
    let text = |name: &str| changes[editor.uri(name)][0]["newText"].clone();
    assert_eq!(text("words.privity"), "data { street }\n");
    assert_eq!(
        text("policy.privity"),
        format!(
            "import words\n{}",
            SOUND.replace("share name", "share name, street")
        )
    );
    // What is mended needs no mending.
    editor.write("words.privity", "data { street }\n");
    editor.open("policy.privity", SOUND);
    let actions = editor.actions("policy.privity", (0, 0), json!(["source.fixAll"]));
    assert_eq!(actions, json!([]));
}

#[test]
fn what_is_not_known_is_refused_and_nonsense_is_passed_over() {
    let editor = Editor::start();
    editor.send(Request::new(
        RequestId::from(1000),
        "textDocument/teleport".to_owned(),
        json!({}),
    ));
    let Message::Response(response) = editor.receive() else {
        panic!("no response");
    };
    assert!(response.response_result.is_err());
    editor.notify("textDocument/didOpen", json!({"nonsense": true}));
    editor.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": "untitled:1", "languageId": "privity", "version": 1, "text": "x"}}),
    );
    editor.open("policy.privity", SOUND);
    editor.findings("policy.privity");
}

#[test]
fn levels_and_waivers_count_while_typing_and_what_needs_all_rules_is_not_called_idle() {
    let editor = Editor::start();
    editor.write(
        "privity.toml",
        "[levels]\nP0004 = \"deny\"\nP0208 = \"warn\"\n",
    );
    let text = SOUND.replace(
        "action {",
        "waive P0208 until 2020-01-01 because \"once\"\nimport privity.channels\nwaive P0208, P0004 because \"known\"\nimport privity.channels\nimport privity.channels\nwaive P0206 because \"gone\"\nwaive P0352 because \"all rules\"\naction {",
    );
    editor.write("policy.privity", &text);
    editor.open("policy.privity", &text);
    assert_eq!(
        editor.short("policy.privity"),
        [
            "6:0 P0004 `privity.channels` is imported twice",
            "3:0 P0208 nothing here uses what `privity.channels` declares",
            "6:0 P0208 nothing here uses what `privity.channels` declares",
            "2:0 P0044 this waiver ended on 2020-01-01",
            "7:0 P0043 this waives `P0206`, which is not found in what stands below it",
        ]
    );
}
