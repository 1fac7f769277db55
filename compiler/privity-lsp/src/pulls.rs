//! Questions about findings that wait until everything is looked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gen_lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticRequest, Request as _, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticRequest,
};
use lsp_server::{ErrorCode, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;

use crate::dispatch;
use crate::features::diagnostics;
use crate::published::Published;
use crate::snapshot::Snapshot;
use crate::workspace::Workspace;

/// A question about findings.
pub(crate) struct Pull {
    id: RequestId,
    about: About,
}

enum About {
    /// One file, and the name of the last answer about it.
    File(PathBuf, Option<String>),
    /// All files, and the names of the last answers.
    Workspace(BTreeMap<String, String>),
}

impl Pull {
    /// Reads such a question; gives the request back if it is another one.
    pub(crate) fn read(
        request: Request,
        workspace: &Workspace,
    ) -> Result<Result<Self, Response>, Request> {
        let Request { id, method, params } = request;
        if method == DocumentDiagnosticRequest::METHOD.as_str() {
            let about = |params: DocumentDiagnosticParams| {
                let path = workspace
                    .documents()
                    .place_of(&params.text_document.uri.0)?;
                Some(About::File(path, params.previous_result_id))
            };
            Ok(match serde_json::from_value(params).map(about) {
                Ok(Some(about)) => Ok(Self { id, about }),
                Ok(None) => Err(dispatch::no_file(id)),
                Err(error) => Err(unreadable(id, &error)),
            })
        } else if method == WorkspaceDiagnosticRequest::METHOD.as_str() {
            let about = |params: WorkspaceDiagnosticParams| {
                let before = params.previous_result_ids.into_iter();
                About::Workspace(before.map(|it| (it.uri.0, it.value)).collect())
            };
            Ok(match serde_json::from_value(params).map(about) {
                Ok(about) => Ok(Self { id, about }),
                Err(error) => Err(unreadable(id, &error)),
            })
        } else {
            Err(Request { id, method, params })
        }
    }

    /// Whether it is this request.
    pub(crate) fn is(&self, id: &RequestId) -> bool {
        self.id == *id
    }

    /// Whether it is about all files.
    pub(crate) fn is_everywhere(&self) -> bool {
        matches!(self.about, About::Workspace(_))
    }

    /// The answer that the editor has taken the question back.
    pub(crate) fn cancelled(self) -> Response {
        dispatch::cancelled(self.id)
    }

    /// The states that it is about.
    pub(crate) fn snapshots(&self, workspace: &mut Workspace) -> Vec<Snapshot> {
        match &self.about {
            About::File(path, _) => vec![workspace.snapshot(path)],
            About::Workspace(_) => workspace.snapshots(),
        }
    }

    /// The answer, from what is known by now of these states.
    pub(crate) fn answer(
        self,
        snapshots: &[Snapshot],
        workspace: &Workspace,
        published: &mut Published,
    ) -> Response {
        match self.about {
            About::File(path, before) => {
                let told = snapshots.first().and_then(|snapshot| {
                    diagnostics::by_file(snapshot, &path).remove(path.as_path())
                });
                let told = told.unwrap_or_default();
                let name = published.answer(&path, &told);
                let report = diagnostics::report(&told, name, before.as_deref());
                response(self.id, report)
            }
            About::Workspace(before) => {
                let mut items = Vec::new();
                for snapshot in snapshots {
                    for (path, told) in diagnostics::by_file(snapshot, snapshot.entry()) {
                        let name = published.answer(path, &told);
                        let uri = snapshot.uri_of(path);
                        let open = workspace.documents().get(path);
                        let version = open.map(|document| document.version);
                        let before = before.get(&uri.0).map(String::as_str);
                        let item = diagnostics::workspace_report(uri, version, &told, name, before);
                        items.push(item);
                    }
                }
                response(self.id, WorkspaceDiagnosticReport::new(items))
            }
        }
    }
}

fn response(id: RequestId, answer: impl Serialize) -> Response {
    let answer = serde_json::to_value(answer).unwrap_or(Value::Null);
    Response::new_ok(id, answer)
}

fn unreadable(id: RequestId, error: &serde_json::Error) -> Response {
    Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string())
}
