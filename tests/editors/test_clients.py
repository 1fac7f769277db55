"""The server as other clients see it: each profile announces what that editor can do, and the server has to suit it.

Run by `run.sh`, which sets POLICY (a copy of the policy) and PRIVITY (the command).
"""

import asyncio
import contextlib
import os
import pathlib
import shutil

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pygls.exceptions import FeatureAlreadyRegisteredError
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

POLICY = pathlib.Path(os.environ["POLICY"])
WORDS = "to ecosystem_company"
MISTAKE = "to ecosytem_company"


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[os.environ["PRIVITY"], "lsp"]),
    params=["neovim@0.11", "visual_studio_code", "emacs"],
)
async def client(request, lsp_client: LanguageClient, tmp_path):
    # What the server may ask of a client, besides what pytest-lsp answers by itself.
    for method in ("client/registerCapability", "workspace/diagnostic/refresh", "workspace/codeLens/refresh",
                   "workspace/inlayHint/refresh", "workspace/semanticTokens/refresh"):
        with contextlib.suppress(FeatureAlreadyRegisteredError):
            lsp_client.feature(method)(lambda *_: None)
    folder = tmp_path / "mi-home"
    shutil.copytree(POLICY, folder)
    lsp_client.folder = folder
    capabilities = client_capabilities(request.param)
    lsp_client.pulls = bool(capabilities.text_document and capabilities.text_document.diagnostic)
    parameters = lsp.InitializeParams(capabilities=capabilities, root_uri=folder.as_uri())
    lsp_client.announced = (await lsp_client.initialize_session(parameters)).capabilities
    yield lsp_client
    await lsp_client.shutdown_session()


class Document:
    """An open file, with its text as the client has it."""

    def __init__(self, client: LanguageClient, name: str):
        self.client, self.path = client, client.folder / name
        self.uri, self.text, self.version = self.path.as_uri(), self.path.read_text(), 1
        item = lsp.TextDocumentItem(self.uri, "privity", self.version, self.text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    @property
    def id(self):
        return lsp.TextDocumentIdentifier(self.uri)

    def place(self, words: str, further: int = 0) -> lsp.Position:
        """The first place of some words. The policy is in ASCII, so all encodings agree."""
        before = self.text[: self.text.index(words) + further]
        return lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    def replace(self, old: str, new: str):
        """Types over the first place of some words."""
        place = lsp.Range(self.place(old), self.place(old, len(old)))
        self.change(place, new)
        self.text = self.text.replace(old, new, 1)

    def change(self, place: lsp.Range, new: str):
        self.version += 1
        change = lsp.TextDocumentContentChangePartial(text=new, range=place)
        identifier = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, [change]))

    def apply(self, edits):
        lines = self.text.splitlines(keepends=True)
        offset = lambda at: sum(map(len, lines[: at.line])) + at.character
        for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
            self.change(edit.range, edit.new_text)
            self.text = self.text[: offset(edit.range.start)] + edit.new_text + self.text[offset(edit.range.end) :]

    async def errors(self, wanted: int):
        """The errors that the client shows, by whichever way it learns of them, as soon as there are so many."""
        async with asyncio.timeout(60):
            while True:
                found = [one for one in await self.findings() if one.severity == lsp.DiagnosticSeverity.Error]
                if len(found) == wanted:
                    return found

    async def findings(self):
        if self.client.pulls and self.client.announced.diagnostic_provider:
            # A client asks again when it is told to; here simply after a while.
            await asyncio.sleep(0.1)
            report = await self.client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(self.id))
            return report.items
        await self.client.wait_for_notification("textDocument/publishDiagnostics")
        return self.client.diagnostics.get(self.uri, [])


def edits_of(edit: lsp.WorkspaceEdit, uri: str):
    """The edits of a file, in either form of a workspace edit."""
    if edit.changes:
        return edit.changes.get(uri, [])
    return [one for part in edit.document_changes if part.text_document.uri == uri for one in part.edits]


@pytest.mark.asyncio
async def test_a_mistake_is_shown_and_its_repair_mends_it(client: LanguageClient):
    document = Document(client, "sharing.privity")
    original = document.text
    assert await document.errors(0) == []

    document.replace(WORDS, MISTAKE)
    (found,) = await document.errors(1)
    assert found.code == "P0201"
    assert found.range == lsp.Range(document.place(MISTAKE, 3), document.place(MISTAKE, len(MISTAKE)))

    context = lsp.CodeActionContext(diagnostics=[found])
    parameters = lsp.CodeActionParams(document.id, found.range, context)
    actions = await client.text_document_code_action_async(parameters)
    repair = next(one for one in actions if "ecosystem_company" in one.title)
    edits = repair.edit or (await client.code_action_resolve_async(repair)).edit
    document.apply(edits_of(edits, document.uri))
    assert document.text == original
    assert await document.errors(0) == []


@pytest.mark.asyncio
async def test_formatting_puts_everything_where_it_belongs(client: LanguageClient):
    document = Document(client, "sharing.privity")
    original = document.text
    document.replace(WORDS, "\n        to   ecosystem_company  ")
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    parameters = lsp.DocumentFormattingParams(document.id, options)
    document.apply(await client.text_document_formatting_async(parameters))
    assert document.text == original


@pytest.mark.asyncio
async def test_hover_tells_what_a_name_is(client: LanguageClient):
    document = Document(client, "sharing.privity")
    hover = await client.text_document_hover_async(lsp.HoverParams(document.id, document.place(WORDS, 5)))
    assert "ecosystem_company" in hover.contents.value
    assert "party" in hover.contents.value


@pytest.mark.asyncio
async def test_a_name_leads_to_its_declaration(client: LanguageClient):
    document = Document(client, "sharing.privity")
    parameters = lsp.DefinitionParams(document.id, document.place(WORDS, 5))
    found = await client.text_document_definition_async(parameters)
    first = found[0] if isinstance(found, list) else found
    uri = getattr(first, "uri", None) or first.target_uri
    assert uri.endswith("/vocabulary.privity")


@pytest.mark.asyncio
async def test_renaming_reaches_every_file(client: LanguageClient):
    document = Document(client, "sharing.privity")
    parameters = lsp.RenameParams(document.id, document.place(WORDS, 5), "sister_company")
    edit = await client.text_document_rename_async(parameters)
    uris = set(edit.changes or ()) or {part.text_document.uri for part in edit.document_changes}
    assert len(uris) > 1
    for uri in uris:
        other = document if uri == document.uri else Document(client, uri.split("/mi-home/")[1])
        other.apply(edits_of(edit, uri))
    assert "to sister_company" in document.text
    assert await document.errors(0) == []
