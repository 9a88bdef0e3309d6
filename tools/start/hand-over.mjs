import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setHook } from '../commits/set-hook.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './places.mjs';
import { endOf, ownGroup } from './signals.mjs';

/** npm's own variables would reach every child otherwise; `npm_lifecycle_event` and INIT_CWD show a tool how it was called. */
const isNpmNoise = (/** @type {string} */ name) => /^npm_(config|package|node)_/.test(name);

const environment = () => {
  const kept = Object.entries(process.env).filter(([name]) => !isNpmNoise(name));
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  // A platform loads some 2 000 files; Node keeps them compiled here, which saves a quarter of that time.
  const compiled = join(root, 'node_modules', '.cache', 'compiled');
  return { NODE_COMPILE_CACHE: compiled, ...Object.fromEntries(kept), PATH: path };
};

/**
 * Runs a module of the tools under the installed Node, in this process when it is that Node already.
 * The module exports `main(args): Promise<number>`.
 * @param {URL} module
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
export const handOver = async (module, args) => {
  const node = await ensureInstalled();
  setHook(root);
  if (realpathSync(process.execPath) === node) {
    process.env = environment();
    const { main } = await import(module.href);
    return main(args);
  }
  const child = spawn(node, [join(root, 'tools', 'start', 'run-module.mjs'), module.href, ...args], {
    stdio: 'inherit',
    env: environment(),
    ...ownGroup,
  });
  return endOf(child);
};
