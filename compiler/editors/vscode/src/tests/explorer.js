// The test explorer: tests and assertions of the policies in the workspace, run by `privity test`.

'use strict';

const path = require('node:path');
const vscode = require('vscode');
const { run } = require('../cli');
const { policyOf } = require('../packages');
const { discover } = require('./discovery');
const { hindrance, key, outcomes } = require('./outcomes');

/**
 * @param {() => string | undefined} command Where the command `privity` is.
 * @returns {vscode.Disposable & {runTest(uri: string, title: string | undefined): Promise<boolean>}}
 */
function explorer(command) {
  const controller = vscode.tests.createTestController('privity', 'Privity');
  /** @param {string} text @param {vscode.Uri} uri */
  const update = (text, uri) => {
    const found = discover(text);
    if (found.length === 0) return controller.items.delete(uri.toString());
    const file = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    file.children.replace(
      found.map(({ kind, title, line }) => {
        const item = controller.createTestItem(`${uri}#${kind} ${title}`, title, uri);
        item.range = new vscode.Range(line, 0, line, 0);
        item.description = kind === 'assertion' ? 'of all requests' : undefined;
        return item;
      }),
    );
    controller.items.add(file);
  };
  const ofDocument = (/** @type {vscode.TextDocument} */ document) => {
    if (document.languageId === 'privity' && document.uri.scheme === 'file') update(document.getText(), document.uri);
  };
  const everywhere = async () => {
    for (const uri of await vscode.workspace.findFiles('**/*.privity', '**/{node_modules,target}/**')) {
      update(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), uri);
    }
  };
  controller.resolveHandler = (item) => (item ? undefined : everywhere());
  const profile = async (/** @type {vscode.TestRunRequest} */ request, /** @type {vscode.CancellationToken} */ token) => {
    // All tests are wanted, and the view that would have asked for them may never have been open.
    if (!request.include) await everywhere();
    const testRun = controller.createTestRun(request);
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    // The command answers all tests of a policy at once, so each policy is asked once.
    for (const [folder, { argument, items }] of byPolicy(controller, request)) {
      items.forEach((item) => testRun.started(item));
      const program = command();
      try {
        if (!program) throw new Error('The command `privity` was not found.');
        await vscode.workspace.saveAll(false);
        const { stdout, stderr } = await run(program, ['test', argument, '--output', 'json'], folder, stop.signal);
        report(testRun, items, folder, stdout);
        testRun.appendOutput(stderr.replaceAll('\n', '\r\n'));
      } catch (error) {
        const message = new vscode.TestMessage(error instanceof Error ? error.message : String(error));
        items.forEach((item) => testRun.errored(item, message));
      }
    }
    testRun.end();
  };
  controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, profile, true);
  vscode.workspace.textDocuments.forEach(ofDocument);
  vscode.workspace.onDidOpenTextDocument(ofDocument);
  vscode.workspace.onDidChangeTextDocument(({ document }) => ofDocument(document));
  return {
    dispose: () => controller.dispose(),
    async runTest(uri, title) {
      const file = controller.items.get(vscode.Uri.parse(uri).toString());
      const wanted = title === undefined ? file : file?.children.get(`${vscode.Uri.parse(uri)}#test ${title}`);
      if (!wanted) return false;
      await profile(new vscode.TestRunRequest([wanted]), new vscode.CancellationTokenSource().token);
      return true;
    },
  };
}

/**
 * The tests that are to be run, by the folder of their policy.
 * @param {vscode.TestController} controller @param {vscode.TestRunRequest} request
 * @returns {Map<string, {argument: string, items: vscode.TestItem[]}>}
 */
function byPolicy(controller, request) {
  /** @type {Map<string, {argument: string, items: vscode.TestItem[]}>} */
  const policies = new Map();
  const excluded = new Set(request.exclude);
  const add = (/** @type {vscode.TestItem} */ item) => {
    if (excluded.has(item)) return;
    if (item.children.size > 0) return item.children.forEach(add);
    if (!item.uri) return;
    const { folder, argument } = policyOf(item.uri.fsPath);
    const policy = policies.get(folder) ?? { argument, items: [] };
    policy.items.push(item);
    policies.set(folder, policy);
  };
  if (request.include) request.include.forEach(add);
  else controller.items.forEach(add);
  return policies;
}

/** @param {vscode.TestRun} testRun @param {vscode.TestItem[]} items @param {string} folder @param {string} json */
function report(testRun, items, folder, json) {
  const found = outcomes(json);
  const why = hindrance(json);
  for (const item of items) {
    const file = path.relative(folder, item.uri?.fsPath ?? '').replaceAll(path.sep, '/');
    const outcome = found.get(key(file, (item.range?.start.line ?? 0) + 1));
    if (outcome === undefined) {
      testRun.errored(item, new vscode.TestMessage(why ?? 'The policy has no such test any more.'));
    } else if (outcome.outcome === 'passed') {
      testRun.passed(item);
    } else if (outcome.outcome === 'excused') {
      testRun.skipped(item);
    } else {
      const message = new vscode.TestMessage(outcome.message);
      if (item.uri && item.range) message.location = new vscode.Location(item.uri, item.range);
      testRun.failed(item, message);
    }
  }
}

module.exports = { explorer };
