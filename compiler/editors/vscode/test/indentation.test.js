// Where the cursor goes behind a line, before the server has said anything.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { EXTENSION, REPOSITORY, policies } = require('./grammar');

const settings = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'language-configuration.json'), 'utf8'));
const opens = new RegExp(settings.indentationRules.increaseIndentPattern);
const [, goesOn] = settings.onEnterRules.map((/** @type {any} */ rule) => new RegExp(rule.beforeText));

test('a brace that stays open indents, wherever remarks and texts have braces of their own', () => {
  const open = ['data {', 'section s "S" { // about "S"', 'section s "a } in a text" {', 'a { b } c {', 'a {  // } closes later', '  x open { y { z } w', '{'];
  for (const line of open) assert.match(line, opens);
  const closed = ['permit use a // {', 'note "x" // see {', '// data {', '/// data {', 'inform i "a { in a text"', 'data { a }', 'data { a { b } }', 'permit use a', 'note "not closed {'];
  for (const line of closed) assert.doesNotMatch(line, opens);
});

test('an item is followed by its clauses', () => {
  const items = [
    'document d "D"', 'inform i "t"', 'group g is a, b', 'deem f is yes', 'supply age is 18 years', 'assume law.basis has consent', 'fact f is flag',
    'period p is 30 days', 'define d is f', 'alias a is b', 'permit use a // {', '  final forbid use a', 'inform i "a { in a text"', 'law l "L"', 'finding F "x"',
  ];
  for (const line of items) assert.match(line, goesOn);
});

test('what is complete on its line is followed by the next item', () => {
  const alone = ['import a.b', 'default subject is user', 'waive P0419 because "so"', 'rule r', 'section s "S" {', 'data {', 'document d "D" {', '  to court', 'a document'];
  for (const line of alone) assert.doesNotMatch(line, goesOn);
});

test('whatever goes on in a policy of the repository is indented', () => {
  const folders = ['policies', 'stdlib'].map((folder) => path.join(REPOSITORY, folder));
  const depth = (/** @type {string} */ line) => line.length - line.trimStart().length;
  /** @type {string[]} */
  const wrong = [];
  for (const file of folders.flatMap(policies)) {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    lines.slice(1).forEach((line, at) => {
      const before = lines[at];
      const isClause = depth(line) === depth(before) + 2 && line.trim() !== '' && before.trim() !== '' && !before.trimStart().startsWith('//');
      // In a tree a node that is long goes on in further lines, which nothing in its first one tells.
      const isNode = /^\s+\w+(?: (?:open|as home))?$/.test(before);
      if (isClause && !isNode && !opens.test(before) && !goesOn.test(before)) wrong.push(`${path.relative(REPOSITORY, file)}:${at + 1}: ${before}`);
    });
  }
  assert.deepEqual(wrong, []);
});
