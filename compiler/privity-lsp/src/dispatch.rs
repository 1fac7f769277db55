//! Which feature answers which request: a feature is a line here and a file in `features`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{
    CallHierarchyIncomingCallsRequest, CallHierarchyOutgoingCallsRequest,
    CallHierarchyPrepareRequest, CodeActionRequest, CodeActionResolveRequest, CodeLensRequest,
    CodeLensResolveRequest, CompletionRequest, CompletionResolveRequest, DefinitionRequest,
    DocumentFormattingRequest, DocumentHighlightRequest, DocumentLinkRequest,
    DocumentOnTypeFormattingRequest, DocumentRangeFormattingRequest, DocumentSymbolRequest,
    ExecuteCommandRequest, FoldingRangeRequest, HoverRequest, ImplementationRequest,
    InlayHintRequest, InlayHintResolveRequest, LinkedEditingRangeRequest, Notification as _,
    PrepareRenameRequest, ReferencesRequest, RenameRequest, Request as Protocol,
    SelectionRangeRequest, SemanticTokensDeltaRequest, SemanticTokensRangeRequest,
    SemanticTokensRequest, ShowMessageNotification, SignatureHelpRequest,
    TextDocumentContentRequest, TypeDefinitionRequest, TypeHierarchyPrepareRequest,
    TypeHierarchySubtypesRequest, TypeHierarchySupertypesRequest, WillDeleteFilesRequest,
    WillRenameFilesRequest, WorkspaceSymbolRequest,
};
use lsp_server::{ErrorCode, Notification, Request, RequestId, Response};
use serde_json::Value;

use crate::features::{
    code_actions, code_lens, commands, completion, definition, document_links, document_symbols,
    file_operations, folding, formatting, hover, inlay_hints, lineage, linked_editing, references,
    rename, selection, semantic_tokens, signature_help, standard, type_hierarchy,
    workspace_symbols,
};
use crate::present::Present;
use crate::snapshot::Snapshot;

/// How soon an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// While the user types: on the thread that reads the editor's messages. For what takes a few milliseconds at most.
    Now,
    /// On a thread beside it: for what may look at the whole package.
    Beside,
}

/// A request that the server answers.
pub(crate) struct Feature {
    /// The protocol's name for it.
    pub(crate) method: &'static str,
    /// How soon.
    pub(crate) lane: Lane,
    answer: Answer,
}

type Answered = Result<Value, Refusal>;
type PackageAnswer = dyn Fn(&Snapshot, Value) -> Answered + Send + Sync;
type WorkspaceAnswer = dyn Fn(&[Snapshot], Value) -> Answered + Send + Sync;

enum Answer {
    /// From the package that the request names a file of.
    Package(Box<PackageAnswer>),
    /// From all packages that the editor has to do with.
    Workspace(Box<WorkspaceAnswer>),
    /// The same for what is done because its user wants it, who may have to be told.
    Command,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: ErrorCode,
    message: String,
}

impl Refusal {
    /// A refusal that the editor shows to its user, in a sentence.
    pub(crate) fn because(message: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::RequestFailed,
            message: message.into(),
        }
    }
}

