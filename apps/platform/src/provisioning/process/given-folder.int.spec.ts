import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HospitablePlatform, SomeFolders, startOf } from '../../backend-port/agent-place.suite.js';
import type { AgentStart } from '../../backend-port/backend.js';
import { ProcessBackend } from './process-backend.js';

const entry = fileURLToPath(new URL('../../../../../dist/runtime/main.js', import.meta.url));
const refused = { code: 'WORKSPACE_DIR_REFUSED' };

/** The program of a process agent could swap it: it is looked at whenever somebody reaches for it. */
describe('a folder that was given to a process agent and is another one now', () => {
  let directory: string;
  let folders: SomeFolders;
  let platform: HospitablePlatform;
  let backend: ProcessBackend;
  let start: AgentStart;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'guildhall-agents-'));
    folders = new SomeFolders();
    platform = await HospitablePlatform.at('127.0.0.1');
    backend = new ProcessBackend({ directory, entry, platformUrl: () => platform.url, folders: folders.givable });
    start = startOf(1, { access: 'read_write', workspaceDir: folders.given });
    await backend.start(start);
    rmSync(folders.given, { recursive: true });
  });
  afterEach(async () => {
    await backend.purge(start.workspaceId);
    await backend.close();
    await platform.close();
    rmSync(directory, { recursive: true, force: true });
    folders.remove();
  });

  it.each(['a link out of what is allowed', 'gone'])('is not reached, and the other files are: %s', async (what) => {
    if (what !== 'gone') symlinkSync(folders.outside, folders.given);
    const files = backend.files(start.workspaceId);
    await expect(files.list('workspace', '', 1, 10)).rejects.toMatchObject(refused);
    await expect(files.read('workspace', 'x', 10)).rejects.toMatchObject(refused);
    await expect(files.write('workspace', 'x', Buffer.from('x'))).rejects.toMatchObject(refused);
    await expect(files.remove('workspace', 'x')).rejects.toMatchObject(refused);
    await expect(files.replace('workspace', new Map())).rejects.toMatchObject(refused);
    await expect(backend.openTerminal(start.workspaceId, { columns: 80, rows: 24 })).rejects.toMatchObject(refused);
    expect(await files.write('configs', 'x', Buffer.from('x'))).toMatchObject({ path: 'x' });
  });
});
