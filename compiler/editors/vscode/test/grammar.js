// The TextMate grammar, loaded as an editor does it, and the words of a text with their colours.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

const EXTENSION = path.join(__dirname, '..');
const REPOSITORY = path.join(EXTENSION, '../../..');

/** @returns {Promise<import('vscode-textmate').IGrammar>} */
async function grammar() {
  const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const file = path.join(EXTENSION, 'syntaxes/privity.tmLanguage.json');
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) =>
      scope === 'source.privity' ? textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file) : null,
  });
  const loaded = await registry.loadGrammar('source.privity');
  assert.ok(loaded);
  return loaded;
}

/** @param {string} folder @returns {string[]} */
function policies(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return policies(name);
    return entry.name.endsWith('.privity') ? [name] : [];
  });
}

/**
 * Every word of a text with its innermost scope, those of comments and texts left out.
 * @param {import('vscode-textmate').IGrammar} loaded @param {string} text
 */
function* coloured(loaded, text) {
  let state = textmate.INITIAL;
  for (const [line, written] of text.split('\n').entries()) {
    const result = loaded.tokenizeLine(written, state);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const scope = scopes.at(-1) ?? '';
      if (scopes.some((one) => /^(comment|string)/.test(one))) continue;
      for (const found of written.slice(startIndex, endIndex).matchAll(/[A-Za-z]\w*/g)) {
        const start = startIndex + found.index;
        yield { line, start, word: found[0], scope, isFree: written[start - 1] !== '.' && written[start + found[0].length] !== '.' };
      }
    }
  }
}

module.exports = { EXTENSION, REPOSITORY, coloured, grammar, policies };
