// What the language server says the words of a file are, asked once for all tests that compare colours with it.

'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');

/** @typedef {{ line: number, start: number, length: number, type: string }} Token */

class Server {
  /** @param {string} command */
  constructor(command) {
    this.child = spawn(command, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.id = 0;
    /** @type {Map<number, (answer: any) => void>} */
    this.waiting = new Map();
    this.left = Buffer.alloc(0);
    this.child.stdout.on('data', (/** @type {Buffer} */ part) => this.read(part));
  }

  /** @param {Buffer} part */
  read(part) {
    this.left = Buffer.concat([this.left, part]);
    for (;;) {
      const end = this.left.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(this.left.toString('latin1', 0, Math.max(end, 0)))?.[1]);
      if (end < 0 || this.left.length < end + 4 + length) return;
      const message = JSON.parse(this.left.toString('utf8', end + 4, end + 4 + length));
      this.left = this.left.subarray(end + 4 + length);
      if (message.method && message.id !== undefined) this.send({ id: message.id, result: null });
      else if (message.id !== undefined) this.waiting.get(message.id)?.(message.result);
    }
  }

  /** @param {object} message */
  send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  /** @param {string} method @param {object} params @returns {Promise<any>} */
  ask(method, params) {
    const id = ++this.id;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ id, method, params });
    });
  }

  /** @param {string} folder */
  async start(folder) {
    const uri = pathToFileURL(folder).href;
    const semanticTokens = { requests: { full: true }, tokenTypes: [], tokenModifiers: [], formats: ['relative'] };
    const { capabilities } = await this.ask('initialize', { processId: null, rootUri: uri, capabilities: { textDocument: { semanticTokens } } });
    /** @type {string[]} */
    this.types = capabilities.semanticTokensProvider.legend.tokenTypes;
    this.send({ method: 'initialized', params: {} });
  }

  /** @param {string} file @returns {Promise<Token[]>} */
  async tokens(file) {
    const uri = pathToFileURL(file).href;
    this.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'privity', version: 1, text: fs.readFileSync(file, 'utf8') } } });
    const { data } = await this.ask('textDocument/semanticTokens/full', { textDocument: { uri } });
    this.send({ method: 'textDocument/didClose', params: { textDocument: { uri } } });
    const found = [];
    let [line, start] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      start = data[at] === 0 ? start + data[at + 1] : data[at + 1];
      line += data[at];
      found.push({ line, start, length: data[at + 2], type: this.types?.[data[at + 3]] ?? '' });
    }
    return found;
  }

  stop() {
    this.waiting.clear();
    this.child.kill();
  }
}

module.exports = { Server };
