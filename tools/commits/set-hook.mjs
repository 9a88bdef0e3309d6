import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const hooks = 'tools/commits/hooks';

/**
 * Lets git check messages as they are made. npm would do it in `prepare`, but .npmrc turns install scripts off, so the
 * commands of package.json do. A path that a person set stays.
 * @param {string} checkout
 */
export const setHook = (checkout) => {
  if (process.env['CI'] !== undefined || !existsSync(join(checkout, '.git'))) return;
  const git = (/** @type {readonly string[]} */ ...args) => spawnSync('git', args, { cwd: checkout });
  // 1: nothing is set; anything else is a value, a broken file, or no git.
  if (git('config', 'core.hooksPath').status === 1) git('config', 'core.hooksPath', hooks);
};
