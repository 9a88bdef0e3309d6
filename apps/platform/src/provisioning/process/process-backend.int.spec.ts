import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backendSuite, HospitablePlatform } from '../backend.suite.js';
import { ProcessBackend } from './process-backend.js';

const entry = fileURLToPath(new URL('../../../../../dist/runtime/main.js', import.meta.url));

backendSuite('process', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-agents-'));
  const platform = await HospitablePlatform.at('127.0.0.1');
  return {
    platform,
    open: () => new ProcessBackend({ directory, entry, platformUrl: () => platform.url }),
    kill: async (handle) => {
      if (handle.kind === 'process') process.kill(handle.pid, 'SIGKILL');
    },
    clear: async () => rmSync(directory, { recursive: true, force: true }),
  };
});
