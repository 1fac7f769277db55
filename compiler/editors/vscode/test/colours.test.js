// Colours of the grammar beside what the server says of the same words, in all policies of the repository and in texts full of names that are
// words elsewhere. Needs the command, which is named by the variable PRIVITY.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { REPOSITORY, coloured, grammar, policies } = require('./grammar');
const { Server } = require('./server');

const PRIVITY = process.env.PRIVITY && path.resolve(process.env.PRIVITY);
const SAMPLE = path.join(REPOSITORY, 'compiler/privity/src/syntax/tests/sample.privity');

/** Words that both may be, as `any` is a word and `none` a value, and a class axis either. */
const EITHER = /^(constant\.language\.privity|variable\.language|constant\.numeric|comment|string)/;

test('a word has the colour of a word exactly where the server says that it is one', { skip: PRIVITY ? false : 'PRIVITY names no command' }, async () => {
  const loaded = await grammar();
  const server = new Server(PRIVITY ?? '');
  await server.start(path.join(REPOSITORY, 'policies'));
  const folders = [path.join(REPOSITORY, 'policies'), path.join(REPOSITORY, 'stdlib'), path.join(__dirname, 'grammar')];
  const files = [...folders.flatMap(policies), SAMPLE];
  assert.ok(files.length >= 60, `only ${files.length} files`);
  /** @type {string[]} */
  const wrong = [];
  for (const file of files) {
    const text = fs.readFileSync(file, 'utf8');
    const keywords = new Set((await server.tokens(file)).filter(({ type }) => type === 'keyword').map(({ line, start }) => `${line}:${start}`));
    for (const { line, start, word, scope, isFree } of coloured(loaded, text)) {
      if (!isFree || EITHER.test(scope)) continue;
      const isWord = /^(keyword|storage|constant\.language)/.test(scope);
      if (isWord !== keywords.has(`${line}:${start}`)) wrong.push(`${path.relative(REPOSITORY, file)}:${line + 1}:${start + 1}: ${word} is ${scope}`);
    }
  }
  server.stop();
  assert.deepEqual(wrong.slice(0, 40), []);
});
