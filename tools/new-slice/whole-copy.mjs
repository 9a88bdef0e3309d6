import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../start/places.mjs';

/**
 * `npm run drill -- new-slice`: makes a slice in a fresh clone of the last commit and runs every check of the whole
 * clone. Its short form, new-slice.slow.spec.ts, checks what the generator wrote.
 */
const steps = [
  'npm ci --no-audit --no-fund',
  'npm run new:slice -- reviews',
  'git status --short',
  'npm run build',
  'npm test',
  'npm run lint',
  'npm run typecheck',
  'npm run format:check',
  'npm run shape -- --check',
  'node tools/docs/references.mjs --check',
  'npm run e2e -- open-api --without-chaos',
];

const clone = mkdtempSync(join(tmpdir(), 'guildhall-slice-'));
// The drill is that everything is green, not that every other drill is done in full.
const { FULL_DRILL: _, ...inherited } = process.env;
const env = { ...inherited, CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false' };

/**
 * @param {string} command
 * @param {string} cwd
 */
const succeeds = (command, cwd = clone) => {
  console.log(`\n--- ${command}`);
  return spawnSync(command, { cwd, env, shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
};

try {
  const isCloned = succeeds(`git clone --quiet . "${clone}"`, root);
  const failed = isCloned ? steps.filter((step) => !succeeds(step)) : ['git clone'];
  console.log(failed.length === 0 ? '\nEverything is green.' : `\nFailed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  rmSync(clone, { recursive: true, force: true });
}
