// What the lenses of the server do when they are clicked: a test runs in the test explorer, places are shown where they are asked for.

'use strict';

const vscode = require('vscode');

/** @typedef {import('vscode-languageclient/node').LanguageClient} LanguageClient */
/** @typedef {(command: string, args: any[]) => any} Execute */

/**
 * @param {() => LanguageClient | undefined} client
 * @param {(uri: string, title: string | undefined) => Promise<boolean>} runTest Whether there is such a test.
 * @returns {(command: string, args: any[], next: Execute) => Promise<any>}
 */
function lenses(client, runTest) {
  return async (command, args, next) => {
    const [argument] = args;
    if (command === 'privity.runTest' && (await runTest(argument?.uri, argument?.title))) return undefined;
    const answer = await next(command, args);
    const converter = client()?.protocol2CodeConverter;
    if (!converter || !Array.isArray(answer) || !answer.every((place) => place?.uri && place?.range)) return answer;
    const places = answer.map((place) => converter.asLocation(place));
    const editor = vscode.window.activeTextEditor;
    if (editor && places.length > 0) {
      await vscode.commands.executeCommand('editor.action.peekLocations', editor.document.uri, editor.selection.active, places, 'peek');
    }
    return answer;
  };
}

module.exports = { lenses };
