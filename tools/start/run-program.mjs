import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { root } from './places.mjs';
import { Unusable } from './say.mjs';
import { endOf, ownGroup } from './signals.mjs';

/**
 * Programs by the name of their npm script. `project` is set for what `npm start` does not build.
 * @type {Record<string, { entry: string, project?: string }>}
 */
const programs = {
  projector: { entry: 'dist/apps/projector/cli.js' },
  agent: { entry: 'dist/runtime/main.js' },
  'agent-image': { entry: 'tools/agent-image/build.mjs' },
  log: { entry: 'libs/event-store/dist/cli/log.js' },
  build: { entry: 'tools/build/build-all.mjs' },
  bench: { entry: 'dist/tools/bench/main.js', project: 'bench' },
  chaos: { entry: 'e2e/chaos.ts', project: 'testing' },
  drill: { entry: 'tools/drill/drill.mjs', project: 'testing' },
  e2e: { entry: 'e2e/run.mjs', project: 'testing' },
  fuzz: { entry: 'tools/fuzz/fuzz.mjs', project: 'testing' },
  'new:slice': { entry: 'tools/new-slice/new-slice.mjs' },
  shape: { entry: 'tools/shape/shape.mjs' },
  'test:engine': { entry: 'tools/test/engine-tests.mjs' },
  'login-link': { entry: 'tools/start/login-link.mjs' },
};

/**
 * @param {readonly string[]} args name of the program, then its own arguments
 * @returns {Promise<number>} its exit code
 */
export const main = async ([name = '', ...args]) => {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined)
    throw new Unusable(`There is no program "${name}"; there are ${Object.keys(programs).join(', ')}.`, 2);
  if (/(^|\/)dist\//.test(program.entry) || program.project !== undefined) await ensureBuilt();
  if (program.project !== undefined) await ensureBuilt([program.project]);
  const entry = join(root, program.entry);
  if (!existsSync(entry)) throw new Unusable(`The program ${name} was not built: ${program.entry} is missing.`);
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...args], {
    stdio: 'inherit',
    ...ownGroup,
  });
  return endOf(child);
};
