// Every policy of the repository through the TextMate grammar: no word of the language is taken for a name, and no name for a word.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { FILE, text } = require('../grammar');
const { RESERVED } = require('../grammar/words');
const { REPOSITORY, coloured, grammar, policies } = require('./grammar');

test('the grammar is the one that its parts make', () => {
  assert.equal(fs.readFileSync(FILE, 'utf8'), text());
});

test('the reserved words are those of the reference', () => {
  const reference = fs.readFileSync(path.join(REPOSITORY, 'docs/language.md'), 'utf8');
  const [, listed] = /These words are reserved.*:\n([^]*?)\. A kind/.exec(reference) ?? [];
  assert.deepEqual([...(listed ?? '').matchAll(/`(\w+)`/g)].map(([, word]) => word), RESERVED);
});

test('no word of the language is coloured as a name, and no name as a word', async () => {
  const loaded = await grammar();
  const files = ['policies', 'stdlib'].flatMap((folder) => policies(path.join(REPOSITORY, folder)));
  assert.ok(files.length >= 60, `only ${files.length} files`);
  /** @type {string[]} */
  const wrong = [];
  for (const file of files) {
    const written = fs.readFileSync(file, 'utf8');
    for (const { line, word, scope, isFree } of coloured(loaded, written)) {
      // A module may be called like a word of the language.
      if (written.split('\n')[line].startsWith('import ')) continue;
      const place = `${path.relative(REPOSITORY, file)}:${line + 1}: ${word}`;
      if (RESERVED.includes(word) && isFree && /^(variable\.other|constant\.other|entity|source)/.test(scope)) wrong.push(`${place} is ${scope}`);
      if (scope === 'source.privity') wrong.push(`${place} has no colour`);
      if (scope.startsWith('invalid')) wrong.push(`${place} is ${scope}`);
    }
  }
  assert.deepEqual(wrong.slice(0, 20), []);
});
