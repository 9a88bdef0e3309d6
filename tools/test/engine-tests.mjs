import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from '../build/ensure-built.mjs';
import { root } from '../start/places.mjs';
import { exitWith } from '../start/say.mjs';
import { environment } from './jest.mjs';

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const config = join(root, 'apps', 'platform', 'jest.engine.config.cjs');

/** `npm run test:engine`: the contract suites of the backends against the container engine of this machine. */
await exitWith(async () => {
  await ensureBuilt(['platform', 'runtime']);
  const args = [jest, '-c', config, '--runInBand', '--forceExit'];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment(false) }).status ?? 1;
});
