// The two pictures of a policy. What they show is what `privity build --emit json` writes.

'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const vscode = require('vscode');
const { run } = require('../cli');
const { DecisionGraph } = require('../graph/document');
const { flows } = require('../graph/flows');
const { policyOf } = require('../packages');
const { flowsPage } = require('./flowsPage');
const { graphPage } = require('./graphPage');

/**
 * Builds the policy of the open file.
 * @param {string} command @param {vscode.Uri} uri
 * @returns {Promise<{graph: DecisionGraph, folder: string} | undefined>} Nothing if the policy has mistakes, which is told.
 */
async function build(command, uri) {
  const { folder, argument } = policyOf(uri.fsPath);
  const to = await fs.mkdtemp(path.join(os.tmpdir(), 'privity-'));
  try {
    await vscode.workspace.saveAll(false);
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Building the decision graph', cancellable: true },
      async (_, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        const { code, stderr } = await run(command, ['build', argument, '--emit', 'json', '--out-dir', to], folder, stop.signal);
        const [file] = (await fs.readdir(to)).filter((name) => name.endsWith('.json'));
        if (file === undefined) {
          const last = stderr.trim().split('\n').at(-1) ?? '';
          void vscode.window.showErrorMessage(code === 1 ? `The policy has mistakes; mend them first. (${last})` : last);
          return undefined;
        }
        return { graph: new DecisionGraph(JSON.parse(await fs.readFile(path.join(to, file), 'utf8'))), folder };
      },
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
    return undefined;
  } finally {
    await fs.rm(to, { recursive: true, force: true });
  }
}

/** The file that a picture is wanted of. @returns {vscode.Uri | undefined} */
function wanted() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'privity' && document.uri.scheme === 'file') return document.uri;
  void vscode.window.showInformationMessage('Open a file of the policy first.');
  return undefined;
}

/** @param {string} kind @param {string} title */
function panel(kind, title) {
  return vscode.window.createWebviewPanel(kind, title, vscode.ViewColumn.Beside, { enableScripts: true });
}

const nonce = () => crypto.randomBytes(16).toString('hex');

/** @param {string | undefined} command */
async function showGraph(command) {
  const uri = wanted();
  const built = uri && command && (await build(command, uri));
  if (!built) return;
  const { graph } = built;
  const view = panel('privity.graph', `${graph.title}: decision graph`);
  let trail = [graph.root];
  const draw = () => (view.webview.html = graphPage(graph, trail, nonce()));
  view.webview.onDidReceiveMessage((/** @type {{go?: number, back?: number, root?: number}} */ said) => {
    if (said.go !== undefined) trail.push(said.go);
    if (said.back !== undefined) trail = trail.slice(0, said.back + 1);
    if (said.root !== undefined) trail = [said.root];
    draw();
  });
  draw();
}

/** @param {string | undefined} command */
async function showFlows(command) {
  const uri = wanted();
  const built = uri && command && (await build(command, uri));
  if (!built) return;
  const { graph, folder } = built;
  const view = panel('privity.flows', `${graph.title}: flows`);
  view.webview.onDidReceiveMessage(async (/** @type {{open?: {file: string, line: number, column: number}}} */ { open }) => {
    if (!open) return;
    const at = new vscode.Position(open.line - 1, open.column - 1);
    const file = vscode.Uri.file(path.resolve(folder, open.file));
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(at, at) });
  });
  view.webview.html = flowsPage(graph, flows(graph), nonce());
}

module.exports = { showFlows, showGraph };
