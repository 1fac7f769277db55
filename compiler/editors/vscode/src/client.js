// The language client: starts `privity lsp`, and says clearly when there is no such command.

'use strict';

const vscode = require('vscode');
const { LanguageClient, RevealOutputChannelOn } = require('vscode-languageclient/node');
const { find } = require('./binary');
const { lenses } = require('./lenses');

class Client {
  /** @param {(uri: string, title: string | undefined) => Promise<boolean>} runTest Runs a test, if there is such a one. */
  constructor(runTest) {
    this.runTest = runTest;
    this.output = vscode.window.createOutputChannel('Privity', { log: true });
    /** @type {LanguageClient | undefined} */
    this.running = undefined;
    /** @type {string | undefined} */
    this.command = undefined;
    /** One start or stop after the other. @type {Promise<void>} */
    this.queue = Promise.resolve();
  }

  /** Starts the server, again if it is running. @returns {Promise<void>} */
  restart() {
    this.queue = this.queue.then(() => this.#stop()).then(() => this.#start());
    return this.queue;
  }

  /** @returns {Promise<void>} */
  stop() {
    this.queue = this.queue.then(() => this.#stop());
    return this.queue;
  }

  async #start() {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const setting = vscode.workspace.getConfiguration('privity').get('path', '');
    const found = find(setting, folder, process.env);
    this.command = 'command' in found ? found.command : undefined;
    await vscode.commands.executeCommand('setContext', 'privity.found', this.command !== undefined);
    if (!('command' in found)) {
      this.output.warn(found.missing);
      // Not awaited: the rest of the extension works without a server.
      void this.#ask(found.missing);
      return;
    }
    this.output.info(`starting ${found.command} lsp`);
    // Without a transport the client speaks on the standard streams and adds no argument of its own.
    const server = { command: found.command, args: ['lsp'] };
    const client = new LanguageClient('privity', 'Privity', server, {
      documentSelector: [{ language: 'privity', scheme: 'file' }, { language: 'privity', scheme: 'untitled' }],
      initializationOptions: { answers: 'shown' },
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: { executeCommand: lenses(() => this.running, this.runTest) },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.privity,privity.toml}') },
    });
    try {
      await client.start();
      this.running = client;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      this.output.error(words);
      void this.#ask(`The language server did not start: ${words}`);
    }
  }

  /** @param {string} message */
  async #ask(message) {
    const choice = await vscode.window.showErrorMessage(message, 'Open settings', 'Show output');
    if (choice === 'Open settings') await vscode.commands.executeCommand('workbench.action.openSettings', 'privity.path');
    if (choice === 'Show output') this.output.show();
  }

  async #stop() {
    const client = this.running;
    this.running = undefined;
    if (client) await client.stop().catch((error) => this.output.warn(String(error)));
  }
}

module.exports = { Client };
