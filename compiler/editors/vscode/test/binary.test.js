'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { find } = require('../src/binary');

/** A folder with a program and a file that is none. */
function folder() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'privity-'));
  fs.writeFileSync(path.join(place, 'privity'), '#!/bin/sh\n', { mode: 0o755 });
  fs.writeFileSync(path.join(place, 'notes'), 'no program', { mode: 0o644 });
  return place;
}

test('an empty setting takes the command on PATH', () => {
  const place = folder();
  assert.deepEqual(find('', undefined, { PATH: place }), { command: path.join(place, 'privity') });
});

test('without the command the message says how to get it and which setting names it', () => {
  const found = find('', undefined, { PATH: os.tmpdir() });
  assert.ok('missing' in found);
  assert.match(found.missing, /cargo install/);
  assert.match(found.missing, /privity\.path/);
});

test('a setting may begin in the workspace or at home, or be relative to the workspace', () => {
  const place = folder();
  const program = { command: path.join(place, 'privity') };
  assert.deepEqual(find('${workspaceFolder}/privity', place, {}), program);
  assert.deepEqual(find('./privity', place, {}), program);
  const missing = find('~/no/such/file', place, {});
  assert.ok('missing' in missing && missing.missing.includes('there is no such file'));
});

test('a file that cannot be run is no command', () => {
  const found = find('./notes', folder(), {});
  assert.ok('missing' in found && found.missing.includes('no program'));
});
