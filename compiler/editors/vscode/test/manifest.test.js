'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const EXTENSION = path.join(__dirname, '..');
const manifest = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'package.json'), 'utf8'));

test('every file that the manifest names is there', () => {
  const { languages, grammars, snippets } = manifest.contributes;
  const named = [languages[0].configuration, languages[0].icon.light, languages[0].icon.dark, snippets[0].path, manifest.icon, ...grammars.map((/** @type {any} */ one) => one.path)];
  for (const file of named) assert.ok(fs.existsSync(path.join(EXTENSION, file)), file);
});

test('every command of the manifest is registered, and no other', () => {
  const source = fs.readFileSync(path.join(EXTENSION, 'src/extension.js'), 'utf8');
  const registered = [...source.matchAll(/register\('(\w+)'/g)].map(([, name]) => `privity.${name}`);
  const announced = manifest.contributes.commands.map((/** @type {any} */ one) => one.command);
  assert.deepEqual(registered.sort(), announced.sort());
});

test('the problem matcher reads what the command writes', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const line = 'mi/sharing.privity:56:8: error[P0201]: unknown party `xioami`';
  const found = new RegExp(matcher.pattern.regexp).exec(line);
  const part = (/** @type {string} */ name) => found?.[matcher.pattern[name]];
  assert.deepEqual(
    ['file', 'line', 'column', 'severity', 'code', 'message'].map(part),
    ['mi/sharing.privity', '56', '8', 'error', 'P0201', 'unknown party `xioami`'],
  );
});

test('a finding of a severity that the editor does not know is shown as information', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const [, severities] = /\((error[|\w]*)\)/.exec(matcher.pattern.regexp) ?? [];
  const unknown = severities?.split('|').filter((word) => !['error', 'warning', 'info'].includes(word));
  assert.deepEqual(unknown, ['advice', 'note']);
  // Without it such a finding is shown as an error.
  assert.equal(matcher.severity, 'info');
});

test('the lines just typed are formatted, since the server offers it', () => {
  assert.equal(manifest.contributes.configurationDefaults['[privity]']['editor.formatOnType'], true);
});
