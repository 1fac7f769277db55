// VS Code in a browser, with the words for what a person does in it.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const { CHROMIUM, CODE_SERVER, PLAYWRIGHT, POLICY, PRIVITY, SHOTS, VSIX } = process.env;

const SETTINGS = {
  'privity.path': PRIVITY,
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
};

/** A free port of this machine. */
async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Editor {
  /** Starts VS Code with the extension on a copy of the policy. */
  static async start() {
    const editor = new Editor();
    editor.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'privity-vscode-'));
    editor.policy = path.join(editor.folder, 'mi-home');
    fs.cpSync(POLICY, editor.policy, { recursive: true });
    const user = path.join(editor.folder, 'user');
    fs.mkdirSync(path.join(user, 'User'), { recursive: true });
    fs.writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify(SETTINGS));
    const places = ['--user-data-dir', user, '--extensions-dir', path.join(editor.folder, 'extensions')];
    const installed = spawnSync(CODE_SERVER, [...places, '--install-extension', VSIX], { encoding: 'utf8' });
    if (installed.status !== 0) throw new Error(`the extension cannot be installed: ${installed.stdout}${installed.stderr}`);
    const port = await freePort();
    const options = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
    const log = fs.openSync(path.join(SHOTS, 'code-server.log'), 'w');
    editor.server = spawn(CODE_SERVER, [...places, ...options, editor.policy], {
      stdio: ['ignore', log, log],
      detached: true,
      env: { ...process.env, XDG_CACHE_HOME: path.join(editor.folder, 'cache') },
    });
    const { chromium } = await import(PLAYWRIGHT);
    editor.browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    editor.page = await editor.browser.newPage({ viewport: { width: 1280, height: 800 } });
    editor.page.setDefaultTimeout(60_000);
    await editor.#open(`http://127.0.0.1:${port}/?folder=${editor.policy}`);
    return editor;
  }

  async #open(address) {
    for (let tries = 0; ; tries += 1) {
      try {
        await this.page.goto(address);
        break;
      } catch (error) {
        if (tries === 60) throw error;
        await new Promise((done) => setTimeout(done, 500));
      }
    }
    await this.page.waitForSelector('.monaco-workbench');
    await this.page.waitForSelector('.explorer-folders-view .monaco-list-row');
  }

  async stop() {
    await this.browser?.close();
    // The server has children of its own, which are in its group.
    if (this.server) process.kill(-this.server.pid, 'SIGTERM');
    await new Promise((done) => setTimeout(done, 500));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens a file and waits until its text is there. */
  async file(name) {
    await this.page.keyboard.press('Control+P');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(name);
    await this.page.waitForSelector(`.quick-input-widget .monaco-list-row.focused[aria-label*="${name}"]`);
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector('.editor-instance .view-line');
  }

  /** Goes to a line and a column, from 1. */
  async go(line, column) {
    await this.page.keyboard.press('Control+G');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector('.quick-input-widget', { state: 'hidden' });
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.page.waitForSelector('.quick-input-widget:visible');
    await this.page.keyboard.type(title);
    await this.page.locator('.quick-input-widget .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  async save() {
    await this.page.keyboard.press('Control+S');
    await this.page.waitForSelector('.tab.active:not(.dirty)');
  }

  /** The words of the file on the disk. */
  saved(name) {
    return fs.readFileSync(path.join(this.policy, name), 'utf8');
  }

  /** The files of the policy. */
  files() {
    return fs.readdirSync(this.policy, { recursive: true }).filter((file) => file.endsWith('.privity'));
  }

  async shot(name) {
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }
}
