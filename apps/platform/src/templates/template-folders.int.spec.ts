import { ImportOrganisationBody } from '@guildhall/contracts/templates/bodies';
import { CreateWorkspaceBody } from '@guildhall/contracts/workspaces/bodies';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AgentVariables } from '../provisioning/launch/agent-variables.js';
import { OrganisationTemplates } from './organisation/organisation-templates.js';
import { TemplateFolders } from './template-folders.js';
import type { BlobStore } from '@guildhall/blob-store';
import type { StreamExecutor } from '../commands/executor/stream-executor.js';
import type { ImportedTemplates } from './imported-templates.js';
import { WorkspaceTemplates } from './workspace-templates.js';

describe('folders of templates', () => {
  let own = '';
  const lay = (path: string, text: string): void => {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), text);
  };
  beforeAll(() => void (own = mkdtempSync(join(tmpdir(), 'guildhall-templates-'))));
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  it('keep every .env apart from the files, wherever it lies', async () => {
    lay('organisations/guild/org.yaml', 'name: Guild\nworkspaces: []\n');
    for (const folder of ['', 'lead/', '_shared/deep/']) lay(`organisations/guild/${folder}.env`, 'KEY=secret');
    lay('workspaces/writer/config.yaml', 'name: Writer\n');
    lay('workspaces/writer/.env', 'KEY=secret');
    const folders = new TemplateFolders({ templatesDir: own });
    const guild = await folders.read('organisations', 'guild');
    expect([...guild.files.keys()]).toEqual(['org.yaml']);
    expect([...guild.variables.keys()].sort()).toEqual(['.env', '_shared/deep/.env', 'lead/.env']);
    expect([...(await folders.read('workspaces', 'writer')).files.keys()]).toEqual(['config.yaml']);
  });

  it('are listed by names that a request can say, and only by those', async () => {
    for (const name of ['Acme', 'my_template', 'v1.2', '.git', 'two words', '_shared'])
      lay(`workspaces/${name}/config.yaml`, 'name: A\n');
    const names = await new TemplateFolders({ templatesDir: own }).names('workspaces');
    expect(names.filter((name) => !/^[a-z-]+$/.test(name))).toEqual(['Acme', 'my_template', 'v1.2']);
    const bodyOf = (template: string) => Object.assign(new CreateWorkspaceBody(), { name: 'A', template });
    for (const name of names) expect(validateSync(bodyOf(name))).toEqual([]);
    const importOf = (dir: string) => Object.assign(new ImportOrganisationBody(), { dir });
    for (const name of names) expect(validateSync(importOf(name))).toEqual([]);
  });

  it('are listed, those of workspaces, with what is wrong in them', async () => {
    lay('workspaces/high/config.yaml', 'name: High\ntier: 7\n');
    lay('workspaces/tinted/config.yaml', 'name: Tinted\ncolour: red\n');
    lay('workspaces/torn/config.yaml', 'name: [\n');
    lay('workspaces/heavy/film.mp4', '');
    truncateSync(join(own, 'workspaces/heavy/film.mp4'), 40_000_000);
    const imported = { of: () => [] } as Partial<ImportedTemplates> as ImportedTemplates;
    const folders = new TemplateFolders({ templatesDir: own });
    const templates = new WorkspaceTemplates(folders, imported, {} as StreamExecutor, {} as BlobStore);
    const rows = await templates.list('default');
    expect(rows.map(({ id }) => id)).toEqual(await folders.names('workspaces'));
    const wrong = rows.filter(({ problems }) => problems.length > 0);
    expect(wrong.map(({ id, name, problems: [first] }) => [id, name, first])).toMatchObject([
      ['heavy', 'heavy', { file: '', problem: expect.stringContaining('33554432 bytes'), severity: 'error' }],
      ['high', 'high', { file: 'config.yaml', line: 2, path: 'tier', severity: 'error' }],
      ['tinted', 'Tinted', { file: 'config.yaml', line: 2, path: 'colour', severity: 'warning' }],
      ['torn', 'torn', { file: 'config.yaml', severity: 'error' }],
    ]);
  });

  it('are listed with what is wrong in them, and none hides another', async () => {
    lay('organisations/broken/org.yaml', 'name: Broken\nworkspaces: much\n');
    lay('organisations/empty/notes.md', '');
    lay('organisations/unreadable/org.yaml', '- [\n');
    lay('organisations/large/org.yaml', 'name: Large\nworkspaces: []\n');
    lay('organisations/large/film.mp4', '');
    truncateSync(join(own, 'organisations/large/film.mp4'), 40_000_000);
    lay('organisations/odd/org.yaml', 'name: Odd\ncolour: red\nworkspaces: [{ name: A, runtime: x }]\n');
    const templates = new OrganisationTemplates(
      new TemplateFolders({ templatesDir: own }),
      {} as WorkspaceTemplates,
      new AgentVariables({ agentVariables: () => [] }, {}),
    );
    const rows = (await templates.list()).filter(({ problems }) => problems.length > 0);
    expect(rows.map(({ dir, name, workspaces, problems: [first] }) => [dir, name, workspaces, first])).toMatchObject([
      ['broken', 'Broken', 0, { file: 'org.yaml', line: 2, severity: 'error' }],
      ['empty', 'empty', 0, { file: 'org.yaml', problem: 'there is no such file', severity: 'error' }],
      ['large', 'large', 0, { file: '', problem: expect.stringContaining('33554432 bytes'), severity: 'error' }],
      ['odd', 'Odd', 1, { line: 2, path: 'colour', severity: 'warning' }],
      ['unreadable', 'unreadable', 0, { file: 'org.yaml', severity: 'error' }],
    ]);
  });
});
