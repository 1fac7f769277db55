// Where the command `privity` is.

'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * @param {string} setting The setting `privity.path`; empty for the command on `PATH`.
 * @param {string | undefined} workspace The folder of the workspace.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{command: string} | {missing: string}} The file, or what to tell the user.
 */
function find(setting, workspace, env) {
  const wanted = setting.trim();
  if (wanted === '') {
    const found = onPath('privity', env);
    if (found) return { command: found };
    return { missing: 'The command `privity` is not on PATH. Install it with `cargo install --path compiler/privity-cli`, or say where it is in the setting `privity.path`.' };
  }
  const file = expand(wanted, workspace);
  if (!file.includes('/') && !file.includes(path.sep)) {
    const found = onPath(file, env);
    if (found) return { command: found };
    return { missing: `The setting \`privity.path\` is \`${wanted}\`, and no such command is on PATH.` };
  }
  const full = path.isAbsolute(file) ? file : path.join(workspace ?? process.cwd(), file);
  if (isProgram(full)) return { command: full };
  const what = fs.existsSync(full) ? 'that is no program' : 'there is no such file';
  return { missing: `The setting \`privity.path\` is \`${wanted}\`, and ${what}.` };
}

/** @param {string} setting @param {string | undefined} workspace @returns {string} */
function expand(setting, workspace) {
  const home = setting === '~' || setting.startsWith('~/') ? os.homedir() + setting.slice(1) : setting;
  return home.replaceAll('${workspaceFolder}', workspace ?? '.');
}

/** @param {string} name @param {NodeJS.ProcessEnv} env @returns {string | undefined} */
function onPath(name, env) {
  const endings = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE').split(';') : [''];
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending.toLowerCase()))).find(isProgram);
}

/** @param {string} file @returns {boolean} */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

module.exports = { find };