/// Everything that can be asked of a package.
pub(crate) fn features() -> Vec<Feature> {
    vec![
        feature::<DocumentFormattingRequest>(Lane::Beside, formatting::document),
        feature::<DocumentRangeFormattingRequest>(Lane::Beside, formatting::range),
        feature::<DocumentOnTypeFormattingRequest>(Lane::Now, formatting::on_type),
        feature::<DocumentSymbolRequest>(Lane::Beside, document_symbols::outline),
        feature::<FoldingRangeRequest>(Lane::Now, folding::ranges),
        feature::<SelectionRangeRequest>(Lane::Beside, selection::ranges),
        feature::<SemanticTokensRequest>(Lane::Beside, semantic_tokens::full),
        feature::<SemanticTokensDeltaRequest>(Lane::Beside, semantic_tokens::delta),
        feature::<SemanticTokensRangeRequest>(Lane::Beside, semantic_tokens::range),
        feature::<CodeActionRequest>(Lane::Beside, |snapshot, params| {
            code_actions::at(snapshot, &params)
        }),
        feature::<CodeActionResolveRequest>(Lane::Beside, code_actions::resolve),
        lately::<HoverRequest>(Lane::Now, hover::hover),
        feature::<CompletionRequest>(Lane::Now, completion::complete),
        lately::<CompletionResolveRequest>(Lane::Now, completion::resolve),
        feature::<SignatureHelpRequest>(Lane::Now, signature_help::help),
        lately::<DefinitionRequest>(Lane::Now, definition::definition),
        lately::<TypeDefinitionRequest>(Lane::Now, definition::type_definition),
        lately::<ImplementationRequest>(Lane::Now, definition::implementation),
        lately::<ReferencesRequest>(Lane::Now, references::references),
        lately::<DocumentHighlightRequest>(Lane::Now, references::highlight),
        lately::<LinkedEditingRangeRequest>(Lane::Now, linked_editing::ranges),
        refusable::<PrepareRenameRequest>(Lane::Beside, rename::prepare),
        refusable::<RenameRequest>(Lane::Beside, rename::rename),
        lately::<InlayHintRequest>(Lane::Beside, inlay_hints::hints),
        lately::<InlayHintResolveRequest>(Lane::Beside, inlay_hints::resolve),
        lately::<CodeLensRequest>(Lane::Beside, code_lens::lenses),
        lately::<CodeLensResolveRequest>(Lane::Beside, code_lens::resolve),
        lately::<DocumentLinkRequest>(Lane::Now, document_links::links),
        lately::<CallHierarchyPrepareRequest>(Lane::Now, lineage::prepare),
        lately::<CallHierarchyIncomingCallsRequest>(Lane::Beside, lineage::incoming),
        lately::<CallHierarchyOutgoingCallsRequest>(Lane::Beside, lineage::outgoing),
        lately::<TypeHierarchyPrepareRequest>(Lane::Now, type_hierarchy::prepare),
        lately::<TypeHierarchySupertypesRequest>(Lane::Now, type_hierarchy::supertypes),
        lately::<TypeHierarchySubtypesRequest>(Lane::Now, type_hierarchy::subtypes),
        everywhere::<WorkspaceSymbolRequest>(Lane::Beside, |all, params| {
            Ok(workspace_symbols::symbols(all, params))
        }),
        everywhere::<WillRenameFilesRequest>(Lane::Beside, |all, params| {
            Ok(file_operations::will_rename(all, params))
        }),
        everywhere::<WillDeleteFilesRequest>(Lane::Beside, |all, params| {
            Ok(file_operations::will_delete(all, params))
        }),
        Feature {
            method: ExecuteCommandRequest::METHOD.as_str(),
            lane: Lane::Beside,
            answer: Answer::Command,
        },
        everywhere::<TextDocumentContentRequest>(Lane::Now, standard::content),
    ]
}

/// A request that always has an answer.
fn feature<R: Protocol>(
    lane: Lane,
    answer: impl Fn(&Snapshot, R::Params) -> R::Result + Send + Sync + 'static,
) -> Feature {
    refusable::<R>(lane, move |snapshot, params| Ok(answer(snapshot, params)))
}

/// A request that may be refused.
fn refusable<R: Protocol>(
    lane: Lane,
    answer: impl Fn(&Snapshot, R::Params) -> Result<R::Result, Refusal> + Send + Sync + 'static,
) -> Feature {
    let answer = move |snapshot: &Snapshot, params: Value| {
        written::<R>(answer(snapshot, read::<R>(params)?)?)
    };
    Feature {
        method: R::METHOD.as_str(),
        lane,
        answer: Answer::Package(Box::new(answer)),
    }
}

/// A request about names, answered from the last state whose names are known: nobody waits for a check.
fn lately<R: Protocol>(
    lane: Lane,
    answer: impl Fn(&Snapshot, R::Params) -> R::Result + Send + Sync + 'static,
) -> Feature {
    let answer = move |now: &Snapshot, params: Value| {
        let (known, edits) = now.known();
        if known.is_same(now) {
            return written::<R>(answer(now, read::<R>(params)?));
        }
        let present = Present {
            known: &known,
            now,
            edits: &edits,
        };
        let file = file_of(&params).map(str::to_owned);
        let params = read::<R>(present.asked(params))?;
        let answer = written::<R>(answer(&known, params))?;
        Ok(present.answered(answer, file.as_deref()))
    };
    Feature {
        method: R::METHOD.as_str(),
        lane,
        answer: Answer::Package(Box::new(answer)),
    }
}

/// A request about no file in particular.
fn everywhere<R: Protocol>(
    lane: Lane,
    answer: impl Fn(&[Snapshot], R::Params) -> Result<R::Result, Refusal> + Send + Sync + 'static,
) -> Feature {
    let answer = move |snapshots: &[Snapshot], params: Value| {
        written::<R>(answer(snapshots, read::<R>(params)?)?)
    };
    Feature {
        method: R::METHOD.as_str(),
        lane,
        answer: Answer::Workspace(Box::new(answer)),
    }
}

