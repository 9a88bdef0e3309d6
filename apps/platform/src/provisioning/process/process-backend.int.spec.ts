import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HospitablePlatform, SomeFolders } from '../../backend-port/agent-place.suite.js';
import { backendSuite } from '../../backend-port/backend.suite.js';
import { ProcessBackend } from './process-backend.js';

const entry = fileURLToPath(new URL('../../../../../dist/runtime/main.js', import.meta.url));

backendSuite('process', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-agents-'));
  const folders = new SomeFolders();
  const platform = await HospitablePlatform.at('127.0.0.1');
  return {
    platform,
    folders,
    open: () => new ProcessBackend({ directory, entry, platformUrl: () => platform.url, folders: folders.givable }),
    kill: async (handle) => {
      if (handle.kind === 'process') process.kill(handle.pid, 'SIGKILL');
    },
    run: async (workspaceId, script) => {
      execFileSync('sh', ['-c', script], { env: { ...process.env, HOME: join(directory, workspaceId, 'home') } });
    },
    clear: async () => {
      rmSync(directory, { recursive: true, force: true });
      folders.remove();
    },
  };
});
