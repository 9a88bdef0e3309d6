import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SomeFolders } from '../../backend-port/agent-place.suite.js';
import { WorkspaceFolders } from './workspace-folder.js';

describe('which folders may be given to agents', () => {
  const folders = new SomeFolders();
  afterAll(() => folders.remove());
  const reasonOf = (workspaceDir: string, access: 'read_only' | 'read_write', givable = folders.givable) =>
    givable
      .givenTo({ access, workspaceDir })
      .catch((error: { details?: { reason?: string } }) => error.details?.reason);

  it('are those below an allowed one, by their real path', async () => {
    symlinkSync(folders.given, join(folders.path, 'link'));
    symlinkSync(folders.outside, join(folders.path, 'way-out'));
    expect(await reasonOf(join(folders.path, 'link'), 'read_write')).toBe(folders.given);
    expect(await reasonOf(join(folders.path, 'way-out'), 'read_only')).toMatch(/not below a folder/);
    expect(await reasonOf('given', 'read_only')).toMatch(/not an absolute path/);
    expect(await reasonOf(join(folders.given, 'note'), 'read_only')).toMatch(/no such folder/);
    expect(await folders.givable.givenTo({ access: 'none', workspaceDir: '/etc' })).toBeNull();
  });

  it('are none of the system, nor one that holds the data of the platform, whatever is allowed', async () => {
    const all = new WorkspaceFolders({ allowed: ['/'], templates: [], dataDir: folders.dataDir });
    for (const path of ['/etc', '/', '/usr/lib', '/var'])
      expect(await reasonOf(path, 'read_only', all)).toMatch(/system/);
    expect(await reasonOf(folders.path, 'read_only', all)).toMatch(/own data/);
    expect(await reasonOf(folders.dataDir, 'read_only', all)).toMatch(/own data/);
  });

  it('are templates only to read, also where nothing is allowed and where they lie in the system', async () => {
    const { dataDir, templates } = folders;
    const none = new WorkspaceFolders({ allowed: [], templates: [templates, '/usr/share'], dataDir });
    expect(await reasonOf(templates, 'read_only', none)).toBe(templates);
    expect(await reasonOf('/usr/share', 'read_only', none)).toBe('/usr/share');
    expect(await reasonOf('/usr/share', 'read_write', none)).toMatch(/system/);
    expect(await reasonOf(templates, 'read_write')).toMatch(/it holds templates/);
    const above = new WorkspaceFolders({ allowed: [folders.path], templates: [templates], dataDir: folders.outside });
    expect(await reasonOf(folders.path, 'read_write', above)).toMatch(/it holds templates/);
    expect(await reasonOf(folders.path, 'read_only', above)).toBe(folders.path);
  });

  it('are no templates with a .env in them, also where one came after the agent was made', async () => {
    const above = new WorkspaceFolders({
      allowed: [folders.path],
      templates: [folders.templates],
      dataDir: folders.outside,
    });
    const team = join(folders.templates, 'team');
    mkdirSync(team);
    writeFileSync(join(team, '.env'), 'KEY=secret');
    for (const folder of [team, folders.templates, folders.path])
      expect(await reasonOf(folder, 'read_only', above)).toMatch(/a \.env, which no agent can read/);
    rmSync(team, { recursive: true });
    expect(await reasonOf(folders.templates, 'read_only', above)).toBe(folders.templates);
  });
});
