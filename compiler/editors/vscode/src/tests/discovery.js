// The tests and assertions in a text, found by their first words: the compiler finds the same, but only in a policy without mistakes.

'use strict';

/** @typedef {{kind: 'test' | 'assertion', title: string, line: number}} Found `line` counts from 0. */

const NAME = '[A-Za-z][A-Za-z0-9_]*';
const TEST = new RegExp(`^\\s*test\\s+(?:(?:${NAME}\\.)*${NAME}\\s+)?"((?:\\\\.|[^"\\\\])*)"`);
const ASSERTION = new RegExp(`^\\s*assert\\s+(?:(?!(?:never|always|some|whenever)\\s)(${NAME})\\s+)?(never|always|some|whenever)\\b([^/]*)`);

/** @param {string} text @returns {Found[]} */
function discover(text) {
  /** @type {Found[]} */
  const found = [];
  text.split(/\r?\n/).forEach((words, line) => {
    const test = TEST.exec(words);
    if (test) found.push({ kind: 'test', title: test[1].replace(/\\(.)/g, '$1'), line });
    const assertion = ASSERTION.exec(words);
    if (assertion) {
      const [, name, claim, rest] = assertion;
      found.push({ kind: 'assertion', title: `assert ${claim}${name ? `: ${name}` : rest.trimEnd()}`, line });
    }
  });
  return found;
}

module.exports = { discover };