fn read<R: Protocol>(params: Value) -> Result<R::Params, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal {
        code: ErrorCode::InvalidParams,
        message: error.to_string(),
    })
}

fn written<R: Protocol>(answer: R::Result) -> Answered {
    serde_json::to_value(answer).map_err(|error| Refusal {
        code: ErrorCode::InternalError,
        message: error.to_string(),
    })
}

/// The packages that a request is answered from.
pub(crate) enum Subject {
    /// One.
    Package(Snapshot),
    /// All.
    Workspace(Vec<Snapshot>),
}

impl Subject {
    /// Whether the text has changed since.
    pub(crate) fn is_outdated(&self) -> bool {
        match self {
            Self::Package(snapshot) => snapshot.is_outdated(),
            Self::Workspace(_) => false,
        }
    }

    /// Whether the text changed before its names were known, so that an answer may lack them.
    pub(crate) fn is_given_up(&self) -> bool {
        match self {
            Self::Package(snapshot) => snapshot.is_given_up(),
            Self::Workspace(all) => all.iter().any(Snapshot::is_given_up),
        }
    }
}

impl Feature {
    /// Whether it is about all packages.
    pub(crate) fn is_everywhere(&self) -> bool {
        !matches!(self.answer, Answer::Package(_))
    }

    /// The answer to a request, and what is told beside it. A mistake of the server's own in one answer is no reason to leave the editor alone.
    pub(crate) fn respond(
        &self,
        subject: &Subject,
        request: Request,
    ) -> (Response, Option<Notification>) {
        let Request { id, params, .. } = request;
        let answered = catch_unwind(AssertUnwindSafe(|| match (&self.answer, subject) {
            (Answer::Package(answer), Subject::Package(snapshot)) => {
                answer(snapshot, params).map(|answer| (answer, None))
            }
            (Answer::Workspace(answer), Subject::Workspace(all)) => {
                answer(all, params).map(|answer| (answer, None))
            }
            (Answer::Command, Subject::Workspace(all)) => {
                let done = commands::execute(all, read::<ExecuteCommandRequest>(params)?)?;
                let method = ShowMessageNotification::METHOD.as_str();
                let told = done
                    .told
                    .map(|told| Notification::new(method.to_owned(), told));
                Ok((done.answer, told))
            }
            _ => Err(Refusal::because("this request names no file")),
        }));
        match answered {
            Ok(Ok((answer, told))) => (Response::new_ok(id, answer), told),
            Ok(Err(refusal)) => {
                let response = Response::new_err(id, refusal.code as i32, refusal.message);
                (response, None)
            }
            Err(_) => {
                let message = format!("`{}` met a mistake of the server", self.method);
                let response = Response::new_err(id, ErrorCode::InternalError as i32, message);
                (response, None)
            }
        }
    }
}

/// The file that a request is about: that of its text, or that of the item which an earlier answer handed out.
pub(crate) fn file_of(params: &Value) -> Option<&str> {
    [
        "/textDocument/uri",
        "/item/data/uri",
        "/item/uri",
        "/data/uri",
    ]
    .into_iter()
    .find_map(|place| params.pointer(place)?.as_str())
}

/// The answer to a request that nobody knows.
pub(crate) fn unknown(id: RequestId, method: &str) -> Response {
    let message = format!("`{method}` is not supported");
    Response::new_err(id, ErrorCode::MethodNotFound as i32, message)
}

/// The answer to a request of an editor that has said good-bye.
pub(crate) fn too_late(id: RequestId) -> Response {
    let message = "the editor has said good-bye".to_owned();
    Response::new_err(id, ErrorCode::InvalidRequest as i32, message)
}

/// The answer to a request about a file that is none.
pub(crate) fn no_file(id: RequestId) -> Response {
    let message = "the request names no file of this machine".to_owned();
    Response::new_err(id, ErrorCode::InvalidParams as i32, message)
}

/// The answer to a request that the editor has taken back.
pub(crate) fn cancelled(id: RequestId) -> Response {
    let message = "the editor has taken the request back".to_owned();
    Response::new_err(id, ErrorCode::RequestCanceled as i32, message)
}

/// The answer to a request about a text that has changed before anybody looked.
pub(crate) fn outdated(id: RequestId) -> Response {
    let message = "the text has changed since".to_owned();
    Response::new_err(id, ErrorCode::ContentModified as i32, message)
}
