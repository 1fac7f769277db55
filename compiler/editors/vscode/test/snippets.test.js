// Every snippet as it is inserted: nothing in it is unknown where the prelude is in scope, and it is formatted. Needs the command, which is named
// by the variable PRIVITY.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { run } = require('../src/cli');

const PRIVITY = process.env.PRIVITY && path.resolve(process.env.PRIVITY);
const needed = { skip: PRIVITY ? false : 'PRIVITY names no command' };
/** @type {Record<string, { body: string[] }>} */
const snippets = JSON.parse(fs.readFileSync(path.join(__dirname, '../snippets/privity.json'), 'utf8'));

const HEADER = `policy shop "A shop"
  since 2026-01-01
  by shop

import privity.prelude

party {
  shop role controller
}
`;
const HELP = 'rule help\npermit share personal_data to service_provider for provide_service\n';
/** What stands around a snippet that is no policy by itself. @type {Record<string, (text: string) => string>} */
const AROUND = { 'Policy header': (text) => text, Test: (text) => HEADER + HELP + text, Waiver: (text) => `${HEADER}\n${text}${HELP}` };

/** The text of a snippet, with one of its choices made otherwise. @param {string[]} body @param {(choices: string[], number: number) => string} choose */
function expanded(body, choose) {
  return body
    .join('\n')
    // The last day of a waiver is for somebody to choose: no day is ahead for ever.
    .replace('2030', String(new Date().getFullYear() + 1))
    .replace(/\$\{(\d+)\|((?:\\.|[^|\\])*)\|\}/g, (_, number, choices) => choose(choices.split(/(?<!\\),/), Number(number)).replaceAll('\\,', ','))
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replaceAll('$0', '');
}

/** @param {string} name @param {string} text */
const placed = (name, text) => (AROUND[name] ?? ((/** @type {string} */ one) => `${HEADER}\n${one}`))(text);

/** @param {string[]} args @param {string} text */
async function ran(args, text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'privity-'));
  fs.writeFileSync(path.join(folder, 'policy.privity'), text);
  const { code, stdout, stderr } = await run(PRIVITY ?? '', [...args, 'policy.privity'], folder);
  fs.rmSync(folder, { recursive: true });
  return { code, said: stdout + stderr };
}

test('every snippet can be left as it is inserted', needed, async () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const { code, said } = await ran(['check'], placed(name, expanded(body, ([first]) => first)));
    assert.equal(code, 0, `${name}: ${said}`);
    // What is waived is found there.
    assert.doesNotMatch(said, /P0043/, name);
  }
});

test('every choice that a snippet offers is formatted text of the language', needed, async () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const most = Math.max(1, ...[...body.join('\n').matchAll(/\|((?:\\.|[^|\\])*)\|\}/g)].map(([, choices]) => choices.split(/(?<!\\),/).length));
    for (let at = 0; at < most; at += 1) {
      const text = expanded(body, (choices) => choices[Math.min(at, choices.length - 1)]);
      // By itself, as it is in a file that holds nothing else.
      const { code, said } = await ran(['fmt', '--check'], text);
      if (name !== 'Waiver') assert.equal(code, 0, `${name}: ${text}${said}`);
      const { code: inside, said: why } = await ran(['fmt', '--check'], placed(name, text));
      assert.equal(inside, 0, `${name}: ${text}${why}`);
    }
  }
});
