// Which policy a file belongs to.

'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** What a folder with a policy has in it. */
const MARKS = ['privity.toml', 'policy.privity'];

/**
 * The nearest folder upwards that has a policy in it; without one the file is a policy by itself.
 * @param {string} file @param {(file: string) => boolean} [exists]
 * @returns {{folder: string, argument: string}} Where to run, and what to name there.
 */
function policyOf(file, exists = fs.existsSync) {
  let folder = path.dirname(file);
  for (;;) {
    const here = folder;
    if (MARKS.some((mark) => exists(path.join(here, mark)))) return { folder, argument: '.' };
    const above = path.dirname(folder);
    if (above === folder) return { folder: path.dirname(file), argument: path.basename(file) };
    folder = above;
  }
}

module.exports = { policyOf };
