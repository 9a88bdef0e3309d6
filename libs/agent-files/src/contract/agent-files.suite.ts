import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AgentFiles, FileRoot } from '../port.js';
import { asOrdinaryUser, giveToOrdinaryUser } from './ordinary-user.suite.js';

/** The files of one agent, and their folder on this machine, which the test inspects directly. */
export interface OpenedFiles {
  files: AgentFiles;
  folderOf(root: FileRoot): string;
}

const limit = 1_000;
const text = (content: string): Buffer => Buffer.from(content);

/** `open`: the files below the given folder, which is empty; `workspace` and `configs` may be missing. */
export const agentFilesContract = (name: string, open: (folder: string) => OpenedFiles): void => {
  describe(`${name} keeps the contract of an agent's files`, () => {
    let folder: string;
    let files: AgentFiles;
    let workspace: string;
    let outside: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'guildhall-files-'));
      const opened = open(folder);
      files = opened.files;
      workspace = opened.folderOf('workspace');
      outside = join(folder, 'outside');
      mkdirSync(outside);
      writeFileSync(join(outside, 'secret.txt'), 'secret');
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const put = (path: string, content: string): void => {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      writeFileSync(join(workspace, path), content);
    };
    const link = (path: string, target: string): void => {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      symlinkSync(target, join(workspace, path));
    };
    const paths = async (path = '', depth = 5): Promise<string[]> =>
      (await files.list('workspace', path, depth, limit)).entries.map((entry) => entry.path);

    it('shows a missing root as empty and creates it with the first write', async () => {
      expect(await files.list('configs', '', 1, limit)).toEqual({ entries: [], truncated: false });
      await expect(files.read('configs', 'config.yaml', limit)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
      await files.write('configs', 'config.yaml', text('name: A\n'));
      expect((await files.read('configs', 'config.yaml', limit)).toString()).toBe('name: A\n');
    });

    it('writes bytes unchanged and reports what it wrote', async () => {
      const content = Buffer.from([0, 255, 10, 13, 0]);
      const written = await files.write('workspace', 'deep/er/bytes.bin', content);
      expect([written.path, written.size]).toEqual(['deep/er/bytes.bin', 5]);
      expect(readFileSync(join(workspace, 'deep/er/bytes.bin'))).toEqual(content);
      expect(await files.read('workspace', 'deep/er/bytes.bin', 5)).toEqual(content);
    });

    it('reports the SHA-256 of what it wrote', async () => {
      const { digest } = await files.write('workspace', 'abc', text('abc'));
      expect(digest).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    });

    it('leaves no other file beside it, and keeps its mode', async () => {
      put('run.sh', 'old');
      execFileSync('chmod', ['750', join(workspace, 'run.sh')]);
      await files.write('workspace', 'run.sh', text('new'));
      expect(readdirSync(workspace)).toEqual(['run.sh']);
      expect(
        execFileSync('stat', ['-c', '%a', join(workspace, 'run.sh')])
          .toString()
          .trim(),
      ).toBe('750');
    });

    it('refuses a file larger than the limit', async () => {
      put('large', 'x'.repeat(11));
      await expect(files.read('workspace', 'large', 10)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
      expect((await files.read('workspace', 'large', 11)).length).toBe(11);
    });

    it('lists level by level with kind and size, sorted by path', async () => {
      put('b.txt', 'four');
      put('a/x.txt', '1');
      put('a/deep/y.txt', '22');
      link('c', 'b.txt');
      expect(await paths('', 1)).toEqual(['a', 'b.txt', 'c']);
      expect(await paths('', 2)).toEqual(['a', 'a/deep', 'a/x.txt', 'b.txt', 'c']);
      expect(await paths('a', 1)).toEqual(['a/deep', 'a/x.txt']);
      const { entries } = await files.list('workspace', '', 1, limit);
      expect(entries.map(({ kind, size }) => [kind, size])).toEqual([
        ['directory', 0],
        ['file', 4],
        ['link', 0],
      ]);
      expect(entries.every(({ modifiedMs }) => Number.isInteger(modifiedMs) && modifiedMs > 0)).toBe(true);
    });

    it('lists generated folders without their content', async () => {
      put('.git/HEAD', 'ref');
      put('src/node_modules/x/index.js', '1');
      expect(await paths()).toEqual(['.git', 'src', 'src/node_modules']);
      expect(await paths('.git')).toEqual(['.git/HEAD']);
    });

    it('reports that the listing was truncated', async () => {
      for (let index = 0; index < 12; index += 1) put(`f${index}`, '');
      const { entries, truncated } = await files.list('workspace', '', 1, 10);
      expect([entries.length, truncated]).toEqual([10, true]);
    });

    it('distinguishes a missing entry from one of another kind', async () => {
      put('file', 'x');
      put('folder/inner', 'x');
      const refusals: [() => Promise<unknown>, string][] = [
        [() => files.read('workspace', 'nothing', limit), 'FILE_NOT_FOUND'],
        [() => files.read('workspace', 'no/thing', limit), 'FILE_NOT_FOUND'],
        [() => files.read('workspace', 'folder', limit), 'NOT_A_FILE'],
        [() => files.read('workspace', 'file/below', limit), 'NOT_A_DIRECTORY'],
        [() => files.write('workspace', 'folder', text('x')), 'NOT_A_FILE'],
        [() => files.write('workspace', 'file/below', text('x')), 'NOT_A_DIRECTORY'],
        [() => files.list('workspace', 'file', 1, limit), 'NOT_A_DIRECTORY'],
        [() => files.list('workspace', 'nothing', 1, limit), 'FILE_NOT_FOUND'],
        [() => files.remove('workspace', 'nothing'), 'FILE_NOT_FOUND'],
      ];
      for (const [refused, code] of refusals) await expect(refused()).rejects.toMatchObject({ code });
    });

    it('shows pipes and sockets as such, and neither reads nor waits for them', async () => {
      put('file', '');
      execFileSync('mkfifo', [join(workspace, 'pipe')]);
      const socket = createServer().listen(join(workspace, 'socket'));
      await once(socket, 'listening');
      try {
        const { entries } = await files.list('workspace', '', 1, limit);
        expect(entries.map(({ path, kind, size }) => [path, kind, size])).toEqual([
          ['file', 'file', 0],
          ['pipe', 'other', 0],
          ['socket', 'other', 0],
        ]);
        for (const path of ['pipe', 'socket']) {
          await expect(files.read('workspace', path, limit)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
          await expect(files.write('workspace', path, text('x'))).rejects.toMatchObject({ code: 'NOT_A_FILE' });
          await files.remove('workspace', path);
        }
      } finally {
        socket.close();
      }
      expect(readdirSync(workspace)).toEqual(['file']);
    });

    it.each([
      '',
      '/etc/passwd',
      '../outside/secret.txt',
      'a/../../outside/secret.txt',
      'a\\b',
      'nul\0',
      `${'n'.repeat(300)}`,
    ])('refuses the path %j in every operation and touches nothing', async (path) => {
      const all = [
        () => files.read('workspace', path, limit),
        () => files.write('workspace', path, text('x')),
        () => files.remove('workspace', path),
        () => files.replace('workspace', new Map([[path, text('x')]])),
        ...(path === '' ? [] : [() => files.list('workspace', path, 1, limit)]),
      ];
      for (const attempt of all) await expect(attempt()).rejects.toMatchObject({ code: 'PATH_REFUSED' });
      expect(existsSync(workspace)).toBe(false);
      expect(readdirSync(outside)).toEqual(['secret.txt']);
    });

    it('follows no link, wherever it is in the path', async () => {
      link('file-out', join(outside, 'secret.txt'));
      link('folder-out', outside);
      link('inside', '.');
      const refused = { code: 'PATH_REFUSED' };
      await expect(files.read('workspace', 'file-out', limit)).rejects.toMatchObject(refused);
      await expect(files.read('workspace', 'folder-out/secret.txt', limit)).rejects.toMatchObject(refused);
      await expect(files.write('workspace', 'file-out', text('x'))).rejects.toMatchObject(refused);
      await expect(files.write('workspace', 'folder-out/new.txt', text('x'))).rejects.toMatchObject(refused);
      await expect(files.write('workspace', 'inside/new.txt', text('x'))).rejects.toMatchObject(refused);
      await expect(files.remove('workspace', 'folder-out/secret.txt')).rejects.toMatchObject(refused);
      await expect(files.list('workspace', 'folder-out', 1, limit)).rejects.toMatchObject(refused);
      expect(await paths()).toEqual(['file-out', 'folder-out', 'inside']);
      expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
      expect(readdirSync(outside)).toEqual(['secret.txt']);
    });

    it('removes a file, a tree, and a link without its target', async () => {
      put('one', '1');
      put('tree/a/b', '1');
      link('tree/out', outside);
      link('out', outside);
      for (const path of ['one', 'tree', 'out']) await files.remove('workspace', path);
      expect(readdirSync(workspace)).toEqual([]);
      expect(readdirSync(outside)).toEqual(['secret.txt']);
    });

    it('removes a tree with read-only folders, as a package manager leaves', async () => {
      put('go/mod/lib@v1/lib.go', 'package lib');
      chmodSync(join(workspace, 'go/mod/lib@v1'), 0o555);
      chmodSync(join(workspace, 'go/mod'), 0o555);
      giveToOrdinaryUser(folder);
      await asOrdinaryUser(() => files.remove('workspace', 'go'));
      expect(readdirSync(workspace)).toEqual([]);
    });

    it('replaces all entries, and reports what it wrote', async () => {
      put('old/file', 'x');
      put('kept.txt', 'old');
      link('out', outside);
      const changes = await files.replace(
        'workspace',
        new Map([
          ['kept.txt', text('new')],
          ['new/deep/file', text('')],
        ]),
      );
      expect(changes.map(({ path, size }) => [path, size])).toEqual([
        ['kept.txt', 3],
        ['new/deep/file', 0],
      ]);
      expect(await paths()).toEqual(['kept.txt', 'new', 'new/deep', 'new/deep/file']);
      expect(readdirSync(workspace).sort()).toEqual(['kept.txt', 'new']);
      expect(readdirSync(outside)).toEqual(['secret.txt']);
    });

    it('replaces folders that their owner made read-only or closed, also at the names of new files', async () => {
      put('mod/lib/old.go', 'package lib');
      put('logs/old.txt', 'old');
      for (const path of ['mod/lib', 'mod', 'logs']) chmodSync(join(workspace, path), path === 'logs' ? 0o000 : 0o555);
      giveToOrdinaryUser(folder);
      const wanted = new Map([
        ['mod/lib/new.go', text('new')],
        ['logs/new.txt', text('new')],
      ]);
      await asOrdinaryUser(() => files.replace('workspace', wanted));
      expect(await paths()).toEqual(['logs', 'logs/new.txt', 'mod', 'mod/lib', 'mod/lib/new.go']);
      expect(readdirSync(workspace).sort()).toEqual(['logs', 'mod']);
    });

    it("neither shows nor touches an agent's token", async () => {
      put('.auth_token', 'secret');
      put('kept/.auth_token', 'secret');
      expect(await paths()).toEqual(['kept']);
      for (const path of ['.auth_token', 'kept/.auth_token']) {
        await expect(files.read('workspace', path, limit)).rejects.toMatchObject({ code: 'PATH_REFUSED' });
        await expect(files.write('workspace', path, text('mine'))).rejects.toMatchObject({ code: 'PATH_REFUSED' });
        await expect(files.remove('workspace', path)).rejects.toMatchObject({ code: 'PATH_REFUSED' });
      }
      await files.replace('workspace', new Map([['a.txt', text('new')]]));
      expect(await paths()).toEqual(['a.txt']);
      expect(readFileSync(join(workspace, '.auth_token'), 'utf8')).toBe('secret');
    });

    it('changes nothing if one of the files cannot be written', async () => {
      put('old.txt', 'old');
      const impossible = new Map([
        ['a', text('1')],
        ['a/b', text('2')],
      ]);
      await expect(files.replace('workspace', impossible)).rejects.toMatchObject({ code: 'NOT_A_DIRECTORY' });
      expect(readdirSync(workspace)).toEqual(['old.txt']);
    });
  });
};
