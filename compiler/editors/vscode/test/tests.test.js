'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { discover } = require('../src/tests/discovery');
const { hindrance, key, outcomes } = require('../src/tests/outcomes');

test('tests and assertions are found by their first words, with the titles that the command gives them', () => {
  const text = [
    '// test "not one"',
    'test "a \\"quoted\\" word"',
    '  ask share name',
    '  test letters "asks the law" ask share name expect deny',
    'assert we_do_not_sell never sell any cite A_1',
    'assert never share basket',
    'rule test_of_patience',
    'note "test \\"inside\\""',
  ].join('\n');
  assert.deepEqual(discover(text), [
    { kind: 'test', title: 'a "quoted" word', line: 1 },
    { kind: 'test', title: 'asks the law', line: 3 },
    { kind: 'assertion', title: 'assert never: we_do_not_sell', line: 4 },
    { kind: 'assertion', title: 'assert never share basket', line: 5 },
  ]);
});

test('a failed test has the finding at its place as message', () => {
  const found = outcomes(
    JSON.stringify({
      tests: [
        { title: 'a', kind: 'test', outcome: 'passed', file: 'x.privity', line: 1 },
        { title: 'b', kind: 'test', outcome: 'failed', file: 'x.privity', line: 9 },
      ],
      diagnostics: [
        { file: 'x.privity', line: 9, message: 'the answer is `permit`', reason: 'permitted by `r`', help: 'compare', labels: [{ file: 'x.privity', line: 3, text: '`r` decides' }] },
      ],
    }),
  );
  assert.equal(found.get(key('x.privity', 1))?.outcome, 'passed');
  const failed = found.get(key('x.privity', 9));
  assert.equal(failed?.message, 'the answer is `permit`\n\npermitted by `r`\n\ncompare');
  assert.deepEqual(failed?.related, [{ file: 'x.privity', line: 3, message: '`r` decides' }]);
});

test('a policy with a mistake runs no test, and the first error says why', () => {
  const json = JSON.stringify({ tests: [], diagnostics: [{ severity: 'advice', message: 'x' }, { severity: 'error', code: 'P0201', file: 'a.privity', line: 2, message: 'unknown party `x`' }] });
  assert.equal(hindrance(json), 'a.privity:2: unknown party `x` (P0201)');
  assert.equal(hindrance(JSON.stringify({ tests: [{}], diagnostics: [] })), undefined);
});
