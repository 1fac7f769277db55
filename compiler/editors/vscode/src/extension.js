// The extension: a language client, two pictures, tests and tasks. What a policy means is asked of the compiler.

'use strict';

const vscode = require('vscode');
const { Client } = require('./client');
const { tasks } = require('./tasks');
const { explorer } = require('./tests/explorer');
const { showFlows, showGraph } = require('./views/panels');

/** @type {Client | undefined} */
let client;

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  /** @type {ReturnType<typeof explorer> | undefined} */
  let tests;
  const started = (client = new Client(async (uri, title) => (await tests?.runTest(uri, title)) ?? false));
  const command = () => started.command;
  const register = (/** @type {string} */ name, /** @type {(...args: any[]) => any} */ act) =>
    context.subscriptions.push(vscode.commands.registerCommand(`privity.${name}`, act));
  register('restart', () => started.restart());
  register('showOutput', () => started.output.show());
  register('showGraph', () => showGraph(command()));
  register('showFlows', () => showFlows(command()));
  context.subscriptions.push(
    started.output,
    vscode.tasks.registerTaskProvider('privity', tasks(command)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('privity.path')) void started.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void start()),
  );
  // What runs the command `privity`, which an untrusted folder could have chosen.
  const start = async () => {
    context.subscriptions.push((tests = explorer(command)));
    await started.restart();
  };
  if (vscode.workspace.isTrusted) await start();
}

/** @returns {Promise<void> | undefined} */
function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
