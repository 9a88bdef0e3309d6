import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TemplateFolders } from './template-folders.js';

describe('folders of templates', () => {
  let own = '';
  const lay = (path: string, text: string): void => {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), text);
  };
  beforeAll(() => void (own = mkdtempSync(join(tmpdir(), 'guildhall-templates-'))));
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  it('keep every .env apart from the files, wherever it lies', async () => {
    lay('organisations/guild/org.yaml', 'name: Guild\n');
    for (const folder of ['', 'lead/', '_shared/deep/']) lay(`organisations/guild/${folder}.env`, 'KEY=secret');
    lay('workspaces/writer/config.yaml', 'name: Writer\n');
    lay('workspaces/writer/.env', 'KEY=secret');
    const folders = new TemplateFolders(own);
    const guild = await folders.read('organisations', 'guild');
    expect([...guild.files.keys()]).toEqual(['org.yaml']);
    expect([...guild.variables.keys()].sort()).toEqual(['.env', '_shared/deep/.env', 'lead/.env']);
    expect([...(await folders.read('workspaces', 'writer')).files.keys()]).toEqual(['config.yaml']);
  });
});
