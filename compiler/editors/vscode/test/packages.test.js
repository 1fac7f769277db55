'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { policyOf } = require('../src/packages');

const among = (/** @type {string[]} */ ...files) => (/** @type {string} */ file) => files.includes(file);

test('a file belongs to the nearest folder with a policy', () => {
  const exists = among('/a/policy.privity', '/a/b/privity.toml');
  assert.deepEqual(policyOf('/a/b/c/d.privity', exists), { folder: '/a/b', argument: '.' });
  assert.deepEqual(policyOf('/a/x.privity', exists), { folder: '/a', argument: '.' });
});

test('a file in no such folder is a policy by itself', () => {
  assert.deepEqual(policyOf('/a/b/lamp.privity', among()), { folder: '/a/b', argument: 'lamp.privity' });
});
