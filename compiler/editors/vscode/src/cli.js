// Runs the command `privity`.

'use strict';

const { execFile } = require('node:child_process');

/** Enough for the graph of a large policy on a pipe. */
const MOST_OUTPUT = 512 * 1024 * 1024;

/**
 * @param {string} command @param {string[]} args @param {string} folder Where to run.
 * @param {AbortSignal} [signal] Ends it early.
 * @returns {Promise<{code: number, stdout: string, stderr: string}>} Exit code 0: clean, 1: findings, 2: trouble.
 */
function run(command, args, folder, signal) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(command, args, { cwd: folder, env, maxBuffer: MOST_OUTPUT, signal }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

module.exports = { run };
