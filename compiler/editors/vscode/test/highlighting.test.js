// Every policy of the repository through the TextMate grammar: no word of the language is taken for a name, and no name for a word.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

const EXTENSION = path.join(__dirname, '..');
const REPOSITORY = path.join(EXTENSION, '../../..');

const RESERVED = new Set(
  (
    'about above alias and any as assert assume at before below by cite deem default define derived except exclude excludes expect fact final for ' +
    'forbid from given grant group has import in inform is kind means must not note oblige on open or outside overrides period permit policy replaced ' +
    'require role rule section shown since source supply test to under unless until when whenever without'
  ).split(' '),
);

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

test('no word of the language is coloured as a name, and no name as a word', async () => {
  const loaded = await grammar();
  const files = ['policies', 'stdlib'].flatMap((folder) => policies(path.join(REPOSITORY, folder)));
  assert.ok(files.length >= 60, `only ${files.length} files`);
  /** @type {string[]} */
  const wrong = [];
  for (const file of files) {
    let state = textmate.INITIAL;
    let number = 0;
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      number += 1;
      // A module may be called like a word of the language.
      if (line.startsWith('import ')) continue;
      const result = loaded.tokenizeLine(line, state);
      state = result.ruleStack;
      for (const token of result.tokens) {
        const word = line.slice(token.startIndex, token.endIndex).trim();
        const scope = token.scopes.at(-1) ?? '';
        const free = line[token.endIndex] !== '.' && line[token.startIndex - 1] !== '.';
        if (RESERVED.has(word) && free && /^(variable\.other|constant\.other|entity|source)/.test(scope)) {
          wrong.push(`${path.relative(REPOSITORY, file)}:${number}: ${word} is ${scope}`);
        }
        if (/^[a-z_0-9]+$/i.test(word) && scope === 'source.privity') {
          wrong.push(`${path.relative(REPOSITORY, file)}:${number}: ${word} has no colour`);
        }
        if (scope.startsWith('invalid')) wrong.push(`${path.relative(REPOSITORY, file)}:${number}: ${word} is ${scope}`);
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 20), []);
});
