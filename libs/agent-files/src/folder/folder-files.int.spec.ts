import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentFilesContract } from '../contract/agent-files.suite.js';
import type { FileRoot } from '../port.js';
import { FolderFiles } from './folder-files.js';
import { markOf, ownMark } from './replacement/owner.js';

const rootsBelow = (folder: string) => {
  const at = (root: FileRoot) => ({ path: join(folder, root), readOnly: false });
  return { configs: at('configs'), workspace: at('workspace'), home: at('home'), plugins: at('plugins') };
};

agentFilesContract('FolderFiles', (folder) => ({
  files: new FolderFiles(rootsBelow(folder)),
  folderOf: (root) => join(folder, root),
}));

describe('FolderFiles', () => {
  let folder: string;
  let workspace: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-files-'));
    workspace = join(folder, 'workspace');
    mkdirSync(workspace);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const names = async (): Promise<string[]> =>
    (await new FolderFiles(rootsBelow(folder)).list('workspace', '', 2, 100)).entries.map(({ path }) => path);

  it('changes nothing below a root that is read-only or missing', async () => {
    writeFileSync(join(workspace, 'a'), '1');
    const files = new FolderFiles({ workspace: { path: workspace, readOnly: true } });
    const refused = { code: 'ROOT_READ_ONLY' };
    await expect(files.write('workspace', 'a', Buffer.from('2'))).rejects.toMatchObject(refused);
    await expect(files.remove('workspace', 'a')).rejects.toMatchObject(refused);
    await expect(files.replace('workspace', new Map())).rejects.toMatchObject(refused);
    await expect(files.write('plugins', 'a', Buffer.from('2'))).rejects.toMatchObject(refused);
    expect((await files.read('workspace', 'a', 10)).toString()).toBe('1');
    expect(await files.list('plugins', '', 1, 10)).toEqual({ entries: [], truncated: false });
  });

  /** The mark of a killed process: pid 1, but with another start time. */
  const goneMark = ownMark.replace(/^\d+\.\d*/, '1.1');
  /** Creates the folder that such a process leaves. */
  const left = (phase: string, files: Record<string, string>): void => {
    const staging = join(workspace, `.guildhall-${phase}-${goneMark}-00ff`);
    mkdirSync(staging);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(staging, name), content);
  };

  it('rolls back a replacement that ended before all files were written', async () => {
    writeFileSync(join(workspace, 'old'), '');
    left('new', { half: '' });
    expect(await names()).toEqual(['old']);
    expect(readdirSync(workspace)).toEqual(['old']);
  });

  it('completes a replacement that ended after that', async () => {
    writeFileSync(join(workspace, 'second-old'), '');
    left('ready', { new: '' });
    left('old', { 'first-old': '' });
    expect(await names()).toEqual(['new']);
    expect(readdirSync(workspace)).toEqual(['new']);
  });

  it('completes a replacement that ended while the new files were moved in', async () => {
    writeFileSync(join(workspace, 'first-new'), '');
    left('moving', { 'second-new': '' });
    left('old', { old: '' });
    expect(await names()).toEqual(['first-new', 'second-new']);
    expect(readdirSync(workspace)).toEqual(['first-new', 'second-new']);
  });

  it('does not touch the replacement of a running process', async () => {
    const ours = new FolderFiles(rootsBelow(folder));
    await ours.write('workspace', 'a', Buffer.from('1'));
    mkdirSync(join(workspace, `.guildhall-new-${markOf(1)}-00ff`));
    expect(await names()).toEqual(['a']);
    expect(readdirSync(workspace).length).toBe(2);
  });
});
