// What `privity test --output json` says, by the place of each test.

'use strict';

/** @typedef {{file: string, line: number, message: string}} Related */
/** @typedef {{outcome: 'passed' | 'failed' | 'excused', title: string, kind: string, file: string, line: number, message: string, related: Related[]}} Outcome */

/** The place of a test as a key: its file as written by the command, and its line from 1. @param {string} file @param {number} line */
function key(file, line) {
  return `${file}:${line}`;
}

/**
 * @param {string} json @returns {Map<string, Outcome>}
 */
function outcomes(json) {
  const report = JSON.parse(json);
  /** @type {Map<string, any>} */
  const findings = new Map();
  for (const finding of report.diagnostics ?? []) findings.set(key(finding.file, finding.line), finding);
  return new Map(
    (report.tests ?? []).map((/** @type {any} */ test) => {
      const place = key(test.file, test.line);
      const finding = findings.get(place);
      const message = finding ? [finding.message, finding.reason, finding.help, finding.witness].filter(Boolean).join('\n\n') : '';
      const related = (finding?.labels ?? []).map((/** @type {any} */ label) => ({ file: label.file, line: label.line, message: label.text }));
      return [place, { ...test, message, related }];
    }),
  );
}

/** Why no test was run, if so: the first error that the policy has. @param {string} json @returns {string | undefined} */
function hindrance(json) {
  const report = JSON.parse(json);
  if ((report.tests ?? []).length > 0) return undefined;
  const error = (report.diagnostics ?? []).find((/** @type {any} */ finding) => finding.severity === 'error');
  return error && `${error.file}:${error.line}: ${error.message} (${error.code})`;
}

module.exports = { hindrance, key, outcomes };
